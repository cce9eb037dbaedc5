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
	uint32_t c_files, c_functions, c_skipped, c_errors; /* C and C++: skipped are functions that were not looked into */
	struct dynamic_import *dynamic;                     /* by path, line */
	size_t dynamic_count;
	struct unresolved *unresolved; /* by path, line, name; unique */
	size_t unresolved_count;
	struct arena arena;
};

void coverage_find(const struct audit *a, struct coverage *ret);
void coverage_release(struct coverage *c);

#endif
