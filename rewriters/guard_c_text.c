/* The scanner that guards of C run, asked about a text here and now. */
#include "base/base.h"
#include "rewriters/guard_c.h"

#include <string.h>

#define GUARD_UNUSED __attribute__((unused))
#define GUARD_AS(type, value) ((type)(value))
#include "rewriters/guard_scan.inc"

static const char *word_of(struct str s, struct strbuf *b)
{
	strbuf_add(b, s);
	return b->ptr ? b->ptr : "";
}

struct guard_sight guard_sight_of(struct str text, struct str name, struct str canonical)
{
	struct strbuf n CLEANUP(strbuf_release) = { 0 }, c CLEANUP(strbuf_release) = { 0 };
	struct guard_seen seen = guard_look(text.ptr, text.len, word_of(name, &n), word_of(canonical, &c));

	return (struct guard_sight){ (uint32_t)seen.definitions, (uint32_t)seen.own_bodies };
}

bool guard_text_says(struct str text, struct str name, const char *word, struct str canonical)
{
	struct strbuf n CLEANUP(strbuf_release) = { 0 }, c CLEANUP(strbuf_release) = { 0 };

	return guard_says(text.ptr, text.len, word_of(name, &n), word, word_of(canonical, &c));
}

bool guard_text_only_includes(struct str text, struct str base)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };

	return guard_only_includes(text.ptr, text.len, word_of(base, &b));
}
