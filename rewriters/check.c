/* Refuses what would not hold: file by file in parallel, then on the code base as it would be. */
#include "base/base.h"
#include "rewriters/check.h"

#include <stdlib.h>

#include "base/pool.h"
#include "base/strbuf.h"
#include "rewriters/check_links.h"
#include "rewriters/check_names.h"
#include "rewriters/check_units.h"
#include "rewriters/rewriter.h"

/* A file that ready changes touch. */
struct touched {
	struct plan_file *file;
	file_id id;
	struct strbuf old, new;
	bool is_removed;
	const char *wrong; /* NULL when all is well */
};

struct check {
	const struct plan_options *options;
	struct plan *plan;
	VEC(struct touched) touched;
	struct lang_parsers *parsers; /* by worker */
	struct arena *arenas;          /* by worker */
	unsigned jobs;
};

/* --- One file --- */

static enum name_changes expected_of(const struct plan *p, const struct plan_file *f)
{
	vec_foreach(struct edit, e, &f->edits) {
		const struct change *c = &p->changes.items[e->change];
		const struct rewriter *kind = rewriter_find(c->kind);

		if (c->state == CHANGE_READY && !(kind && kind->keeps_names))
			return NAMES_CHANGED;
	}
	return NAMES_KEPT;
}

static struct lang_parser *parser_of(struct check *c, unsigned worker, const struct lang *lang)
{
	return lang_parsers_get(&c->parsers[worker], lang);
}

/* Files of C and C++ have no scopes to compare: their compiler is asked. */
static const char *compare_names(struct check *c, unsigned worker, const struct file *file, const struct plan_file *f, struct str old, struct str new)
{
	if (!file->lang || !file->lang->source)
		return NULL;
	return check_names(file->lang, parser_of(c, worker, file->lang), old, new, expected_of(c->plan, f), &file->outline, &c->arenas[worker]);
}

static void check_one(void *context, unsigned worker, size_t item)
{
	struct check *c = context;
	struct touched *t = &c->touched.items[item];
	const struct project *project = c->options->input->project;
	const struct file *file = &project->files[t->id];
	struct err err = { 0 };

	if (t->id >= project->file_count)
		return;
	if (!t->old.len && !project_source(project, t->id, &t->old, &err)) {
		t->wrong = "changed since it was read";
		return;
	}
	if (!plan_render(c->plan, t->file, NULL, strbuf_str(&t->old), &t->new, &t->is_removed, &err)) {
		t->wrong = "does not hold the bytes that the plan expects";
		return;
	}
	if (!t->is_removed)
		t->wrong = compare_names(c, worker, file, t->file, strbuf_str(&t->old), strbuf_str(&t->new));
}

/* --- Who is to blame --- */

static void choose_with_needs(const struct plan *p, uint32_t change, bool *chosen)
{
	for (; change != NONE && !chosen[change]; change = p->changes.items[change].needs)
		chosen[change] = true;
}

/* Does the change by itself do the damage? */
static bool is_to_blame(struct check *c, struct touched *t, uint32_t change)
{
	const struct file *file = &c->options->input->project->files[t->id];
	bool *chosen = xcalloc(c->plan->changes.len, sizeof(*chosen));
	struct strbuf new CLEANUP(strbuf_release) = { 0 };
	bool is_removed, is_bad;

	choose_with_needs(c->plan, change, chosen);
	is_bad = !plan_render(c->plan, t->file, chosen, strbuf_str(&t->old), &new, &is_removed, NULL) ||
		 (!is_removed && compare_names(c, 0, file, t->file, strbuf_str(&t->old), strbuf_str(&new)));
	free(chosen);
	return is_bad;
}

static bool refuse_one(struct check *c, struct touched *t, uint32_t change, bool only_guilty)
{
	if (change == NONE || c->plan->changes.items[change].state != CHANGE_READY || (only_guilty && !is_to_blame(c, t, change)))
		return false;
	plan_refuse(c->plan, change, STR_FMT ": %s", STR_ARG(t->file->path), t->wrong);
	return true;
}

static void refuse_in(struct check *c, struct touched *t)
{
	bool found = false;

	for (int only_guilty = 1; only_guilty >= 0 && !found; only_guilty--) {
		vec_foreach(struct edit, e, &t->file->edits)
			found |= refuse_one(c, t, e->change, only_guilty);
		found |= refuse_one(c, t, t->file->remover, only_guilty);
	}
}

