/* Owned text that grows. */
#ifndef BASE_STRBUF_H
#define BASE_STRBUF_H

#include "base/str.h"

/* Invariant: ptr is never NULL after the first add, and ptr[len] is NUL. Zeroed is valid and empty. */
struct strbuf {
	char *ptr;
	size_t len, cap;
};

void strbuf_release(struct strbuf *b);
void strbuf_clear(struct strbuf *b);              /* keeps the memory */
void strbuf_grow(struct strbuf *b, size_t extra); /* room for extra bytes and a NUL */
void strbuf_add(struct strbuf *b, struct str text);
void strbuf_addz(struct strbuf *b, const char *terminated);
void strbuf_addch(struct strbuf *b, char c);
void strbuf_printf(struct strbuf *b, const char *format, ...) PRINTF_LIKE(2, 3);
struct str strbuf_str(const struct strbuf *b); /* borrowed until the next change */

#endif
