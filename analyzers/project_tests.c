/* Facts about test code of some files, read again on all threads. */
#include "base/base.h"
#include "analyzers/project_impl.h"

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
