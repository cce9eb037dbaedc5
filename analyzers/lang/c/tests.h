/* Reading test code of C and C++: what the frameworks are called by, and the steps over a file's tokens; private to this folder. */
#ifndef ANALYZERS_LANG_C_TESTS_H
#define ANALYZERS_LANG_C_TESTS_H

#include "analyzers/cfacts.h"
#include "analyzers/ctests.h"
#include "analyzers/lang/c/token.h"
#include "base/map.h"

/* --- tests_frameworks.c: one row for each framework --- */

enum opener_flag {
	OPENS_TO_END = 1 << 0,    /* closed by a word that ends in END_TEST; other words may stand before its name: GST_START_TEST */
	OPENS_FIXTURE = 1 << 1,   /* its suite is a class that sets it up */
	OPENS_PARAMETER = 1 << 2, /* runs where its suite is instantiated */
	OPENS_DISABLED = 1 << 3,  /* says that it does not run */
	OPENS_CLASS = 1 << 4,     /* opens no test, but the class of a fixture */
	OPENS_KNOWN = 1 << 5      /* means a test only where the framework is known: the word is a common one */
};

/* A macro before the braces of a test; suite and test say which of its arguments names it, -1: none. */
struct ctest_opener {
	const char *name; /* NULL ends a table */
	int suite, test;
	unsigned flags;
};

/* What takes functions as tests: which argument is the test, and which set it up (0: none). */
struct ctest_registrar {
	const char *name;
	int test, setup, teardown;
	enum ctest_role role;
};

struct ctest_framework {
	enum test_framework id;
	const char *const *headers; /* as ends of a path, NULL ends them, as all of these */
	const struct ctest_opener *openers;
	const struct ctest_registrar *registrars;
	const char *const *assertions; /* what their names begin with */
	const char *const *skips;      /* calls that skip the test they begin */
	const char *const *runners;    /* calls that run tests and give how many failed */
	const char *functions;         /* functions are tests by beginning so; or NULL */
};

extern const struct ctest_framework ctest_frameworks[]; /* one without headers ends them */
const struct ctest_framework *ctest_framework(enum test_framework id); /* NULL: none has a row */

/* The macro and its framework; that of the file goes first. NULL when no test begins so. */
const struct ctest_opener *ctest_opener(enum test_framework file, struct str word, enum test_framework *ret);
const struct ctest_registrar *ctest_registrar(enum test_framework file, struct str word, enum test_framework *ret); /* the same */
bool ctest_is_runner(struct str word); /* whose value says how many failed */
bool ctest_is_assertion(enum test_framework framework, struct str word);

/* --- tests.c --- */

/* One file under the reader. */
struct ctest_reader {
	struct str source;
	const struct cfacts *facts;
	struct arena *arena;
	enum test_framework framework;
	token_vec tokens;
	struct c_tokens t;
	VEC(bool) directives;   /* by token: stands in a preprocessor line */
	VEC(bool) arguments;    /* by token: of a macro that opens a test */
	VEC(uint32_t) closes;   /* by token: of an opening bracket the closing one, of others themselves */
	VEC(uint32_t) part_of;  /* by token: the innermost part, or NONE */
	VEC(uint32_t) lines;    /* offsets of line starts */
	VEC(uint32_t) bodies;   /* by part: its first token behind the head */
	VEC(struct ctest_part) parts;
	VEC(struct ctest_mention) mentions;
	VEC(struct ctest_entry) entries;
	VEC(struct ctest_flaw) flaws;
	VEC(struct str) words;
	struct map word_ids, mention_ids;
	bool without_assert; /* NDEBUG is defined in front of assert.h */
};

void ctest_read(struct str source, const struct cfacts *facts, enum test_framework hint, struct arena *a, struct ctest_facts *ret);

struct span ctest_span(const struct ctest_reader *r, uint32_t from, uint32_t to); /* tokens [from, to) */
struct str ctest_text(struct ctest_reader *r, uint32_t from, uint32_t to);        /* a copy, at most TEST_TEXT bytes */
bool ctest_is_named_call(const struct ctest_reader *r, uint32_t token);           /* a name with `(` behind */
bool ctest_is_called(const struct ctest_reader *r, uint32_t token);               /* ... not in a preprocessor line */
uint32_t ctest_argument(const struct ctest_reader *r, uint32_t open, int n, uint32_t *ret_end); /* tokens of the n-th; NONE: there is none */

void ctest_add_flaw(struct ctest_reader *r, enum test_flaw_kind kind, uint32_t part, uint32_t from, uint32_t to, const char *why);

uint32_t ctest_line(const struct ctest_reader *r, uint32_t offset); /* from 0 */

/* --- tests_parts.c --- */

void ctest_find_parts(struct ctest_reader *r);
bool ctest_is_conditional(const struct ctest_reader *r, uint32_t start); /* does the byte stand in an #if other than the include guard? */

/* --- tests_words.c: mentions, and who puts which tests in --- */

void ctest_find_words(struct ctest_reader *r);
void ctest_find_entries(struct ctest_reader *r);

/* --- tests_checks.c: what of a part can fail --- */

void ctest_find_checks(struct ctest_reader *r);

/* --- tests_runs.c: what is put in and never run, run and never asked --- */

void ctest_find_runs(struct ctest_reader *r);

#endif
