/* What a function's body means, written out so that two of different units can be compared. */
#ifndef ANALYZERS_LANG_C_CLANG_MEANING_H
#define ANALYZERS_LANG_C_CLANG_MEANING_H

#include "analyzers/lang/c/clang_unit.h"

/*
 * Two readings of one body are kept side by side, since neither says all:
 *
 *	tree    what the compiler makes of it, macros expanded: the kind of every
 *	        expression with its type, and what each name refers to
 *	tokens  what is written: operators, literals, members, in their order
 *
 * Locals and parameters are numbered in the order of their declarations. The
 * macros that are used stand beside them with their definitions, and with
 * those of the macros in these. Where all three are equal, and every internal
 * function that is referred to is equal to its counterpart, and there is no
 * obstacle, one body does what the other does. clang_meanings_equal() says so.
 */

enum clang_atom_kind {
	CLANG_ATOM_TEXT,     /* a token, or a node of the tree: equal when the texts are */
	CLANG_ATOM_LOCAL,    /* a local: its number */
	CLANG_ATOM_SYMBOL,   /* anything else that has a name: its identity */
	CLANG_ATOM_INTERNAL, /* a function that only this unit sees: its identity; its meaning is to be compared */
	CLANG_ATOM_SELF,     /* the function itself */
	CLANG_ATOM_KIND_COUNT
};

struct clang_atom {
	enum clang_atom_kind kind;
	uint32_t line;    /* in the function's file, or of the macro's use */
	struct str text;  /* what is compared */
	struct str place; /* of the record in a node's type; compared where both units see its body */
	struct str shown; /* for people: the name; empty when there is none */
};

struct clang_macro_text {
	struct str name, body; /* with its parameters; as written */
};

struct clang_meaning {
	struct str identity; /* as in clang_facts.h */
	struct str name;     /* unqualified */
	struct str path;     /* real */
	uint32_t offset, line;
	struct str obstacle; /* why nothing can be said of it, a clause: "it asks for its own line"; else empty */
	struct clang_atom *tree, *tokens;
	struct clang_macro_text *macros; /* by name */
	uint32_t tree_count, token_count, macro_count;
};

/* Where a function's name stands in its definition. */
struct clang_wanted {
	struct str path; /* real */
	uint32_t offset;
};

struct clang_unit_meanings {
	struct clang_outcome outcome;
	struct clang_meaning *items; /* the wanted functions that the unit defines, and internal ones that they need */
	uint32_t count;
};

/* ret[i] is of units[i]; every unit is asked for all that is wanted. False when libclang cannot be used at all. */
bool clang_meanings_run(const struct clang_run *run, const struct clang_wanted *wanted, uint32_t wanted_count,
	const struct clang_unit *units, uint32_t count, struct arena *a, struct clang_unit_meanings **ret, struct err *err);

/* NULL when the unit has none there. */
const struct clang_meaning *clang_meaning_find(const struct clang_unit_meanings *unit, struct clang_wanted wanted);

/*
 * Is what `a` does in one unit what `b` does in the other? If not, *ret_reason
 * (in the arena) is a clause for people: "line 12 refers to `limit`, where
 * line 40 of the other refers to `cap`".
 */
bool clang_meanings_equal(const struct clang_unit_meanings *unit_a, const struct clang_meaning *a,
	const struct clang_unit_meanings *unit_b, const struct clang_meaning *b, struct arena *arena, struct str *ret_reason);

/* Reads what a worker sent; false for anything else. Text stays in the bytes. For the fuzz target. */
struct strbuf;
bool clang_meanings_read(struct str bytes, struct arena *a, struct clang_unit_meanings *ret);
void clang_meanings_write(const struct clang_unit_meanings *unit, struct strbuf *out);

#endif
