/* The logical lines of a Python source and the statements on them, for who changes its bytes. */
#ifndef ANALYZERS_LANG_PYTHON_EDIT_LINES_H
#define ANALYZERS_LANG_PYTHON_EDIT_LINES_H

#include "analyzers/lang/python/skim_impl.h"
#include "analyzers/source.h"

/*
 * A logical line is what stands between two newlines that matter: several
 * physical lines when brackets, backslashes or strings join them. Blank lines
 * and lines with but a comment are none; they lie between `next` of one and
 * `start` of the other.
 */
struct edit_line {
	uint32_t start;   /* of the first physical line */
	uint32_t indent;  /* where the indentation that counts begins: start, or behind a form feed */
	uint32_t code;    /* the first byte of code */
	uint32_t column;  /* of code, as CPython's tokenizer counts */
	uint32_t end;     /* of the last statement, a `;` behind it not included */
	uint32_t comment; /* the one at the line's end, or NONE */
	uint32_t stop;    /* where the newline is, or the text ends */
	uint32_t next;    /* behind that newline */
	uint32_t first_piece,
		piece_count; /* into pieces: what `;` separates; the first holds a compound statement's header */
};

/* edit_lines_read() makes it, edit_lines_release() ends it also when zeroed or refused. */
struct edit_lines {
	struct str source;
	struct skim *skim; /* over the same source, for stepping over tokens */
	struct arena arena;
	struct outline outline; /* only its marks of what is broken */
	VEC(struct edit_line) lines;
	VEC(struct piece) pieces;
	VEC(struct piece) strings; /* from the quote on */
};

/* False, with the reason, when the text is lexically broken. */
bool edit_lines_read(struct edit_lines *l, struct str source, struct err *err);
void edit_lines_release(struct edit_lines *l);

/* The line that holds this byte between start and next; NONE when none does. */
uint32_t edit_lines_find(const struct edit_lines *l, uint32_t at);

/* Does this byte lie in a string, behind its first quote? */
bool edit_lines_in_string(const struct edit_lines *l, uint32_t at);

/* The bytes of the indentation: of all that counts, without joined lines. */
struct str edit_lines_indent(const struct edit_lines *l, const struct edit_line *line);

/* The newline that ends the line or, when none does, the first in it, or the nearest before it; "\n" in a text without any. */
struct str edit_lines_eol(const struct edit_lines *l, const struct edit_line *line);

/* One step of indentation as the source uses it. */
struct str edit_lines_step(const struct edit_lines *l);

/* Is it all of its suite, so that nothing would be left without it? Never at the outermost level. */
bool edit_lines_is_alone(const struct edit_lines *l, uint32_t line);

/* --- Edits under construction --- */

struct edit_set {
	VEC(struct source_edit) items;
};

void edit_set_add(struct edit_set *s, uint32_t start, uint32_t end, struct str text);

/* Sorts, folds deletions that meet, and copies to the arena. Releases the set. False when two edits contradict each other. */
bool edit_set_take(struct edit_set *s, struct arena *a, struct source_edits *ret, struct err *err);

#endif
