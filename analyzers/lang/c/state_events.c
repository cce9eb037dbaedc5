/* The walk over one function: what it does with each slot that it names. */
#include "base/base.h"
#include "analyzers/lang/c/state.h"

#include "analyzers/lang/c/decl.h"

/* A slot in the text, with what belongs to it. */
struct mention {
	uint32_t slot, at;      /* at: its token */
	uint32_t end;           /* behind its members: of slot->a.b the token behind b */
	uint32_t first;         /* at, or the & or * in front */
	bool is_alias;          /* by a local variable that holds it */
	bool is_indexed, is_member, is_deref, is_address;
};

static struct cstate_event new_event(struct state_walk *w, enum cstate_kind kind, const struct mention *m)
{
	return (struct cstate_event){
		.kind = kind,
		.slot = m->slot,
		.func = w->func_index,
		.value = STR(""),
		.text = STR(""),
		.is_whole = !m->is_member && !m->is_indexed && !m->is_deref,
		.is_indexed = m->is_indexed,
		.is_address = m->is_address && !m->is_member && !m->is_indexed,
		.span = state_span(w, m->first, m->end),
	};
}

/* --- What is mentioned --- */

static bool is_unary_place(const struct state_walk *w, uint32_t i)
{
	switch (i == 0 ? ';' : state_kind(w, i - 1)) {
	case ';':
	case '{':
	case '}':
	case '(':
	case ')':
	case '=':
	case ',':
	case '?':
	case ':':
	case '!':
	case TOKEN_OPERATOR: return true;
	default: return token_is(&w->t, i - 1, "return");
	}
}

/* `*name = ...` writes through it, and leaves the name itself as it is. */
static bool is_deref(const struct state_walk *w, uint32_t name)
{
	return name > 0 && state_kind(w, name) == TOKEN_NAME && state_kind(w, name - 1) == '*' && is_unary_place(w, name - 1);
}

static void read_path(const struct state_walk *w, struct mention *m)
{
	for (m->end = m->at + 1; m->end < w->t.count;) {
		uint8_t kind = state_kind(w, m->end);

		if (kind == '[') {
			m->is_indexed = m->is_indexed || !m->is_member;
			m->end = w->closes.items[m->end] + 1;
		} else if ((kind == '.' || kind == TOKEN_ARROW) && state_kind(w, m->end + 1) == TOKEN_NAME) {
			m->is_member = true;
			m->end += 2;
		} else {
			break;
		}
	}
	m->end = MIN(m->end, w->t.count);
}

static bool read_mention(const struct state_walk *w, uint32_t at, struct mention *ret)
{
	const struct state_local *local = NULL;

	*ret = (struct mention){ .slot = state_slot_at(w, at), .at = at, .first = at };
	if (ret->slot == NONE && (at == 0 || (state_kind(w, at - 1) != '.' && state_kind(w, at - 1) != TOKEN_ARROW)))
		local = state_local(w, state_word(w, at));
	if (local && local->slot != NONE) {
		ret->slot = local->slot;
		ret->is_alias = true;
		ret->is_indexed = local->is_indexed;
	}
	if (ret->slot == NONE)
		return false;
	read_path(w, ret);
	at = ret->first = state_name_start(w, at);
	if (at > 0 && (state_kind(w, at - 1) == '*' || state_kind(w, at - 1) == '&') && is_unary_place(w, at - 1)) {
		ret->first = at - 1;
		ret->is_deref = state_kind(w, at - 1) == '*';
		ret->is_address = !ret->is_deref;
	}
	return true;
}

/* --- Assignments --- */

static bool mentions(const struct state_walk *w, uint32_t slot, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++) {
		if (token_is(&w->t, i, "sizeof")) /* slot = malloc(sizeof(*slot)) */
			i = state_kind(w, i + 1) == '(' ? w->closes.items[i + 1] : i + 2;
		else if (state_slot_at(w, i) == slot)
			return true;
	}
	return false;
}

/* `slot = append(slot, value)` adds to it. */
static enum cstate_kind kind_of_set(const struct state_walk *w, const struct mention *m, const struct cstate_event *value, uint32_t to)
{
	enum call_meaning meaning;

	if (m->is_member || m->is_indexed || m->is_deref || m->is_alias)
		return CSTATE_CHANGE;
	if (value->value_kind != CVALUE_CALL || !mentions(w, m->slot, m->end + 1, to))
		return CSTATE_SET;
	meaning = state_call_meaning(value->value);
	return meaning == CALL_ADD ? CSTATE_ADD : meaning == CALL_DROP ? CSTATE_DROP : CSTATE_CHANGE;
}

static void take_set(struct state_walk *w, const struct mention *m)
{
	struct cstate_event e = new_event(w, CSTATE_SET, m);
	uint32_t to = state_value_end(w, m->end + 1);

	state_take_value(w, m->end + 1, to, &e);
	e.kind = kind_of_set(w, m, &e, to);
	e.keys = e.params;
	if (m->is_alias && !m->is_member && !m->is_indexed && !m->is_deref)
		return;
	vec_push(&w->events, e);
}

