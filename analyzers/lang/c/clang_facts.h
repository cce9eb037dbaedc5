/* Facts of translation units from their cursors: exact types, flows and references, one configuration. */
#ifndef ANALYZERS_LANG_C_CLANG_FACTS_H
#define ANALYZERS_LANG_C_CLANG_FACTS_H

#include "analyzers/cfacts.h"
#include "analyzers/lang/c/clang_unit.h"

/*
 * Identities: `usr` fields of cfacts.h name a thing across units. What has
 * external linkage is its USR ("c:@F@conn_new"); anything else, records too,
 * is USR, '@' and the real path of its definition (or of the only
 * declaration that is seen), because a USR holds no more than a base name.
 * `product_place` and `place` are "real/path.h:offset" of a record's name in
 * its definition; equal ones are one record, whatever it is called.
 *
 * Spans are bytes of the file that the facts are of, as it was read (overlays
 * applied). What a macro made has the span of the macro's use, and
 * CFUNC_MACRO_MADE. `condition` is NONE everywhere: the syntactic facts know
 * the #ifs, joined by file and span.
 */

/* Lines that the configuration leaves out. */
struct clang_range {
	uint32_t start, end;
};

struct clang_file_facts {
	struct str path; /* real */
	bool is_main;
	const struct cfacts *facts; /* shared between units that read the same file with the same result */
	const struct clang_range *inactive;
	uint32_t inactive_count;
};

struct clang_unit_facts {
	struct clang_outcome outcome;
	struct clang_file_facts *files; /* main file first, then the other project files read, by path */
	uint32_t file_count;
};

/* facts[i] is of units[i], whatever the number of jobs. False when libclang cannot be used at all. */
bool clang_facts_run(const struct clang_run *run, const struct clang_unit *units, uint32_t count, struct arena *a,
	struct clang_unit_facts **ret_facts, struct err *err);

/* Reads what a worker sent; false for anything else. Text stays in the bytes. For the fuzz target. */
struct strbuf;
bool clang_facts_read(struct str bytes, struct arena *a, struct cfacts *ret_facts);
void clang_facts_write(const struct cfacts *f, struct strbuf *out);

#endif
