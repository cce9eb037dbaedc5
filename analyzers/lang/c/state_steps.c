/* The path through one function, statement by statement: what is done in any case, what only sometimes, where it may end. */
#include "base/base.h"
#include "analyzers/lang/c/state.h"

#include <ctype.h>

#include "analyzers/lang/c/decl.h"

#define DEPTH_MAX 100   /* of statements: deeper ones are passed over */
#define ORIGINS_MAX 200 /* local variables of which it is known what they were made by */

/* `local = callee(...)` */
struct origin {
	struct str local, callee;
};

struct path {
	struct state_walk *w;
	struct cwatch watch;
	VEC(struct cstep) steps;
	VEC(struct origin) origins;
	bool is_over; /* what comes next is reached only by a jump, if at all */
	unsigned depth;
};

/* What an expression is part of. */
struct place {
	bool is_sure, is_asked;
};

static uint32_t read_statement(struct path *p, uint32_t i, uint32_t end, bool is_sure);

static bool is_operator(const struct path *p, uint32_t i, const char *text)
{
	return state_kind(p->w, i) == TOKEN_OPERATOR && str_is(state_word(p->w, i), text);
}

/* --- Which arms of an #if are taken nobody knows --- */

static bool is_in_arm(const struct path *p, uint32_t token)
{
	const struct cfacts *f = p->w->facts;
	uint32_t at = state_offset(p->w, token);

	for (uint32_t i = 0; i < f->condition_count; i++) {
		const struct ccondition *c = &f->conditions[i];

		if (c->start >= p->w->func->body && c->start <= at && at < c->end)
			return true;
	}
	return false;
}

static void add_step(struct path *p, enum cstep_kind kind, uint32_t from, uint32_t to, const struct place *place)
{
	struct cstep step = {
		.kind = kind,
		.name = STR(""),
		.scope = STR(""),
		.is_sure = place->is_sure && !p->is_over && !is_in_arm(p, from),
		.is_asked = place->is_asked,
		.span = state_span(p->w, from, to),
	};

	if (kind != CSTEP_LEAVE)
		step.name = state_text(p->w, to - 1, to);
	if (kind == CSTEP_CALL && from > 0) {
		uint8_t before = state_kind(p->w, from - 1);

		step.is_member = before == '.' || before == TOKEN_ARROW;
		if (before == TOKEN_SCOPE && from > 1 && state_kind(p->w, from - 2) == TOKEN_NAME)
			step.scope = state_text(p->w, from - 2, from - 1);
	}
	vec_push(&p->steps, step);
}

/* --- Expressions --- */

/* Behind one of these a name with parentheses is a call, behind another name it is a declaration. */
static bool is_word_before_call(const struct path *p, uint32_t i)
{
	static const char *const words[] = { "return", "else", "do", "case", "throw", "co_await", "co_return", "co_yield", "await", NULL };

	return token_in(&p->w->t, i, words);
}

static bool is_call(const struct path *p, uint32_t i)
{
	uint8_t before = i > 0 ? state_kind(p->w, i - 1) : TOKEN_END;

	if (state_kind(p->w, i + 1) != '(' || token_is_keyword(&p->w->t, i) || token_is_attribute(&p->w->t, i))
		return false;
	return before != TOKEN_NAME || is_word_before_call(p, i - 1);
}

/* Ends the program, by its name. */
static bool is_end(struct str name)
{
	static const char *const words[] = {
		"exit", "_exit", "_Exit", "abort", "die", "quick_exit", "longjmp", "siglongjmp", "execv", "execvp", "execve",
		"g_error", "__builtin_unreachable", "unreachable", NULL,
	};

	return str_is_one_of(name, words);
}

/* May end the function, as a macro can, or the program unless what is asked holds. */
static bool is_check(struct str name)
{
	static const char *const parts[] = { "assert", "_return_", "check", "ensure", "expect", "require", "verify", "bail", "once", "guard" };

	if (str_starts(name, STR("RETURN")) || str_is(name, "BUG_ON"))
		return true;
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		if (str_has_nocase(name, str_from(parts[i])))
			return true;
	return false;
}

