/* The arguments of a parse: a unit's own, ours, and what is left when libclang refuses some. Only for clang_*.c. */
#ifndef ANALYZERS_LANG_C_CLANG_ARGS_H
#define ANALYZERS_LANG_C_CLANG_ARGS_H

#include "analyzers/lang/c/clang_impl.h"

typedef VEC(const char *) clang_arg_list;

void clang_add_args(const struct clang_tu *tu, clang_arg_list *args);

/* Drops what the diagnostics of a parse call unknown; false when there is nothing to drop. */
bool clang_drop_refused(const struct clang_tu *tu, clang_arg_list *args);

/* Drops all but what says where headers are and what the language is; false when that is all there is. */
bool clang_keep_essential(clang_arg_list *args);

#endif
