/* Arguments of a call that are renamed, dropped, or moved into a dict. */
#include "base/base.h"
#include "analyzers/lang/python/edit_call.h"

#include <stdlib.h>
#include <string.h>

#include "analyzers/lang/python/skim_impl.h"

struct call_editor {
	struct skim *skim;
	struct str source;
	const struct source_call *call;
	const struct argument_edit *edits;
	struct arena *arena;
	bool *is_done; /* by argument: stands in a dict already */
	VEC(struct source_edit) out;
};

static void add(struct call_editor *e, uint32_t start, uint32_t end, struct str text)
{
	vec_push(&e->out, (struct source_edit){ start, end, text });
}

static const struct source_argument *argument(const struct call_editor *e, uint32_t i)
{
	return &e->call->arguments[i];
}

static bool is_named(const struct call_editor *e, uint32_t i)
{
	struct str keyword = argument(e, i)->keyword;

	return keyword.len && keyword.ptr[0] != '*';
}

/* --- Dicts --- */

/* As the strings of the call are quoted; double quotes where there are none. */
static char quote_of(const struct call_editor *e)
{
	for (uint32_t p = e->call->open; p < e->call->close; p++)
		if (e->source.ptr[p] == '"' || e->source.ptr[p] == '\'')
			return e->source.ptr[p];
	return '"';
}

/* The argument that is the dict already, or NONE. */
static uint32_t dict_argument(const struct call_editor *e, struct str name)
{
	for (uint32_t i = 0; i < e->call->argument_count; i++)
		if (e->edits[i].fate == FATE_KEEP && str_eq(argument(e, i)->keyword, name))
			return i;
	return NONE;
}

static uint32_t collect(struct call_editor *e, struct str name, struct dict_entry *ret)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < e->call->argument_count; i++) {
		if (e->edits[i].fate != FATE_INTO || !str_eq(e->edits[i].to, name))
			continue;
		ret[count++] = (struct dict_entry){ argument(e, i)->keyword, argument(e, i)->value };
		e->is_done[i] = true;
	}
	return count;
}

static uint32_t line_end(struct str source, uint32_t p)
{
	while (p < source.len && source.ptr[p] != '\n' && source.ptr[p] != '\r')
		p++;
	return p;
}

/* Between the braces of an f-string: before Python 3.12 no quote of its own kind may stand there. */
static bool is_in_string(const struct call_editor *e)
{
	uint32_t p = 0;

	while ((p = scan_map_next(&e->skim->map, p)) < e->call->open) {
		uint32_t end = p + 1;

		if (e->source.ptr[p] == '#')
			end = line_end(e->source, p);
		else if (e->source.ptr[p] == '"' || e->source.ptr[p] == '\'')
			end = skim_string(e->skim, p);
		if (end > e->call->open)
			return true;
		p = end;
	}
	return false;
}

/* The first of those that go into one dict takes all of them along; it stays where it is when the dict is new. */
static bool move_into(struct call_editor *e, uint32_t first, bool *ret_stays, struct err *err)
{
	struct dict_entry *entries = arena_array(e->arena, struct dict_entry, e->call->argument_count);
	struct str name = e->edits[first].to;
	uint32_t dict = dict_argument(e, name), count = collect(e, name, entries);
	struct source_edit edit;

	if (is_in_string(e))
		return err_set(err, "the call stands inside of a string, where the key cannot be quoted");
	*ret_stays = dict == NONE;
	if (dict == NONE) {
		add(e, argument(e, first)->start, argument(e, first)->end,
			arena_printf(e->arena, STR_FMT "=" STR_FMT, STR_ARG(name),
				STR_ARG(dict_text(entries, count, quote_of(e), e->arena))));
		return true;
	}
	if (!edit_dict(e->skim, argument(e, dict)->value_start, argument(e, dict)->end, entries, count, quote_of(e),
		    e->arena, &edit))
		return err_set(err, "a comment stands where the entry would go in " STR_FMT "=", STR_ARG(name));
	vec_push(&e->out, edit);
	return true;
}

/* --- What goes --- */

static bool has_comment(const struct call_editor *e, uint32_t start, uint32_t end)
{
	return e->call->has_comment && start < end && memchr(e->source.ptr + start, '#', end - start);
}

/* Arguments first..last go, with the commas and the space that were theirs. */
static bool remove_run(struct call_editor *e, uint32_t first, uint32_t last, struct err *err)
{
	uint32_t start = argument(e, first)->start, end = argument(e, last)->end;
	bool is_last = last + 1 == e->call->argument_count, is_all = is_last && first == 0;

	if (is_all) {
		start = e->call->open + 1;
		end = e->call->close;
	} else if (is_last) {
		start = argument(e, first - 1)->end;
	} else {
		end = argument(e, last + 1)->start;
	}
	if (has_comment(e, start, end) || (is_last && has_comment(e, end, e->call->close)))
		return err_set(err, "a comment stands beside `" STR_FMT "=`, which goes", STR_ARG(argument(e, first)->keyword));
	add(e, start, end, STR(""));
	return true;
}

static bool remove_runs(struct call_editor *e, const bool *goes, struct err *err)
{
	uint32_t count = e->call->argument_count;

	for (uint32_t i = 0; i < count; i++) {
		uint32_t last = i;

		if (!goes[i])
			continue;
		while (last + 1 < count && goes[last + 1])
			last++;
		if (!remove_run(e, i, last, err))
			return false;
		i = last;
	}
	return true;
}

/* --- All of it --- */

static bool edit_argument(struct call_editor *e, uint32_t i, bool *ret_goes, struct err *err)
{
	const struct source_argument *x = argument(e, i);
	bool stays = false;

	*ret_goes = e->edits[i].fate == FATE_DROP || e->edits[i].fate == FATE_INTO;
	if (e->edits[i].fate == FATE_KEEP)
		return true;
	if (!is_named(e, i))
		return err_set(err, "the argument has no keyword");
	if (e->edits[i].fate == FATE_RENAME)
		add(e, x->start, x->start + (uint32_t)x->keyword.len, e->edits[i].to);
	if (e->edits[i].fate == FATE_INTO && !e->is_done[i] && !move_into(e, i, &stays, err))
		return false;
	if (stays)
		*ret_goes = false;
	return true;
}

static int compare_edits(const void *left, const void *right)
{
	const struct source_edit *a = left, *b = right;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return a->end < b->end ? -1 : a->end > b->end;
}

static bool edit_all(struct call_editor *e, struct err *err)
{
	bool *goes = arena_array(e->arena, bool, e->call->argument_count);

	for (uint32_t i = 0; i < e->call->argument_count; i++)
		if (!edit_argument(e, i, &goes[i], err))
			return false;
	return remove_runs(e, goes, err);
}

bool python_edit_call(struct lang_parser *p, struct str source, const struct source_call *call,
	const struct argument_edit *edits, struct arena *a, struct source_edits *ret, struct err *err)
{
	struct call_editor e = { .source = source, .call = call, .edits = edits, .arena = a };
	struct arena scratch = { 0 };
	struct outline outline;
	bool ok;

	if (!p->skim)
		p->skim = skim_new();
	e.skim = p->skim;
	skim_start(e.skim, source, &scratch, &outline);
	e.is_done = arena_array(a, bool, call->argument_count);
	ok = edit_all(&e, err);
	if (ok) {
		vec_sort(&e.out, compare_edits);
		ret->items = arena_copy(a, e.out.items, e.out.len, sizeof(*e.out.items));
		ret->count = (uint32_t)e.out.len;
	}
	vec_release(&e.out);
	arena_release(&scratch);
	return ok;
}