static bool names_watched(const struct path *p, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; p->watch.name.len && i < to && i < p->w->t.count; i++)
		if (str_eq(state_word(p->w, i), p->watch.name))
			return true;
	return false;
}

static void read_call(struct path *p, uint32_t i, const struct place *place)
{
	struct str name = state_word(p->w, i);

	add_step(p, CSTEP_CALL, i, i + 1, place);
	if (is_check(name) && names_watched(p, i + 2, p->w->closes.items[i + 1]))
		add_step(p, CSTEP_LEAVE, i, i + 1, place);
	if (is_end(name) && place->is_sure)
		p->is_over = true;
}

/* *name, but no product of two. */
static bool is_pointed_to(const struct path *p, uint32_t i)
{
	if (i < 2 || state_kind(p->w, i - 1) != '*')
		return i == 1 && state_kind(p->w, 0) == '*';
	switch (state_kind(p->w, i - 2)) {
	case TOKEN_NAME: return token_is(&p->w->t, i - 2, "return");
	case TOKEN_NUMBER:
	case ')':
	case ']': return false;
	default: return true;
	}
}

/* By a local variable of that name, or a parameter where none is meant. */
static bool is_hidden(const struct path *p)
{
	uint64_t key = state_key(p->w->func_index, str_hash(p->watch.name));

	return p->watch.is_param ? map_get(&p->w->shadows, key) == NONE : map_has(&p->w->shadows, key);
}

static void read_watched(struct path *p, uint32_t i, const struct place *place)
{
	uint8_t before = i > 0 ? state_kind(p->w, i - 1) : TOKEN_END, after = state_kind(p->w, i + 1);

	if (before == '.' || before == TOKEN_ARROW || is_hidden(p))
		return;
	if (after == '=')
		add_step(p, CSTEP_SET, i, i + 1, place);
	else if (before != '&' && (after == TOKEN_ARROW || after == '[' || is_pointed_to(p, i)))
		add_step(p, CSTEP_READ, i, i + 1, place);
}

static void note_origin(struct path *p, uint32_t i)
{
	if (state_kind(p->w, i + 1) != '=' || state_kind(p->w, i + 2) != TOKEN_NAME || state_kind(p->w, i + 3) != '(' || p->origins.len >= ORIGINS_MAX)
		return;
	vec_push(&p->origins, (struct origin){ state_word(p->w, i), state_word(p->w, i + 2) });
}

static uint32_t skip_sizeof(const struct path *p, uint32_t i)
{
	static const char *const words[] = { "sizeof", "typeof", "__typeof__", "decltype", "offsetof", "alignof", "_Alignof", NULL };

	if (!token_in(&p->w->t, i, words))
		return i;
	if (state_kind(p->w, i + 1) == '(')
		return p->w->closes.items[i + 1];
	while (state_kind(p->w, i + 1) == '*' || state_kind(p->w, i + 1) == TOKEN_NAME || state_kind(p->w, i + 1) == TOKEN_ARROW)
		i++;
	return i;
}

/* A `{` in an expression: of values, or of statements that run at another time, as those of a lambda. */
static bool holds_values(const struct path *p, uint32_t i)
{
	uint8_t before = i > 0 ? state_kind(p->w, i - 1) : TOKEN_END;

	return before == '=' || before == ',' || before == '{';
}

/* `each(list) something();`, `each(list) {`: a macro that begins a loop. */
static bool begins_loop(const struct path *p, uint32_t close, uint32_t callee)
{
	uint8_t next = state_kind(p->w, close + 1);

	return callee && (next == TOKEN_NAME || next == '{') && !(p->w->is_cpp && token_is(&p->w->t, close + 1, "const"));
}

struct expression {
	uint32_t depth; /* of brackets */
	uint32_t soft;  /* the depth from which on nothing is sure; NONE: all is */
	bool is_block;  /* ... up to the closing brace; otherwise to the next comma */
};

