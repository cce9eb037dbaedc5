/* State that outlives a call, file by file: the text under the walk, and what of its finds is kept. */
#include "base/base.h"
#include "analyzers/lang/c/state.h"

#include <stdlib.h>
#include <string.h>

#include "analyzers/lang/c/cst.h"
#include "analyzers/lang/c/decl.h"

#define TEXT_MAX 120 /* bytes of an expression that is kept */
#define BODY_MAX (UINT32_C(1) << 20)

void state_walk_release(struct state_walk *w)
{
	strbuf_release(&w->text);
	vec_release(&w->tokens);
	vec_release(&w->closes);
	vec_release(&w->blocks);
	vec_release(&w->lines);
	vec_release(&w->slots);
	map_release(&w->by_name);
	vec_release(&w->events);
	vec_release(&w->callees);
	vec_release(&w->threads);
	vec_release(&w->foreigns);
	vec_release(&w->nulls);
	vec_release(&w->needs);
	vec_release(&w->locals);
	vec_release(&w->parens);
	map_release(&w->shadows);
	map_release(&w->called);
}

/* --- The text under the walk --- */

/* Brackets that do not match close each other all the same, or at the end. */
static void match_brackets(struct state_walk *w)
{
	VEC(uint32_t) open = { 0 };
	uint32_t block = NONE;

	vec_clear(&w->closes);
	vec_clear(&w->blocks);
	for (uint32_t i = 0; i < w->t.count; i++) {
		uint8_t kind = state_kind(w, i);

		vec_push(&w->closes, i);
		vec_push(&w->blocks, block);
		if (kind == '(' || kind == '[' || kind == '{') {
			w->closes.items[i] = w->t.count;
			vec_push(&open, i);
			block = kind == '{' ? i : block;
		} else if ((kind == ')' || kind == ']' || kind == '}') && open.len) {
			uint32_t opened = vec_pop(&open);

			w->closes.items[opened] = i;
			if (opened == block)
				block = w->blocks.items[opened];
		}
	}
	vec_release(&open);
}

void state_load(struct state_walk *w, uint32_t start, uint32_t end)
{
	cst_mask(w->source, start, end, &w->text);
	w->base = start;
	token_all(w->text.ptr, 0, (uint32_t)w->text.len, &w->tokens);
	w->t = (struct c_tokens){ w->text.ptr, w->tokens.items, (uint32_t)w->tokens.len };
	match_brackets(w);
}

uint32_t state_offset(const struct state_walk *w, uint32_t token)
{
	return w->base + (token < w->t.count ? w->t.items[token].start : (uint32_t)w->text.len);
}

