/* Remarks: comments in which code speaks to Canonry, "canonry: ...". */
#ifndef ANALYZERS_REMARK_H
#define ANALYZERS_REMARK_H

#include "base/arena.h"
#include "base/vec.h"

struct lang;

#define REMARK_SIGN "canonry:"

struct remark {
	struct str text;       /* behind the sign, without the comment's own marks and the space around it; borrowed */
	uint32_t offset, len;  /* of the comment's first line */
	uint32_t line, column; /* of the comment, from 1; the column in bytes */
	uint32_t code_line;    /* what it is about: its own line or, when it stands there alone, the next one with code that
				* is no decorator; 0 when there is none */
};

struct remarks {
	VEC(struct remark) items; /* in the order of the text */
};

/* Is the sign in the text at all, be it in a string? The cheap first question. */
bool remark_is_in(struct str source);

/* Only comments that begin with the sign are remarks: "see canonry: ..." is none. remarks_release() in any case. */
void remarks_read(const struct lang *lang, struct str source, struct remarks *ret);
void remarks_release(struct remarks *r);

#endif