static void follow_brackets(const struct path *p, uint32_t i, struct expression *x)
{
	uint8_t kind = state_kind(p->w, i);

	if (kind == '{' && x->soft == NONE && !holds_values(p, i)) {
		x->soft = x->depth + 1;
		x->is_block = true;
	}
	x->depth += kind == '(' || kind == '[' || kind == '{';
	if (kind == ')' || kind == ']' || kind == '}') {
		x->depth -= x->depth > 0;
		if (x->soft != NONE && x->depth < x->soft)
			x->soft = NONE;
	}
	if (kind == ',' && x->soft == x->depth && !x->is_block)
		x->soft = NONE;
	if ((kind == '?' || is_operator(p, i, "&&") || is_operator(p, i, "||")) && x->soft == NONE) {
		x->soft = x->depth;
		x->is_block = false;
	}
}

/* Tokens [from, to). */
static void read_expression(struct path *p, uint32_t from, uint32_t to, struct place place)
{
	struct expression x = { .soft = NONE };
	uint32_t loop = NONE; /* where a macro's body begins: nothing behind it is sure */

	for (uint32_t i = from; i < to && i < p->w->t.count; i++) {
		struct place here = { place.is_sure && x.soft == NONE && i < loop, place.is_asked };

		i = skip_sizeof(p, i);
		follow_brackets(p, i, &x);
		if (state_kind(p->w, i) != TOKEN_NAME)
			continue;
		note_origin(p, i);
		if (p->watch.name.len && str_eq(state_word(p->w, i), p->watch.name))
			read_watched(p, i, &here);
		if (!is_call(p, i))
			continue;
		read_call(p, i, &here);
		if (x.depth == 0 && i == from && begins_loop(p, p->w->closes.items[i + 1], i + 1))
			loop = MIN(loop, p->w->closes.items[i + 1]);
	}
}

/* --- Why a function ends early --- */

static bool is_capitals(struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (islower((unsigned char)name.ptr[i]))
			return false;
	return true;
}

static struct str origin_of(const struct path *p, struct str local)
{
	for (size_t i = p->origins.len; i-- > 0;)
		if (str_eq(p->origins.items[i].local, local))
			return p->origins.items[i].callee;
	return STR("");
}

/* Was it given, is it a constant, or the outcome of making something? */
static bool is_harmless(const struct path *p, uint32_t i)
{
	static const char *const words[] = { "nullptr", "false", "true", "errno", "not", "sizeof", NULL };
	struct str word = state_word(p->w, i);
	uint64_t key = state_key(p->w->func_index, str_hash(word));

	if (is_capitals(word) || str_is_one_of(word, words))
		return true;
	if (!state_is_own(p->w, word))
		return false;
	return map_get(&p->w->shadows, key) != NONE || state_says_creation(origin_of(p, word));
}

/* Does a condition ask for more than what the function was given, and whether what it makes could be made? */
static bool asks_more(const struct path *p, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to && i < p->w->t.count; i++) {
		uint8_t before = state_kind(p->w, i - 1);

		if (state_kind(p->w, i) != TOKEN_NAME || before == '.' || before == TOKEN_ARROW)
			continue;
		if (state_kind(p->w, i + 1) == '(' && state_says_creation(state_word(p->w, i)))
			i = p->w->closes.items[i + 1];
		else if (!is_harmless(p, i))
			return true;
	}
	return false;
}

static bool leaves(const struct path *p, uint32_t from, uint32_t to)
{
	static const char *const words[] = { "return", "goto", "break", "continue", "throw", "co_return", NULL };

	for (uint32_t i = from; i < to && i < p->w->t.count; i++)
		if (token_in(&p->w->t, i, words) || (is_call(p, i) && is_end(state_word(p->w, i))))
			return true;
	return false;
}

/* --- Statements --- */

