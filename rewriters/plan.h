/* A plan: what would be changed, why, how sure that is, and exactly which bytes. */
#ifndef REWRITERS_PLAN_H
#define REWRITERS_PLAN_H

#include "base/vec.h"
#include "rules/finding.h"

/*
 * A plan is data. It is made from findings by the rewriters (rewriter.h),
 * checked as a whole (check.h), shown, written as JSON and read back
 * (plan_json.h), and applied by a transaction (transaction.h). It holds its
 * own copies of all texts and knows paths, not ids: it outlives the audit.
 *
 *	change   what stands or falls together, for one reason: the rewrite of
 *	         one import statement, a duplicate that becomes a redirect
 *	         with its now unused imports. Its edits may lie in several files.
 *	step     changes that one commit holds; each leaves the tree whole.
 *	round    what can be seen to be right only once other changes are made
 *	         (a cascade whose arms have become equal) is planned on the tree
 *	         that they lead to. Offsets of a round's edits are those of the
 *	         text that all ready changes of the earlier rounds make; when one
 *	         of these is not made, no later round is.
 */

enum change_state {
	CHANGE_READY,   /* would be, or was, applied */
	CHANGE_HELD,    /* asks for a human's eye: applied with --unsafe only */
	CHANGE_SHOWN,   /* nothing can be written: what a human has to do, and where */
	CHANGE_REFUSED, /* could have been applied, and is not: see reason (dirty file, overlap, failed check, ...) */
	CHANGE_STATE_COUNT
};
extern const char *const change_state_names[CHANGE_STATE_COUNT]; /* "ready", "held", "shown", "refused" */

/* Replace bytes [start, end) of the file as it is in the change's round; they must be `old`. */
struct edit {
	uint32_t start, end;
	struct str old, text;
	uint32_t change; /* into plan.changes */
	uint32_t line;   /* of start, for readers of a written plan; 0 until apply_add_lines(), and in later rounds */
};

#define PLAN_ROUNDS_MAX 8 /* every round mends something that the one before made visible: this deep nobody nests */

struct change {
	struct str kind;        /* the rewriter's name: "import", "seam", "redirect" */
	struct str code;        /* of the finding: "CN201" */
	struct str fingerprint; /* of the finding */
	struct str product;     /* of the family */
	struct str path;        /* where it is reported */
	uint32_t line, column;
	struct str text;        /* what it does, one sentence without a full stop: "import Engine from app.engine" */
	enum mend level;        /* MEND_SAFE, MEND_ASK or MEND_SHOW */
	struct str reason;      /* why this level; for CHANGE_REFUSED why it is not applied */
	struct str advice;      /* for CHANGE_SHOWN: what a human can do; may be empty */
	enum change_state state;
	uint32_t needs;         /* a change without which this one is wrong, or NONE */
	bool follows;           /* that one is right by itself, and is in an earlier step */
	uint32_t round;         /* 0 for what holds on the tree as it is */
	uint32_t step;          /* into plan.steps; NONE when it has no edits */
	uint32_t edit_count;
	struct str details;     /* lines for people: differences, a table by call site; may be empty */
};

struct step {
	struct str kind, product;
	struct str title;  /* first line of the commit message: "imports: take Engine from app.engine" */
	struct str body;   /* why, and the finding codes; lines of at most 72 bytes */
};

struct plan_file {
	struct str path; /* relative to root */
	struct str hash; /* of the whole content, 32 hex digits of XXH3-128 */
	uint64_t size;
	uint32_t mode;   /* permission bits */
	bool is_removed; /* by the change in `remover` */
	uint32_t remover;
	VEC(struct edit) edits; /* by round, start; in one round not overlapping, but for the same edit by two changes, which is kept once */
};

/* A file with findings that is never touched, and why: "generated", "vendored", "ignored", ... */
struct plan_skip {
	struct str path, reason;
	uint32_t changes; /* that would have touched it */
};

/* Which change mends a finding; several findings may be mended by one. */
struct plan_mend {
	struct str fingerprint;
	uint32_t change;
};

struct plan {
	struct str root;
	struct str commit; /* empty outside of git */
	VEC(struct change) changes; /* by step, path, line, column */
	VEC(struct step) steps;     /* in the order of application */
	VEC(struct plan_file) files; /* by path */
	VEC(struct plan_skip) skips; /* by path */
	VEC(struct plan_mend) mends; /* in the order of the findings; not part of a written plan */
	struct arena arena;
};

void plan_release(struct plan *p);

/*
 * The bytes of a file once the chosen changes are applied to `old`. False
 * when the bytes that an edit expects are not there, or a removal is chosen
 * (then *ret_removed).
 */
struct strbuf;
bool plan_render(const struct plan *p, const struct plan_file *f, const bool *is_chosen, struct str old, struct strbuf *ret, bool *ret_removed, struct err *err);

/* NULL when the plan does not touch it. */
struct plan_file *plan_find_file(struct plan *p, struct str path);

/* Is the file changed by any of these? is_chosen NULL = every CHANGE_READY. */
bool plan_touches(const struct plan *p, const struct plan_file *f, const bool *is_chosen);

/* Two changes may ask for the same edit: it is made once. */
bool edit_is_same(const struct edit *a, const struct edit *b);

/* May the change still be made: is it ready, or held? */
bool plan_is_live(const struct plan *p, uint32_t change);

void plan_sort_files(struct plan *p);

/* Refuse a change, all that need it, and all of later rounds. */
void plan_refuse(struct plan *p, uint32_t change, const char *format, ...) PRINTF_LIKE(3, 4);

/*
 * Add what was planned on the tree that `p` leads to, as its next round: the
 * ready changes of `next`. What `p` only shows of their findings is dropped.
 * Everything is copied.
 */
void plan_append(struct plan *p, const struct plan *next);

/* How many changes are in this state. */
uint32_t plan_count(const struct plan *p, enum change_state state);

/* Stable text for tests: `canonry dump plan`. */
void plan_dump(const struct plan *p, struct strbuf *out);

#endif