/* --- All files --- */

static file_id id_of(const struct check *c, struct str path)
{
	const struct project *p = c->options->input->project;
	file_id found = project_find(p, path);

	for (file_id copy = p->file_count; found == NONE && copy < p->file_count + p->copy_count; copy++)
		if (str_eq(p->files[copy].path, path))
			found = copy;
	return found;
}

static void release_touched(struct check *c)
{
	vec_foreach(struct touched, t, &c->touched) {
		strbuf_release(&t->old);
		strbuf_release(&t->new);
	}
	vec_clear(&c->touched);
}

static void list_touched(struct check *c)
{
	release_touched(c);
	vec_foreach(struct plan_file, f, &c->plan->files)
		if (plan_touches(c->plan, f, NULL))
			vec_push(&c->touched, (struct touched){ .file = f, .id = id_of(c, f->path) });
}

/* True when every file holds. */
static bool check_files(struct check *c)
{
	bool ok = true;

	list_touched(c);
	pool_run(c->jobs, c->touched.len, check_one, c, NULL);
	vec_foreach(struct touched, t, &c->touched) {
		if (t->wrong)
			refuse_in(c, t);
		ok = ok && !t->wrong;
	}
	return ok;
}

/* --- The code base as it would be --- */

static void refuse_touching(struct check *c, file_id file, const char *wrong)
{
	vec_foreach(struct touched, t, &c->touched) {
		if (t->id != file)
			continue;
		t->wrong = wrong;
		vec_foreach(struct edit, e, &t->file->edits)
			refuse_one(c, t, e->change, false);
		refuse_one(c, t, t->file->remover, false);
	}
}

static bool check_links(struct check *c, struct links_before *before)
{
	VEC(struct amendment) items = { 0 };
	struct links_wrong wrong = { 0 };
	bool ok;

	vec_foreach(struct touched, t, &c->touched)
		vec_push(&items, (struct amendment){ t->id, t->is_removed, strbuf_str(&t->new) });
	project_amend(c->options->input->project, items.items, items.len);
	ok = links_compare(before, c->options->input, &wrong);
	if (!ok)
		refuse_touching(c, wrong.file, wrong.text);
	vec_clear(&items);
	/* What was refused is as it was again. */
	vec_foreach(struct touched, t, &c->touched)
		vec_push(&items, (struct amendment){ t->id, false, strbuf_str(&t->old) });
	if (!ok)
		project_amend(c->options->input->project, items.items, items.len);
	vec_release(&items);
	return ok;
}

static void check_init(struct check *c)
{
	c->jobs = c->options->input->project->jobs;
	c->parsers = xcalloc(c->jobs, sizeof(*c->parsers));
	c->arenas = xcalloc(c->jobs, sizeof(*c->arenas));
}

static void check_release(struct check *c)
{
	for (unsigned i = 0; i < c->jobs; i++) {
		lang_parsers_release(&c->parsers[i]);
		arena_release(&c->arenas[i]);
	}
	free(c->parsers);
	free(c->arenas);
	release_touched(c);
	vec_release(&c->touched);
}

/* Each file by itself, then what a compiler says of them together. Every turn refuses at least one change. */
static bool check_texts(struct check *c, struct planner_memo *memo, struct err *err)
{
	bool holds = false;

	while (!holds) {
		while (!check_files(c))
			;
		if (!check_units(c->options, memo, c->plan, &holds, err))
			return false;
	}
	return true;
}

bool plan_check(const struct plan_options *o, struct plan *p, struct err *err)
{
	struct check c = { .options = o, .plan = p };
	struct planner_memo own = { 0 };
	bool ok = true, holds = false;

	check_init(&c);
	while (ok && !holds) {
		struct links_before before = { 0 };

		ok = check_texts(&c, o->memo ? o->memo : &own, err);
		if (!ok)
			break;
		vec_foreach(struct touched, t, &c.touched)
			links_note(&before, o->input, t->id);
		holds = check_links(&c, &before);
		links_release(&before);
	}
	check_release(&c);
	planner_memo_release(&own);
	return ok;
}
