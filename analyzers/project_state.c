/* Facts about state: from the cache, or read again and parsed as far as they matter, on all threads. */
#include "base/base.h"
#include "analyzers/project_impl.h"

#include <stdlib.h>

#include "analyzers/state.h"
#include "base/pool.h"

struct state_job {
	const struct project *project;
	const file_id *files;
	const uint32_t *defs; /* by item, or NULL */
	const struct state_question *question;
	struct state_facts *facts;
};

static bool can_read(const struct file *file)
{
	return file->lang && file->lang->state && !file->is_gone && !file->is_unreadable;
}

static void read_one(void *context, unsigned worker, size_t item)
{
	struct state_job *job = context;
	struct project_worker *w = &job->project->workers[worker];
	const struct file *file = &job->project->files[job->files[item]];
	struct state_question question = *job->question;
	struct state_facts *facts = &job->facts[item];
	struct range *ranges;
	uint32_t count;

	if (job->defs)
		question.def = job->defs[item];
	*facts = (struct state_facts){ .is_read = false };
	if (!can_read(file) || project_cache_get_state(job->project, worker, file, &question, facts))
		return;
	if (!project_source(job->project, job->files[item], &w->source, NULL))
		return;
	arena_reset(&w->scratch);
	count = file->lang->state_ranges(strbuf_str(&w->source), &file->outline, &question, &w->scratch, &ranges);
	if (count > 0)
		file->lang->state(project_parser(w, file->lang), strbuf_str(&w->source), ranges, count, &w->arena, facts);
	facts->is_read = true;
	project_cache_put_state(job->project, worker, file, &question, facts);
}

void project_states(const struct project *p, const file_id *files, const uint32_t *defs, uint32_t count, const struct state_question *q,
		    struct state_facts *ret)
{
	struct state_job job = { .project = p, .files = files, .defs = defs, .question = q, .facts = ret };

	pool_run(p->jobs, count, read_one, &job, p->options->cancel);
}

void project_leave_out(struct project *p, file_id file, const char *reason)
{
	project_skip(p, p->files[file].path, reason);
	project_sort_skips(p);
}
