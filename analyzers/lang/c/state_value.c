/* Values: what an expression makes, and which parameters reach it, through local variables too. */
#include "base/base.h"
#include "analyzers/lang/c/state.h"

#include <ctype.h>

#include "analyzers/lang/c/decl.h"

#define LOCALS_MAX 400 /* of a function: more are generated code */

uint32_t state_value_end(const struct state_walk *w, uint32_t from)
{
	for (uint32_t i = from; i < w->t.count; i = w->closes.items[i] + 1)
		switch (state_kind(w, i)) {
		case ';':
		case ',':
		case ')':
		case ']':
		case '}': return i;
		default: break;
		}
	return w->t.count;
}

static struct state_local *find_local(const struct state_walk *w, struct str name)
{
	vec_foreach(struct state_local, l, &w->locals)
		if (str_eq(l->name, name))
			return l;
	return NULL;
}

const struct state_local *state_local(const struct state_walk *w, struct str name)
{
	return find_local(w, name);
}

/* --- Parameters --- */

static uint64_t params_of(const struct state_walk *w, struct str name)
{
	uint64_t key = state_key(w->func_index, str_hash(name));
	const struct state_local *local;
	uint32_t param;

	if (!map_has(&w->shadows, key))
		return 0;
	param = map_get(&w->shadows, key);
	if (param != NONE)
		return param < 64 ? UINT64_C(1) << param : 0;
	local = find_local(w, name);
	return local ? local->params : 0;
}

uint64_t state_params_in(const struct state_walk *w, uint32_t from, uint32_t to)
{
	uint64_t params = 0;

	for (uint32_t i = from; i < to && i < w->t.count; i++)
		if (state_kind(w, i) == TOKEN_NAME && (i == 0 || (state_kind(w, i - 1) != '.' && state_kind(w, i - 1) != TOKEN_ARROW)))
			params |= params_of(w, state_word(w, i));
	return params;
}

/* --- Values --- */

static bool is_capitals(struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (islower((unsigned char)name.ptr[i]))
			return false;
	return name.len > 1;
}

static bool is_null(struct str word)
{
	return str_is(word, "NULL") || str_is(word, "nullptr") || str_is(word, "0") || str_is(word, "false") || str_is(word, "FALSE");
}

/* Behind a cast in front, and without parentheses around all of it. */
static void strip(const struct state_walk *w, uint32_t *from, uint32_t *to)
{
	static const char *const casts[] = { "static_cast", "reinterpret_cast", "const_cast", "dynamic_cast", NULL };

	for (;;) {
		uint32_t close = *from < w->t.count ? w->closes.items[*from] : *to;

		if (token_in(&w->t, *from, casts) && state_kind(w, *to - 1) == ')') {
			while (*from < *to && state_kind(w, *from) != '(')
				++*from;
			if (*from == *to)
				return;
			close = w->closes.items[*from];
		} else if (state_kind(w, *from) != '(') {
			return;
		}
		if (close + 1 >= *to)
			*to = MIN(close, *to);
		else if (state_kind(w, close + 1) != TOKEN_NAME && state_kind(w, close + 1) != '(' && state_kind(w, close + 1) != '&')
			return;
		else
			*from = close;
		if (++*from >= *to)
			return;
	}
}

/* Of `a = b = c`, c. */
static uint32_t behind_assignments(const struct state_walk *w, uint32_t from, uint32_t to)
{
	uint32_t start = from;

	for (uint32_t i = from; i < to; i = w->closes.items[i] + 1)
		if (state_kind(w, i) == '=')
			start = i + 1;
	return start;
}

static void take_word(struct state_walk *w, uint32_t i, struct cstate_event *ret)
{
	struct str word = state_word(w, i);
	const struct state_local *local = find_local(w, word);

	if (is_null(word)) {
		ret->value_kind = CVALUE_NULL;
	} else if (state_kind(w, i) != TOKEN_NAME || (is_capitals(word) && !state_is_own(w, word)) || str_is(word, "true")) {
		ret->value_kind = CVALUE_CONSTANT;
	} else if (local && local->is_linked) {
		ret->value_kind = CVALUE_OTHER;
	} else {
		ret->value_kind = local && local->callee.len ? CVALUE_CALL : CVALUE_NAME;
		ret->value = local && local->callee.len ? local->callee : state_text(w, i, i + 1);
	}
}

/* Of `make<T>`, from the `>`, the token in front of the `<`. */
uint32_t state_before_angle(const struct state_walk *w, uint32_t i)
{
	for (uint32_t depth = 0; i > 0; i--) {
		depth += state_kind(w, i) == '>';
		depth -= state_kind(w, i) == '<';
		if (depth == 0)
			return i - 1;
	}
	return 0;
}

