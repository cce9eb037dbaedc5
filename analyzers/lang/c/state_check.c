/* Conditions that ask whether something is there already, and where it is known not to be. */
#include "base/base.h"
#include "analyzers/lang/c/state.h"

#include <ctype.h>

#define LOOK_MAX 4000 /* tokens of a region: where thousands are nested, what is asked would be asked too often */

static bool is_operator(const struct state_walk *w, uint32_t i, const char *text)
{
	return str_is(state_word(w, i), text);
}

/* NULL, 0, -1, false, and names in capitals that say the like: INVALID, UNSET. */
static bool is_nothing(const struct state_walk *w, uint32_t i)
{
	struct str word = state_word(w, i);

	if (state_kind(w, i) == '-')
		return is_operator(w, i + 1, "1");
	for (size_t k = 0; k < word.len; k++)
		if (islower((unsigned char)word.ptr[k]))
			return str_is(word, "nullptr") || str_is(word, "false");
	return state_kind(w, i) == TOKEN_NAME || str_is(word, "0");
}

static bool ends_term(const struct state_walk *w, uint32_t i)
{
	return state_kind(w, i) == ')' || is_operator(w, i, "&&") || is_operator(w, i, "||");
}

static bool starts_term(const struct state_walk *w, uint32_t i)
{
	return state_kind(w, i) == '(' || is_operator(w, i, "&&") || is_operator(w, i, "||");
}

enum answer { ANSWER_NONE, ANSWER_ABSENT, ANSWER_PRESENT };

/* What the term around a slot asks; [i, end) is the slot with its members. */
static enum answer ask(const struct state_walk *w, uint32_t i, uint32_t end)
{
	if (i == 0)
		return ANSWER_NONE;
	if (state_kind(w, i - 1) == '!' && ends_term(w, end))
		return ANSWER_ABSENT;
	if (starts_term(w, i - 1) && ends_term(w, end))
		return ANSWER_PRESENT;
	if (is_operator(w, end, "==") && is_nothing(w, end + 1))
		return ANSWER_ABSENT;
	if (i >= 2 && is_operator(w, i - 1, "==") && is_nothing(w, i - 2))
		return ANSWER_ABSENT;
	if (is_operator(w, end, "<") && is_operator(w, end + 1, "0"))
		return ANSWER_ABSENT;
	if (is_operator(w, end, "!=") && is_nothing(w, end + 1))
		return ANSWER_PRESENT;
	if (i >= 2 && is_operator(w, i - 1, "!=") && is_nothing(w, i - 2))
		return ANSWER_PRESENT;
	if ((is_operator(w, end, ">=") || is_operator(w, end, ">")) && is_operator(w, end + 1, "0"))
		return ANSWER_PRESENT;
	return ANSWER_NONE;
}

/* The word by which a body goes elsewhere at its end, so that what stands behind it is done without it; NONE when it does not. */
static uint32_t leaving(const struct state_walk *w, uint32_t body)
{
	static const char *const words[] = { "return", "goto", "break", "continue", "throw", "co_return", "exit", "abort", "_exit", NULL };
	uint32_t last = body;

	if (state_kind(w, body) == '{')
		for (uint32_t i = body + 1, left = LOOK_MAX; i < w->closes.items[body] && left > 0; i = MAX(i + 1, state_statement_end(w, i)), left--)
			last = i;
	return token_in(&w->t, last, words) ? last : NONE;
}

static bool is_busy(const struct state_walk *w, uint32_t slot, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to && i < from + LOOK_MAX && i < w->t.count; i++) {
		uint32_t other = state_slot_at(w, i);

		if (other != NONE && other != slot)
			return true;
	}
	return false;
}

static bool is_named(const struct state_walk *w, uint32_t slot, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to && i < w->t.count; i++)
		if (state_slot_at(w, i) == slot && state_kind(w, i + 1) != '=')
			return true;
	return false;
}

/* Is what is there made use of, outside of the condition and of where it is known to be absent? */
static bool is_used(const struct state_walk *w, const struct cstate_event *e, uint32_t body, uint32_t from, uint32_t to)
{
	if (w->t.count > LOOK_MAX)
		return true;
	return is_named(w, e->slot, body, from) || is_named(w, e->slot, to, w->t.count);
}

/* The condition ends before `body`; absent in [from, to). */
static void set_region(const struct state_walk *w, uint32_t body, uint32_t from, uint32_t to, struct cstate_event *e)
{
	e->region_start = state_offset(w, from);
	e->region_end = state_offset(w, to);
	e->is_busy = is_busy(w, e->slot, from, to);
	e->is_used = is_used(w, e, body, from, to);
}

/* False when there is no place of which it is known. */
static bool find_region(const struct state_walk *w, enum answer answer, uint32_t body, struct cstate_event *e)
{
	uint32_t end = state_statement_end(w, body), block, word;

	if (answer == ANSWER_ABSENT) {
		set_region(w, body, body, end, e);
		return true;
	}
	if (token_is(&w->t, end, "else")) {
		set_region(w, body, end + 1, state_statement_end(w, end + 1), e);
		return true;
	}
	block = body < w->t.count ? w->blocks.items[body] : NONE;
	set_region(w, body, end, block == NONE ? w->t.count : w->closes.items[block], e);
	word = leaving(w, body);
	e->is_used = e->is_used || (word != NONE && token_is(&w->t, word, "goto")); /* it may be used where that goes */
	return word != NONE;
}

static uint32_t path_end(const struct state_walk *w, uint32_t i)
{
	for (i++; i < w->t.count;) {
		if (state_kind(w, i) == '[')
			i = w->closes.items[i] + 1;
		else if ((state_kind(w, i) == '.' || state_kind(w, i) == TOKEN_ARROW) && state_kind(w, i + 1) == TOKEN_NAME)
			i += 2;
		else
			break;
	}
	return i;
}

/* `if (p && p->is_done)`: behind it, p may be there or not. */
static bool has_and(const struct state_walk *w, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to && i < w->t.count; i++)
		if (is_operator(w, i, "&&"))
			return true;
	return false;
}

void state_take_condition(struct state_walk *w, uint32_t keyword)
{
	uint32_t open = keyword + 1, close;

	while (open < w->t.count && state_kind(w, open) == TOKEN_NAME)
		open++;
	if (state_kind(w, open) != '(')
		return;
	close = w->closes.items[open];
	for (uint32_t i = open + 1; i < close && i < w->t.count; i++) {
		struct cstate_event e = { .kind = CSTATE_CHECK, .slot = state_slot_at(w, i), .func = w->func_index, .value = STR("") };
		uint32_t end = path_end(w, i);
		enum answer answer = e.slot == NONE ? ANSWER_NONE : ask(w, state_name_start(w, i), end);

		if (answer == ANSWER_NONE || (answer == ANSWER_PRESENT && has_and(w, open, close)) || !find_region(w, answer, close + 1, &e))
			continue;
		e.is_whole = end == i + 1;
		e.text = state_text(w, open + 1, close);
		e.params = state_params_in(w, open, close);
		e.span = state_span(w, i, end);
		vec_push(&w->events, e);
	}
}
