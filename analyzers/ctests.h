/* What test code of one C or C++ file says: its tests, what each mentions, who puts them in, and what keeps them from failing. */
#ifndef ANALYZERS_CTESTS_H
#define ANALYZERS_CTESTS_H

#include "analyzers/tests.h"

struct cfacts;

/*
 * Made on demand, for the few files that mention members of families, from
 * the tokens of the whole text: no macro is expanded, all arms of an #if are
 * read. A file is cut into parts: the tests that macros open, functions and
 * macros of its own, bodies of classes. What stands in none of them belongs
 * to the part NONE, other directives too. Whose function a name is takes more than one file and is
 * for the rules to find out.
 */
enum ctest_kind { CTEST_FUNCTION, CTEST_CASE, CTEST_CLASS, CTEST_MACRO };

enum ctest_flag {
	CTEST_STATIC = 1 << 0,      /* a function that no other file can call */
	CTEST_FIXTURE = 1 << 1,     /* a test whose suite is the class that sets it up */
	CTEST_PARAMETER = 1 << 2,   /* a test that runs where its suite is instantiated */
	CTEST_CONDITIONAL = 1 << 3, /* inside of an #if other than the include guard */
	CTEST_TELLS = 1 << 4,       /* calls what may fail, as its name says; or throws */
	CTEST_VERDICT = 1 << 5,     /* gives something back that is not known to be zero */
	CTEST_ENTERS = 1 << 6       /* is main(), or what a framework has in its place */
};

/* A stretch of text with a name. By its place; one may lie in another. */
struct ctest_part {
	enum ctest_kind kind;
	enum test_framework framework; /* CTEST_CASE; else FRAMEWORK_COUNT */
	unsigned flags;                /* enum ctest_flag */
	struct str name;  /* "conn_is_made"; of a method "Fixture::SetUp" */
	struct str suite; /* of a test: what it belongs to, or empty */
	struct span span; /* the name */
	uint32_t start, end, end_line;
	uint32_t parent;  /* the part around, or NONE */
	uint32_t first_mention, mention_count; /* its own, those of parts in it left out */
};

/* One name that a part mentions, by word; each once. Qualified names are words of their own: "Engine::create" beside "create". */
struct ctest_mention {
	uint32_t part, word;
	uint32_t line;  /* the first time */
	bool is_called; /* at least once */
};

enum ctest_role {
	CTEST_ADDS,      /* tcase_add_test(case, name): it runs */
	CTEST_SETS_UP,   /* tcase_add_checked_fixture(case, name, ...); the group is a test case, the name of a test, or empty: of all */
	CTEST_MAKES,     /* name = tcase_create(...): what is said of the name before is about another one */
	CTEST_RUNS_CASE, /* suite_add_tcase(suite, case) */
	CTEST_INSTANCE,  /* INSTANTIATE_TEST_SUITE_P(_, name, ...) */
	CTEST_DOUBLES,   /* will_return(__wrap_name, ...): name is replaced; MOCK_METHOD in a class: name is its base, the group the class */
	CTEST_NAMES,     /* MACRO(name): it may make longer names of it */
	CTEST_ROLE_COUNT
};

/* What somebody says about tests, by name. In source order. */
struct ctest_entry {
	enum ctest_role role;
	enum test_framework framework;
	struct str name;  /* of a test or function */
	struct str group; /* the variable of the test case or suite, or empty */
	uint32_t part;    /* where it is said, or NONE */
	struct span span;
};

/* What keeps a part, what a group holds, or (NONE and empty) all of the file's tests from failing or running. */
struct ctest_flaw {
	enum test_flaw_kind kind;
	uint32_t part;
	struct str group;  /* the variable of a test case or suite of that part ... */
	uint32_t group_end; /* ... up to this byte, where it is made anew */
	struct span span;
	struct str text;  /* what is written there, at most TEST_TEXT bytes; or empty */
	const char *why;  /* static; a sentence's worth */
};

struct ctest_facts {
	struct ctest_part *parts;
	struct ctest_mention *mentions; /* by part, word; those of NONE last */
	struct ctest_entry *entries;
	struct ctest_flaw *flaws;       /* by place */
	struct str *words;
	uint32_t part_count, mention_count, entry_count, flaw_count, word_count;
	enum test_framework framework;  /* of the file, or FRAMEWORK_COUNT */
	bool pastes;    /* a macro of the file makes names: what is not mentioned may be meant all the same */
	bool includes_code; /* includes what is no header: more of the file may stand there */
	bool is_read;
};

/* The framework whose header this is, as an #include writes it ("gtest/gtest.h"); FRAMEWORK_COUNT: none. */
enum test_framework ctest_framework_of_header(struct str path);

/* Does it say by its name that it fails when something is wrong: ck_assert_int_eq, EXPECT_EQ, verify_all, die? */
bool ctest_may_fail(struct str name);

#endif
