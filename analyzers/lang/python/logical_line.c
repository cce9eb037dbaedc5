/* Logical lines: tokens up to the newline that is in no string and in no bracket. */
#include "base/base.h"
#include "analyzers/lang/python/logical_line.h"

#include "analyzers/lang/python/python_impl.h"

#define TAB_WIDTH 8

void logical_lines_init(struct logical_lines *l, struct str source, uint32_t from)
{
	uint32_t first;

	*l = (struct logical_lines){ .skim = skim_new() };
	first = skim_start(l->skim, source, &l->arena, &l->outline);
	l->at = MAX(from, first);
}

void logical_lines_release(struct logical_lines *l)
{
	skim_free(l->skim);
	arena_release(&l->arena);
}

/* Over lines without code; true when there is some, *start is where its line begins. */
static bool find_code(const struct skim *s, uint32_t *start, uint32_t *code)
{
	uint32_t p = *start;

	while (p < s->len) {
		*start = p;
		p = skim_space(s, p, false);
		if (skim_byte(s, p) == '#')
			p = scan_newline(s->text, p, s->len);
		if (p < s->len && !skim_is(s, p, CHAR_NEWLINE)) {
			*code = p;
			return true;
		}
		p = skim_newline_end(s, p);
	}
	return false;
}

static uint32_t column_of(const struct skim *s, uint32_t start, uint32_t code)
{
	uint32_t column = 0;

	for (uint32_t p = start; p < code; p++) {
		if (s->text[p] == '\t')
			column += TAB_WIDTH - column % TAB_WIDTH;
		else
			column = s->text[p] == '\f' ? 0 : column + 1;
	}
	return column;
}

/* What one token tells of its line. */
static void note_token(const struct skim *s, struct logical_line *line, uint32_t p, uint32_t end, uint32_t *lambdas)
{
	line->is_header = s->text[p] == ':';
	line->code_end = end;
	if (s->text[p] == 'l' && str_is(skim_slice(s, p, end), "lambda"))
		++*lambdas;
	if (s->text[p] != ':' || line->colon != NONE || skim_byte(s, end) == '=')
		return;
	if (*lambdas > 0)
		--*lambdas;
	else
		line->colon = p;
}

/* A token that begins with a bracket and goes to the end of the text may lack the other one. */
static bool is_left_open(struct skim *s, uint32_t p)
{
	uint32_t depth = 0;

	if (!skim_is(s, p, CHAR_OPENER))
		return false;
	for (; p < s->len; p = scan_map_next(&s->map, p)) {
		char c = (char)s->text[p];

		if (c == '"' || c == '\'') {
			p = skim_string(s, p);
			continue;
		}
		depth += c == '(' || c == '[' || c == '{';
		depth -= c == ')' || c == ']' || c == '}';
		p = c == '#' ? scan_newline(s->text, p, s->len) : p + 1;
	}
	return depth > 0;
}

static uint32_t read_line(struct skim *s, struct logical_line *line)
{
	uint32_t p = line->code, lambdas = 0;
	bool after_semicolon = false;

	while (p < s->len && !skim_is(s, p, CHAR_NEWLINE)) {
		uint32_t end = skim_space(s, p, false);

		if (end > p) {
			p = end;
			continue;
		}
		end = skim_token(s, p, s->len);
		if (s->text[p] == ';') {
			after_semicolon = true;
		} else if (s->text[p] != '#') {
			line->is_joined |= after_semicolon;
			line->is_open |= end == s->len && is_left_open(s, p);
			note_token(s, line, p, end, &lambdas);
		}
		p = end;
	}
	return skim_newline_end(s, p);
}

bool logical_lines_next(struct logical_lines *l, struct logical_line *ret)
{
	struct skim *s = l->skim;

	*ret = (struct logical_line){ .start = l->at, .colon = NONE };
	if (!find_code(s, &ret->start, &ret->code))
		return false;
	ret->column = column_of(s, ret->start, ret->code);
	l->at = ret->end = read_line(s, ret);
	return true;
}

bool logical_line_begins(const struct logical_lines *l, const struct logical_line *line, const char *word)
{
	return skim_is_word(l->skim, line->code, word);
}

uint32_t decorators_step(struct decorators *d, const struct logical_lines *l, const struct logical_line *line)
{
	if (!d->is_open)
		d->start = line->start;
	d->is_open = skim_byte(l->skim, line->code) == '@';
	return d->start;
}
