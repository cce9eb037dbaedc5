/* The tests that protect families: which there are, what each meets, which cannot fail or never run, and what none protects. */
#ifndef RULES_TESTS_H
#define RULES_TESTS_H

#include "analyzers/test_config.h"
#include "analyzers/tests.h"
#include "base/map.h"
#include "rules/rule.h"

/*
 * A test protects a family when it, a fixture that it asks for, what sets it
 * up, or a function of its file that it calls mentions a member, by whatever
 * way the member's name came to be known there. Only files that import
 * members, their modules, or name them in strings are read.
 */

enum test_category { CATEGORY_UNIT, CATEGORY_INTEGRATION, CATEGORY_END_TO_END, CATEGORY_CRITICAL, CATEGORY_COUNT };
extern const char *const test_category_names[CATEGORY_COUNT]; /* "unit", "integration", "end-to-end", "critical" */

/* What a test meets of a family; several may hold. */
enum test_meets {
	MEETS_CANONICAL = 1 << 0,
	MEETS_SHIM = 1 << 1,  /* the canonical, by a redirect, an alias or a wrapper */
	MEETS_RIVAL = 1 << 2, /* another implementation */
	MEETS_DOUBLE = 1 << 3, /* a mock of it, or the name patched */
	MEETS_OTHER = 1 << 4  /* a variant or helper, which is no rival */
};
#define MEETS_REAL (MEETS_CANONICAL | MEETS_SHIM | MEETS_RIVAL)

/* One test: a function that a framework runs, or would if nothing were in its way. */
struct test {
	file_id file;
	uint32_t def;        /* index of outline.defs; of C and C++: of the facts' parts, or NONE: the whole file */
	enum test_framework framework;
	enum test_category category;
	struct str symbol;   /* "TestEngine.test_it_runs" */
	struct span span;    /* of the name */
	uint32_t end_line;
	bool cannot_fail, never_runs; /* by a flaw */
};

/* A flaw of a test, or of a class or file of tests. */
struct tests_flaw {
	enum test_flaw_kind kind;
	file_id file;
	uint32_t def;        /* function, class, or NONE: the whole file */
	uint32_t test;       /* the first test that it is about, which meets a family */
	uint32_t test_count; /* how many */
	uint32_t family;     /* the first that these tests protect */
	struct span span;
	struct str message;  /* a sentence's worth: "every assertion is in a try whose handler says nothing" */
	uint32_t related_line; /* in the same file, or 0 */
	struct str related;
	struct str symbol;   /* of C and C++: what it is about; else empty */
};

/* A test of one family. */
struct family_test {
	uint32_t test;
	unsigned meets;  /* enum test_meets */
	uint32_t member; /* the rival or the redirect that it meets, or NONE */
};

enum guarantee { GUARANTEE_UNIQUE, GUARANTEE_IDENTITY, GUARANTEE_ISOLATION, GUARANTEE_CLEANUP, GUARANTEE_SHUTDOWN, GUARANTEE_COUNT };
extern const char *const guarantee_names[GUARANTEE_COUNT];    /* "uniqueness", "identity", ... */
extern const char *const guarantee_meanings[GUARANTEE_COUNT]; /* what a test of it would show */

struct family_tests {
	VEC(struct family_test) items; /* by path, place */
	struct str *methods;           /* the canonical's public ones */
	bool *is_met;                  /* does a test that can fail call it? */
	uint32_t method_count;
	bool needs[GUARANTEE_COUNT];   /* has the canonical anything to guarantee there? */
	bool is_shown[GUARANTEE_COUNT]; /* does the name of a test, or what it calls, speak of it? */
	struct str reached;            /* C and C++, where no test meets the canonical: what tests call, or may call, and comes to it; or empty */
};

/* A test, or what it calls, meets a family. */
struct meeting {
	uint32_t family, member; /* member: NONE, or see family_test */
	unsigned meets;
};
typedef VEC(struct meeting) meetings;

/* A file of tests that was read. */
struct test_file {
	file_id file;
	struct test_facts facts;
	const struct test_config *config; /* of the nearest folder that has one; never NULL */
	uint32_t first_test, test_count;
	bool is_noted;           /* the two below are there */
	struct map tails;        /* hashes of the last names of all that is mentioned */
	bool shows[GUARANTEE_COUNT]; /* by what is called */
};

