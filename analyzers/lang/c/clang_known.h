/* Names of functions that make memory, give it back, or only look at it. */
#ifndef ANALYZERS_LANG_C_CLANG_KNOWN_H
#define ANALYZERS_LANG_C_CLANG_KNOWN_H

#include "base/str.h"

/* Makes memory: by a list, or by "alloc" in its name. The caller knows that it returns a pointer to anything. */
bool clang_known_allocator(struct str name);

/* Gives an object of its own kind, so that the type it is declared with says nothing: g_object_new. */
bool clang_known_maker(struct str name);

/* Returns a pointer and takes a size, but makes nothing: memset, bsearch, a lookup. */
bool clang_known_harmless(struct str name);

bool clang_known_release(struct str name);

#endif
