/* What test code of one file says: the names that each definition mentions, its marks, and what keeps it from failing. */
#ifndef ANALYZERS_TESTS_H
#define ANALYZERS_TESTS_H

#include "analyzers/facts.h"

/*
 * These facts are made on demand, for the few files that test members of
 * families, from the text and the outline; nothing is parsed. They say what
 * stands there. Whether a class is a test case, and whose method a name is,
 * takes more than one file and is for the rules to find out.
 */

/* What keeps a test from ever failing, or from ever running. */
enum test_flaw_kind {
	FLAW_SKIPPED,     /* skipped whatever happens */
	FLAW_XFAIL,       /* expected to fail, and not strictly so: passes either way */
	FLAW_SWALLOWED,   /* a handler around every assertion takes their failure and says nothing */
	FLAW_CONSTANT,    /* its only assertions are about constants */
	FLAW_TUPLE,       /* asserts a tuple, which is always true */
	FLAW_INVERTED,    /* passes only while an assertion in it fails */
	FLAW_NESTED,      /* defined inside of a function, and never called */
	FLAW_CONSTRUCTOR, /* its class has a constructor, so that it is not collected */
	FLAW_SHADOWED,    /* another test of the same name replaces it */
	FLAW_SETUP,       /* what sets it up is never called, or never awaited */
	FLAW_HIDDEN,      /* what sets it up hides a base's that the test lives of */
	FLAW_NAME,        /* the name is none that is collected */
	FLAW_FILE,        /* the file's name is none that is collected */
	FLAW_OUTSIDE,     /* the file is outside of the folders that are collected */
	FLAW_METHOD,      /* calls a method that neither its class nor a base of it has */
	FLAW_MOCKS,       /* meets nothing but doubles of what it tests */
	FLAW_UNREGISTERED, /* C: no test case, suite or build takes it in */
	FLAW_SILENT,      /* C: nothing in it can fail, but for a crash */
	FLAW_COUNT
};
extern const char *const test_flaw_names[FLAW_COUNT]; /* "skipped", "xfail", ... */

/* Seen in a body or its decorators. */
struct test_flaw {
	enum test_flaw_kind kind;
	uint32_t def;     /* of the function or class; NONE: of the whole file */
	struct span span;
	struct str text;  /* what is written there, at most TEST_TEXT bytes */
};
#define TEST_TEXT 100

/* The row of each one of C and C++ is in lang/c/tests_frameworks.c. */
enum test_framework {
	FRAMEWORK_PYTEST,
	FRAMEWORK_UNITTEST,
	FRAMEWORK_ACUTEST,
	FRAMEWORK_BOOST,
	FRAMEWORK_CATCH2,
	FRAMEWORK_CHECK,
	FRAMEWORK_CLAR,
	FRAMEWORK_CMOCKA,
	FRAMEWORK_CPPUTEST,
	FRAMEWORK_CRITERION,
	FRAMEWORK_CUNIT,
	FRAMEWORK_DOCTEST,
	FRAMEWORK_GLIB,
	FRAMEWORK_GOOGLETEST,
	FRAMEWORK_GREATEST,
	FRAMEWORK_KUNIT,
	FRAMEWORK_MUNIT,
	FRAMEWORK_QTEST,
	FRAMEWORK_UNITY,
	FRAMEWORK_UTEST,
	FRAMEWORK_PROGRAM, /* none of these: a program whose end says whether it passed */
	FRAMEWORK_COUNT
};
extern const char *const test_framework_names[FRAMEWORK_COUNT]; /* "pytest", "unittest", "check", "googletest", "program" */

enum test_def_flag {
	TEST_DEF_CHECKS = 1 << 0,   /* asserts something in its own body */
	TEST_DEF_FIXTURE = 1 << 1,  /* handed to whoever names it as a parameter */
	TEST_DEF_AUTOUSE = 1 << 2,  /* ... and to everybody */
	TEST_DEF_PLAIN = 1 << 3,    /* has no decorator */
	TEST_DEF_ARGUMENTS = 1 << 4, /* takes arguments beside its own object */
	TEST_DEF_COMPARES = 1 << 5, /* asks whether two things are the same object */
	TEST_DEF_NO_TEST = 1 << 6   /* says that it is none: __test__ = False */
};

/* Of the definition with the same index in the outline. */
struct test_def {
	unsigned flags;       /* enum test_def_flag */
	struct str *bases;    /* of a class, as written: "a.Base" */
	struct str *params;   /* names, its own object left out */
	struct str *marks;    /* "slow" of pytest.mark.slow */
	uint32_t base_count, param_count, mark_count;
	uint32_t header_line; /* of its first decorator, or its own */
};

/* One name that a definition mentions; module level has the def NONE. Sorted by def, then word; each once. */
struct test_word {
	uint32_t def, word;
	uint32_t line;      /* the first time */
	bool is_called;     /* at least once */
	bool is_set;        /* assigned to */
	bool is_doubled;    /* only as what a mock is made of, or patched */
};

struct test_facts {
	struct test_def *defs; /* by index of outline.defs */
	uint32_t def_count;
	struct str *words;     /* dotted, as written, each once */
	uint32_t word_count;
	struct test_word *mentions;
	uint32_t mention_count;
	struct test_flaw *flaws; /* in source order */
	uint32_t flaw_count;
	struct str *marks;     /* of the whole file */
	uint32_t mark_count;
	bool is_read;
};

#endif
