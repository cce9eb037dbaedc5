/* The quick look at every function, from token to token: whom it calls, and whether it is worth a walk. */
#include "base/base.h"
#include "analyzers/lang/c/state.h"

#include <string.h>

#define ARGUMENTS_MAX 500 /* tokens */

/* Where the look has come to. */
struct look {
	struct state_walk *w;
	uint32_t func;
	const char *at, *end;
	struct c_token token, before; /* before: the one in front */
	bool is_wanted, is_creator;
	uint64_t asked, needed; /* parameters, as bits */
	uint32_t depth;         /* of braces */
	bool is_conditional;    /* the statement begins with if or the like, or has && or ? in front */
};

static struct str word_of(const struct look *l, const struct c_token *t)
{
	return (struct str){ l->w->source.ptr + t->start, t->end - t->start };
}

static bool is_no_callee(struct str word)
{
	static const char *const words[] = { "if", "for", "while", "switch", "return", "sizeof", "defined", "catch", "alignof", "decltype", "typeof" };

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (*word.ptr == *words[i] && str_is(word, words[i]))
			return true;
	return false;
}

static bool is_guard_word(struct str word)
{
	if (!state_may_guard(word))
		return false;
	switch (state_call_meaning(word)) {
	case CALL_LOCK:
	case CALL_LOCK_SCOPE:
	case CALL_ONCE:
	case CALL_THREAD: return true;
	default: return false;
	}
}

static void add_callee(const struct look *l, struct str word)
{
	uint64_t name = str_hash(word);

	if (map_add(&l->w->called, state_key(l->func, name), (uint32_t)l->w->callees.len))
		vec_push(&l->w->callees, (struct cstate_callee){ .name = name, .func = l->func });
}

/* --- Arguments that are NULL --- */

static bool is_null(struct str word)
{
	return str_is(word, "NULL") || str_is(word, "nullptr");
}

/* Of `callee(`, from the parenthesis. */
static uint64_t null_arguments(const struct look *l, const char *open)
{
	struct c_token t = { .end = (uint32_t)(open - l->w->source.ptr) }, before = { 0 };
	uint32_t depth = 0, argument = 0;
	uint64_t nulls = 0;
	bool is_alone = false;

	for (unsigned left = ARGUMENTS_MAX; left > 0 && token_next(l->w->source.ptr, l->w->source.ptr + t.end, l->end, &t); left--) {
		bool is_end = t.kind == ')' || t.kind == ']' || t.kind == '}';

		if (t.kind == ';')
			return 0;
		if (depth == 1 && is_alone && (t.kind == ',' || t.kind == ')') && argument < 64)
			nulls |= UINT64_C(1) << argument;
		depth += t.kind == '(' || t.kind == '[' || t.kind == '{';
		if (is_end && --depth == 0)
			return nulls;
		argument += depth == 1 && t.kind == ',';
		is_alone = depth == 1 && is_null(word_of(l, &t)) && (before.kind == ',' || before.kind == '(');
		before = t;
	}
	return 0;
}

static void take_call(struct look *l, struct str word, const char *open)
{
	uint64_t nulls;

	add_callee(l, word);
	l->is_wanted = l->is_wanted || is_guard_word(word);
	nulls = state_says_creation(word) ? null_arguments(l, open) : 0;
	if (nulls)
		vec_push(&l->w->nulls, (struct cstate_null){ arena_str(l->w->arena, word), nulls, l->func, state_span_of(l->w, l->token.start, l->token.end) });
}

/* --- Variables of other files --- */

/*
 * Has the function named it before, other than as what it is set to? `type name`, `type *name` and `, name` declare it;
 * only its first mention is looked at.
 */
static bool is_declared_before(const struct look *l, struct str word)
{
	const char *start = l->w->source.ptr + l->w->facts->funcs[l->func].body, *here = l->w->source.ptr + l->token.start;

	for (const char *at = start; at < here; at++) {
		const char *before;

		at = memmem(at, (size_t)(here - at), word.ptr, word.len);
		if (!at)
			return false;
		if (char_in_name[(unsigned char)at[-1]] || char_in_name[(unsigned char)at[word.len]])
			continue;
		for (before = at - 1; before > start && (*before == ' ' || *before == '\t' || *before == '\n'); before--)
			;
		return char_in_name[(unsigned char)*before] || *before == '*' || *before == ',';
	}
	return false;
}

static bool starts_statement(uint8_t before)
{
	return before == ';' || before == '{' || before == '}' || before == ')';
}

static bool is_param(const struct look *l, struct str word)
{
	const struct cfunc *f = &l->w->facts->funcs[l->func];

	for (uint32_t i = 0; i < f->param_count; i++)
		if (str_eq(f->params[i].name, word))
			return true;
	return false;
}

