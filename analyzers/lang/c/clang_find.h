/* References of one unit: what workers find and send. Only for clang_*.c. */
#ifndef ANALYZERS_LANG_C_CLANG_FIND_H
#define ANALYZERS_LANG_C_CLANG_FIND_H

#include "analyzers/lang/c/clang_impl.h"
#include "analyzers/lang/c/clang_refs.h"

struct clang_targets {
	const struct clang_target *items;
	uint32_t count;
};

typedef VEC(struct clang_ref) clang_ref_list;
typedef VEC(struct clang_leftover) clang_leftover_list;

/* Each place may be found more than once. */
void clang_find_refs(struct clang_tu *tu, const struct clang_targets *targets, clang_ref_list *out);

/* Every word of a project file that is a target's name, references too: those are for the reader to take away. */
void clang_find_words(struct clang_tu *tu, const struct clang_targets *targets, clang_leftover_list *out);

#endif
