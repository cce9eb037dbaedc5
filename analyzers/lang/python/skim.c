/* A Python file's outline by skimming: its lines, and the suites they open and close. */
#include "base/base.h"
#include "analyzers/lang/python/skim_impl.h"

#include "analyzers/lang/python/python_impl.h"
#include "analyzers/lang/python/terms.h"
#include "analyzers/remark.h"

#define TAB_WIDTH 8 /* of the language reference */

/* --- Lines --- */

/* All statements of the logical line at p; returns where its newline is. */
static uint32_t statements(struct skim *s, uint32_t p)
{
	bool is_inline = false;

	s->after_semicolon = false;
	for (;;) {
		p = skim_statement(s, p, &is_inline);
		if (is_inline) {
			is_inline = false;
			continue;
		}
		if (skim_byte(s, p) != ';')
			return skim_byte(s, p) == '#' ? scan_newline(s->text, p, s->len) : p;
		p = skim_space(s, p + 1, false);
		if (p >= s->len || skim_is(s, p, CHAR_NEWLINE) || s->text[p] == '#')
			return scan_newline(s->text, p, s->len);
		s->after_semicolon = true;
	}
}

/* The newline of the last line with code: not p, when lines joined to it were blank. */
static uint32_t find_code_end(const struct skim *s, uint32_t p)
{
	if (p == 0 || !(skim_chars[s->text[p - 1]] & (CHAR_NEWLINE | CHAR_BLANK)))
		return p;
	return scan_newline(s->text, skim_trim(s, s->statement, p), p);
}

static uint32_t logical_line(struct skim *s, uint32_t p)
{
	p = statements(s, p);
	s->code_end = find_code_end(s, p);
	while (skim_top(s)->is_inline)
		skim_pop(s);
	return skim_newline_end(s, p);
}

/* A line indented by `column` begins at p: open or close suites. */
static void indent(struct skim *s, uint32_t p, uint32_t column)
{
	if (skim_top(s)->indent == NONE && column > s->frames.items[s->frames.len - 2].indent) {
		skim_top(s)->indent = column;
		return;
	}
	if (skim_top(s)->indent == NONE)
		skim_broken(s, p, "expected an indented block");
	else if (column > skim_top(s)->indent)
		skim_broken(s, p, "unexpected indent");
	while (s->frames.len > 1 && (skim_top(s)->indent == NONE || column < skim_top(s)->indent))
		skim_pop(s);
	if (column > skim_top(s)->indent)
		skim_broken(s, p, "inconsistent dedent");
}

/*
 * The column of the line at p, whose rules are those of CPython's tokenizer:
 * tabs go to multiples of eight, a form feed begins anew, and of lines joined
 * before any code the first that is indented counts.
 */
static uint32_t measure_oddly(const struct skim *s, uint32_t p, uint32_t *ret_start)
{
	uint32_t column = 0, first = 0;

	for (;;) {
		switch (skim_byte(s, p)) {
		case ' ': column++; break;
		case '\t': column += TAB_WIDTH - column % TAB_WIDTH; break;
		case '\f': column = 0; break;
		case '\\':
			if (skim_is(s, p + 1, CHAR_NEWLINE)) {
				first = first ? first : column;
				p = skim_newline_end(s, p + 1);
				continue;
			}
			*ret_start = p;
			return first ? first : column;
		default: *ret_start = p; return first ? first : column;
		}
		p++;
	}
}

static inline uint32_t measure(const struct skim *s, uint32_t p, uint32_t *ret_start)
{
	uint32_t start = scan_spaces(s->text, p, s->len);

	if (skim_byte(s, start) <= ' ' || s->text[start] == '\\')
		return measure_oddly(s, p, ret_start);
	*ret_start = start;
	return start - p;
}

static void read_lines(struct skim *s, uint32_t p)
{
	uint32_t column;

	while (p < s->len) {
		column = measure(s, p, &p);
		if (p >= s->len)
			break;
		if (s->text[p] == '#') {
			p = skim_newline_end(s, scan_newline(s->text, p, s->len));
		} else if (skim_chars[s->text[p]] & CHAR_NEWLINE) {
			p = skim_newline_end(s, p);
		} else {
			if (column != skim_top(s)->indent)
				indent(s, p, column);
			p = logical_line(s, p);
		}
	}
	if (skim_top(s)->indent == NONE)
		skim_broken(s, s->len, "expected an indented block");
	while (s->frames.len > 1)
		skim_pop(s);
}

/* --- The file --- */

/* The first statement of the code at p. */
static uint32_t first_statement(const struct skim *s, uint32_t p)
{
	for (;;) {
		(void)measure(s, p, &p);
		if (skim_byte(s, p) == '#')
			p = scan_newline(s->text, p, s->len);
		if (!skim_is(s, p, CHAR_NEWLINE))
			return p;
		p = skim_newline_end(s, p);
	}
}

/* The first statement's text, if it is but a plain string; otherwise empty. */
static struct str docstring(struct skim *s, uint32_t p)
{
	struct literal l;

	if (!skim_literal(s, first_statement(s, p), &l) || !l.is_plain)
		return STR("");
	p = skim_space(s, l.end, false);
	if (p < s->len && !skim_is(s, p, CHAR_NEWLINE) && s->text[p] != ';' && s->text[p] != '#')
		return STR("");
	return skim_slice(s, l.text, l.text_end);
}

static void finish(struct skim *s)
{
	struct outline *o = s->out;
	bool has_last_line = s->len > 0 && !(skim_chars[s->text[s->len - 1]] & CHAR_NEWLINE);

	o->line_count = scan_map_line(&s->map, s->len) - 1 + has_last_line;
	arena_take(s->arena, &s->defs, o->defs, o->def_count);
	arena_take(s->arena, &s->blocks, o->blocks, o->block_count);
	arena_take(s->arena, &s->imports, o->imports, o->import_count);
	arena_take(s->arena, &s->names, o->names, o->name_count);
	arena_take(s->arena, &s->bindings, o->bindings, o->binding_count);
	arena_take(s->arena, &s->seams, o->seams, o->seam_count);
	arena_take(s->arena, &s->exports, o->exports, o->export_count);
}

void python_skim(struct lang_parser *p, struct str source, struct arena *a, struct outline *ret_outline)
{
	uint32_t start;

	if (!p->skim)
		p->skim = skim_new();
	start = skim_start(p->skim, source, a, ret_outline);
	if (terms_is_generated(source))
		ret_outline->marks |= MARK_GENERATED;
	if (remark_is_in(source))
		ret_outline->marks |= MARK_REMARKS;
	if (terms_is_deprecated(docstring(p->skim, start)))
		ret_outline->marks |= MARK_DEPRECATED;
	read_lines(p->skim, start);
	finish(p->skim);
}
