/* Assignments at module and class level: which names are bound, and to what. */
#include "base/base.h"
#include "analyzers/lang/python/skim_impl.h"

#include <string.h>

#include "analyzers/lang/python/terms.h"

/* What the statement has outside of brackets. */
struct assignment {
	uint32_t start;
	uint32_t part;    /* behind the last `=`, or start */
	uint32_t colon;   /* of an annotation, or NONE */
	uint32_t augment; /* the operator of an augmented assignment, or NONE */
	uint32_t value;   /* behind the last `=`, or NONE */
	uint32_t close;   /* behind the first bracket pair of the value, or NONE */
	bool has_lambda;  /* in the part: no further `=` is an assignment */
};

/* What its targets are bound to. */
struct bound {
	enum binding_kind kind;
	struct str value, annotation;
};

static void add_binding(struct skim *s, uint32_t start, uint32_t end, struct bound to)
{
	vec_push(&s->bindings,
		(struct binding){
			.kind = to.kind,
			.def = skim_top(s)->def,
			.block = skim_block(s),
			.name = arena_str(s->arena, skim_slice(s, start, end)),
			.value = to.value,
			.annotation = to.annotation,
			.span = skim_span(s, start, end),
		});
}

static const struct bound bound_other = { BINDING_OTHER, STR_INIT(""), STR_INIT("") };

/* --- Targets --- */

static bool opens_pattern(unsigned char before)
{
	return before == '\0' || before == ',' || before == '(' || before == '[' || before == '*';
}

static bool ends_target(unsigned char after)
{
	return after == ',' || after == ')' || after == ']';
}

/* An identifier among targets is one when nothing but pattern stands around it. */
static uint32_t note_target(struct skim *s, uint32_t p, uint32_t to, unsigned char before)
{
	uint32_t end = skim_identifier_end(s, p), next = skim_space(s, end, true);

	if (opens_pattern(before) && (next >= to || ends_target(s->text[next])) &&
		!terms_is_keyword(skim_slice(s, p, end)))
		vec_push(&s->targets, (struct piece){ p, end });
	return end;
}

/* Brackets close; when more of an expression follows, as in `(a).b = c`, there were no targets in them. */
static uint32_t close_pattern(struct skim *s, uint32_t p, uint32_t to)
{
	size_t before = s->patterns.len ? vec_pop(&s->patterns) : s->targets.len;
	uint32_t next = skim_space(s, p + 1, true);

	if (next < to && (s->text[next] == '.' || s->text[next] == '[' || s->text[next] == '('))
		s->targets.len = before;
	return p + 1;
}

void skim_targets(struct skim *s, uint32_t from, uint32_t to)
{
	unsigned char before = '\0', c;

	vec_clear(&s->targets);
	vec_clear(&s->patterns);
	for (uint32_t p = skim_space(s, from, true); p < to; p = skim_space(s, p, true)) {
		c = s->text[p];
		if (skim_chars[c] & CHAR_IDENTIFIER) {
			p = note_target(s, p, to, before);
		} else if ((skim_chars[c] & CHAR_OPENER) && opens_pattern(before)) {
			vec_push(&s->patterns, s->targets.len);
			p++;
		} else if (c == ')' || c == ']') {
			p = close_pattern(s, p, to);
		} else {
			p = skim_token(s, p, to); /* a call's or a subscript's bracket pair, or something between */
		}
		before = s->text[p - 1];
	}
	vec_foreach (struct piece, target, &s->targets)
		add_binding(s, target->start, target->end, bound_other);
}

/* A target that may be a lone name, which then takes the value. */
static void add_targets(struct skim *s, uint32_t from, uint32_t to, struct bound bound)
{
	uint32_t start = skim_space(s, from, false), end = skim_identifier_end(s, start);

	if (end > start && skim_space(s, end, false) >= to) {
		if (!terms_is_keyword(skim_slice(s, start, end)))
			add_binding(s, start, end, bound);
	} else {
		skim_targets(s, from, to);
	}
}

void skim_with_targets(struct skim *s, uint32_t from, uint32_t to)
{
	uint32_t p = from, end;

	while (p < to) {
		end = skim_is(s, p, CHAR_OPENER) ? p + 1 : skim_token(s, p, to);
		if (str_is(skim_slice(s, p, end), "as")) {
			p = end;
			while (end < to && s->text[end] != ',' && s->text[end] != ')')
				end = skim_token(s, end, to);
			skim_targets(s, p, end);
		}
		p = end;
	}
}

/* --- Values --- */

/* Behind the dotted name at p, if it is one that may be bound; otherwise p. */
static uint32_t dotted_end(const struct skim *s, uint32_t p)
{
	bool is_keyword = terms_is_keyword(skim_slice(s, p, skim_identifier_end(s, p)));

	return is_keyword || skim_is(s, p, CHAR_DIGIT) ? p : skim_dotted_end(s, p, false);
}

/* Behind a leading `await`, or p. */
static uint32_t skip_await(const struct skim *s, uint32_t p)
{
	uint32_t end = skim_identifier_end(s, p);

	return str_is(skim_slice(s, p, end), "await") ? skim_space(s, end, false) : p;
}

/* The value from `from` to `to`; close is behind its first bracket pair, or NONE. */
static struct bound read_value(struct skim *s, uint32_t from, uint32_t to, uint32_t close)
{
	struct bound bound = bound_other;
	uint32_t start = skim_space(s, from, false), callee, end;

