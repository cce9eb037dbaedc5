/* Strings that functions look names up by: patch("a.b.C"), import_module("a.b"). */
#include "base/base.h"
#include "analyzers/lang/python/skim_impl.h"

#include <string.h>

#include "analyzers/lang/python/terms.h"

/* Back over the identifier that ends at p. */
static uint32_t identifier_start(const struct skim *s, uint32_t p)
{
	while (p > s->statement && (skim_chars[s->text[p - 1]] & CHAR_IDENTIFIER))
		p--;
	return p;
}

static uint32_t back_over_space(const struct skim *s, uint32_t p)
{
	return skim_trim(s, s->statement, p);
}

/* The dotted name that ends at end, whose last part begins at p; NONE when it hangs on something else. */
static uint32_t callee_start(const struct skim *s, uint32_t p)
{
	for (;;) {
		uint32_t dot = back_over_space(s, p), end;

		if (dot == 0 || s->text[dot - 1] != '.')
			return p;
		end = back_over_space(s, dot - 1);
		p = identifier_start(s, end);
		if (p == end || (skim_chars[s->text[p]] & CHAR_DIGIT))
			return NONE;
	}
}

/* A name that is being defined is not being called. */
static bool is_definition(const struct skim *s, uint32_t p)
{
	uint32_t end = back_over_space(s, p);
	struct str before = skim_slice(s, identifier_start(s, end), end);

	return str_is(before, "def") || str_is(before, "class");
}

static void add_literal(struct skim *s, struct str callee, const struct literal *l)
{
	struct str text = skim_slice(s, l->text, l->text_end);
	struct seam seam = { .def = skim_top(s)->def, .is_dynamic = false };

	if (!terms_is_read(callee, text))
		return;
	seam.block = skim_block(s);
	seam.callee = callee;
	seam.text = arena_str(s->arena, text);
	seam.span = skim_span(s, l->start, l->end);
	vec_push(&s->seams, seam);
}

/* The argument's end is known when the walk gets there. */
static void add_dynamic(struct skim *s, struct str callee, uint32_t start)
{
	struct seam seam = {
		.def = skim_top(s)->def,
		.block = skim_block(s),
		.callee = callee,
		.text = STR(""),
		.is_dynamic = true,
		.span.start = start,
	};

	vec_push(&s->arguments, (struct open_argument){ (uint32_t)s->seams.len, s->depth + 1 });
	vec_push(&s->seams, seam);
}

static bool is_whole_argument(const struct skim *s, uint32_t end)
{
	unsigned char next = skim_byte(s, skim_space(s, end, true));

	return next == ',' || next == ')';
}

void skim_call(struct skim *s, uint32_t p)
{
	uint32_t end = back_over_space(s, p), start = identifier_start(s, end), argument;
	struct str last = skim_slice(s, start, end), callee;
	bool is_dynamic = terms_is_dynamic_reader(last);
	struct literal literal;

	if (s->words || start == end || !terms_is_reader_name(last))
		return;
	argument = skim_space(s, p + 1, true);
	if (skim_literal(s, argument, &literal) && literal.is_plain && is_whole_argument(s, literal.end))
		is_dynamic = false;
	else if (!is_dynamic || argument >= s->len || strchr(")]},", s->text[argument]))
		return;
	start = callee_start(s, start);
	if (start == NONE || is_definition(s, start))
		return;
	callee = terms_dotted(s->arena, skim_slice(s, start, end));
	if (is_dynamic)
		add_dynamic(s, callee, argument);
	else if (terms_is_reader(callee))
		add_literal(s, callee, &literal);
}
