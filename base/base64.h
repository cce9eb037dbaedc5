/* Bytes as text and back: base64 of RFC 4648, with padding. */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/strbuf.h"

void base64_add(struct strbuf *b, struct str bytes);

/* Appends the bytes. False, with *b as it was, when the text is not exactly what base64_add() makes. */
bool base64_parse(struct strbuf *b, struct str text);

#endif
