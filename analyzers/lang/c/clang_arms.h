/* The arms of #if that a unit took. Only for clang_*.c. */
#ifndef ANALYZERS_LANG_C_CLANG_ARMS_H
#define ANALYZERS_LANG_C_CLANG_ARMS_H

#include "analyzers/lang/c/clang_impl.h"

/* Into tu->outcome.arms, when all files are known. */
void clang_add_arms(struct clang_tu *tu);

#endif
