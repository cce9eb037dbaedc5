/* A member's public surface beside the canonical's: what lacks, what was renamed, what is called otherwise. */
#ifndef RULES_CONFORMANCE_H
#define RULES_CONFORMANCE_H

#include "rules/family.h"
#include "rules/finding.h"

/*
 * The canonical API is the canonical's public methods, its own and those that
 * it inherits in this code base, with `__call__` and the methods of a context
 * manager; or what the configuration lists (family.api), and then nothing else
 * is compared. Compared is what callers meet: async or not, parameters,
 * defaults, the annotation of what is returned, context managers, errors where
 * both raise builtin ones. What a member inherits it has.
 *
 * In C it is the maker's signature and, where its header is another one than
 * the canonical's, the functions there that take or return what it makes:
 * conn_free(), conn_configure(). Names are compared without the words that they
 * share with their maker's. In C++ it is the public methods of two classes that
 * make the product.
 */
enum surface_state { SURFACE_SAME, SURFACE_DIFFERS, SURFACE_RENAMED, SURFACE_LACKS, SURFACE_EXTRA, SURFACE_STATE_COUNT };
extern const char *const surface_state_names[SURFACE_STATE_COUNT]; /* "same", "differs", "renamed", "missing", "extra" */

struct surface_entry {
	enum surface_state state;
	struct str method;   /* of the canonical; of the member when extra; empty for a function itself */
	struct str renamed;  /* SURFACE_RENAMED: what the member calls it */
	unsigned similarity; /* of the bodies or parameters, percent */
	uint32_t line;       /* of the member's side; its own line where it lacks it */
	uint32_t canonical_line;
	file_id file, canonical_file;
	struct str text;     /* what differs: "is async; drops timeout=", or empty */
	struct str errors;   /* "raises KeyError; does not raise ValueError", in its own body, whatever follows from that; or empty */
};

struct surface {
	VEC(struct surface_entry) items; /* in the canonical's order, extra ones last */
	uint32_t counts[SURFACE_STATE_COUNT];
	bool is_open; /* it may have more: a base outside of the code base, __getattr__ */
	bool is_shared; /* C: what it makes is of the canonical's own type, so that the canonical's functions can be given it */
};

/* Where surfaces are found. */
struct surface_input {
	const struct project *project;
	struct link *link;
	const struct families *families; /* with what they keep of C and C++ */
	struct arena *arena;             /* for texts */
};

/* False when the two cannot be compared: another kind of thing, not parsed, or no member with a surface of its own. Texts live in the arena. */
bool surface_find(const struct surface_input *in, const struct family *fam, const struct member *m, struct surface *ret);

/* Names of a listed API that the canonical itself lacks; in the arena. Zero also where that cannot be known. */
uint32_t surface_unmet(const struct surface_input *in, const struct family *fam, struct str **ret);

struct rule_input;

/*
 * Is the member's surface one to report of its own? Not that of variants and
 * doubles, of classes that derive from the canonical, of stubs that only
 * raise, and not twice where two families hold the same two.
 */
bool conformance_is_told(const struct rule_input *in, const struct family *fam, const struct member *m);

/* A duplicate is to go, and CN101 or CN102 shows how it differs: then a note. Of what stays, and of a listed API, the level. */
enum severity conformance_severity(const struct rule_input *in, const struct family *fam, const struct member *m, enum severity level);

void surface_release(struct surface *s); /* accepts zeroed ones */

#endif
