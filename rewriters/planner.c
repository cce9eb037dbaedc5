/* Findings -> changes: hands every finding to the rewriters of its code and keeps what they yield. */
#include "base/base.h"
#include "rewriters/planner_impl.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "rewriters/journal.h"

#define X(name) extern const struct rewriter rewriter_##name;
#include "rewriters/rewriter_list.h"
#undef X

const struct rewriter *const rewriter_table[] = {
#define X(name) &rewriter_##name,
#include "rewriters/rewriter_list.h"
#undef X
	NULL,
};

const struct rewriter *rewriter_find(struct str name)
{
	for (size_t i = 0; rewriter_table[i]; i++)
		if (str_is(name, rewriter_table[i]->name))
			return rewriter_table[i];
	return NULL;
}

const struct rule_input *planner_input(const struct planner *p)
{
	return p->options->input;
}

const struct findings *planner_findings(const struct planner *p)
{
	return p->options->findings;
}

bool planner_is_unsafe(const struct planner *p)
{
	return p->options->unsafe;
}

bool planner_is_draft(const struct planner *p)
{
	return p->options->is_draft;
}

bool planner_is_later(const struct planner *p)
{
	return p->options->is_later;
}

struct arena *planner_arena(struct planner *p)
{
	return &p->arena;
}

static struct change *change_at_index(struct planner *p, uint32_t change)
{
	return &p->plan->changes.items[change];
}

static struct str PRINTF_LIKE(2, 0) format_text(struct planner *p, const char *format, va_list args)
{
	char text[1024];

	vsnprintf(text, sizeof(text), format, args);
	return arena_str(&p->plan->arena, str_from(text));
}

/* --- Changes --- */

static uint64_t finding_key(const struct planner *p, const struct finding *x)
{
	return (uint64_t)(x - p->options->findings->items.items);
}

uint32_t change_begin(struct planner *p, const struct rewriter *self, const struct finding *x, enum mend level, const char *text_format, ...)
{
	const struct rule_input *in = p->options->input;
	struct arena *a = &p->plan->arena;
	struct change c = { .level = level, .line = x->span.line, .column = x->span.column, .needs = NONE, .step = NONE };
	va_list args;

	c.kind = str_from(self->name);
	c.code = str_from(x->rule->code);
	c.fingerprint = arena_str(a, x->fingerprint);
	c.product = x->family == NONE ? (struct str){ 0 } : arena_str(a, in->families->items.items[x->family].product);
	c.path = arena_str(a, in->project->files[x->file].path);
	va_start(args, text_format);
	c.text = format_text(p, text_format, args);
	va_end(args);
	vec_push(&p->plan->changes, c);
	vec_push(&p->kinds, self);
	map_set(&p->changes_of, finding_key(p, x), (uint32_t)p->plan->changes.len - 1);
	return (uint32_t)p->plan->changes.len - 1;
}

void change_reason(struct planner *p, uint32_t change, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	change_at_index(p, change)->reason = format_text(p, format, args);
	va_end(args);
}

void change_advice(struct planner *p, uint32_t change, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	change_at_index(p, change)->advice = format_text(p, format, args);
	va_end(args);
}

void change_lower(struct planner *p, uint32_t change, enum mend level, const char *format, ...)
{
	struct change *c = change_at_index(p, change);
	va_list args;

	if (c->level <= level)
		return;
	c->level = level;
	va_start(args, format);
	c->reason = format_text(p, format, args);
	va_end(args);
}

void change_at(struct planner *p, uint32_t change, file_id file, struct span span)
{
	struct change *c = change_at_index(p, change);

	c->path = arena_str(&p->plan->arena, p->options->input->project->files[file].path);
	c->line = span.line;
	c->column = span.column;
}

void change_details(struct planner *p, uint32_t change, struct str lines)
{
	change_at_index(p, change)->details = arena_str(&p->plan->arena, lines);
}

void change_needs(struct planner *p, uint32_t change, uint32_t other)
{
	change_at_index(p, change)->needs = other;
}

uint32_t planner_change_of(const struct planner *p, const struct finding *x)
{
	return map_get(&p->changes_of, finding_key(p, x));
}

void change_follows(struct planner *p, uint32_t change, uint32_t other)
{
	change_needs(p, change, other);
	change_at_index(p, change)->follows = true;
}

bool planner_has_mended(const struct planner *p, const struct finding *x)
{
	return map_has(&p->changes_of, finding_key(p, x));
}

static bool will_be_made(const struct planner *p, uint32_t change)
{
	const struct change *c = &p->plan->changes.items[change];

	return c->edit_count && (c->level == MEND_SAFE || (c->level == MEND_ASK && p->options->unsafe));
}

bool planner_will_edit(const struct planner *p, file_id file, uint32_t at)
{
	vec_foreach(struct plan_file, f, &p->plan->files) {
		if (!str_eq(f->path, p->options->input->project->files[file].path))
			continue;
		vec_foreach(struct edit, e, &f->edits)
			if (e->start <= at && at < e->end && will_be_made(p, e->change))
				return true;
	}
	return false;
}