/* `name = callee(`, and nothing in this file is called so. */
static void note_foreign(const struct look *l, struct str word, const char *equals)
{
	struct c_token callee, open;
	uint64_t hash = str_hash(word);

	if (!starts_statement(l->before.kind) || map_has(&l->w->by_name, hash) || is_param(l, word))
		return;
	if (!token_next(l->w->source.ptr, equals + 1, l->end, &callee) || callee.kind != TOKEN_NAME)
		return;
	if (!token_next(l->w->source.ptr, l->w->source.ptr + callee.end, l->end, &open) || open.kind != '(')
		return;
	if (is_declared_before(l, word))
		return;
	vec_push(&l->w->foreigns, (struct cstate_foreign){ arena_str(l->w->arena, word), arena_str(l->w->arena, word_of(l, &callee)), l->func,
							    state_span_of(l->w, l->token.start, l->token.end) });
}

/* --- Parameters that are looked into --- */

static void note_param(struct look *l, struct str word, const char *next)
{
	const struct cfunc *f = &l->w->facts->funcs[l->func];
	uint32_t i = 0;
	uint64_t bit;

	while (i < f->param_count && !str_eq(f->params[i].name, word))
		i++;
	if (i >= f->param_count || i >= 64 || l->before.kind == '.' || l->before.kind == TOKEN_ARROW)
		return;
	bit = UINT64_C(1) << i;
	if (l->end - next < 2 || next[0] != '-' || next[1] != '>') {
		l->asked |= bit; /* asked, handed on, or set: somebody may see to it */
		return;
	}
	if ((l->asked | l->needed) & bit)
		return;
	if (l->depth > 1 || l->is_conditional) {
		l->asked |= bit;
		return;
	}
	l->needed |= bit;
	vec_push(&l->w->needs, (struct cstate_need){ l->func, i, state_span_of(l->w, l->token.start, l->token.end) });
}

/* Is what comes next done whenever the function is called? */
static void follow_statement(struct look *l)
{
	static const char *const heads[] = { "if", "else", "while", "for", "switch", "case", "do" };
	struct str word = word_of(l, &l->token);

	l->depth += l->token.kind == '{';
	l->depth -= l->token.kind == '}' && l->depth > 0;
	if (l->token.kind == ';' || l->token.kind == '{' || l->token.kind == '}')
		l->is_conditional = false;
	if (l->token.kind == '?' || str_is(word, "&&") || str_is(word, "||"))
		l->is_conditional = true;
	for (size_t i = 0; l->token.kind == TOKEN_NAME && i < ARRAY_LEN(heads); i++)
		l->is_conditional = l->is_conditional || str_is(word, heads[i]);
}

/* --- Variables that outlive the call --- */

static bool is_number(const struct cslot *slot)
{
	static const char *const types[] = { "int", "unsigned", "bool", "long", "size_t", "gboolean", "gint", "guint", "double", "short", "char", "enum", "time_t", "uint" };

	for (size_t i = 0; slot->pointers == 0 && !slot->is_array && i < ARRAY_LEN(types); i++)
		if (str_starts(slot->type, str_from(types[i])))
			return true;
	return false;
}

/* Of a number only what sets it, returns it or takes its address: `if (verbose)` stands in half of all functions. */
static bool is_telling(const struct look *l, struct str word, const char *next)
{
	uint32_t slot = map_get(&l->w->by_name, str_hash(word));

	if (slot == NONE)
		return false;
	if (!is_number(&l->w->slots.items[slot]))
		return true;
	if (l->before.kind == '&' || (l->before.kind == TOKEN_NAME && str_is(word_of(l, &l->before), "return")))
		return true;
	return l->end - next >= 2 && *next == '=' && next[1] != '=';
}

/* --- The look --- */

static void take_name(struct look *l)
{
	struct str word = word_of(l, &l->token);
	const char *next = token_skip_layout(l->at, l->end);
	char sign = next < l->end ? *next : ';';

	if (!l->is_wanted)
		l->is_wanted = (*word.ptr == 's' && str_is(word, "static")) || (state_in_bloom(l->w, word) && is_telling(l, word, next));
	if (l->is_creator)
		note_param(l, word, next);
	if (sign == '(' && !is_no_callee(word)) {
		take_call(l, word, next);
		return;
	}
	if (l->w->is_cpp) {
		l->is_wanted = l->is_wanted || is_guard_word(word);
		return;
	}
	if (sign == '=' && next + 1 < l->end && next[1] != '=')
		note_foreign(l, word, next);
}

bool state_look(struct state_walk *w, uint32_t func)
{
	const struct cfunc *f = &w->facts->funcs[func];
	struct look l = { .w = w, .func = func, .at = w->source.ptr + f->body, .end = w->source.ptr + f->end };

	l.is_creator = !w->is_cpp && state_says_creation(f->name);
	while (token_next(w->source.ptr, l.at, l.end, &l.token)) {
		l.at = w->source.ptr + l.token.end;
		if (l.is_creator)
			follow_statement(&l);
		if (l.token.kind == TOKEN_NAME)
			take_name(&l);
		l.before = l.token;
	}
	return l.is_wanted;
}