struct tests {
	const struct rule_input *in;
	VEC(struct test_file *) files; /* of Python; by path */
	VEC(struct test) items;        /* by language, path, place: those that protect a family */
	VEC(struct tests_flaw) flaws;  /* by path, place */
	struct family_tests *families; /* by index of families.items */
	bool has_tests;                /* the code base has some, of whatever */
	bool has_ctests;               /* ... in C or C++ */
	struct ctests *c;              /* ctests.h; NULL where no family is of C or C++ */
	struct map by_file;
	struct map unittests;          /* (file, class) -> enum known */
	struct map symbols;            /* hashes of the members' symbols */
	struct test_configs *configs;
	struct str *plain_names;       /* of the canonicals, by index of families.items; empty without one. NULL: not asked for yet */
	struct arena arena;
};

/* Reads the files of tests and links them. Never NULL. */
struct tests *tests_new(const struct rule_input *in);
void tests_free(struct tests *t); /* accepts NULL */

/* A file's facts, read now when they were not yet. */
const struct test_file *tests_file(struct tests *t, file_id file);

/* --- Parts; private to rules/tests*.c --- */

enum known { KNOWN_NO, KNOWN_YES, KNOWN_UNKNOWN };

/* A class and its bases in this project, nearest first. */
#define LINEAGE_MAX 16
struct lineage {
	struct { const struct test_file *file; uint32_t def; } items[LINEAGE_MAX];
	uint32_t count;
	enum known is_unittest; /* KNOWN_UNKNOWN: a base is none of this project, nor unittest's */
	bool is_async;          /* IsolatedAsyncioTestCase among them */
	bool is_open;           /* a base is not known, or answers to any name */
};

/* tests_class.c */
void tests_lineage(struct tests *t, const struct test_file *f, uint32_t class_def, struct lineage *ret);
bool tests_has_method(const struct tests *t, const struct lineage *l, struct str name);
/* Is it among the methods of unittest.TestCase? */
bool tests_is_unittest_method(struct str name);

/* tests_find.c: the functions of a file that are, or look like, tests. */
bool tests_is_test(struct tests *t, const struct test_file *f, uint32_t def, enum test_framework *ret);
bool tests_is_collected_file(const struct tests *t, const struct test_file *f, enum test_framework framework);
enum test_category tests_category(const struct tests *t, const struct test_file *f, uint32_t def);
bool tests_configured_category(const struct tests *t, file_id file, enum test_category *ret); /* by the configuration */
bool tests_word_category(struct str word, enum test_category *ret); /* "integration", "e2e_slow" */
enum test_category tests_folder_category(const struct tests *t, file_id file);

/* tests_meet.c: fill families[].items for the tests of a file. */
void tests_meet(struct tests *t, struct test_file *f);
void meetings_add(meetings *list, struct meeting x);
unsigned tests_meets_of(const struct family *fam, const struct member *m, bool is_astray); /* enum test_meets; astray: by a detour */
uint32_t tests_family_of(const struct tests *t, uint32_t test); /* the first that it protects, or NONE */
bool tests_never_runs(enum test_flaw_kind kind);
/* The flaw is one of this test, too; spoils: which then cannot fail, or never runs. */
void tests_flaw_takes(struct tests *t, struct tests_flaw *x, uint32_t test, bool spoils);

/* Adds a test of a file whose count and first are given, and what it meets of families. */
void tests_add(struct tests *t, struct test x, const meetings *met, uint32_t *first, uint32_t *count);

/* tests_setup.c: what hides a setUp() that tests of the class, the first of its lineage, live of. */
void tests_setup_find(struct tests *t, const struct test_file *f, const struct lineage *l);

/* tests_flaw.c, tests_collect.c */
void tests_flaws_find(struct tests *t, struct test_file *f);
void tests_collect_find(struct tests *t, struct test_file *f);
void tests_flaw_at(struct tests *t, const struct test_file *f, enum test_flaw_kind kind, uint32_t def, struct span span, struct str message);

/* tests_gap.c */
void tests_gaps_find(struct tests *t, uint32_t family);
bool tests_speaks_of(enum guarantee g, struct str name);
bool tests_has_rivals(const struct family *fam); /* or other paths to the canonical */

#endif