void change_mends_too(struct planner *p, uint32_t change, const struct finding *x)
{
	map_set(&p->changes_of, finding_key(p, x), change);
}

/* --- Edits --- */

static uint32_t mode_of(const struct planner *p, struct str path)
{
	struct arena scratch = { 0 };
	struct str whole = path_join(&scratch, p->plan->root, path);
	struct stat info;
	uint32_t mode = stat(whole.ptr, &info) == 0 ? info.st_mode & 07777u : 0;

	arena_release(&scratch);
	return mode;
}

/* What an analysis leaves unread, like backup copies, is read now: whoever removes it must know that it is the same. */
static void read_unread(struct planner *p, const struct file *f, struct plan_file *new)
{
	struct strbuf bytes = { 0 };
	struct arena scratch = { 0 };
	struct err err = { 0 };

	if (file_read(path_join(&scratch, p->plan->root, f->path).ptr, 0, &bytes, &err)) {
		new->size = bytes.len;
		new->hash = content_hash_text(content_hash(strbuf_str(&bytes)), &p->plan->arena);
	}
	strbuf_release(&bytes);
	arena_release(&scratch);
}

/* The file's place in the plan, which is sorted when all is known. */
static struct plan_file *plan_file_of(struct planner *p, file_id file)
{
	const struct file *f = &p->options->input->project->files[file];
	struct plan_file new = { .size = f->size, .remover = NONE };

	vec_foreach(struct plan_file, x, &p->plan->files)
		if (str_eq(x->path, f->path))
			return x;
	new.path = arena_str(&p->plan->arena, f->path);
	new.hash = content_hash_text((struct content_hash){ f->hash_high, f->hash_low }, &p->plan->arena);
	if (f->roles & ROLE_BACKUP)
		read_unread(p, f, &new);
	new.mode = mode_of(p, f->path);
	vec_push(&p->plan->files, new);
	return vec_last(&p->plan->files);
}

/* Files that are never touched are listed with what they would have had. */
void planner_skip(struct planner *p, file_id file)
{
	struct str path = p->options->input->project->files[file].path;

	vec_foreach(struct plan_skip, s, &p->plan->skips) {
		if (str_eq(s->path, path)) {
			s->changes++;
			return;
		}
	}
	vec_push(&p->plan->skips, (struct plan_skip){ arena_str(&p->plan->arena, path),
						      arena_str(&p->plan->arena, str_from(planner_refusal(p, file))), 1 });
}

static bool may_touch(struct planner *p, uint32_t change, file_id file)
{
	const char *why = planner_refusal(p, file);

	if (!why)
		return true;
	change_lower(p, change, MEND_SHOW, STR_FMT " is never changed: %s", STR_ARG(p->options->input->project->files[file].path), why);
	planner_skip(p, file);
	return false;
}

void change_edit(struct planner *p, uint32_t change, file_id file, uint32_t start, uint32_t end, struct str text)
{
	struct str source = planner_source(p, file), old;

	if (!may_touch(p, change, file))
		return;
	old = str_slice(source, start, end);
	if (str_eq(old, text))
		return;
	vec_push(&plan_file_of(p, file)->edits,
		 (struct edit){ .start = start, .end = end, .old = arena_str(&p->plan->arena, old), .text = arena_str(&p->plan->arena, text), .change = change });
	change_at_index(p, change)->edit_count++;
}

void change_edits(struct planner *p, uint32_t change, file_id file, const struct source_edits *edits)
{
	for (uint32_t i = 0; i < edits->count; i++)
		change_edit(p, change, file, edits->items[i].start, edits->items[i].end, edits->items[i].text);
}

void change_claims(struct planner *p, uint32_t change, file_id file, uint32_t start, uint32_t end)
{
	vec_push(&p->claims, (struct planner_claim){ p->options->input->project->files[file].path, start, end, change });
}

static bool may_remove(struct planner *p, uint32_t change, file_id file)
{
	/* A copy may go: nobody loads it. */
	return file >= p->options->input->project->file_count || p->options->input->project->files[file].roles & ROLE_BACKUP || may_touch(p, change, file);
}

void change_remove_file(struct planner *p, uint32_t change, file_id file)
{
	struct plan_file *f;

	if (!may_remove(p, change, file))
		return;
	f = plan_file_of(p, file);
	f->is_removed = true;
	f->remover = change;
	change_at_index(p, change)->edit_count++;
}

/* --- Moved imports --- */

static uint64_t move_key(file_id file, uint32_t import, uint32_t n)
{
	return ((uint64_t)file << 40) ^ ((uint64_t)import << 12) ^ (n == NONE ? 0xfff : n & 0xfff);
}

void change_moves_import(struct planner *p, uint32_t change, file_id file, uint32_t import, uint32_t n, file_id target)
{
	map_set(&p->move_of, move_key(file, import, n), (uint32_t)p->moves.len);
	vec_push(&p->moves, (struct planner_move){ file, target, import, n, change });
	graph_free(p->graph);
	p->graph = NULL;
}

