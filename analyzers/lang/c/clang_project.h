/* The code base as libclang is to see it: its compile database's units, and what a change would make of its files. */
#ifndef ANALYZERS_LANG_C_CLANG_PROJECT_H
#define ANALYZERS_LANG_C_CLANG_PROJECT_H

#include "analyzers/lang/c/clang_unit.h"
#include "analyzers/lang/c/compdb.h"
#include "analyzers/project.h"

/*
 * Reads the database of the tree. False when there is none (then err is left
 * alone and ret->path is empty), and when there is one that cannot be read.
 */
bool clang_project_database(const struct project *p, struct arena *a, struct compdb *ret, struct err *err);

/* What is to be parsed for an entry; its arguments live in the arena. */
struct clang_unit clang_project_unit(const struct compdb_entry *e, struct arena *a);

/* A path of the project, absolute. */
struct str clang_project_path(const struct project *p, file_id file, struct arena *a);

/* A real path as the project has it: relative to the root where it lies below. */
struct str clang_project_relative(const struct project *p, struct str path);

/* The C and C++ files that project_amend() has changed. */
uint32_t clang_project_overlays(const struct project *p, struct arena *a, const struct clang_overlay **ret);

#endif
