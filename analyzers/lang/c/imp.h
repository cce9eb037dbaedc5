/* What include-what-you-use knows of canonical headers: mapping files (.imp), and pragmas in comments. */
#ifndef ANALYZERS_LANG_C_IMP_H
#define ANALYZERS_LANG_C_IMP_H

#include "base/arena.h"
#include "base/err.h"

/* { "include": ["<bits/x.h>", "private", "<x.h>", "public"] } */
struct imp_include {
	struct str from, to; /* with their quotes or brackets; a regular expression without its `@` */
	bool is_regex;       /* from is one */
	bool from_is_private, to_is_private;
	unsigned line;
	struct str file; /* the mapping file that says it */
};

/* { "symbol": ["make_x", "full", "<x.h>", "public"] } */
struct imp_symbol {
	struct str name, header;
	bool is_regex, header_is_private;
	bool is_forward; /* "fwd-decl": a declaration is enough */
	unsigned line;
	struct str file;
};

struct imp {
	struct imp_include *includes;
	struct imp_symbol *symbols;
	uint32_t include_count, symbol_count;
};

/*
 * Follows "ref" entries, relative to the file that has them; one that was read
 * already is not read again. The format is JSON with comments (#) and trailing
 * commas, that is YAML's flow style. Unknown kinds of entries are left out:
 * the format grows.
 */
bool imp_read(const char *path, struct arena *a, struct imp *ret, struct err *err);

/* One text, no refs. */
bool imp_parse(const char *name, struct str text, struct arena *a, struct imp *ret, struct err *err);

enum iwyu_kind {
	IWYU_EXPORT,        /* behind an #include: this header provides it */
	IWYU_BEGIN_EXPORTS, /* ... all up to the end */
	IWYU_END_EXPORTS,
	IWYU_KEEP, /* behind an #include: never touch it */
	IWYU_BEGIN_KEEP,
	IWYU_END_KEEP,
	IWYU_ALWAYS_KEEP, /* in a header: whoever includes it keeps that */
	IWYU_PRIVATE,     /* this header is not for the public; argument: the one that is, or empty */
	IWYU_FRIEND,      /* argument: a regular expression of who may include it all the same */
	IWYU_NO_INCLUDE,  /* argument: a header that is not to be suggested */
	IWYU_NO_FORWARD,  /* argument: a symbol */
	IWYU_ASSOCIATED,  /* the included header is this source's own */
	IWYU_KIND_COUNT
};

struct iwyu_pragma {
	enum iwyu_kind kind;
	struct str argument;   /* headers with their quotes or brackets */
	uint32_t offset, line; /* of the comment */
};

/* In order of the source. Into the arena. */
void iwyu_pragmas_read(struct str source, struct arena *a, struct iwyu_pragma **ret, uint32_t *ret_count);

extern const char *const iwyu_kind_names[IWYU_KIND_COUNT];

#endif
