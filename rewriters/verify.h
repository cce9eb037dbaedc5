/* The proof of a state: one canonical a family, every path to it the same object, nothing dangling. */
#ifndef REWRITERS_VERIFY_H
#define REWRITERS_VERIFY_H

#include "base/vec.h"
#include "rules/finding.h"

enum path_verdict {
	PATH_SAME,      /* ends at the canonical's own definition: the same object when the program runs */
	PATH_BY_DESIGN, /* another object, and meant to be: a variant, an accessor, a wrapper under a name of its own */
	PATH_RIVAL,     /* another object that claims to be the same */
	PATH_BROKEN,    /* ends nowhere */
	PATH_VERDICT_COUNT
};
extern const char *const path_verdict_names[PATH_VERDICT_COUNT]; /* "same", "by-design", "rival", "broken" */

/* One way in which production code can name a member. */
struct proof_path {
	struct str path; /* "app.compat:EngineFactory" */
	struct str end;  /* what it ends at, the same way; the missing name when it is broken */
	file_id file;
	uint32_t line;
	enum member_class class;
	enum path_verdict verdict;
};

/* An import statement that ends nowhere. */
struct proof_dangling {
	file_id file;
	uint32_t line;
	struct str path; /* "app.gone:EngineFactory" */
	bool is_guarded; /* inside of a try: it fails in silence */
};

struct proof {
	struct str product;
	struct str canonical; /* "app.engine:EngineFactory"; empty when none is elected */
	struct str decision;  /* then: what would decide it */
	file_id file;         /* of the canonical, or NONE */
	uint32_t line;
	VEC(struct proof_path) paths;        /* the canonical's own first, then by path */
	VEC(struct proof_dangling) dangling; /* by path, line */
	uint32_t imports;     /* statements' names that reach the family */
	uint32_t verdicts[PATH_VERDICT_COUNT];
	bool holds;           /* one canonical, no rival, nothing broken or dangling */
};

struct proofs {
	VEC(struct proof) items; /* in the order of the families */
	uint32_t failed;
	struct arena arena;
};

void proofs_make(const struct rule_input *in, struct proofs *ret);
void proofs_release(struct proofs *p);

#endif