	if (str_is(skim_slice(s, start, MAX(start, to)), "None")) {
		bound.kind = BINDING_NONE;
		return bound;
	}
	callee = close == to ? skip_await(s, start) : start;
	end = dotted_end(s, callee);
	if (end == callee || end > to)
		return bound;
	if (end == to)
		bound.kind = BINDING_ALIAS;
	else if (close == to && s->text[skim_space(s, end, false)] == '(')
		bound.kind = BINDING_CALL;
	else
		return bound;
	bound.value = terms_dotted(s->arena, skim_slice(s, callee, end));
	return bound;
}

/* --- Statements --- */

static bool is_all(struct str name)
{
	return str_is(name, "__all__");
}

/* Everything that __all__ is given at module level. */
static void note_exports(struct skim *s, const struct assignment *a, size_t first, uint32_t end)
{
	bool is_all_bound = false;

	for (size_t i = first; i < s->bindings.len; i++)
		is_all_bound |= is_all(s->bindings.items[i].name);
	if (!is_all_bound || skim_top(s)->def != NONE)
		return;
	if (a->value != NONE && (a->augment == NONE || s->text[a->augment] == '+'))
		skim_exports(s, a->value, end);
	else if (a->value != NONE)
		s->out->marks |= MARK_ALL_DYNAMIC;
}

static void record(struct skim *s, const struct assignment *a, uint32_t end)
{
	struct bound bound = bound_other;
	size_t first = s->bindings.len;
	uint32_t from = a->start;

	if (a->augment != NONE) {
		add_targets(s, from, a->augment, bound);
	} else if (a->colon != NONE) {
		uint32_t stop = s->equals.len ? skim_trim(s, a->colon, s->equals.items[0]) : end;
		uint32_t annotation = skim_space(s, a->colon + 1, false);

		if (a->value != NONE)
			bound = read_value(s, a->value, end, a->close);
		bound.annotation = arena_str(s->arena, skim_slice(s, MIN(annotation, stop), stop));
		add_targets(s, from, a->colon, bound);
	} else {
		bound = read_value(s, a->value, end, a->close);
		for (size_t i = 0; i < s->equals.len; i++) {
			add_targets(s, from, s->equals.items[i], bound);
			from = s->equals.items[i] + 1;
		}
	}
	note_exports(s, a, first, end);
}

/* `x = lambda y=1: y`: the second `=` is a default, not an assignment, and the colon no annotation's. */
static bool is_in_lambda(struct skim *s, struct assignment *a, uint32_t p)
{
	a->has_lambda = a->has_lambda || skim_find_word(s, a->part, p, "lambda") < p;
	return a->has_lambda;
}

static bool is_operator(unsigned char c)
{
	return c && strchr("+-*/%&|^@<>", c);
}

/* The `=` at p, which may be part of a comparison or of an augmented assignment. */
static void note_equal(struct skim *s, struct assignment *a, uint32_t p)
{
	unsigned char before = p > a->start ? s->text[p - 1] : '\0';
	uint32_t start = p;

	while (start > a->part && is_operator(s->text[start - 1]))
		start--;
	if (before == '!' || (p - start == 1 && (before == '<' || before == '>')))
		return;
	if (a->augment != NONE || (a->colon != NONE && s->equals.len) || is_in_lambda(s, a, p))
		return;
	if (start < p)
		a->augment = start;
	vec_push(&s->equals, p);
	a->part = a->value = p + 1;
	a->close = NONE;
}

static void note_colon(struct skim *s, struct assignment *a, uint32_t p)
{
	if (a->colon == NONE && s->equals.len == 0 && !is_in_lambda(s, a, p))
		a->colon = p;
}

/* Code outside of brackets without a special byte in it. */
static void look_through(struct skim *s, struct assignment *a, uint32_t p, uint32_t to)
{
	for (; p < to; p++) {
		bool is_colon = s->text[p] == ':';

		if (!is_colon && s->text[p] != '=')
			continue;
		if (skim_byte(s, p + 1) == '=')
			p++; /* `==` and `:=` */
		else if (is_colon)
			note_colon(s, a, p);
		else
			note_equal(s, a, p);
	}
}

/* To the end of the statement, as skim_run() does. */
static uint32_t walk(struct skim *s, struct assignment *a, uint32_t p)
{
	for (;;) {
		bool in_brackets = s->depth > 0;
		uint32_t at = skim_next(s, p);

		if (!in_brackets)
			look_through(s, a, p, at);
		if (at >= s->len)
			return skim_run(s, at, s->len);
		p = skim_step(s, at);
		if (p == at)
			return p;
		if (in_brackets && s->depth == 0 && a->close == NONE)
			a->close = p;
	}
}

uint32_t skim_assignment(struct skim *s, uint32_t p)
{
	struct assignment a = { .start = p, .part = p, .colon = NONE, .augment = NONE, .value = NONE, .close = NONE };
	uint32_t end, code_end;

	vec_clear(&s->equals);
	end = walk(s, &a, p);
	code_end = skim_trim(s, p, end);
	if (s->equals.len > 0 || a.colon != NONE)
		record(s, &a, code_end);
	else if (skim_top(s)->def == NONE)
		skim_exports_method(s, p, code_end);
	return end;
}
