/* Files of C and C++ in the project: their facts, and the outline that the rest of the engine sees of them. */
#include "base/base.h"
#include "analyzers/project_impl.h"

#include "analyzers/cfacts.h"
#include "base/pool.h"

/* Functions as definitions of one level, under the same indexes. */
static void outline_c(struct file *file, struct arena *a)
{
	const struct cfacts *facts = file->creations;
	struct outline *o = &file->outline;

	o->def_count = facts->func_count;
	o->defs = arena_array(a, struct def, facts->func_count);
	for (uint32_t i = 0; i < facts->func_count; i++) {
		const struct cfunc *f = &facts->funcs[i];

		o->defs[i] = (struct def){
			.kind = DEF_FUNCTION,
			.parent = NONE,
			.block = NONE,
			.name = f->name,
			.span = f->span,
			.end = f->end,
			.end_line = f->end_line,
		};
	}
	if (facts->is_generated)
		o->marks |= MARK_GENERATED;
	if (facts->has_remarks)
		o->marks |= MARK_REMARKS;
}

/* --- Reading --- */

void project_read_c(const struct project *p, unsigned worker, struct file *file, struct str source)
{
	struct project_worker *w = &p->workers[worker];

	if (project_recall_c(p, worker, file))
		return;
	file->creations = arena_new(&w->arena, struct cfacts);
	file->lang->creations(project_parser(w, file->lang), file->path, source, NULL, &w->arena, file->creations);
	outline_c(file, &w->arena);
	project_cache_put_creations(p, worker, file);
}

bool project_recall_c(const struct project *p, unsigned worker, struct file *file)
{
	if (!project_cache_get_creations(p, worker, file))
		return false;
	outline_c(file, &p->workers[worker].arena);
	return true;
}

/* --- Looking into more bodies --- */

struct more_job {
	struct project *project;
	const struct words *filter;
	const struct str *words;
	size_t word_count;
	struct question question;
};

/* NULL where the file mentions none of the words, or cannot be read again. */
static struct cfacts *look_closer(struct more_job *job, unsigned worker, const struct file *file)
{
	struct project *p = job->project;
	struct project_worker *w = &p->workers[worker];
	struct closer_look closer = { .words = job->words, .word_count = job->word_count };
	struct cfacts *more = NULL;
	struct err err = { 0 };

	if (project_cache_get_closer(p, worker, file, &job->question, &more))
		return more;
	if (!project_source(p, (file_id)(file - p->files), &w->source, &err))
		return NULL;
	more = NULL;
	if (words_in_text(job->filter, strbuf_str(&w->source))) {
		more = arena_new(&w->arena, struct cfacts);
		closer.known = file->creations;
		file->lang->creations(project_parser(w, file->lang), file->path, strbuf_str(&w->source), &closer, &w->arena, more);
	}
	project_cache_put_closer(p, worker, file, &job->question, more);
	return more;
}

static void look_again(void *context, unsigned worker, size_t item)
{
	struct more_job *job = context;
	struct file *file = &job->project->files[item];
	struct cfacts *more;

	if (!file->creations || file->creations->source != CSOURCE_SYNTACTIC || file->creations->skipped_funcs == 0 || file->is_gone)
		return;
	more = look_closer(job, worker, file);
	if (more && more->func_count == file->creations->func_count)
		file->creations = more;
}

static struct question question_of(const struct str *words, size_t count)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct question q;

	for (size_t i = 0; i < count; i++) {
		strbuf_add(&text, words[i]);
		strbuf_addch(&text, '\n');
	}
	project_hash(strbuf_str(&text), &q.high, &q.low);
	return q;
}

void project_look_for(struct project *p, const struct str *words, size_t count)
{
	struct words *filter = words_new(words, count);
	struct more_job job = { p, filter, words, count, question_of(words, count) };

	project_cache_open(p);
	pool_run(p->jobs, p->file_count, look_again, &job, p->options->cancel);
	words_free(filter);
}
