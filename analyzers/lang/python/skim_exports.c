/* __all__: the strings it is made of, and whether that is all. */
#include "base/base.h"
#include "analyzers/lang/python/skim_impl.h"

/* Over one element or operand that is no literal: to the separator or a closing bracket, or to `to`. */
static uint32_t skip_to(struct skim *s, uint32_t p, uint32_t to, char separator)
{
	while (p < to && s->text[p] != (unsigned char)separator && s->text[p] != ')' && s->text[p] != ']')
		p = skim_token(s, p, to);
	return p;
}

static bool ends_element(const struct skim *s, uint32_t p, uint32_t to)
{
	return p >= to || s->text[p] == ',' || s->text[p] == ']' || s->text[p] == ')';
}

/* Elements up to the closing bracket or `to`; returns where that is. */
static uint32_t add_elements(struct skim *s, uint32_t p, uint32_t to)
{
	struct literal l;

	for (;;) {
		p = skim_space(s, p, true);
		if (p >= to || s->text[p] == ']' || s->text[p] == ')')
			return p;
		if (skim_literal(s, p, &l) && l.is_plain && ends_element(s, skim_space(s, l.end, true), to)) {
			vec_push(&s->exports, arena_str(s->arena, skim_slice(s, l.text, l.text_end)));
			p = skim_space(s, l.end, true);
		} else {
			s->out->marks |= MARK_ALL_DYNAMIC;
			p = skip_to(s, p, to, ',');
		}
		if (p < to && s->text[p] == ',')
			p++;
	}
}

/* One operand: a display of strings, or something that only running the code can tell. */
static uint32_t add_operand(struct skim *s, uint32_t p, uint32_t to)
{
	size_t known = s->exports.len;
	uint32_t end;

	if (s->text[p] == '[' || s->text[p] == '(') {
		end = add_elements(s, p + 1, to) + 1; /* MIN() would read them twice */
		end = skim_space(s, MIN(end, to), true);
		if (end >= to || s->text[end] == '+')
			return end;
		s->exports.len = known;
	}
	s->out->marks |= MARK_ALL_DYNAMIC;
	return skip_to(s, p, to, '+');
}

/* A sum in brackets of its own, as formatters like to lay it out; not a tuple, nor a string in brackets. */
static bool is_sum_in_brackets(struct skim *s, uint32_t from, uint32_t to)
{
	uint32_t p = skim_space(s, from + 1, true);
	struct literal l;

	if (s->text[from] != '(' || skim_byte(s, p) == ')' || skim_literal(s, p, &l) || skim_bracket(s, from, to) < to)
		return false;
	while (p < to && s->text[p] != ',')
		p = skim_token(s, p, to);
	return p == to;
}

void skim_exports(struct skim *s, uint32_t from, uint32_t to)
{
	uint32_t p = skim_space(s, from, true);
	struct literal l;

	s->out->has_exports = true;
	if (p < to && skim_literal(s, p, &l)) {
		add_elements(s, p, to); /* "a", "b": a tuple without brackets */
		return;
	}
	if (p < to && is_sum_in_brackets(s, p, to)) {
		p = skim_space(s, p + 1, true);
		to = skim_trim(s, p, to - 1);
	}
	while (p < to) {
		p = add_operand(s, p, to);
		p = skim_space(s, p + (p < to), true);
	}
}

/* append(): one string. */
static bool add_one(struct skim *s, uint32_t from, uint32_t to)
{
	struct literal l;

	if (!skim_literal(s, from, &l) || !l.is_plain || skim_space(s, l.end, true) < to)
		return false;
	s->out->has_exports = true;
	vec_push(&s->exports, arena_str(s->arena, skim_slice(s, l.text, l.text_end)));
	return true;
}

void skim_exports_method(struct skim *s, uint32_t from, uint32_t to)
{
	uint32_t name_end = skim_identifier_end(s, from), dot, method, open, argument, end;
	struct str name;

	if (!str_is(skim_slice(s, from, name_end), "__all__"))
		return;
	dot = skim_space(s, name_end, false);
	method = skim_space(s, dot + 1, false);
	open = skim_space(s, skim_identifier_end(s, method), false);
	if (skim_byte(s, dot) != '.' || skim_byte(s, open) != '(' || skim_bracket(s, open, to) < to)
		return;
	name = skim_slice(s, method, skim_identifier_end(s, method));
	argument = skim_space(s, open + 1, true);
	end = skim_trim(s, argument, to - 1);
	if (end > argument && s->text[end - 1] == ',')
		end = skim_trim(s, argument, end - 1);
	if (str_is(name, "extend"))
		skim_exports(s, argument, end);
	else if (!str_is(name, "append") || !add_one(s, argument, end))
		s->out->marks |= MARK_ALL_DYNAMIC;
}