/* The parenthesis behind `if`, `if constexpr`, `while` ...; the count of tokens when there is none. */
static uint32_t open_of(const struct path *p, uint32_t i)
{
	for (i++; state_kind(p->w, i) == TOKEN_NAME;)
		i++;
	return state_kind(p->w, i) == '(' ? i : p->w->t.count;
}

static uint32_t read_if(struct path *p, uint32_t i, uint32_t end, bool is_sure)
{
	uint32_t open = open_of(p, i), close = open < end ? p->w->closes.items[open] : end, next;
	bool asks;

	if (close >= end)
		return end;
	asks = asks_more(p, open + 1, close) || names_watched(p, open + 1, close);
	read_expression(p, open + 1, close, (struct place){ is_sure, true });
	next = read_statement(p, close + 1, end, false);
	if (token_is(&p->w->t, next, "else"))
		next = read_statement(p, next + 1, end, false);
	if (asks && leaves(p, close + 1, next))
		add_step(p, CSTEP_LEAVE, i, i + 1, &(struct place){ is_sure, true });
	return next;
}

/* Of `for (first; ...)` the first part is done in any case; of other heads all. */
static uint32_t read_loop(struct path *p, uint32_t i, uint32_t end, bool is_sure)
{
	uint32_t open = open_of(p, i), close = open < end ? p->w->closes.items[open] : end, first = open + 1;

	if (close >= end)
		return end;
	while (first < close && state_kind(p->w, first) != ';')
		first = p->w->closes.items[first] + 1;
	first = MIN(first, close);
	read_expression(p, open + 1, first, (struct place){ is_sure, true });
	read_expression(p, first, close, (struct place){ false, true });
	return read_statement(p, close + 1, end, false);
}

/* `do ... while (0)` is a block. */
static uint32_t read_do(struct path *p, uint32_t i, uint32_t end, bool is_sure)
{
	uint32_t head = state_statement_end(p->w, i + 1), next;
	bool is_block = token_is(&p->w->t, head, "while") && state_kind(p->w, head + 1) == '(' && p->w->closes.items[head + 1] == head + 3 &&
			(str_is(state_word(p->w, head + 2), "0") || token_is(&p->w->t, head + 2, "false"));

	next = read_statement(p, i + 1, end, is_sure && is_block);
	if (!token_is(&p->w->t, next, "while") || state_kind(p->w, next + 1) != '(')
		return next;
	head = MIN(p->w->closes.items[next + 1], end);
	read_expression(p, next + 2, head, (struct place){ false, true });
	return MIN(head + 1 + (state_kind(p->w, head + 1) == ';'), end);
}

/* Up to the `;`, which may stand behind braces of values or of a lambda. */
static uint32_t expression_end(const struct path *p, uint32_t i, uint32_t end)
{
	for (; i < end; i = p->w->closes.items[i] + 1)
		if (state_kind(p->w, i) == ';' || state_kind(p->w, i) == '}')
			return i;
	return end;
}

/* Where an expression that is no whole statement ends: `each(list) { ... }`. */
static uint32_t macro_end(const struct path *p, uint32_t i, uint32_t end)
{
	uint32_t close;

	if (!is_call(p, i))
		return end;
	close = p->w->closes.items[i + 1];
	return state_kind(p->w, close + 1) == '{' ? MIN(p->w->closes.items[close + 1] + 1, end) : end;
}

static uint32_t read_plain(struct path *p, uint32_t i, uint32_t end, bool is_sure)
{
	static const char *const jumps[] = { "return", "goto", "break", "continue", "throw", "co_return", NULL };
	bool jumps_away = token_in(&p->w->t, i, jumps);
	uint32_t stop = macro_end(p, i, end);

	if (stop < end) { /* the body runs as often as the macro says */
		uint32_t close = p->w->closes.items[i + 1];

		read_expression(p, i, close + 1, (struct place){ is_sure, false });
		read_statement(p, close + 1, end, false);
		return stop;
	}
	stop = expression_end(p, i, end);
	read_expression(p, i, stop, (struct place){ is_sure, false });
	if (jumps_away && is_sure && !is_in_arm(p, i))
		p->is_over = true;
	return MAX(i + 1, MIN(stop + 1, end));
}

