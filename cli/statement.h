/* The import statements of a family: its importers, which are names, put together again. */
#ifndef CLI_STATEMENT_H
#define CLI_STATEMENT_H

#include "rules/family.h"

/* One import statement that names at least one member. */
struct statement {
	file_id file;
	uint32_t import;
	enum import_status status;           /* the worst of its names */
	bool is_reexport;                    /* all of it is a member's own line: the shim itself */
	const struct importer *const *names; /* in the order of the statement */
	size_t name_count;
};

struct statements {
	struct statement *items; /* by path, then as in the file */
	size_t len;
	uint32_t by_status[IMPORT_STATUS_COUNT]; /* of those that are no re-export */
	uint32_t reexports;
	uint32_t astray; /* take a member from where it should not be taken, or is not */
};

/* In the arena; points into the family. */
struct statements statements_of(const struct family *f, struct arena *a);

const struct import *statement_import(const struct project *p, const struct statement *s);

/* The module as it is written: "..a.b", "a.b". */
void statement_add_module(const struct project *p, const struct statement *s, struct strbuf *out);

#endif
