/* What a function's body makes, calls and hands on; and the body as tokens without names of locals. Only for clang_*.c. */
#ifndef ANALYZERS_LANG_C_CLANG_BODY_H
#define ANALYZERS_LANG_C_CLANG_BODY_H

#include "analyzers/cfacts.h"
#include "analyzers/lang/c/clang_impl.h"

typedef VEC(struct caddress) caddress_list;

/* Of a definition whose span and ends are set: fills allocs, calls, frees and the body's hashes. */
void clang_body_read(
	struct clang_tu *tu, CXCursor definition, clang_file_id file, struct cfunc *f, caddress_list *addresses);

/* Of a variable outside of functions: only the functions whose addresses its initialiser takes. */
void clang_initialiser_read(struct clang_tu *tu, CXCursor variable, clang_file_id file, caddress_list *addresses);

struct span clang_span(struct clang_place place, size_t len); /* of something on one line */

/* --- For clang_tokens.c --- */

/* A name in a body: what it refers to. */
struct clang_mark {
	uint32_t offset;
	bool is_local;
	uint64_t hash; /* of the identity; of a local anything that tells it from others */
};

/* Sorts the marks. */
void clang_body_hash(struct str text, uint32_t start, uint32_t end, struct clang_mark *marks, size_t mark_count,
	struct arena *a, struct cfunc *f);

#endif
