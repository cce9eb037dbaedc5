/* libclang's functions, found when they are first needed. */
#ifndef ANALYZERS_LANG_C_CLANG_API_H
#define ANALYZERS_LANG_C_CLANG_API_H

#include "base/arena.h"
#include "base/err.h"

#include <clang-c/Index.h>

/*
 * Linking libclang would cost every start of the program some 30 ms, for a
 * library that most runs never use. A pointer of a later release's function
 * is NULL where the library is older.
 */
struct clang_api {
	void *library;
#define X(name) __typeof__(clang_##name) *name;
#define Y(name) X(name)
#include "analyzers/lang/c/clang_api.def"
#undef Y
#undef X
};

/* Tries the release that this was built with, then others down to 14. Stays open: libclang cannot be unloaded. */
bool clang_api_load(struct clang_api *ret, struct err *err);

/* Takes what libclang gave: a copy in the arena. */
struct str clang_api_take(const struct clang_api *api, struct arena *a, CXString text);

#endif