static bool is_compound(const struct state_walk *w, uint32_t i)
{
	static const char *const operators[] = { "++", "--", "+=", "-=", "|=", "&=", "^=", "*=", "/=", "<<=", ">>=", "%=" };

	for (size_t k = 0; k < ARRAY_LEN(operators); k++)
		if (str_is(state_word(w, i), operators[k]))
			return true;
	return false;
}

/* --- Returns --- */

static bool is_out_param(const struct state_walk *w, const struct mention *m)
{
	uint32_t at = m->first;

	return at >= 3 && state_kind(w, at - 1) == '=' && is_deref(w, at - 2) && state_is_param(w, state_word(w, at - 2)) && state_kind(w, m->end) == ';' &&
	       !m->is_member && !m->is_indexed;
}

static bool is_value_place(const struct state_walk *w, const struct mention *m)
{
	uint8_t before = m->first > 0 ? state_kind(w, m->first - 1) : TOKEN_END, after = state_kind(w, m->end);

	if (!(before == '(' || before == ')' || before == '?' || before == ':' || (m->first > 0 && token_is(&w->t, m->first - 1, "return"))))
		return false;
	return after == ';' || after == ')' || after == ':';
}

static bool is_in_call(const struct state_walk *w)
{
	return w->parens.len > 0 && vec_last(&w->parens)->callee != NONE && !token_is(&w->t, vec_last(&w->parens)->callee, "return");
}

/* `const T *`, `shared_ptr<const T>`, `const list<T *> &`, not `T *const` or `const shared_ptr<T> &`; the type itself is read without. */
static bool returns_const(const struct state_walk *w)
{
	struct str type = str_slice(w->source, w->func->start, w->func->span.start), behind = str_slice(w->source, w->func->span.end, w->func->body);

	if (str_has(type, STR("auto")) && str_has(behind, STR("->"))) /* auto f() -> type */
		type = str_slice(behind, str_find(behind, '>') + 1, behind.len);
	if (state_is_smart(type))
		type = str_slice(type, str_find(type, '<'), type.len);
	return str_has(str_slice(type, 0, MIN(str_find(type, '*'), str_find(type, '&'))), STR("const"));
}

/* `item = item->next` somewhere: the local variable goes through a list that begins at the slot. */
static bool is_walked(const struct state_walk *w, struct str local)
{
	for (uint32_t i = 0; i + 3 < w->t.count; i++)
		if (state_kind(w, i) == TOKEN_NAME && state_kind(w, i + 1) == '=' && state_kind(w, i + 3) == TOKEN_ARROW && str_eq(state_word(w, i), local) &&
		    str_eq(state_word(w, i + 2), local))
			return true;
	return false;
}

static bool take_return(struct state_walk *w, const struct mention *m)
{
	const struct cslot *slot = &w->slots.items[m->slot];
	bool is_reference = str_ends(w->func->returns, STR("&"));
	struct cstate_event e;

	if (!(m->at < w->return_end && is_value_place(w, m) && !is_in_call(w)) && !is_out_param(w, m))
		return false;
	e = new_event(w, CSTATE_RETURN, m);
	e.is_const = returns_const(w);
	if (m->is_alias && is_walked(w, state_word(w, m->at)))
		e.is_whole = false;
	else if (m->is_deref)
		e.is_whole = is_reference;
	else if (!m->is_alias)
		e.is_whole = e.is_whole && (slot->pointers > 0 || slot->is_array || m->is_address || is_reference);
	vec_push(&w->events, e);
	return true;
}

/* --- Calls --- */

static enum cstate_kind kind_of_call(enum call_meaning meaning)
{
	switch (meaning) {
	case CALL_ADD: return CSTATE_ADD;
	case CALL_DROP: return CSTATE_DROP;
	case CALL_LOOKUP: return CSTATE_LOOKUP;
	case CALL_WRITE: return CSTATE_CHANGE;
	default: return CSTATE_PASS;
	}
}

static void add_call(struct state_walk *w, const struct mention *m, uint32_t callee, uint32_t first_argument, bool is_first)
{
	enum call_meaning meaning = state_call_meaning(state_word(w, callee));
	uint32_t open = callee + 1, end;
	struct cstate_event e;

	while (open < w->t.count && state_kind(w, open) != '(')
		open++;
	if (open >= w->t.count)
		return;
	e = new_event(w, is_first || meaning == CALL_WRITE ? kind_of_call(meaning) : CSTATE_PASS, m);
	end = MIN(w->closes.items[open], w->t.count);
	if (meaning == CALL_ATOMIC || meaning == CALL_ONCE)
		w->slots.items[m->slot].is_atomic = true;
	e.value = state_text(w, callee, callee + 1);
	e.text = state_text(w, open + 1, end);
	e.params = state_params_in(w, open, end);
	if (first_argument < end)
		e.keys = state_params_in(w, first_argument, state_value_end(w, first_argument));
	vec_push(&w->events, e);
}

