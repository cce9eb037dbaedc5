/* Import statements, in whatever layout. */
#include "base/base.h"
#include "analyzers/lang/python/skim_impl.h"

#include "analyzers/lang/python/terms.h"

/* `a.b as c`: returns its end, or p when there is no name. */
static uint32_t add_name(struct skim *s, uint32_t p, bool in_brackets)
{
	uint32_t end = skim_dotted_end(s, p, in_brackets), as = skim_space(s, end, in_brackets), alias;
	struct import_name name;

	if (end == p)
		return p;
	name.name = terms_dotted(s->arena, skim_slice(s, p, end));
	name.alias = STR("");
	if (skim_is_word(s, as, "as")) {
		alias = skim_space(s, as + 2, in_brackets);
		end = skim_identifier_end(s, alias);
		if (end == alias)
			return p;
		name.alias = arena_str(s->arena, skim_slice(s, alias, end));
	}
	name.span = skim_span(s, p, end);
	vec_push(&s->names, name);
	return end;
}

/* Names with commas between; returns the end of the last. A comma behind it is allowed in brackets only. */
static uint32_t add_names(struct skim *s, uint32_t p, bool in_brackets)
{
	uint32_t end = add_name(s, p, in_brackets), comma;

	for (;;) {
		comma = skim_space(s, end, in_brackets);
		if (end == p || skim_byte(s, comma) != ',')
			return end;
		p = skim_space(s, comma + 1, in_brackets);
		end = add_name(s, p, in_brackets);
	}
}

static struct import begin(struct skim *s, enum import_form form)
{
	return (struct import){
		.form = form,
		.def = skim_top(s)->def,
		.block = skim_block(s),
		.module = STR(""),
		.first_name = (uint32_t)s->names.len,
	};
}

static bool is_line_end(const struct skim *s, uint32_t p)
{
	return p >= s->len || skim_is(s, p, CHAR_NEWLINE) || s->text[p] == '#';
}

/* The statement reaches from start to end, or it is no import; returns where it ends, as skim_run() does. */
static uint32_t finish(struct skim *s, struct import *i, uint32_t start, uint32_t end)
{
	uint32_t p = skim_space(s, end, false);
	bool is_joint = skim_byte(s, p) == ';';

	if (!is_joint && !is_line_end(s, p)) {
		skim_broken(s, start, "malformed import");
		s->names.len = i->first_name;
		return skim_run(s, start, s->len);
	}
	i->is_joined = s->after_semicolon || (is_joint && !is_line_end(s, skim_space(s, p + 1, false)));
	i->name_count = (uint32_t)s->names.len - i->first_name;
	i->span = skim_span(s, start, end);
	vec_push(&s->imports, *i);
	return p;
}

uint32_t skim_import(struct skim *s, uint32_t start, uint32_t p)
{
	struct import i = begin(s, IMPORT_MODULE);
	uint32_t end = add_names(s, skim_space(s, p, false), false);

	return finish(s, &i, start, i.first_name == s->names.len ? start : end);
}

/* What stands behind `import`: returns its end, or p when that is nothing. */
static uint32_t from_names(struct skim *s, struct import *i, uint32_t p)
{
	uint32_t end;

	if (skim_byte(s, p) == '*') {
		i->form = IMPORT_STAR;
		return p + 1;
	}
	if (skim_byte(s, p) != '(')
		return add_names(s, p, false);
	i->is_parenthesised = true;
	end = skim_space(s, add_names(s, skim_space(s, p + 1, true), true), true);
	return skim_byte(s, end) == ')' && i->first_name < s->names.len ? end + 1 : p;
}

uint32_t skim_from(struct skim *s, uint32_t start, uint32_t p)
{
	struct import i = begin(s, IMPORT_FROM);
	uint32_t end;

	for (p = skim_space(s, p, false); skim_byte(s, p) == '.'; p = skim_space(s, p + 1, false))
		i.level++;
	if (i.level == 0 || !skim_is_word(s, p, "import")) {
		end = skim_dotted_end(s, p, false);
		i.module = terms_dotted(s->arena, skim_slice(s, p, end));
		p = skim_space(s, end, false);
	}
	if (!skim_is_word(s, p, "import"))
		return finish(s, &i, start, start);
	p = skim_space(s, p + 6, false);
	end = from_names(s, &i, p);
	return finish(s, &i, start, end == p ? start : end);
}
