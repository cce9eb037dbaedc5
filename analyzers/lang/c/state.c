/* State that outlives a call, file by file: which functions are walked over, and what of it is kept. */
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
	uint32_t start = state_offset(w, from), end = to > from && to <= w->t.count ? w->base + w->t.items[to - 1].end : start;
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

/* --- The quick look at every function: whom it calls, and whether it is worth a walk --- */

static bool is_no_callee(struct str word)
{
	static const char *const words[] = { "if", "for", "while", "switch", "return", "sizeof", "defined", "catch", "alignof", "decltype", "typeof" };

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_is(word, words[i]))
			return true;
	return false;
}

static bool is_guard_word(struct str word)
{
	switch (state_call_meaning(word)) {
	case CALL_LOCK:
	case CALL_LOCK_SCOPE:
	case CALL_ONCE:
	case CALL_THREAD: return true;
	default: return false;
	}
}

static void add_callee(struct state_walk *w, uint32_t func, struct str word)
{
	uint64_t name = str_hash(word);

	if (map_add(&w->called, state_key(func, name), (uint32_t)w->callees.len))
		vec_push(&w->callees, (struct cstate_callee){ .name = name, .func = func });
}

/* True when the function is worth a walk. */
static bool look_at(struct state_walk *w, uint32_t func)
{
	const struct cfunc *f = &w->facts->funcs[func];
	const char *at = w->source.ptr + f->body, *end = w->source.ptr + f->end;
	struct c_token t;
	bool is_wanted = false;

	while (token_next(w->source.ptr, at, end, &t)) {
		struct str word = { w->source.ptr + t.start, t.end - t.start };
		const char *next;

		at = w->source.ptr + t.end;
		if (t.kind != TOKEN_NAME)
			continue;
		is_wanted = is_wanted || str_is(word, "static") || map_has(&w->by_name, str_hash(word));
		next = token_skip_layout(at, end);
		if (next == end || *next != '(' || is_no_callee(word)) {
			is_wanted = is_wanted || (w->is_cpp && state_may_guard(word) && is_guard_word(word));
			continue;
		}
		add_callee(w, func, word);
		is_wanted = is_wanted || (state_may_guard(word) && is_guard_word(word));
	}
	return is_wanted;
}

/* --- What is kept --- */

/* What is done with each slot, as bits; a slot that a call makes has another one. */
#define MADE_BIT (1u << CSTATE_KIND_COUNT)

static unsigned *done_with(const struct state_walk *w)
{
	unsigned *done = xcalloc(w->slots.len + 1, sizeof(*done));

	vec_foreach(struct cstate_event, e, &w->events) {
		if (e->slot == NONE)
			continue;
		done[e->slot] |= 1u << e->kind;
		if (e->kind == CSTATE_SET && e->value_kind == CVALUE_CALL)
			done[e->slot] |= MADE_BIT;
	}
	return done;
}

static bool is_telling(const struct cslot *slot, unsigned done)
{
	if (done & (1u << CSTATE_RETURN | 1u << CSTATE_ADD))
		return true;
	if (done & 1u << CSTATE_CHECK && done & (1u << CSTATE_SET | 1u << CSTATE_PASS | 1u << CSTATE_CHANGE))
		return true;
	return done & MADE_BIT && slot->pointers == 1;
}

/* Slots that say something, and events of these; ids are made anew. */
static void keep(struct state_walk *w, struct cstate_facts *ret)
{
	uint32_t *ids = xcalloc(w->slots.len + 1, sizeof(*ids)), slots = 0, events = 0;
	unsigned *done = done_with(w);

	for (size_t i = 0; i < w->slots.len; i++) {
		ids[i] = is_telling(&w->slots.items[i], done[i]) ? slots : NONE;
		if (ids[i] != NONE)
			w->slots.items[slots++] = w->slots.items[i];
	}
	for (size_t i = 0; i < w->events.len; i++) {
		struct cstate_event e = w->events.items[i];

		if (e.slot != NONE && ids[e.slot] == NONE)
			continue;
		e.slot = e.slot == NONE ? NONE : ids[e.slot];
		w->events.items[events++] = e;
	}
	ret->slots = arena_copy(w->arena, w->slots.items, slots, sizeof(*ret->slots));
	ret->slot_count = slots;
	ret->events = arena_copy(w->arena, w->events.items, events, sizeof(*ret->events));
	ret->event_count = events;
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
	map_clear(&w->by_name);
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

static bool is_walkable(const struct state_walk *w, const struct cfunc *f)
{
	return f->body < f->end && f->end <= w->source.len && f->end - f->body <= BODY_MAX && !(f->flags & CFUNC_INACTIVE);
}

static void walk(struct state_walk *w, uint32_t i)
{
	w->func = &w->facts->funcs[i];
	w->func_index = i;
	w->first_event = (uint32_t)w->events.len;
	state_load(w, w->func->body, w->func->end);
	state_find_locals(w);
	state_find_events(w);
	state_mark_guarded(w);
}

void state_read(struct state_walk *w, struct str source, const struct cfacts *facts, struct arena *a, struct cstate_facts *ret)
{
	clear(w);
	w->source = source;
	w->facts = facts;
	w->arena = a;
	w->is_cpp = facts->is_cpp;
	*ret = (struct cstate_facts){ .is_read = true };
	if (facts->func_count == 0)
		return;
	find_lines(w);
	state_find_slots(w);
	for (uint32_t i = 0; i < facts->func_count; i++)
		if (is_walkable(w, &facts->funcs[i]) && look_at(w, i))
			walk(w, i);
	keep(w, ret);
	ret->callees = arena_copy(a, w->callees.items, w->callees.len, sizeof(*ret->callees));
	ret->callee_count = (uint32_t)w->callees.len;
	ret->threads = arena_copy(a, w->threads.items, w->threads.len, sizeof(*ret->threads));
	ret->thread_count = (uint32_t)w->threads.len;
	ret->lock_line = w->lock_line;
	ret->thread_line = w->thread_line;
}
