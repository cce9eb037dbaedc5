/* Facts about test code of some files, read again on all threads. */
#include "base/base.h"
#include "analyzers/project_impl.h"

#include "analyzers/cfacts.h"
#include "analyzers/ctests.h"
#include "analyzers/tests.h"
#include "base/pool.h"

struct tests_job {
	const struct project *project;
	const file_id *files;
	struct test_facts *facts;
};

static void read_one(void *context, unsigned worker, size_t item)
{
	struct tests_job *job = context;
	struct project_worker *w = &job->project->workers[worker];
	const struct file *file = &job->project->files[job->files[item]];

	job->facts[item] = (struct test_facts){ .is_read = false };
	if (!file->lang || !file->lang->tests || file->is_gone || file->is_unreadable)
		return;
	if (project_cache_get_tests(job->project, worker, file, &job->facts[item]))
		return;
	if (!project_source(job->project, job->files[item], &w->source, NULL))
		return;
	file->lang->tests(strbuf_str(&w->source), &file->outline, &w->arena, &job->facts[item]);
	project_cache_put_tests(job->project, worker, file, &job->facts[item]);
}

void project_tests(const struct project *p, const file_id *files, uint32_t count, struct test_facts *ret)
{
	struct tests_job job = { .project = p, .files = files, .facts = ret };

	pool_run(p->jobs, count, read_one, &job, p->options->cancel);
}

/* --- C and C++ --- */

struct trials_job {
	const struct project *project;
	const file_id *files;
	const unsigned *hints;
	const struct words *words;
	struct ctest_facts *facts;
};

static void try_one(void *context, unsigned worker, size_t item)
{
	struct trials_job *job = context;
	struct project_worker *w = &job->project->workers[worker];
	const struct file *file = &job->project->files[job->files[item]];

	job->facts[item] = (struct ctest_facts){ .is_read = false };
	if (!file->creations || !file->lang->trials || file->is_gone || file->is_unreadable || !project_source(job->project, job->files[item], &w->source, NULL))
		return;
	if (words_in_text(job->words, strbuf_str(&w->source)))
		file->lang->trials(strbuf_str(&w->source), file->creations, job->hints[item], &w->arena, &job->facts[item]);
}

void project_trials(const struct project *p, const file_id *files, const unsigned *hints, uint32_t count, const struct words *words, struct ctest_facts *ret)
{
	struct trials_job job = { p, files, hints, words, ret };

	pool_run(p->jobs, count, try_one, &job, p->options->cancel);
}
