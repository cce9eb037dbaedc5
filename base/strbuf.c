/* Owned text that grows by doubling. */
#include "base/strbuf.h"
#include "base/base.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STRBUF_FIRST_CAP 64 /* a line of text */

void strbuf_release(struct strbuf *b)
{
	if (!b)
		return;
	free(b->ptr);
	*b = (struct strbuf){ 0 };
}

void strbuf_clear(struct strbuf *b)
{
	b->len = 0;
	if (b->ptr)
		b->ptr[0] = '\0';
}

void strbuf_grow(struct strbuf *b, size_t extra)
{
	size_t needed;

	if (__builtin_add_overflow(b->len, extra, &needed) || needed == SIZE_MAX)
		BUG("a text of %zu and %zu bytes", b->len, extra);
	needed++;
	if (needed <= b->cap)
		return;
	needed = MAX(needed, MAX(b->cap * 2, (size_t)STRBUF_FIRST_CAP));
	b->ptr = xrealloc_array(b->ptr, needed, 1);
	b->ptr[b->len] = '\0';
	b->cap = needed;
}

void strbuf_add(struct strbuf *b, struct str text)
{
	strbuf_grow(b, text.len);
	if (text.len)
		memcpy(b->ptr + b->len, text.ptr, text.len);
	b->len += text.len;
	b->ptr[b->len] = '\0';
}

void strbuf_addz(struct strbuf *b, const char *terminated)
{
	strbuf_add(b, str_from(terminated));
}

void strbuf_addch(struct strbuf *b, char c)
{
	strbuf_grow(b, 1);
	b->ptr[b->len++] = c;
	b->ptr[b->len] = '\0';
}

void strbuf_printf(struct strbuf *b, const char *format, ...)
{
	va_list args, again;
	int len;

	strbuf_grow(b, 0);
	va_start(args, format);
	va_copy(again, args);
	len = vsnprintf(b->ptr + b->len, b->cap - b->len, format, args);
	va_end(args);
	if (len < 0)
		BUG("cannot format \"%s\"", format);
	if ((size_t)len >= b->cap - b->len) {
		strbuf_grow(b, (size_t)len);
		vsnprintf(b->ptr + b->len, b->cap - b->len, format, again);
	}
	va_end(again);
	b->len += (size_t)len;
}

struct str strbuf_str(const struct strbuf *b)
{
	return (struct str){ b->ptr ? b->ptr : "", b->len };
}
