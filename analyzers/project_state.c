/* Facts about state for some files: from the cache, or read again and parsed whole, on all threads. */
#include "base/base.h"
#include "analyzers/project_impl.h"

#include <stdlib.h>

#include "analyzers/state.h"
#include "base/pool.h"

struct state_job {
	const struct project *project;
	const file_id *files;
	project_wants *wants;
	struct state_facts *facts;
};

static void read_one(void *context, unsigned worker, size_t item)
{
	struct state_job *job = context;
	struct project_worker *w = &job->project->workers[worker];
	const struct file *file = &job->project->files[job->files[item]];

	job->facts[item] = (struct state_facts){ .is_read = false };
	if (!file->lang || !file->lang->state || file->is_gone || file->is_unreadable)
		return;
	if (project_cache_get_state(job->project, worker, file, &job->facts[item])) {
		job->facts[item].is_read = true;
		return;
	}
	if (job->wants && project_cache_is_refused(job->project, worker, file)) {
		job->facts[item].is_skipped = true;
		return;
	}
	if (!project_source(job->project, job->files[item], &w->source, NULL))
		return;
	if (job->wants && !job->wants(strbuf_str(&w->source))) {
		job->facts[item].is_skipped = true;
		project_cache_refuse(job->project, worker, file);
		return;
	}
	file->lang->state(project_parser(w, file->lang), strbuf_str(&w->source), &w->arena, &job->facts[item]);
	job->facts[item].is_read = true;
	project_cache_put_state(job->project, worker, file, &job->facts[item]);
}

void project_states(const struct project *p, const file_id *files, uint32_t count, project_wants *wants, struct state_facts *ret)
{
	struct state_job job = { .project = p, .files = files, .wants = wants, .facts = ret };

	pool_run(p->jobs, count, read_one, &job, p->options->cancel);
}
