/* One import statement taken apart, between the sources that move its names. */
#ifndef ANALYZERS_LANG_PYTHON_EDIT_IMPORT_IMPL_H
#define ANALYZERS_LANG_PYTHON_EDIT_IMPORT_IMPL_H

#include "analyzers/lang/python/edit_import.h"
#include "analyzers/lang/python/edit_lines.h"
#include "base/strbuf.h"

/*
 * The names of a statement form groups, one for each destination. Group 0 is
 * the primary: it keeps the statement. Dropped names have no group (NONE).
 *
 * Between parentheses bare newlines part the list into rows; row 0 begins at
 * the open parenthesis. A statement without them is one row. Of an orderly
 * list each comma stands right behind its name, so that rows can be cut out;
 * the others (is_odd) are written anew when a name leaves.
 */
struct import_part {
	uint32_t start, end; /* the item, alias included */
	uint32_t comma;      /* behind it, or NONE */
	uint32_t row;
	uint32_t group;
	struct str name, bound; /* as they will be written */
	struct str text;        /* "name", "name as bound"; as it stands when nothing changes and it is on one line */
	bool has_inner;         /* a comment or newline within */
};

enum comment_place {
	PLACE_HEAD, /* behind the open parenthesis */
	PLACE_TAIL, /* at the end of a row with names */
	PLACE_LEAD, /* on a row of its own, above a name */
	PLACE_FOOT  /* on a row of its own, below all names */
};

struct import_comment {
	enum comment_place place;
	uint32_t start, end;
	uint32_t row;
	uint32_t part;  /* PLACE_LEAD: the name below; PLACE_TAIL: the last of its row */
	uint32_t owner; /* the name it goes with, or NONE: it stays with the primary, or is lost */
	bool is_lost;   /* its names are dropped */
	bool is_shared; /* not owned: directives of it are repeated for this owner */
};

struct import_row {
	uint32_t start, end; /* newline included */
};

struct import_group {
	struct str module;
	bool is_kept; /* the module's text does not change */
};

struct import_edit {
	struct str source;
	const struct outline *outline;
	const struct import *import;
	const struct import_move *moves;
	uint32_t count;
	struct arena *arena;
	struct edit_set edits;

	/* Around. */
	struct edit_lines lines;
	uint32_t line_id, piece;
	const struct edit_line *line;
	struct str eol, indent;
	bool is_own;   /* the only statement of its line: others go on lines of their own */
	bool is_first; /* begins its line: comments can stand above */

	/* Inside. */
	uint32_t module_start, module_end; /* of `from` */
	uint32_t list;                     /* behind the word `import` */
	uint32_t open, close;              /* the parentheses, or NONE */
	bool is_tall;                      /* in parentheses over several lines */
	bool is_odd;
	VEC(struct import_part) parts;
	VEC(struct import_comment) comments;
	VEC(struct import_row) rows;
	VEC(struct import_group) groups;
};

/* --- edit_items.c: taking apart --- */

/* Fills what is inside and which name goes where. False when the record does not fit the text, or a move cannot be written. */
bool import_read(struct import_edit *e, struct err *err);

/* Decides which name each comment goes with. */
void import_place_comments(struct import_edit *e);

static inline struct str import_slice(const struct import_edit *e, uint32_t start, uint32_t end)
{
	return str_slice(e->source, start, end);
}

/* --- edit_names.c: what is written for a name --- */

/* Where a name goes and how it is written. False when that is no Python. */
bool import_resolve(struct import_edit *e, uint32_t i, struct import_part *part, struct err *err);

/* Edits of the primary's names that stay where they are. */
void import_rename(struct import_edit *e);

/* --- edit_split.c: cutting names out of the statement --- */

/* Adds edits that leave just the primary's names, with its comments. */
void import_cut(struct import_edit *e);

/* --- edit_write.c: writing lists and statements --- */

/* The names of a group as a list for what begins with `head` on the statement's line; in parentheses when needed. */
struct str import_list(struct import_edit *e, uint32_t group, struct str head);

/* A whole statement for a group, directives at its end included. */
struct str import_statement(struct import_edit *e, uint32_t group);

#endif
