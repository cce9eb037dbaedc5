/* Which file an #include names, seen from one file with one set of flags: by text, as the compilers search. */
#ifndef ANALYZERS_LANG_C_INCLUDE_RESOLVE_H
#define ANALYZERS_LANG_C_INCLUDE_RESOLVE_H

#include "analyzers/cfacts.h"
#include "base/err.h"
#include "base/map.h"

/* Directories in the order of search, absolute. */
struct include_dirs {
	struct str *quote;  /* -iquote: only for "..." */
	struct str *plain;  /* -I */
	struct str *system; /* -isystem, then the compiler's own */
	struct str *after;  /* -idirafter */
	uint32_t quote_count, plain_count, system_count, after_count;
};

/* From flags as compdb_flags() gives them; own are the compiler's own directories (left out under -nostdinc). */
void include_dirs_from(const struct str *flags, uint32_t count, const struct str *own, uint32_t own_count,
	struct arena *a, struct include_dirs *ret);

/* Asks a compiler for its own directories: `cc -E -v`. False when it cannot be asked; err says why. */
bool include_dirs_ask(const char *compiler, bool is_cpp, struct arena *a, struct str **ret_dirs, uint32_t *ret_count,
	struct err *err);

enum include_answer {
	INCLUDE_FOUND,
	INCLUDE_MISSING,
	INCLUDE_COMPUTED, /* #include MACRO: only the preprocessor knows */
	INCLUDE_REFUSED   /* #include_next depends on where the includer itself was found */
};

/* Where it was found; `real` is its identity, to be compared. */
struct include_target {
	struct str path; /* as found: directory and spelling joined */
	struct str real;
	bool is_system; /* by -isystem, -idirafter or a directory of the compiler */
};

/* Remembers what lies where; one for each thread. The disk must not change meanwhile. Zeroed is not valid. */
struct include_resolver {
	struct arena arena;
	struct map known; /* hash of a path -> index into reals; an absent one is ABSENT */
	struct str *reals;
	uint32_t real_count, real_cap;
};

void include_resolver_init(struct include_resolver *r);
void include_resolver_release(struct include_resolver *r);

/* `includer` is the path of the file that has the directive. Texts of *ret live as long as the resolver. */
enum include_answer include_resolve(struct include_resolver *r, const struct include_dirs *dirs, struct str includer,
	const struct cinclude *in, struct include_target *ret);

/* The same for a spelling of one's own. */
enum include_answer include_resolve_spelling(struct include_resolver *r, const struct include_dirs *dirs,
	struct str includer, struct str spelling, bool is_angled, struct include_target *ret);

#endif
