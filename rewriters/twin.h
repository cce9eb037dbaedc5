/* A function of C or C++ that repeats the canonical: proven equal or not, and every place that names it. */
#ifndef REWRITERS_TWIN_H
#define REWRITERS_TWIN_H

#include "analyzers/cfacts.h"
#include "analyzers/lang/c/clang_meaning.h"
#include "base/vec.h"
#include "rewriters/rewriter.h"
#include "rewriters/units.h"

/* Bytes of a file that a change replaces; kept apart from the plan until all of them are known to hold. */
struct twin_edit {
	file_id file;
	uint32_t start, end;
	struct str text;
	uint32_t name_at; /* where in the text the canonical's name begins, plus one; 0 when it is not there */
};
typedef VEC(struct twin_edit) twin_edits; /* sorted by twin_edits_sort() */

/* A name that shall be the canonical's, and in which bytes it stands: in C++ with what qualifies it. */
struct twin_move {
	file_id file;
	uint32_t start, end, name; /* name: offset of the last part */
	uint32_t line;
	bool is_address; /* any use of a function but a call */
	bool is_using; /* `using old::make;`, which may come to mean a set of overloads */
};

/* A place that stays as it is: why. */
struct twin_rest {
	struct str path;
	uint32_t line;
	const char *why; /* "is put together by ##" */
	bool is_use;     /* somebody counts on the old name there; otherwise it is worth knowing only */
};

struct twin_helper {
	struct str name, usr;
	const struct cfunc *func; /* in the duplicate's file */
	bool is_free;             /* nothing else needs it */
};

struct twin {
	struct planner *planner;
	const struct finding *finding;
	const struct member *old, *canonical;
	const struct cfunc *func, *target; /* as the text has them */
	struct str name, usr;              /* of the old one: unqualified, an identity */
	struct str target_usr;
	file_id header; /* that declares the canonical; NONE until twin_find_header() */
	bool is_static, is_cpp;
	struct twin_helper *helpers; /* functions internal to its file that it needs */
	uint32_t helper_count;

	/* twin_locate() */
	bool is_complete; /* every unit that mentions it was read without an error */
	bool is_looked_up; /* a string or another language has its name: its symbol may be asked for when the program runs */
	VEC(struct twin_move) moves;
	VEC(struct twin_rest) rests;
	twin_edits protos;     /* declarations that can go: whole statements */
	bool has_other_protos; /* ... and some that cannot */
	twin_edits helpers_gone; /* definitions and declarations of helpers that nothing else needs */
	const uint32_t *units; /* that mention it */
	const struct clang_outcome *outcomes; /* ... and what each read */
	uint32_t unit_count;
};
void twin_release(struct twin *t);

/*
 * The duplicate and the canonical of a finding, proven equal under every set of
 * flags of their files. False with a clause that says why not, in the
 * planner's arena. Nothing of *ret is to be used then, but it may be released.
 */
bool twin_prove(struct planner *p, const struct finding *x, struct twin *ret, struct str *ret_reason);

/* The header to include for the canonical. False, with the reason, when there is none. */
bool twin_find_header(struct twin *t, struct str *ret_reason);

/* twin_refs.c: who names it. False, with the reason, when nobody can be asked. */
bool twin_locate(struct twin *t, struct str *ret_reason);

/* twin_refs.c: with these edits made, do all moved names mean the canonical? False with the reason. */
bool twin_holds(struct twin *t, twin_edits *edits, struct str *ret_reason);

/*
 * twin_link.c: is a file's object always linked with another's? By the calls
 * of external functions that lead from one to the other, because the database
 * builds both into one target, or because every program that has the one has
 * the other. Nobody says which objects a link takes; this is what follows from
 * what was built before.
 */
bool is_linked_with(struct planner *p, file_id from, file_id to);
bool is_built_with(struct planner *p, file_id a, file_id b); /* into the very same targets, as the database says */

/* twin_export.c: why the function may be known outside of this code base; NULL when it is seen to be a program's own. */
const char *twin_exported(struct twin *t);

/* --- twin_text.c --- */

void twin_edits_sort(twin_edits *edits);
void twin_edit_add(twin_edits *edits, struct twin_edit e); /* one that is there already is not added again */

/* The whole lines of [start, end), with the comment right above and the blank lines that would be one too many. */
struct twin_edit twin_removal(struct planner *p, file_id file, uint32_t start, uint32_t end);

/* A body that calls the canonical, for the duplicate's. False, with the reason, when the arguments cannot be handed on. */
bool twin_wrapper(struct twin *t, struct twin_edit *ret, struct str *ret_reason);

struct str twin_eol(struct str source);
struct str twin_target_name(const struct twin *t); /* as callers write it: "conn_new", "ns::make_engine" */

/* --- twin_include.c --- */

/* Includes `header` behind the file's last unconditional #include. False, with the reason; no edit when the file sees it already. */
bool twin_include(struct planner *p, file_id file, file_id header, twin_edits *edits, struct str *ret_reason);

/* --- twin_words.c --- */

/* What one function does otherwise than the other, line by line, as far as their texts tell; false when nothing is known. */
struct strbuf;
bool creation_differences(const struct rule_input *in, const struct member *canonical, const struct member *m, struct strbuf *table);

#endif
