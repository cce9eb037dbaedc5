/* UTF-8: validity, printable form, width. Bytes from outside never reach a terminal raw. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/strbuf.h"

/* The offset of the first byte that is not valid UTF-8; s.len when all is. */
size_t utf8_valid_prefix(struct str s);

/* Decode one code point at s.ptr; invalid bytes give U+FFFD and length 1. *ret_len >= 1 when s is not empty. */
uint32_t utf8_decode(struct str s, size_t *ret_len);

/*
 * Append s so that it is safe to show and valid UTF-8: C0/C1 controls (also
 * newline, tab and ESC), DEL and bidirectional overrides become \xNN or
 * \u{NNNN}; invalid bytes become \xNN.
 */
void utf8_add_safe(struct strbuf *b, struct str s);

/* Append s as valid UTF-8 for JSON: invalid bytes become U+FFFD, the rest stays. */
void utf8_add_valid(struct strbuf *b, struct str s);

/* Columns that s takes in a terminal: 2 for East Asian wide, 0 for combining; s is taken as safe text. */
size_t utf8_width(struct str s);

#endif
