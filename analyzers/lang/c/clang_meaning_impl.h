/* The reading of one function for comparison, in parts. Only for clang_meaning*.c. */
#ifndef ANALYZERS_LANG_C_CLANG_MEANING_IMPL_H
#define ANALYZERS_LANG_C_CLANG_MEANING_IMPL_H

#include "analyzers/lang/c/clang_impl.h"
#include "analyzers/lang/c/clang_meaning.h"

/* Of one name all definitions in the unit, which should be one. */
struct macro_definition {
	struct str name, body;
	bool is_ambiguous; /* defined again with another body */
};

struct macro_table {
	struct map by_name; /* hash -> items */
	VEC(struct macro_definition) items;
};

/* A name in the body: a local with its number, or something else. */
struct meaning_mark {
	uint32_t offset, number; /* NONE: no local */
	bool is_namespace;       /* says only where to look for what comes behind the colons */
};

struct meaning {
	struct clang_tu *tu;
	const struct clang_api *api;
	const struct macro_table *macros;
	CXCursor function;
	clang_file_id file;
	uint32_t start, body, end; /* of the definition, and the byte of `{` */
	struct map locals;         /* hash of the declaration -> number */
	VEC(struct clang_atom) tree, tokens;
	VEC(struct meaning_mark) marks;
	VEC(struct clang_macro_text) used;
	VEC(CXCursor) needed; /* internal functions */
	int named, called;    /* how often internal functions are named at all, and called */
	struct map known;     /* hashes of names in used */
	struct str obstacle;
	unsigned depth;
};

/* The first one counts. */
void meaning_refuse(struct meaning *m, const char *format, ...) PRINTF_LIKE(2, 3);

/* Is it declared inside of the definition? */
bool meaning_is_own(struct meaning *m, CXCursor declaration);

/* clang_meaning_tree.c: signature, parameters and body into the tree, marks for the tokens. */
void meaning_read_tree(struct meaning *m);

/* clang_meaning_tokens.c: the body as written, once the tree is read; and every macro of the unit. */
void meaning_read_tokens(struct meaning *m);
void macro_table_read(struct clang_tu *tu, struct macro_table *ret);
void macro_table_release(struct macro_table *t);

#endif
