/* The pieces that make up the Python language: the skimmer, the parser, and what a thread keeps for both. */
#ifndef ANALYZERS_LANG_PYTHON_PYTHON_IMPL_H
#define ANALYZERS_LANG_PYTHON_PYTHON_IMPL_H

#include "analyzers/lang.h"

struct skim;

/* One thread's private state. Every member is allocated by the side that uses it, at its first use. */
struct lang_parser {
	void *tree_parser; /* the tree-sitter side's: freed by python.c */
	struct skim *skim; /* the skimmer's: freed by skim_free() */
};

/* skim*.c: the members of struct lang with these names. */
void python_skim(struct lang_parser *p, struct str source, struct arena *a, struct outline *ret_outline);
/* See lang.next_comment. Inside of an f-string, quotes of its own kind are not understood. */
bool python_next_comment(struct str source, size_t *at, struct str *ret);

uint32_t python_find(struct lang_parser *p, struct str source, const struct words *words, struct arena *a,
	struct range **ret_ranges);
void skim_free(struct skim *s); /* accepts NULL */

/* tree*.c */
void python_parse(struct lang_parser *p, struct str source, const struct range *ranges, uint32_t count,
	struct arena *a, struct outline *ret_outline, struct details *ret_details);

/* state_ranges.c: as lang.state_ranges. */
uint32_t python_state_ranges(struct str source, const struct outline *o, const struct state_question *q, struct arena *a,
	struct range **ret_ranges);

/* source.c: the whole table; its functions are declared in names.h and beside it. */
extern const struct lang_source python_source;

#endif
