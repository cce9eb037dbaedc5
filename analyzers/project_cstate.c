/* Facts about what outlives a call in C and C++: from the cache, or from the text again, on all threads; and the path through one function. */
#include "base/base.h"
#include "analyzers/project_impl.h"

#include "analyzers/cfacts.h"
#include "analyzers/cstate.h"
#include "base/pool.h"

struct statics_job {
	const struct project *project;
	const file_id *files;
	struct cstate_facts *facts;
};

/* Functions are counted in the facts of creation: what says another number was made of other ones. */
static bool agrees(const struct cstate_facts *s, const struct cfacts *c)
{
	for (uint32_t i = 0; i < s->event_count; i++)
		if (s->events[i].func >= c->func_count)
			return false;
	for (uint32_t i = 0; i < s->callee_count; i++)
		if (s->callees[i].func >= c->func_count)
			return false;
	for (uint32_t i = 0; i < s->foreign_count; i++)
		if (s->foreigns[i].func >= c->func_count)
			return false;
	for (uint32_t i = 0; i < s->null_count; i++)
		if (s->nulls[i].func >= c->func_count)
			return false;
	for (uint32_t i = 0; i < s->need_count; i++)
		if (s->needs[i].func >= c->func_count || s->needs[i].param >= c->funcs[s->needs[i].func].param_count)
			return false;
	for (uint32_t i = 0; i < s->slot_count; i++)
		if (s->slots[i].func != NONE && s->slots[i].func >= c->func_count)
			return false;
	return true;
}

static void read_one(void *context, unsigned worker, size_t item)
{
	struct statics_job *job = context;
	struct project_worker *w = &job->project->workers[worker];
	const struct file *file = &job->project->files[job->files[item]];
	struct cstate_facts *ret = &job->facts[item];

	*ret = (struct cstate_facts){ .is_read = false };
	if (!file->creations || file->creations->source != CSOURCE_SYNTACTIC || !file->lang->statics || file->is_gone || file->is_unreadable)
		return;
	ret->is_read = file->creations->func_count == 0; /* most headers: there is nothing to know */
	if (ret->is_read)
		return;
	if (project_cache_get_statics(job->project, worker, file, ret) && agrees(ret, file->creations))
		return;
	*ret = (struct cstate_facts){ .is_read = false };
	if (!project_source(job->project, job->files[item], &w->source, NULL))
		return;
	file->lang->statics(project_parser(w, file->lang), strbuf_str(&w->source), file->creations, &w->arena, ret);
	project_cache_put_statics(job->project, worker, file, ret);
}

void project_statics(const struct project *p, const file_id *files, uint32_t count, struct cstate_facts *ret)
{
	struct statics_job job = { p, files, ret };

	pool_run(p->jobs, count, read_one, &job, p->options->cancel);
}

void project_steps(const struct project *p, file_id file, uint32_t first, uint32_t end, const struct cwatch *watch, struct csteps *ret)
{
	struct project_worker *w = &p->workers[0];
	const struct file *f = &p->files[file];

	for (uint32_t i = first; i < end; i++)
		ret[i - first] = (struct csteps){ 0 };
	if (f->creations && f->lang->steps && end <= f->creations->func_count && project_source(p, file, &w->source, NULL))
		f->lang->steps(project_parser(w, f->lang), strbuf_str(&w->source), f->creations, first, end, watch, &w->arena, ret);
}
