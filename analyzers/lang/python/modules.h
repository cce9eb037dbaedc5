/* How Python files become modules: the table that python.c hands out as python_lang.modules. */
#ifndef ANALYZERS_LANG_PYTHON_MODULES_H
#define ANALYZERS_LANG_PYTHON_MODULES_H

#include "analyzers/lang.h"

extern const struct lang_modules python_modules;

#endif
