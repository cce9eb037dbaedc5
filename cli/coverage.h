/* What an audit did not see, or saw and could not resolve: counted and listed, never silent. */
#ifndef CLI_COVERAGE_H
#define CLI_COVERAGE_H

#include "cli/audit.h"

/* A call that imports what only the run will know. */
struct dynamic_import {
	file_id file;
	uint32_t seam; /* into outline.seams */
};

/* An import of a member whose end could not be found. */
struct unresolved {
	file_id file;
	uint32_t line;
	struct str module, name;
	struct str why;
};

struct coverage {
	uint32_t read, tests, generated, vendored, backups; /* files */
	uint32_t unparsed;                                  /* files */
	uint32_t gaps;                                      /* skipped paths that are no design */
	uint32_t c_files, c_functions, c_skipped; /* C and C++: skipped are functions that were not looked into */
	uint32_t c_inactive;                      /* functions in #if 0, which are never compiled */
	uint32_t c_conditional;                   /* functions in any other #if: a compiler with one set of flags sees some of them */
	uint32_t c_invocations;                   /* calls of macros where declarations stand: what they define is not looked into, but for known ones */
	uint32_t c_errors;                        /* files with places that could not be followed */
	struct dynamic_import *dynamic;                     /* by path, line */
	size_t dynamic_count;
	struct unresolved *unresolved; /* by path, line, name; unique */
	size_t unresolved_count;
	struct arena arena;
};

void coverage_find(const struct audit *a, struct coverage *ret);
void coverage_release(struct coverage *c);

#endif