file_id planner_moved_to(const struct planner *p, file_id file, uint32_t import, uint32_t n, uint32_t *ret_change)
{
	uint32_t at = map_get(&p->move_of, move_key(file, import, n));

	*ret_change = at == NONE ? NONE : p->moves.items[at].change;
	return at == NONE ? NONE : p->moves.items[at].target;
}

void change_moves_include(struct planner *p, uint32_t change, file_id file, uint32_t include, file_id target)
{
	map_set(&p->include_of, map_pair(file, include), (uint32_t)p->included.len);
	vec_push(&p->included, (struct planner_move){ file, target, include, 0, change });
}

file_id planner_include_moved_to(const struct planner *p, file_id file, uint32_t include, uint32_t *ret_change)
{
	uint32_t at = map_get(&p->include_of, map_pair(file, include));

	*ret_change = at == NONE ? NONE : p->included.items[at].change;
	return at == NONE ? NONE : p->included.items[at].target;
}

void change_expands_star(struct planner *p, uint32_t change, file_id file, uint32_t import, const struct star_names *names)
{
	map_set(&p->star_of, move_key(file, import, NONE), (uint32_t)p->stars.len);
	vec_push(&p->stars, (struct planner_star){ *names, change });
	graph_free(p->graph);
	p->graph = NULL;
}

const struct star_names *planner_star(const struct planner *p, file_id file, uint32_t import)
{
	uint32_t at = map_get(&p->star_of, move_key(file, import, NONE));

	return at != NONE && will_be_made(p, p->stars.items[at].change) ? &p->stars.items[at].names : NULL;
}

/* --- The plan --- */

static bool is_asked_for(const struct plan_options *o, const struct finding *x)
{
	for (size_t i = 0; i < o->code_count; i++)
		if (rule_find(o->codes[i]) == x->rule)
			return true;
	return o->code_count == 0;
}

static bool mends(const struct rewriter *r, const struct finding *x)
{
	if (r->for_creations != (x->basis != BASIS_LINKED))
		return false;
	for (const char *const *code = r->codes; *code; code++)
		if (str_is(str_from(*code), x->rule->code))
			return true;
	return false;
}

/* What no rewriter takes up is for people. */
static const struct rewriter shown = { .name = "shown" };

static void show(struct planner *p, const struct finding *x)
{
	uint32_t c;

	if (planner_has_mended(p, x) || str_starts(str_from(x->rule->code), STR("CN5")))
		return; /* what is wrong with tests is no part of a migration */
	c = change_begin(p, &shown, x, MEND_SHOW, STR_FMT, STR_ARG(x->message));
	change_advice(p, c, STR_FMT, STR_ARG(x->mend_text));
}

static void run_rewriters(struct planner *p)
{
	const struct findings *all = p->options->findings;

	for (size_t r = 0; rewriter_table[r]; r++)
		vec_foreach(struct finding, x, &all->items)
			if (is_asked_for(p->options, x) && mends(rewriter_table[r], x))
				rewriter_table[r]->plan(rewriter_table[r], p, x);
	for (size_t r = 0; rewriter_table[r]; r++)
		if (rewriter_table[r]->finish)
			rewriter_table[r]->finish(rewriter_table[r], p);
	vec_foreach(struct finding, x, &all->items)
		if (is_asked_for(p->options, x) && !p->options->is_draft)
			show(p, x);
}

static void list_mends(struct planner *p)
{
	vec_foreach(struct finding, x, &p->options->findings->items)
		if (planner_has_mended(p, x))
			vec_push(&p->plan->mends,
				 (struct plan_mend){ arena_str(&p->plan->arena, x->fingerprint), map_get(&p->changes_of, finding_key(p, x)) });
}

static void planner_release(struct planner *p)
{
	graph_free(p->graph);
	texts_release(p);
	planner_memo_release(&p->memo);
	vec_release(&p->moves);
	vec_release(&p->included);
	map_release(&p->include_of);
	vec_release(&p->claims);
	vec_release(&p->stars);
	vec_release(&p->kinds);
	map_release(&p->star_of);
	map_release(&p->move_of);
	map_release(&p->changes_of);
	arena_release(&p->arena);
}

bool plan_make(const struct plan_options *o, struct plan *ret, struct err *err)
{
	struct planner p = { .options = o, .plan = ret };

	*ret = (struct plan){ 0 };
	for (size_t i = 0; i < o->code_count; i++)
		if (!rule_find(o->codes[i]))
			return err_set(err, "there is no rule \"" STR_FMT "\"; `canonry rules` lists them", STR_ARG(o->codes[i]));
	ret->root = arena_str(&ret->arena, o->input->project->root);
	ret->commit = arena_str(&ret->arena, o->input->project->commit);
	run_rewriters(&p);
	list_mends(&p);
	plan_settle(&p);
	planner_release(&p);
	return true;
}
