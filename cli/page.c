/* Laid-out text. */
#include "base/base.h"
#include "cli/page.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"

/* The sixteen basic colours only: they follow the user's theme, light or dark. */
static const char *const style_codes[STYLE_COUNT] = {
	[STYLE_PLAIN] = "",
	[STYLE_BOLD] = "\x1b[1m",
	[STYLE_DIM] = "\x1b[2m",
	[STYLE_PLACE] = "\x1b[36m",
	[STYLE_GOOD] = "\x1b[32m",
	[STYLE_NOTE] = "\x1b[1;34m",
	[STYLE_WARNING] = "\x1b[1;33m",
	[STYLE_ERROR] = "\x1b[1;31m",
};

static void style_on(struct page *p, enum style style)
{
	if (p->has_color)
		strbuf_addz(p->out, style_codes[style]);
}

static void style_off(struct page *p, enum style style)
{
	if (p->has_color && style != STYLE_PLAIN)
		strbuf_addz(p->out, "\x1b[0m");
}

/* Without the style's codes. */
static void add_safe(struct page *p, struct str text)
{
	size_t start = p->out->len;

	utf8_add_safe(p->out, text);
	p->column += (unsigned)utf8_width(str_slice(strbuf_str(p->out), start, p->out->len));
}

void page_add(struct page *p, enum style style, struct str text)
{
	if (text.len == 0)
		return;
	style_on(p, style);
	add_safe(p, text);
	style_off(p, style);
}

void page_printf(struct page *p, enum style style, const char *format, ...)
{
	va_list args;
	char *formatted;
	int len;

	va_start(args, format);
	len = vasprintf(&formatted, format, args);
	va_end(args);
	if (len < 0)
		BUG("cannot format \"%s\"", format);
	page_add(p, style, (struct str){ formatted, (size_t)len });
	free(formatted);
}

static void add_spaces(struct page *p, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		strbuf_addch(p->out, ' ');
	p->column += count;
}

void page_pad(struct page *p, unsigned column)
{
	if (p->column < column)
		add_spaces(p, column - p->column);
	else if (p->column > column)
		add_spaces(p, 1);
}

void page_end(struct page *p)
{
	/* What was padded and then left empty. */
	while (p->out->len && p->out->ptr[p->out->len - 1] == ' ')
		p->out->ptr[--p->out->len] = '\0';
	strbuf_addch(p->out, '\n');
	p->column = 0;
}

bool page_fits(const struct page *p, size_t columns)
{
	return p->width == 0 || p->column + columns <= p->width;
}

static size_t safe_width(struct str text)
{
	struct strbuf safe CLEANUP(strbuf_release) = { 0 };

	utf8_add_safe(&safe, text);
	return utf8_width(strbuf_str(&safe));
}

/* Makes room for a word, on this line or the next; `is_open`: words stand before it and the style is on. */
static void place_word(struct page *p, enum style style, unsigned indent, size_t width, bool is_open)
{
	if (is_open && page_fits(p, 1 + width)) {
		add_safe(p, STR(" "));
		return;
	}
	if (is_open || (p->column > indent && !page_fits(p, width))) {
		if (is_open)
			style_off(p, style);
		page_end(p);
		add_spaces(p, indent);
	}
	style_on(p, style);
}

void page_wrap(struct page *p, enum style style, unsigned indent, struct str text)
{
	bool is_open = false;
	struct str word;

	while (str_next(&text, ' ', &word)) {
		if (word.len == 0)
			continue;
		place_word(p, style, indent, safe_width(word), is_open);
		add_safe(p, word);
		is_open = true;
	}
	if (is_open)
		style_off(p, style);
}

static void flush_paragraph(struct page *p, unsigned indent, struct strbuf *paragraph)
{
	if (paragraph->len == 0)
		return;
	add_spaces(p, indent);
	page_wrap(p, STYLE_PLAIN, indent, strbuf_str(paragraph));
	page_end(p);
	strbuf_clear(paragraph);
}

void page_paragraphs(struct page *p, unsigned indent, struct str text)
{
	struct strbuf paragraph CLEANUP(strbuf_release) = { 0 };
	struct str line;

	while (str_next(&text, '\n', &line)) {
		if (line.len && line.ptr[0] != ' ') {
			strbuf_add(&paragraph, line);
			strbuf_addch(&paragraph, ' ');
			continue;
		}
		flush_paragraph(p, indent, &paragraph);
		add_spaces(p, line.len ? indent : 0);
		page_add(p, STYLE_PLAIN, line);
		page_end(p);
	}
	flush_paragraph(p, indent, &paragraph);
}

/* Groups of three from the right. */
struct number_text number_text(uint64_t n)
{
	struct number_text grouped = { { 0 } };
	char digits[24];
	int len = snprintf(digits, sizeof(digits), "%llu", (unsigned long long)n);
	size_t at = 0;

	for (int i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			grouped.text[at++] = ',';
		grouped.text[at++] = digits[i];
	}
	return grouped;
}

const char *plural(uint64_t n, const char *one, const char *many)
{
	return n == 1 ? one : many;
}
