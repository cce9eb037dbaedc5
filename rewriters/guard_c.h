/* Guard tests for families of C and C++: a program that reads the sources, and asks the compiler and the linker where it can. */
#ifndef REWRITERS_GUARD_C_H
#define REWRITERS_GUARD_C_H

#include "analyzers/project.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "rules/finding.h"
#include "rules/tests.h"

struct units;

/*
 * A migration of C leaves little behind: copies go, redirects hand on. What
 * the family was has to be known to guard what it has become, so claims are
 * taken before the tree is seen as a migration would leave it, and guards are
 * made of both.
 *
 * The text is told by the same scanner that the guard will use when it runs
 * (guard_scan.inc is compiled into this program, and written into the test),
 * so that what is generated and what is checked cannot part. Blocks are those
 * of guard.h, in comments of C.
 */

/* A definition with one of the names, as a text is searched for it: of a method of C++ with its class. */
struct guard_member {
	struct str name, file;
	enum member_class class;
	bool is_internal; /* to its file: others may bear the name, too */
};

/* A family as it is now: its canonical, and the names that were, or are, ways to it. */
struct guard_claim {
	struct str product, file;       /* "series", "src/core/series.c" */
	struct str canonical, name;     /* "ns::series_new", and as texts are searched for it: "series_new", "Series::create"; empty: none is decided */
	VEC(struct guard_member) members;
};


struct guard_claims {
	VEC(struct guard_claim) items; /* families of C and C++, in their order */
	struct arena arena;
};
void guard_claims_make(const struct rule_input *in, struct guard_claims *ret);
void guard_claims_release(struct guard_claims *c);

/* A name in a file. */
struct guard_place {
	struct str file, name;
	struct str why; /* "duplicate", "variant", ... */
};
typedef VEC(struct guard_place) guard_places;

/* How one product is made, and what can be told of it; `call` empty: see why_not. */
struct guard_product {
	struct str type;          /* "struct series *"; of C++ a name for what the call gives */
	bool is_cpp, is_owner;    /* C++: it is made there; what is given frees it by itself */
	struct str call;          /* "series_new(user, 1)"; of an out-parameter "packet_make(&made, 1)" */
	bool is_out, has_user;    /* `made` is set by the call; `user` stands in it */
	struct str destroy;       /* a function that takes one and nothing else, or empty */
	struct str count;         /* a function that says how many there are, or empty */
	bool is_complete;         /* a header shows what is in it: its bytes can be searched */
	VEC(struct str) texts;    /* expressions of `made` that are texts: "made->name", "series_title(made)" */
	struct str why_not;       /* no product: why */
	struct str why_no_user;   /* ... or none of a user's own */
};

struct guard_c {
	struct str product, file;
	struct str canonical, name; /* as in the claim */
	struct str path;           /* of the test, from the root */
	unsigned depth;            /* folders from the root down to the test */
	bool is_cpp;               /* it is written in C++ */
	unsigned indent;           /* spaces for each level, as the tests beside it; 0: a tab */
	enum test_framework framework;
	VEC(struct str) names;     /* that nobody else may define, sorted; the canonical's too */
	guard_places redirects;    /* definitions that do nothing but call the canonical */
	guard_places others;       /* further definitions: meant to be there, or left to people */
	bool has_rivals;           /* strict: there are definitions that have to go, and that `others` leaves out */
	guard_places deprecated;   /* declarations that say where to go */
	guard_places shims;        /* headers that hold nothing but the #include of another: file, and the base of that */
	guard_places aliases;      /* names that are the canonical under another symbol */
	VEC(struct str) same;      /* names whose type is the canonical's */
	VEC(struct str) skipped;   /* folders that are not looked into */
	VEC(struct str) includes;  /* of the headers that give the names: "\"../src/core/series.h\"" */
	bool is_c_header;          /* C++: they say no extern "C" themselves */
	VEC(struct str) before;    /* what has to be included before all else, as the canonical's source does */
	struct str why_no_headers; /* includes is empty: why; and so nothing is asked of the compiler */
	struct str proof;          /* what shows that it compiles: "it compiles with the flags of tests/test_x.c", or empty */
	struct guard_product made;
	struct arena arena;
};

struct guard_c_wish {
	struct str folder; /* for the test, from the root; empty: where tests are */
	bool is_strict;    /* see guard.h */
	struct units *units; /* to ask whether it compiles; NULL: nobody is asked */
};

/*
 * False, with the reason, when there is nothing that a test could hold. An
 * older guard of the family, if it is there, is read for the names of what is
 * gone already. guard_c_release() in any case.
 */
bool guard_c_make(const struct rule_input *in, const struct guard_claim *claim, const struct guard_c_wish *wish, struct guard_c *ret, const char **ret_why);
void guard_c_release(struct guard_c *g);

/* The file's text. */
void guard_c_write(const struct guard_c *g, struct strbuf *out);

/* Is there more than the canonical itself to guard? */
bool guard_c_has_more(const struct guard_c *g);

/* How to build and run it, in a sentence or lines of a build file; in the arena. */
struct str guard_c_build_hint(const struct rule_input *in, const struct guard_c *g, struct arena *a);

/* --- Parts; private to rewriters/guard_c*.c --- */

/* guard_c_place.c: folder, framework and name of the test, and how it names headers. */
void guard_c_find_place(const struct rule_input *in, const struct guard_c_wish *wish, struct guard_c *g);

bool guard_c_is_test(const struct file *f); /* a source of a test in C or C++, not of what tests share */

/* guard_c_include.c: how the test names these headers; leaves all out that needs them, with the reason, where it would not compile. */
typedef VEC(file_id) guard_headers;
void guard_c_find_includes(const struct rule_input *in, const struct guard_c_wish *wish, const guard_headers *headers, struct guard_c *g);

/* guard_c_skipped.c: the folders that are not looked into, and whether a file is below one. */
void guard_c_find_skipped(const struct rule_input *in, struct guard_c *g);
bool guard_c_is_skipped(const struct guard_c *g, struct str path);

/* guard_c_making.c: fill g->made. */
void guard_c_find_making(const struct rule_input *in, const guard_headers *headers, struct guard_c *g);

void guard_c_drop_making(struct guard_c *g, struct str why);

/* guard_c_users.c: blocks that make products; false when nothing says how. */
bool guard_c_write_making(const struct guard_c *g, struct strbuf *b);
bool guard_c_write_isolation(const struct guard_c *g, struct strbuf *b);
bool guard_c_write_cleanup(const struct guard_c *g, struct strbuf *b);

/* guard_c_text.c: what the scanner of the guard sees in a text. */
struct guard_sight {
	uint32_t definitions, own_bodies;
};
struct guard_sight guard_sight_of(struct str text, struct str name, struct str canonical);
bool guard_text_says(struct str text, struct str name, const char *word, struct str canonical);
bool guard_text_only_includes(struct str text, struct str base);

extern const unsigned char guard_scan_text[], guard_walk_text[];
extern const size_t guard_scan_text_len, guard_walk_text_len;

#endif