/* `name(...)` up to the end, whatever object it is called of. */
static bool is_call(const struct state_walk *w, uint32_t from, uint32_t to, uint32_t *ret_callee)
{
	for (uint32_t i = from; i < to; i = w->closes.items[i] + 1) {
		uint8_t kind = state_kind(w, i);

		if (kind == '(' && w->closes.items[i] + 1 == to && i > from) {
			uint32_t name = state_kind(w, i - 1) == '>' ? state_before_angle(w, i - 1) : i - 1;

			while (name > from && state_kind(w, name) != TOKEN_NAME)
				name--;
			*ret_callee = name;
			return state_kind(w, name) == TOKEN_NAME && !token_is_keyword(&w->t, name);
		}
		if (kind != TOKEN_NAME && kind != TOKEN_SCOPE && kind != '.' && kind != TOKEN_ARROW && kind != '(' && kind != '<' && kind != '>' && kind != '*' && kind != ',')
			return false;
	}
	return false;
}

static bool is_chain(const struct state_walk *w, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++)
		if (state_kind(w, i) != TOKEN_NAME && state_kind(w, i) != '.' && state_kind(w, i) != TOKEN_ARROW && state_kind(w, i) != '&' && state_kind(w, i) != TOKEN_SCOPE)
			return false;
	return true;
}

static uint32_t type_end(const struct state_walk *w, uint32_t from, uint32_t to)
{
	while (from < to && (state_kind(w, from) == TOKEN_NAME || state_kind(w, from) == TOKEN_SCOPE))
		from++;
	return from;
}

void state_take_value(struct state_walk *w, uint32_t from, uint32_t to, struct cstate_event *ret)
{
	uint32_t callee;

	to = MIN(to, w->t.count);
	ret->text = state_text(w, from, to);
	ret->params = state_params_in(w, from, to);
	ret->value = STR("");
	ret->value_kind = CVALUE_OTHER;
	from = behind_assignments(w, from, to);
	if (from < to)
		strip(w, &from, &to);
	if (from >= to)
		return;
	if (to == from + 1) {
		take_word(w, from, ret);
	} else if (token_is(&w->t, from, "new")) {
		ret->value_kind = CVALUE_CALL;
		ret->value = state_text(w, from, type_end(w, from + 1, to));
	} else if (is_call(w, from, to, &callee)) {
		ret->value_kind = CVALUE_CALL;
		ret->value = state_text(w, callee, callee + 1);
	} else if (state_kind(w, from) == '-' && to == from + 2) {
		ret->value_kind = CVALUE_CONSTANT;
	} else if (is_chain(w, from, to)) {
		ret->value_kind = w->is_cpp && state_kind(w, from) == TOKEN_NAME && state_kind(w, from + 1) == TOKEN_NAME ? CVALUE_CALL : CVALUE_NAME; /* a macro for new */
		ret->value = ret->text;
	}
}

/* --- Local variables --- */

/* The slot that an expression leads to: a pointer or array, &slot, slot[i] of pointers, &slot[i]. What is no pointer is copied. */
static uint32_t slot_of(const struct state_walk *w, uint32_t from, uint32_t to, bool is_reference, bool *ret_is_indexed)
{
	bool leads = is_reference || state_kind(w, from) == '&';
	const struct cslot *slot;
	uint32_t id;

	from += state_kind(w, from) == '&';
	id = state_slot_at(w, from);
	*ret_is_indexed = state_kind(w, from + 1) == '[';
	if (id == NONE || (from + 1 != to && !(*ret_is_indexed && w->closes.items[from + 1] + 1 == to)))
		return NONE;
	slot = &w->slots.items[id];
	return leads || slot->pointers + slot->is_array > (uint32_t)*ret_is_indexed ? id : NONE;
}

void state_take_local(struct state_walk *w, uint32_t name)
{
	uint32_t from = name + 2, to = state_value_end(w, from);
	struct str word = state_word(w, name);
	struct state_local *l = find_local(w, word);
	struct cstate_event value = { .slot = NONE };
	struct state_local own;

	if (!state_is_own(w, word) || from >= to || (!l && w->locals.len >= LOCALS_MAX))
		return;
	state_take_value(w, from, to, &value);
	own = (struct state_local){ .name = word, .params = value.params | (l ? l->params : 0) };
	own.slot = slot_of(w, from, to, name > 0 && state_kind(w, name - 1) == '&', &own.is_indexed);
	if (value.value_kind == CVALUE_CALL)
		own.callee = value.value;
	if (l)
		*l = own;
	else
		vec_push(&w->locals, own);
}

void state_note_link(struct state_walk *w, uint32_t from, uint32_t to)
{
	struct state_local *l;
	uint32_t at = from;

	if (from < 4 || state_kind(w, from - 1) != '=' || state_kind(w, to) != ';')
		return;
	at -= 2;
	while (at >= 2 && state_kind(w, at) == TOKEN_NAME && (state_kind(w, at - 1) == '.' || state_kind(w, at - 1) == TOKEN_ARROW))
		at -= 2;
	l = at + 2 < from && state_kind(w, at) == TOKEN_NAME ? find_local(w, state_word(w, at)) : NULL;
	if (l)
		l->is_linked = true;
}