static void read_block(struct path *p, uint32_t from, uint32_t to, bool is_sure)
{
	for (uint32_t i = from; i < to;)
		i = read_statement(p, i, to, is_sure);
}

static bool is_label(const struct path *p, uint32_t i)
{
	return state_kind(p->w, i) == TOKEN_NAME && state_kind(p->w, i + 1) == ':' && !token_is_keyword(&p->w->t, i);
}

static uint32_t behind_case(const struct path *p, uint32_t i, uint32_t end)
{
	while (i < end && state_kind(p->w, i) != ':' && state_kind(p->w, i) != ';' && state_kind(p->w, i) != '}')
		i = p->w->closes.items[i] + 1;
	return MIN(i + 1, end);
}

static uint32_t read_kind(struct path *p, uint32_t i, uint32_t end, bool is_sure)
{
	static const char *const loops[] = { "for", "while", "switch", NULL };
	const struct c_tokens *t = &p->w->t;

	if (state_kind(p->w, i) == '{') {
		read_block(p, i + 1, MIN(p->w->closes.items[i], end), is_sure);
		return MIN(p->w->closes.items[i] + 1, end);
	}
	if (is_label(p, i)) {
		p->is_over = p->is_over || is_sure;
		return i + 2;
	}
	if (token_is(t, i, "if"))
		return read_if(p, i, end, is_sure);
	if (token_in(t, i, loops))
		return read_loop(p, i, end, is_sure);
	if (token_is(t, i, "do"))
		return read_do(p, i, end, is_sure);
	if (token_is(t, i, "case") || token_is(t, i, "default"))
		return behind_case(p, i, end);
	if (token_is(t, i, "try") || token_is(t, i, "else"))
		return read_statement(p, i + 1, end, false);
	if (token_is(t, i, "catch"))
		return open_of(p, i) < end ? read_statement(p, p->w->closes.items[open_of(p, i)] + 1, end, false) : end;
	return read_plain(p, i, end, is_sure);
}

/* One statement of tokens [i, end): the token behind it, which is never i itself. */
static uint32_t read_statement(struct path *p, uint32_t i, uint32_t end, bool is_sure)
{
	uint32_t next;

	if (i >= end)
		return end;
	if (p->depth == DEPTH_MAX)
		return MIN(MAX(state_statement_end(p->w, i), i + 1), end);
	p->depth++;
	next = read_kind(p, i, end, is_sure);
	p->depth--;
	return MIN(MAX(next, i + 1), end);
}

static bool mentions(struct str source, const struct cfunc *f, struct str name)
{
	return f->body < f->end && f->end <= source.len && name.len && str_has(str_slice(source, f->body, f->end), name);
}

static void read_function(struct path *p, uint32_t func, struct csteps *ret)
{
	vec_clear(&p->steps);
	vec_clear(&p->origins);
	p->is_over = false;
	if (!state_enter(p->w, func))
		return;
	read_block(p, 0, p->w->t.count, true);
	ret->count = (uint32_t)p->steps.len;
	ret->items = arena_copy(p->w->arena, p->steps.items, p->steps.len, sizeof(*p->steps.items));
}

void state_read_steps(struct state_walk *w, struct str source, const struct cfacts *facts, uint32_t first, uint32_t end, const struct cwatch *watch,
		      struct arena *a, struct csteps *ret)
{
	struct path p = { .w = w, .watch = *watch };

	state_begin(w, source, facts, a);
	for (uint32_t i = first; i < end; i++) {
		ret[i - first] = (struct csteps){ 0 };
		if (end == first + 1 || mentions(source, &facts->funcs[i], watch->name))
			read_function(&p, i, &ret[i - first]);
	}
	vec_release(&p.steps);
	vec_release(&p.origins);
}
