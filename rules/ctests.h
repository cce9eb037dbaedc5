/* Tests of C and C++: which of their parts meet which family, what the build makes of them; private to rules/. */
#ifndef RULES_CTESTS_H
#define RULES_CTESTS_H

#include "analyzers/build_calls.h"
#include "analyzers/ctests.h"
#include "rules/creators.h"
#include "rules/tests.h"

/*
 * Read are files of tests that mention a function of a family, and those
 * that mention what such a file offers to others: helpers and fixtures. What
 * a name means is told by includes: a function counts as met where a header
 * with its prototype, or the file that defines it, is included.
 */

/* A name that tests may mention, by its last component. */
struct ctest_ref {
	uint64_t hash;
	uint32_t family, member; /* of a member; family NONE: a part of a file of tests, for others to use */
	uint32_t part;           /* of such a part of a file */
	file_id file;
};
typedef VEC(struct ctest_ref) ctest_refs;

struct ctest_file {
	file_id file;
	struct ctest_facts facts;
	meetings *own;        /* by part, its own; the last is what stands in none */
	struct map by_name;   /* hash of a part's name, or of a method's last name -> first part */
	uint32_t *next;       /* by part: the next of that hash, or NONE */
	struct map words;     /* hash of a word -> its index */
	uint32_t first_test, test_count;
	bool is_helper;       /* a test of another file uses it */
};

/* What the build says of one file. */
struct ctest_build {
	struct str name, source_of; /* of the test, or of the program where none is; the build file */
	struct str label;           /* of a suite, or empty */
	bool is_known;    /* there is a build file, and it names the source */
	bool is_run;      /* a test is made of it */
	bool is_compared; /* what it prints is, or how it ends is not all that counts */
	bool is_absent;   /* there are build files, and nothing around names it */
	bool is_idle;     /* it is built, tests are run, and nothing names it */
	uint32_t line;
};

struct ctests {
	struct tests *t;
	struct creators *c;
	struct arena *arena;
	VEC(struct ctest_file *) files; /* by path, once all are read */
	struct map by_file;
	VEC(file_id) candidates; /* all files of tests, by path */
	VEC(unsigned) hints;     /* their frameworks, for those that include none themselves */
	ctest_refs members, helpers; /* by hash */
	struct map visited;
	struct cstates *states;  /* for ctests_reach(), when the rules have none */
	struct map looked_at;    /* a file that ctests_look() has read -> looks */
	VEC(struct ctest_facts *) looks;
	uint32_t searches;       /* of the whole text, for ctests_reach() */
	struct map builds;       /* hash of a folder -> build_dirs */
	VEC(struct build_dir *) build_dirs;
};

/* Reads and links; adds to t->items, t->families, t->flaws. NULL where there are no families of C or C++. */
struct ctests *ctests_new(struct tests *t);
void ctests_free(struct ctests *c); /* accepts NULL */

/* Is the family of C or C++? */
static inline bool is_cfamily(const struct family *fam)
{
	return fam->basis != BASIS_LINKED;
}

static inline struct str ctest_word(const struct ctest_file *f, uint32_t mention)
{
	return f->facts.words[f->facts.mentions[mention].word];
}

/* The refs of a name; how many. */
uint32_t ctests_find(const ctest_refs *refs, struct str name, const struct ctest_ref **ret);

bool ctests_is_named_test(struct str path); /* by the words of its base */

/* Does any file of tests but this one, nor what lies beside it, mention the word? */
bool ctests_is_named(struct ctests *c, struct str word, file_id but);

/* Reads those of the files that mention a word of the filter, whatever they are; each once. */
void ctests_look(struct ctests *c, const file_id *files, uint32_t count, const struct words *filter);

/* What ctests_look() has read of a file; NULL: nothing. */
const struct ctest_facts *ctests_seen(const struct ctests *c, file_id file);

/* --- ctests_meet.c --- */

/* What a walk over a part and all that it calls in test code comes to. */
struct ctest_walk {
	meetings met;
	bool tells;   /* something in it may fail */
	bool is_open; /* it calls what is not known */
	VEC(struct str) program; /* functions of the program that it calls; a name may stand twice */
};
void ctests_walk_release(struct ctest_walk *w);

void ctests_meet_own(struct ctests *c, struct ctest_file *f); /* fills f->own */
bool ctests_is_doubled(struct ctests *c, file_id file, struct str name); /* does the file put something else into its place? */
void ctests_walk(struct ctests *c, struct ctest_file *f, uint32_t part, struct ctest_walk *ret); /* of a test: with what sets it up */
void ctests_walk_plain(struct ctests *c, struct ctest_file *f, uint32_t part, struct ctest_walk *ret);
void ctests_find_tests(struct ctests *c, struct ctest_file *f);
void ctests_find_rest(struct ctests *c, struct ctest_file *f); /* what mentions members and is neither a test nor used by one */

/* --- ctests_program.c: can the program itself stop a test: does a function, or what it calls, assert anything? --- */

bool ctests_program_tells(struct ctests *c, const struct str *names, size_t count);

/* --- ctests_build.c --- */

void ctests_build_of(struct ctests *c, file_id file, bool with_idle, struct ctest_build *ret);
void ctests_build_release(struct ctests *c);

/* --- ctests_flaw.c --- */

void ctests_flaws_find(struct ctests *c, struct ctest_file *f);

/* --- ctests_gap.c --- */

void ctests_gaps_find(struct ctests *c, uint32_t family);

/* --- ctests_reach.c: what tests call, or may call, and comes to the canonical; empty when nothing does --- */

struct str ctests_reach(struct ctests *c, uint32_t family);

#endif
