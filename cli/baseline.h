/* Baselines: findings that are known, in a file that people commit and git merges. */
#ifndef CLI_BASELINE_H
#define CLI_BASELINE_H

#include "base/map.h"
#include "base/vec.h"
#include "cli/audit.h"

/*
 * The file: a head with the version, then a line for each identity
 * (rules/finding.h) with how many findings of it are known, and for people
 * the rule, the path and the symbol; sorted by identity:
 *
 *	# canonry baseline 1
 *	# of: services/api/src
 *	# 00
 *	# 01
 *	012d51a9f04be713 1 CN101 app/legacy.py EngineFactory
 *	# 02
 *	...
 *
 * Identities are spread evenly, so two branches seldom change the same spot;
 * the 256 comments, which never change, keep changes apart in short files
 * too: git sees a conflict where two changes touch.
 * When one identity stands on two lines (a union of two versions), the
 * smaller number holds. The order does not matter to the reader. The second
 * line says what was audited, from the top of the repository, where that is
 * not all of it.
 */
struct baseline_line {
	struct str identity;
	uint32_t count;
	struct str text; /* for people, one line: "CN101 app/legacy.py EngineFactory" */
	uint32_t gone;   /* how many of them an audit did not find: baseline_mark() says so */
};

/* Zeroed is valid and empty. */
struct baseline {
	VEC(struct baseline_line) lines; /* unique; by identity once read or written */
	struct map by_identity;          /* hash of the identity -> lines */
	struct str scope;                /* what was audited, safe to show; empty: all of the repository */
	struct arena arena;
};

#define BASELINE_VERSION 1
#define BASELINE_COUNT_MAX 1000000
#define BASELINE_BYTES_MAX (64 << 20)

/*
 * What is no baseline of this version is refused with file:line:column, and
 * so are the marks of a conflict; who makes the file anew `settles` it: both
 * sides are read.
 */
bool baseline_parse(const char *name, struct str text, bool settles, struct baseline *ret, struct err *err);
bool baseline_read(const char *path, bool settles, struct baseline *ret, struct err *err);
void baseline_write(struct baseline *b, struct strbuf *out);
void baseline_release(struct baseline *b);

/* NULL when there is no such line. */
struct baseline_line *baseline_find(const struct baseline *b, struct str identity);

/* So many more (or fewer) findings of one identity are known; a line that allows none is gone when it is written. */
void baseline_add(struct baseline *b, struct str identity, int count, struct str text);

/* "CN101 app/legacy.py EngineFactory", safe to show. In the arena. */
struct str baseline_text(struct arena *a, const char *code, struct str path, struct str symbol);

/* A path or the like on one line, safe to show, and not long. In the arena. */
struct str baseline_safe_text(struct arena *a, struct str text);

/* All findings of an audit. */
void baseline_of(const struct audit *a, struct baseline *ret);

/* Which identity a finding had before, when its file was called otherwise; empty: none but its own. */
typedef struct str baseline_old_identity(void *context, const struct finding *x, struct arena *a);

/*
 * Sets is_known of as many findings of each identity as the baseline allows,
 * the first ones. `old` may be NULL. Returns how many that it allows are not
 * there; the lines say which.
 */
uint32_t baseline_mark(struct baseline *b, struct audit *a, baseline_old_identity *old, void *context);

/* What is known and still there: never more than before. */
void baseline_tighten(struct baseline *b, const struct baseline *now);

/* Lines "- text" and "+ text" for what differs, with "(2 times)", by text. Returns how many findings came and went. */
struct baseline_difference {
	uint32_t came, went;
};
struct baseline_difference baseline_compare(const struct baseline *before, const struct baseline *after, struct strbuf *out);

#endif
