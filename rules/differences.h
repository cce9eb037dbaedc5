/* What a copy does otherwise than the canonical, in words. */
#ifndef RULES_DIFFERENCES_H
#define RULES_DIFFERENCES_H

#include "analyzers/link.h"
#include "base/vec.h"

/*
 * Made from facts: signatures, decorators, calls, handlers, state. None found
 * is no proof that two definitions behave alike; that they do is proven
 * elsewhere, from their bodies and from what their names mean.
 */

/* In the order of importance. */
enum difference_kind {
	DIFFERENCE_KIND,      /* a function where the other is a class */
	DIFFERENCE_LACKS,     /* a public method that only the canonical has */
	DIFFERENCE_ASYNC,
	DIFFERENCE_PARAMETER, /* callers of the one cannot call the other: dropped, renamed, required, another order */
	DIFFERENCE_SWALLOWS,
	DIFFERENCE_STATE,     /* kept by each for itself: a module's cache, a global, a cache around a function */
	DIFFERENCE_RAISES,
	DIFFERENCE_MEANING,   /* the same name, another definition */
	DIFFERENCE_OMITS,     /* a call that only the canonical makes */
	DIFFERENCE_CALLS,     /* a call that only the copy makes */
	DIFFERENCE_PASSES,    /* another argument of the same call */
	DIFFERENCE_DEFAULT,
	DIFFERENCE_RETURNS,
	DIFFERENCE_BASES,
	DIFFERENCE_DECORATOR,
	DIFFERENCE_ADDS,      /* a parameter or a public method that only the copy has */
	DIFFERENCE_STEPS,     /* calls of methods of what it holds in locals */
	DIFFERENCE_PRIVATE,   /* methods that nobody should call */
	DIFFERENCE_BODY,      /* the bodies differ, and nothing above says how */
	DIFFERENCE_KIND_COUNT
};

struct definition {
	file_id file;
	uint32_t def;
};

struct difference {
	enum difference_kind kind;
	struct str method;       /* in which one; empty for the definition itself */
	struct str text;         /* what the copy does: "drops timeout=" */
	uint32_t line;           /* of the copy's definition or use; where the copy has none, of the copy */
	uint32_t canonical_line; /* the same on the canonical's side */
	uint32_t order;          /* of finding, within one kind */
};

/* How one method, or the rest of a class, compares. */
enum side_state { SIDE_SAME, SIDE_DIFFERS, SIDE_CANONICAL_ONLY, SIDE_COPY_ONLY };

struct side {
	enum side_state state;
	struct str method; /* empty for the header of the class, and for a function */
	uint32_t line, canonical_line; /* 0 where there is none */
};

struct differences {
	VEC(struct difference) items; /* most important first */
	VEC(struct side) sides;       /* as the canonical has them, then what only the copy has */
	struct definition canonical, copy;
};

/* False when either was not parsed whole: then nothing can be said. Texts live in the arena. */
bool differences_find(const struct project *p, struct link *l, struct definition canonical, struct definition copy, struct arena *a,
		      struct differences *ret);
void differences_release(struct differences *d); /* accepts zeroed and half-built ones */

/* "drops timeout=", "`create` swallows OSError". In the arena. */
struct str difference_text(const struct difference *d, struct arena *a);

/* The first `most` of them and how many more: "drops timeout=; `create` swallows OSError; 3 more". Empty when there are none. */
struct str differences_words(const struct differences *d, size_t most, struct arena *a);

/* Method by method, one line each: the same, what differs, where it is missing. */
struct strbuf;
void differences_table(const struct differences *d, const struct project *p, struct strbuf *out);

#endif