static void take_argument(struct state_walk *w, const struct mention *m)
{
	const struct state_paren *p = w->parens.len ? vec_last(&w->parens) : NULL;
	uint8_t after = state_kind(w, m->end), before = m->first > 0 ? state_kind(w, m->first - 1) : TOKEN_END;

	if (!p || p->callee == NONE || token_is_keyword(&w->t, p->callee))
		return;
	if ((after != ',' && after != ')') || (before != ',' && before != '(' && before != ')'))
		return;
	if (m->is_member && !m->is_address && p->argument > 0)
		return;
	add_call(w, m, p->callee, m->end + 1, p->argument == 0);
}

/* slot.get(), slot.reset(value) of what stands for a pointer: that is the slot itself, and `slot = value`. */
static bool take_smart(struct state_walk *w, const struct mention *m)
{
	struct mention whole = *m;
	struct cstate_event e;

	if (!w->is_cpp || m->end != m->at + 3 || state_kind(w, m->at + 1) != '.' || w->slots.items[m->slot].pointers == 0 || m->is_alias)
		return false;
	whole.end = m->at + 1;
	whole.is_member = false;
	if (token_is(&w->t, m->end - 1, "get") && m->at < w->return_end && state_kind(w, w->closes.items[m->end] + 1) == ';') {
		e = new_event(w, CSTATE_RETURN, &whole);
		e.is_const = returns_const(w);
	} else if (token_is(&w->t, m->end - 1, "reset") && w->closes.items[m->end] > m->end + 1) {
		e = new_event(w, CSTATE_SET, &whole);
		state_take_value(w, m->end + 1, w->closes.items[m->end], &e);
	} else {
		return false;
	}
	vec_push(&w->events, e);
	return true;
}

static void take_mention(struct state_walk *w, const struct mention *m)
{
	uint8_t after = state_kind(w, m->end);

	if (after == '(' && m->is_member && take_smart(w, m))
		return;
	if (after == '=') {
		take_set(w, m);
	} else if (is_compound(w, m->end) || (m->first > 0 && is_compound(w, m->first - 1))) {
		struct cstate_event e = new_event(w, CSTATE_CHANGE, m);

		e.params = state_params_in(w, m->end, state_value_end(w, m->end));
		if (!m->is_alias || m->is_member || m->is_indexed || m->is_deref)
			vec_push(&w->events, e);
	} else if (after == '(' && m->is_member) {
		add_call(w, m, m->end - 1, m->end + 1, true);
	} else if (!take_return(w, m)) {
		state_note_link(w, m->first, m->end);
		take_argument(w, m);
	}
}

/* --- The walk --- */

/* &local among arguments: what the others are made of may be in it then. */
static void take_out_local(struct state_walk *w, uint32_t name)
{
	const struct state_paren *p = w->parens.len ? vec_last(&w->parens) : NULL;
	struct state_local *l = NULL;
	uint64_t params;

	if (!p || p->callee == NONE || name == 0 || state_kind(w, name - 1) != '&' || !is_unary_place(w, name - 1))
		return;
	params = state_params_in(w, p->callee + 1, w->closes.items[p->callee + 1]);
	vec_foreach(struct state_local, x, &w->locals)
		if (str_eq(x->name, state_word(w, name)))
			l = x;
	if (l)
		l->params |= params;
	else if (params && state_is_own(w, state_word(w, name)) && w->locals.len < 400)
		vec_push(&w->locals, (struct state_local){ .name = state_word(w, name), .params = params, .slot = NONE, .callee = STR("") });
}

static void take_name(struct state_walk *w, uint32_t i)
{
	struct str word = state_word(w, i);
	struct mention m;

	if (token_is(&w->t, i, "return"))
		w->return_end = state_value_end(w, i + 1);
	else if (token_is(&w->t, i, "if"))
		state_take_condition(w, i);
	if (read_mention(w, i, &m))
		take_mention(w, &m);
	else if ((state_kind(w, i + 1) == '(' || w->is_cpp) && state_may_guard(word))
		state_take_guard(w, i, state_call_meaning(word));
	if (state_kind(w, i + 1) == '=' && (i == 0 || (state_kind(w, i - 1) != '.' && state_kind(w, i - 1) != TOKEN_ARROW)) && !is_deref(w, i))
		state_take_local(w, i);
	else
		take_out_local(w, i);
}

static void open_paren(struct state_walk *w, uint32_t i)
{
	uint32_t callee = i > 0 && state_kind(w, i - 1) == '>' && w->is_cpp ? state_before_angle(w, i - 1) : i - 1;

	vec_push(&w->parens, (struct state_paren){ i > 0 && state_kind(w, callee) == TOKEN_NAME ? callee : NONE, 0 });
}

void state_find_events(struct state_walk *w)
{
	vec_clear(&w->locals);
	vec_clear(&w->parens);
	w->return_end = 0;
	w->guard_count = 0;
	for (uint32_t i = 0; i < w->t.count; i++)
		switch (state_kind(w, i)) {
		case '(': open_paren(w, i); break;
		case ')': w->parens.len -= w->parens.len > 0; break;
		case ',':
			if (w->parens.len)
				vec_last(&w->parens)->argument++;
			break;
		case TOKEN_NAME: take_name(w, i); break;
		default: break;
		}
}
