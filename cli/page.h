/* Text laid out for people: styles, wrapping, columns; whatever comes from outside is made safe. */
#ifndef CLI_PAGE_H
#define CLI_PAGE_H

#include "base/strbuf.h"

enum style {
	STYLE_PLAIN,
	STYLE_BOLD,
	STYLE_DIM,
	STYLE_PLACE, /* path:line */
	STYLE_GOOD,
	STYLE_NOTE,
	STYLE_WARNING,
	STYLE_ERROR,
	STYLE_COUNT
};

/*
 * Everything added goes through utf8_add_safe(): control characters of file
 * names and sources cannot reach the terminal, and a newline comes only from
 * page_end(). With width 0 nothing is wrapped.
 */
struct page {
	struct strbuf *out;
	unsigned width;
	bool has_color;
	unsigned column; /* of the next character, from 0 */
};

void page_add(struct page *p, enum style style, struct str text);
void page_printf(struct page *p, enum style style, const char *format, ...) PRINTF_LIKE(3, 4);

/* Spaces up to a column; at least one unless the line is at its start or already there. */
void page_pad(struct page *p, unsigned column);

/* Words: broken at spaces where the line ends, going on at `indent`. A word wider than the line stays whole. */
void page_wrap(struct page *p, enum style style, unsigned indent, struct str text);

/* The same for several paragraphs: an empty line in text is one in the page; lines that begin with spaces stay as they are. */
void page_paragraphs(struct page *p, unsigned indent, struct str text);

/* The end of a line. */
void page_end(struct page *p);

/* Would this much more text fit on the line? Always when nothing is wrapped. */
bool page_fits(const struct page *p, size_t columns);

/* --- Numbers in sentences --- */

/* 9977 -> "9,977". Lives to the end of the full expression: number_text(n).text */
struct number_text {
	char text[32];
};
struct number_text number_text(uint64_t n);

/* The word for n of them. */
const char *plural(uint64_t n, const char *one, const char *many);

#endif