static uint32_t line_of(const struct state_walk *w, uint32_t offset)
{
	size_t low = 0, high = w->lines.len;

	while (low + 1 < high) {
		size_t middle = low + (high - low) / 2;

		if (w->lines.items[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	return (uint32_t)low;
}

struct span state_span(const struct state_walk *w, uint32_t from, uint32_t to)
{
	uint32_t start = state_offset(w, from);

	return state_span_of(w, start, to > from && to <= w->t.count ? w->base + w->t.items[to - 1].end : start);
}

struct span state_span_of(const struct state_walk *w, uint32_t start, uint32_t end)
{
	uint32_t line = line_of(w, start), end_line = line_of(w, end);

	return (struct span){ start, end, line + 1, start - w->lines.items[line] + 1, end_line + 1, end - w->lines.items[end_line] + 1 };
}

struct str state_text(struct state_walk *w, uint32_t from, uint32_t to)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	if (to == from + 1)
		return arena_str(w->arena, str_slice(state_word(w, from), 0, TEXT_MAX));
	tokens_join(&w->t, from, MIN(to, from + TEXT_MAX / 2), &text);
	return text.len ? arena_str(w->arena, str_slice(strbuf_str(&text), 0, TEXT_MAX)) : STR("");
}

static uint32_t skip_head(const struct state_walk *w, uint32_t i)
{
	while (i < w->t.count && state_kind(w, i) != '(')
		i++;
	return i < w->t.count ? w->closes.items[i] + 1 : i;
}

uint32_t state_statement_end(const struct state_walk *w, uint32_t from)
{
	static const char *const heads[] = { "if", "while", "for", "switch", NULL };
	uint32_t i = from;

	while (token_in(&w->t, i, heads) || token_is(&w->t, i, "else") || token_is(&w->t, i, "do")) {
		bool is_if = token_is(&w->t, i, "if");

		i = token_in(&w->t, i, heads) ? skip_head(w, i) : i + 1;
		if (!is_if)
			continue;
		i = state_statement_end(w, i);
		if (!token_is(&w->t, i, "else"))
			return i;
	}
	if (state_kind(w, i) == '{')
		return MIN(w->closes.items[i] + 1, w->t.count);
	for (; i < w->t.count && state_kind(w, i) != '}'; i = w->closes.items[i] + 1)
		if (state_kind(w, i) == ';')
			return i + 1;
	return MIN(i, w->t.count);
}

/* --- What is kept --- */

/* What is done with each slot: kinds of events as bits, and how many there are. */
#define MADE_BIT (1u << CSTATE_KIND_COUNT)

struct done {
	unsigned kinds;
	uint32_t count;
};

static struct done *done_with(const struct state_walk *w)
{
	struct done *done = xcalloc(w->slots.len + 1, sizeof(*done));

	vec_foreach(struct cstate_event, e, &w->events) {
		if (e->slot == NONE)
			continue;
		done[e->slot].count++;
		done[e->slot].kinds |= 1u << e->kind;
		if (e->kind == CSTATE_SET && e->value_kind == CVALUE_CALL)
			done[e->slot].kinds |= MADE_BIT;
	}
	return done;
}

static bool is_telling(const struct cslot *slot, const struct done *done)
{
	if (done->count > CSLOT_EVENTS_MAX)
		return false;
	if (done->kinds & (1u << CSTATE_RETURN | 1u << CSTATE_ADD))
		return true;
	if (done->kinds & 1u << CSTATE_CHECK && done->kinds & (1u << CSTATE_SET | 1u << CSTATE_PASS | 1u << CSTATE_CHANGE))
		return true;
	return done->kinds & MADE_BIT && slot->pointers == 1;
}

static int by_slot(const void *a, const void *b)
{
	const struct cstate_event *x = a, *y = b;

	if (x->slot != y->slot)
		return x->slot < y->slot ? -1 : 1;
	if (x->span.start != y->span.start)
		return x->span.start < y->span.start ? -1 : 1;
	return (int)x->kind - (int)y->kind;
}

/* Events of the slots that are kept, under their new ids. */
static void keep_events(struct state_walk *w, const uint32_t *ids)
{
	size_t kept = 0;

	for (size_t i = 0; i < w->events.len; i++) {
		struct cstate_event e = w->events.items[i];

		if (e.slot != NONE && ids[e.slot] == NONE)
			continue;
		e.slot = e.slot == NONE ? NONE : ids[e.slot];
		w->events.items[kept++] = e;
	}
	w->events.len = kept;
	vec_sort(&w->events, by_slot);
}

/* Slots that say something, and events of these. */
static void keep(struct state_walk *w)
{
	uint32_t *ids = xcalloc(w->slots.len + 1, sizeof(*ids)), kept = 0;
	struct done *done = done_with(w);

	for (size_t i = 0; i < w->slots.len; i++) {
		ids[i] = is_telling(&w->slots.items[i], &done[i]) ? kept : NONE;
		if (ids[i] != NONE)
			w->slots.items[kept++] = w->slots.items[i];
	}
	w->slots.len = kept;
	keep_events(w, ids);
	free(done);
	free(ids);
}

static void clear(struct state_walk *w)
{
	vec_clear(&w->lines);
	vec_clear(&w->slots);
	vec_clear(&w->events);
	vec_clear(&w->callees);
	vec_clear(&w->threads);
	vec_clear(&w->foreigns);
	vec_clear(&w->nulls);
	vec_clear(&w->needs);
	map_clear(&w->by_name);
	memset(w->bloom, 0, sizeof(w->bloom));
	map_clear(&w->called);
	map_clear(&w->shadows);
	w->lock_line = w->thread_line = 0;
	w->first_slot = 0;
}

static void find_lines(struct state_walk *w)
{
	vec_push(&w->lines, 0);
	for (const char *at = w->source.ptr, *end = at + w->source.len; at < end;) {
		at = memchr(at, '\n', (size_t)(end - at));
		if (!at)
			return;
		vec_push(&w->lines, (uint32_t)(++at - w->source.ptr));
	}
}

static void take(struct state_walk *w, struct cstate_facts *ret)
{
	arena_take(w->arena, &w->slots, ret->slots, ret->slot_count);
	arena_take(w->arena, &w->events, ret->events, ret->event_count);
	arena_take(w->arena, &w->callees, ret->callees, ret->callee_count);
	arena_take(w->arena, &w->threads, ret->threads, ret->thread_count);
	arena_take(w->arena, &w->foreigns, ret->foreigns, ret->foreign_count);
	arena_take(w->arena, &w->nulls, ret->nulls, ret->null_count);
	arena_take(w->arena, &w->needs, ret->needs, ret->need_count);
	ret->lock_line = w->lock_line;
	ret->thread_line = w->thread_line;
}

static bool is_walkable(const struct state_walk *w, const struct cfunc *f)
{
	return f->body < f->end && f->end <= w->source.len && f->end - f->body <= BODY_MAX && !(f->flags & CFUNC_INACTIVE);
}

bool state_enter(struct state_walk *w, uint32_t func)
{
	if (!is_walkable(w, &w->facts->funcs[func]))
		return false;
	w->func = &w->facts->funcs[func];
	w->func_index = func;
	w->first_event = (uint32_t)w->events.len;
	state_load(w, w->func->body, w->func->end);
	state_find_locals(w);
	return true;
}

static void walk(struct state_walk *w, uint32_t func)
{
	if (!state_enter(w, func))
		return;
	state_find_events(w);
	state_mark_guarded(w);
}

void state_begin(struct state_walk *w, struct str source, const struct cfacts *facts, struct arena *a)
{
	clear(w);
	w->source = source;
	w->facts = facts;
	w->arena = a;
	w->is_cpp = facts->is_cpp;
	find_lines(w);
}

void state_read(struct state_walk *w, struct str source, const struct cfacts *facts, struct arena *a, struct cstate_facts *ret)
{
	*ret = (struct cstate_facts){ .is_read = true };
	if (facts->func_count == 0)
		return;
	state_begin(w, source, facts, a);
	state_find_slots(w);
	for (uint32_t i = 0; i < facts->func_count; i++)
		if (is_walkable(w, &facts->funcs[i]) && state_look(w, i))
			walk(w, i);
	keep(w);
	take(w, ret);
	if (!cstate_index(ret))
		BUG("events of state are out of order");
}
