/* Logical lines by the skimmer's steps, and sets of edits. */
#include "base/base.h"
#include "analyzers/lang/python/edit_lines.h"

#include <stdlib.h>

#include "analyzers/lang/python/python_impl.h"
#include "base/bisect.h"

#define TAB_WIDTH 8 /* of the language reference */

/* --- Reading --- */

/* Over one statement, with its strings written down; returns where the newline, `;` or comment behind it is. */
static uint32_t run_piece(struct edit_lines *l, uint32_t p)
{
	struct skim *s = l->skim;

	s->statement = p;
	for (;;) {
		uint32_t at = skim_next(s, p);

		if (at >= s->len)
			return skim_run(s, s->len, s->len);
		p = skim_step(s, at);
		if (p == at)
			return p;
		if (s->text[at] == '"' || s->text[at] == '\'')
			vec_push(&l->strings, (struct piece){ at, p });
	}
}

/* The column counts as in skim.c; sets indent and code. */
static void measure(const struct skim *s, struct edit_line *line)
{
	uint32_t column = 0, first = 0, p = line->start;

	line->indent = p;
	for (;; p++) {
		switch (skim_byte(s, p)) {
		case ' ': column++; continue;
		case '\t': column += TAB_WIDTH - column % TAB_WIDTH; continue;
		case '\f':
			column = 0;
			line->indent = p + 1;
			continue;
		case '\\':
			if (skim_is(s, p + 1, CHAR_NEWLINE)) {
				first = first ? first : column;
				p = skim_newline_end(s, p + 1) - 1;
				continue;
			}
			break;
		default: break;
		}
		line->code = p;
		line->column = first ? first : column;
		return;
	}
}

static bool is_line_end(const struct skim *s, uint32_t p)
{
	return p >= s->len || skim_is(s, p, CHAR_NEWLINE) || s->text[p] == '#';
}

/* The statements of the line whose code is known. */
static void read_line(struct edit_lines *l, struct edit_line *line)
{
	struct skim *s = l->skim;
	uint32_t p = line->code, end;

	line->first_piece = (uint32_t)l->pieces.len;
	for (;;) {
		end = run_piece(l, p);
		vec_push(&l->pieces, (struct piece){ p, skim_trim(s, p, end) });
		p = end;
		if (skim_byte(s, p) != ';')
			break;
		p = skim_space(s, p + 1, false);
		if (is_line_end(s, p))
			break;
	}
	line->piece_count = (uint32_t)l->pieces.len - line->first_piece;
	line->end = vec_last(&l->pieces)->end;
	line->comment = skim_byte(s, p) == '#' ? p : NONE;
	line->stop = scan_newline(s->text, p, s->len);
	line->next = skim_newline_end(s, line->stop);
	vec_push(&l->lines, *line);
}

bool edit_lines_read(struct edit_lines *l, struct str source, struct err *err)
{
	struct skim *s = skim_new();
	uint32_t p;

	*l = (struct edit_lines){ .source = source, .skim = s };
	p = skim_start(s, source, &l->arena, &l->outline);
	while (p < s->len) {
		struct edit_line line = { .start = p };

		measure(s, &line);
		if (is_line_end(s, line.code)) {
			p = skim_newline_end(s, scan_newline(s->text, line.code, s->len));
		} else {
			read_line(l, &line);
			p = line.next;
		}
	}
	if (l->outline.is_broken)
		return err_set(err, "line %u: %s", l->outline.broken_line, l->outline.broken_reason);
	return true;
}

void edit_lines_release(struct edit_lines *l)
{
	skim_free(l->skim);
	arena_release(&l->arena);
	vec_release(&l->lines);
	vec_release(&l->pieces);
	vec_release(&l->strings);
}

/* --- Asking --- */

uint32_t edit_lines_find(const struct edit_lines *l, uint32_t at)
{
	uint32_t line;

	bisect(line, l->lines.len, l->lines.items[line].next <= at);
	return line < l->lines.len && l->lines.items[line].start <= at ? line : NONE;
}

bool edit_lines_in_string(const struct edit_lines *l, uint32_t at)
{
	size_t string;

	bisect(string, l->strings.len, l->strings.items[string].end <= at);
	return string < l->strings.len && l->strings.items[string].start < at;
}

struct str edit_lines_indent(const struct edit_lines *l, const struct edit_line *line)
{
	uint32_t end = line->indent;

	while (end < line->code && (l->source.ptr[end] == ' ' || l->source.ptr[end] == '\t'))
		end++;
	return str_slice(l->source, line->indent, end);
}

struct str edit_lines_eol(const struct edit_lines *l, const struct edit_line *line)
{
	const char *text = l->source.ptr;
	uint32_t p = line->start, stop = line->stop;

	if (line->next == stop)
		stop = scan_newline(l->skim->text, p, stop);
	if (line->next > stop)
		return str_slice(l->source, stop, skim_newline_end(l->skim, stop));
	if (p == 0 || (text[p - 1] != '\n' && text[p - 1] != '\r'))
		return STR("\n");
	if (p > 1 && text[p - 1] == '\n' && text[p - 2] == '\r')
		return STR("\r\n");
	return str_slice(l->source, p - 1, p);
}

struct str edit_lines_step(const struct edit_lines *l)
{
	vec_foreach (struct edit_line, line, &l->lines) {
		struct str indent = edit_lines_indent(l, line);

		if (line->column > 0 && indent.len > 0)
			return indent;
	}
	return STR("    ");
}

bool edit_lines_is_alone(const struct edit_lines *l, uint32_t line)
{
	const struct edit_line *lines = l->lines.items;
	uint32_t column = lines[line].column;

	if (column == 0 || line == 0)
		return false;
	return lines[line - 1].column < column && (line + 1 == l->lines.len || lines[line + 1].column < column);
}

/* --- Edits --- */

void edit_set_add(struct edit_set *s, uint32_t start, uint32_t end, struct str text)
{
	if (start < end || text.len > 0)
		vec_push(&s->items, (struct source_edit){ start, end, text });
}

static int compare(const void *a, const void *b)
{
	const struct source_edit *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->end < y->end ? -1 : x->end > y->end;
}

/* Deletions that meet become one; the number of edits left, or NONE when they contradict. */
static uint32_t fold(struct source_edit *items, size_t count)
{
	uint32_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		struct source_edit *last = kept ? &items[kept - 1] : NULL;

		if (!last || items[i].start >= last->end)
			items[kept++] = items[i];
		else if (last->text.len == 0 && items[i].text.len == 0)
			last->end = MAX(last->end, items[i].end);
		else
			return NONE;
	}
	return kept;
}

bool edit_set_take(struct edit_set *s, struct arena *a, struct source_edits *ret, struct err *err)
{
	uint32_t count;

	vec_sort(&s->items, compare);
	count = fold(s->items.items, s->items.len);
	if (count != NONE) {
		ret->items = arena_copy(a, s->items.items, count, sizeof(*s->items.items));
		ret->count = count;
	}
	vec_release(&s->items);
	return count != NONE || err_set(err, "the changes of this statement contradict each other");
}
