/* Guards: where locks are held, what is done once, and who starts threads. */
#include "base/base.h"
#include "analyzers/lang/c/state.h"

#define GUARDS_MAX 100 /* of a function: more are generated code, or an attack */

static uint32_t block_end(const struct state_walk *w, uint32_t token)
{
	uint32_t open = w->blocks.items[token];

	return open == NONE ? w->t.count : w->closes.items[open];
}

/* The unlock that ends what a lock began: not one in a branch that leaves. */
static uint32_t unlock_after(const struct state_walk *w, uint32_t token)
{
	uint32_t depth = 0;

	for (uint32_t i = token; i < w->t.count; i++) {
		uint8_t kind = state_kind(w, i);

		depth += kind == '{';
		depth -= kind == '}' && depth > 0;
		if (kind == TOKEN_NAME && depth == 0 && state_kind(w, i + 1) == '(' && state_call_meaning(state_word(w, i)) == CALL_UNLOCK)
			return i;
	}
	return w->t.count;
}

/* `guard name(m)`, `guard<T> name(m)`, `guard(m)`, and `WITH_GUARD(m) { ... }`. */
static uint32_t scope_end(const struct state_walk *w, uint32_t token)
{
	uint32_t close = state_kind(w, token + 1) == '(' ? w->closes.items[token + 1] : NONE;

	if (close != NONE && state_kind(w, close + 1) == '{')
		return w->closes.items[close + 1];
	return block_end(w, token);
}

static bool is_type_use(const struct state_walk *w, uint32_t token)
{
	return state_kind(w, token + 1) == TOKEN_NAME || state_kind(w, token + 1) == '<';
}

/* `if (once_begin(&x)) ...`: what follows; else the arguments themselves. */
static uint32_t once_end(const struct state_walk *w, uint32_t token)
{
	uint32_t close = w->closes.items[token + 1];

	vec_foreach(struct state_paren, p, &w->parens)
		if (p->callee != NONE && token_is(&w->t, p->callee, "if"))
			return state_statement_end(w, w->closes.items[p->callee + 1] + 1);
	if (state_kind(w, close + 1) == '{')
		return w->closes.items[close + 1];
	return close;
}

static void add_region(struct state_walk *w, enum cstate_kind kind, uint32_t callee, uint32_t end, struct str text)
{
	struct cstate_event e = { .kind = kind, .slot = NONE, .func = w->func_index, .text = text };

	e.value = state_text(w, callee, callee + 1);
	e.span = state_span(w, callee, callee + 1);
	e.region_start = e.span.start;
	e.region_end = state_offset(w, end);
	vec_push(&w->events, e);
	w->guard_count++;
	if (kind == CSTATE_LOCK && !w->lock_line && state_is_for_threads(state_word(w, callee)))
		w->lock_line = e.span.line;
}

/* The function that is to be run once: the last name among the arguments that is none of the function's own. */
static struct str once_function(struct state_walk *w, uint32_t callee)
{
	struct str name = STR("");

	for (uint32_t i = callee + 2; i < w->closes.items[callee + 1]; i++)
		if (state_kind(w, i) == TOKEN_NAME && !state_is_own(w, state_word(w, i)) && state_slot_at(w, i) == NONE && !str_is(state_word(w, i), "NULL"))
			name = state_text(w, i, i + 1);
	return name;
}

/* Does the statement that a token stands in begin with a loop? */
static bool is_looped(const struct state_walk *w, uint32_t token)
{
	uint32_t depth = 0;

	for (uint32_t i = token; i > 0; i--) {
		uint8_t kind = state_kind(w, i - 1);

		depth += kind == ')';
		depth -= kind == '(' && depth > 0;
		if (depth == 0 && (kind == ';' || kind == '{' || kind == '}'))
			return false;
		if (depth == 0 && (token_is(&w->t, i - 1, "for") || token_is(&w->t, i - 1, "while") || token_is(&w->t, i - 1, "do") ||
				   str_has_nocase(state_word(w, i - 1), STR("foreach"))))
			return true;
	}
	return false;
}

static bool is_in_loop(const struct state_walk *w, uint32_t token)
{
	bool found = is_looped(w, token);

	for (uint32_t open = w->blocks.items[token]; !found && open != NONE; open = w->blocks.items[open])
		found = is_looped(w, open);
	return found;
}

/* What a starter of threads is given may be the function that the thread runs. */
static void add_threads(struct state_walk *w, uint32_t callee)
{
	uint32_t open = callee + 1;
	bool is_repeated = is_in_loop(w, callee);

	while (open < w->t.count && state_kind(w, open) != '(' && state_kind(w, open) != ';' && state_kind(w, open) != '{')
		open++;
	if (open >= w->t.count || state_kind(w, open) == ';')
		return;
	if (!w->thread_line)
		w->thread_line = state_span(w, callee, callee + 1).line;
	for (uint32_t i = open + 1; i < w->closes.items[open] && i < w->t.count; i++)
		if (state_kind(w, i) == TOKEN_NAME && !state_is_own(w, state_word(w, i)) && !str_is(state_word(w, i), "NULL"))
			vec_push(&w->threads, (struct cstate_thread){ state_text(w, i, i + 1), is_repeated, w->func_index, state_span(w, callee, callee + 1) });
}

void state_take_guard(struct state_walk *w, uint32_t callee, enum call_meaning meaning)
{
	bool is_call = state_kind(w, callee + 1) == '(', is_use = w->is_cpp && is_type_use(w, callee);

	if ((!is_call && !is_use) || w->guard_count >= GUARDS_MAX)
		return;
	if (meaning == CALL_LOCK_SCOPE || (meaning == CALL_LOCK && is_use))
		add_region(w, CSTATE_LOCK, callee, scope_end(w, callee), STR(""));
	else if (meaning == CALL_LOCK)
		add_region(w, CSTATE_LOCK, callee, unlock_after(w, callee), STR(""));
	else if (meaning == CALL_ONCE && is_call)
		add_region(w, CSTATE_ONCE, callee, once_end(w, callee), once_function(w, callee));
	else if (meaning == CALL_THREAD)
		add_threads(w, callee);
}

/* --- Callees under guard --- */

static bool is_guarded(const struct state_walk *w, uint32_t at)
{
	for (size_t i = w->first_event; i < w->events.len; i++) {
		const struct cstate_event *e = &w->events.items[i];

		if ((e->kind == CSTATE_LOCK || e->kind == CSTATE_ONCE) && e->region_start <= at && at < e->region_end)
			return true;
	}
	return false;
}

static bool has_guards(const struct state_walk *w)
{
	for (size_t i = w->first_event; i < w->events.len; i++)
		if (w->events.items[i].kind == CSTATE_LOCK || w->events.items[i].kind == CSTATE_ONCE)
			return true;
	return false;
}

/* Every callee is, until it is seen to be called elsewhere. */
void state_mark_guarded(struct state_walk *w)
{
	if (!has_guards(w))
		return;
	for (size_t i = w->callees.len; i > 0 && w->callees.items[i - 1].func == w->func_index; i--)
		w->callees.items[i - 1].is_guarded = true;
	for (uint32_t i = 0; i < w->t.count; i++) {
		uint32_t callee;

		if (state_kind(w, i) != TOKEN_NAME || state_kind(w, i + 1) != '(')
			continue;
		callee = map_get(&w->called, state_key(w->func_index, str_hash(state_word(w, i))));
		if (callee != NONE && !is_guarded(w, state_offset(w, i)))
			w->callees.items[callee].is_guarded = false;
	}
}
