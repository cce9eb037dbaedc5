/* A run's overlays as libclang's unsaved files. Only for clang_*.c. */
#ifndef ANALYZERS_LANG_C_CLANG_OVERLAY_H
#define ANALYZERS_LANG_C_CLANG_OVERLAY_H

#include "analyzers/lang/c/clang_impl.h"

typedef VEC(struct CXUnsavedFile) clang_unsaved_list;

void clang_add_overlays(struct clang_tu *tu, clang_unsaved_list *files);

/*
 * A file that is not on the disk is known to libclang only by the very name that
 * it is asked for by: "src/../inc/new.h" is not "inc/new.h". What a parse did not
 * find is added by that name; true when it is worth another parse.
 */
bool clang_add_missing(struct clang_tu *tu, clang_unsaved_list *files);

#endif
