/* A text's logical lines, one after the other: where each begins, ends, and what kind of statement it can be. */
#ifndef ANALYZERS_LANG_PYTHON_LOGICAL_LINE_H
#define ANALYZERS_LANG_PYTHON_LOGICAL_LINE_H

#include "analyzers/lang/python/skim_impl.h"

/* From a line's first byte to behind the end of its last: strings, brackets and backslashes join lines. */
struct logical_line {
	uint32_t start;    /* its indentation */
	uint32_t code;     /* the first byte of code */
	uint32_t code_end; /* behind the last one, before a comment */
	uint32_t end;      /* behind the line's end */
	uint32_t column;   /* of the code, tabs to the next multiple of 8 */
	uint32_t colon;    /* the first one outside of brackets that is no lambda's, or NONE */
	bool is_joined;    /* several statements with `;` between them */
	bool is_header;    /* ends in a colon: a block follows */
	bool is_open;      /* a bracket is not closed: the line takes all that follows */
};

/* Blank lines and those with only a comment are left out. */
struct logical_lines {
	struct skim *skim;
	struct arena arena;
	struct outline outline; /* is_broken: a string is open */
	uint32_t at;
};

/* `from` is where a logical line begins; 0 stands for the first one, behind a byte order mark. */
void logical_lines_init(struct logical_lines *l, struct str source, uint32_t from);
void logical_lines_release(struct logical_lines *l);

/* False at the end. */
bool logical_lines_next(struct logical_lines *l, struct logical_line *ret);

/* Is the first word of the line this one? */
bool logical_line_begins(const struct logical_lines *l, const struct logical_line *line, const char *word);

/*
 * The definition's first decorator, as the lines go by: `start` is where the
 * run of decorators begins that ends right before the line, or the line's own
 * start.
 */
struct decorators {
	uint32_t start;
	bool is_open;
};
#define DECORATORS_START ((struct decorators){ NONE, false })
uint32_t decorators_step(struct decorators *d, const struct logical_lines *l, const struct logical_line *line);

#endif
