/* The hooks of struct lang_source that change import and try statements of Python; the contract stands there. */
#ifndef ANALYZERS_LANG_PYTHON_EDIT_IMPORT_H
#define ANALYZERS_LANG_PYTHON_EDIT_IMPORT_H

#include "analyzers/source.h"

/*
 * For python_move_import() a statement is one destination's, as far as it can be:
 * what stays, or else what goes to the first destination, keeps the statement
 * with its layout. Each further destination gets one of its own behind it, on
 * a line of its own or, when the line is shared, joined by `;`. A comment on
 * or above a name within parentheses goes where the name goes; directives
 * (noqa and the like) are repeated; the remarks of dropped names are kept
 * above. A suite that would be left empty gets `pass`.
 */
bool python_move_import(struct str source, const struct outline *o, uint32_t import, const struct import_move *moves,
	uint32_t count, struct arena *a, struct source_edits *ret, struct err *err);

bool python_unwrap_try(struct str source, const struct outline *o, uint32_t block, bool keeps_comments, struct arena *a,
	struct source_edits *ret, struct err *err);

bool python_unwrap_handler(struct str source, const struct outline *o, uint32_t block, bool keeps_comments, struct arena *a,
	struct source_edits *ret, struct err *err);

/* Without a name: "import app.engine as engine". */
struct str python_import_text(struct str module, struct str name, struct str bound, struct arena *a);

#endif
