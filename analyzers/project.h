/* The code base under analysis: its files, their facts, and what was left out. */
#ifndef ANALYZERS_PROJECT_H
#define ANALYZERS_PROJECT_H

#include "analyzers/facts.h"
#include "analyzers/lang.h"
#include "analyzers/walk.h"

struct cache;
struct cfacts;
struct cstate_facts;
struct csteps;
struct cwatch;
struct ctest_facts;
struct strbuf;
struct config;
struct project_worker;
struct source_fields;
struct source_receiver;
struct source_site;
struct state_facts;
struct test_facts;

typedef uint32_t file_id; /* index into project.files; files are sorted by path */

/* What a file is for, read from its path and marks. Several may hold. */
enum file_role {
	ROLE_TEST = 1 << 0,      /* tests/, test_*.py, *_test.py, conftest.py, testing/, or config.tests */
	ROLE_EXAMPLE = 1 << 1,   /* docs/, examples/, samples/, tutorials/, cookbook/, benchmarks/, demos/ and the like */
	ROLE_SCRIPT = 1 << 2,    /* scripts/ anywhere, tools/, bin/, ci/ outside of packages, and files that no package holds where there are packages */
	ROLE_BACKUP = 1 << 3,    /* backup*, *.backup*, *_old, *_bak, *.orig, *copy*, attic, archive(d) */
	ROLE_VENDORED = 1 << 4,  /* vendor(ed)/, third_party/, ThirdParty/, 3rdparty/, _vendor/, extern(al)/ */
	ROLE_GENERATED = 1 << 5, /* *_pb2.py, migrations/versions of a schema tool, MARK_GENERATED */
	ROLE_STUB = 1 << 6       /* a declaration twin: .pyi */
};
#define ROLE_NOT_PRODUCTION (ROLE_TEST | ROLE_EXAMPLE | ROLE_BACKUP | ROLE_VENDORED)

struct file {
	struct str path;         /* relative to project.root */
	const struct lang *lang;
	unsigned roles;          /* enum file_role */
	uint64_t size;
	uint64_t hash_high, hash_low; /* XXH3-128 of the content */
	struct outline outline;  /* of a C file no more than its functions, as definitions with the index of their cfunc */
	struct cfacts *creations; /* of a C or C++ file that was read; NULL for others */
	struct details details;  /* of what was parsed so far; details.count == 0 when nothing was */
	struct range *ranges;    /* the statements that details come from, in order; none when the whole was parsed */
	uint32_t range_count;
	bool is_gone;            /* an amendment took it away: nothing is there */
	bool is_unreadable;      /* then outline is empty and coverage has the reason */
	bool is_parsed;          /* some or all of it was parsed */
	bool is_whole;           /* details are those of the whole file */
	const char *unparsed;    /* NULL, or why the language would refuse it ("syntax error", "null byte", ...) */
	uint32_t unparsed_line;
};

/* What a file would hold instead. */
struct amendment {
	file_id file;
	bool is_gone; /* it would not be there at all */
	struct str bytes;
};

struct project_skip {
	struct str path;
	struct str reason;
};

/* Told at every finished file; from any thread. */
typedef void project_progress(void *context, const char *stage, size_t done, size_t total);

struct project_options {
	struct str root;             /* absolute, real */
	const struct str *starts;    /* see walk_options */
	size_t start_count;
	const struct config *config; /* excludes, tests, roots; never NULL */
	unsigned jobs;               /* 0 = usable CPUs */
	const char *compdb_path;     /* of C and C++: a compile database or its folder; NULL: looked for */
	bool use_cache;
	bool want_dirty;             /* fill project.is_dirty: takes as long as listing the files */
	bool parse_all;              /* no skimming: parse every file whole (the reference that skimming is compared with) */
	project_progress *progress;  /* may be NULL */
	void *progress_context;
	const volatile bool *cancel; /* may be NULL; when it becomes true, reading stops and project_read() fails with "interrupted" */
};

struct project {
	struct str root;
	struct file *files;
	uint32_t file_count;
	uint32_t copy_count; /* files named like copies of source files (lang_copied_path()), behind the others in `files`: path and roles only, never read */
	VEC(struct project_skip) skips; /* sorted by path */
	uint64_t bytes;                 /* read */
	uint32_t parsed;                /* files of which some or all was parsed */
	bool from_git, is_dirty;
	struct str commit;
	struct str note;                /* something the user should hear: the cache could not be written, ... */

	/* private to project.c */
	const struct project_options *options;
	struct arena arena;
	struct project_worker *workers;
	unsigned jobs;
	const struct amendment **amended; /* by file; NULL when nothing is */
	uint32_t amendments;              /* how often it was amended: who remembers what files say asks again when it is more */
	int root_fd;         /* of the root's directory, open from project_read() on */
	struct cache *cache; /* NULL until the first question, and without one */
};

/* List, read and skim every file. `options` must outlive the project. project_release() also after failure. */
bool project_read(const struct project_options *options, struct project *ret, struct err *err);
void project_release(struct project *p);

/*
 * Fetch details for the top-level statements of the given files that mention
 * one of the words (see lang.find), or, for files in `whole`, for the whole
 * file. May be called again: what a file yields is added to what it had.
 * Files are read again (they are not kept in memory); one that changed since
 * is reported in skips.
 * Taken from and put into the cache under (content hash, ranges).
 */
enum deepen_cut {
	CUT_NOTHING,   /* whole top-level statements */
	CUT_METHODS,   /* only what defines, calls or derives from a word; of a class what is no method, the constructor, and methods that do so */
	CUT_CLASSES    /* no classes at all */
};

struct deepen {
	const file_id *files;        /* sorted, unique */
	uint32_t file_count;
	const bool *whole;           /* parallel to files, or NULL */
	const struct str *words;
	size_t word_count;
	enum deepen_cut cut;
};

/* Has all of a definition been parsed? False when nothing was, or when a class lacks some of its methods. */
bool project_has_all(const struct file *file, uint32_t def);
bool project_deepen(struct project *p, const struct deepen *want, struct err *err);

/*
 * What each of the files does with state (state.h), into ret[0..count), as far
 * as the question goes; text lives as long as the project. Not for two threads
 * at once. `defs`, parallel to files, stands in for the question's definition;
 * NULL: it is the same for all.
 */
void project_states(const struct project *p, const file_id *files, const uint32_t *defs, uint32_t count, const struct state_question *q,
		    struct state_facts *ret);

/* Say among the skips that part of the analysis leaves this file out. */
void project_leave_out(struct project *p, file_id file, const char *reason);

/* The same for C and C++: what each of the files does with variables that outlive a call (cstate.h). */
void project_statics(const struct project *p, const file_id *files, uint32_t count, struct cstate_facts *ret);

/*
 * The paths through the functions [first, end) of a file of C or C++
 * (cstate.h) into ret[0..end - first); of more than one only those that
 * mention what is watched. Empty where the file cannot be read. They live as
 * long as the project. Between parallel stages only; nothing is kept for the
 * next run.
 */
void project_steps(const struct project *p, file_id file, uint32_t first, uint32_t end, const struct cwatch *watch, struct csteps *ret);

/* The calls of one file by given names; what they call is another question. */
struct file_calls {
	file_id file;
	const struct use *calls; /* as lang_source.calls yields them, in source order */
	uint32_t count;
};

/*
 * The calls of any of these words in each of the files, into ret[0..count);
 * none in a file that cannot be read or trusted. Live as long as the project.
 * The cache keeps them under the content and the words.
 */
void project_calls(const struct project *p, const file_id *files, uint32_t count, const struct str *words, size_t word_count, struct file_calls *ret);

/*
 * What stands around such a call (lang_source.call_site; asks_name: SITE_NAME), whose method it calls (receiver), where
 * that may be one of some classes, and the fields of a class (lang_source.fields). False when there is no telling. They live as
 * long as the project. Between parallel stages only.
 */
bool project_call_site(const struct project *p, file_id file, const struct use *call, bool asks_name, struct source_site *ret);
bool project_receiver(const struct project *p, file_id file, const struct use *call, const struct words *classes, struct source_receiver *ret);
bool project_fields(const struct project *p, file_id file, uint32_t class, struct source_fields *ret);

/*
 * What test code of each of the files says (tests.h), into ret[0..count); text lives as long as the project. Not for two threads at once.
 */
void project_tests(const struct project *p, const file_id *files, uint32_t count, struct test_facts *ret);

/*
 * The same for C and C++ (ctests.h), of the files that mention one of the
 * words; the others are not read (is_read). `hints`, by the index into files:
 * see lang.trials.
 */
struct words;
void project_trials(const struct project *p, const file_id *files, const unsigned *hints, uint32_t count, const struct words *words, struct ctest_facts *ret);

/*
 * C and C++: look into the functions that mention one of these words, too. The
 * facts of their files are made anew, with the same functions in the same
 * order; pointers into the old ones stay good.
 */
void project_look_for(struct project *p, const struct str *words, size_t count);

/*
 * The bytes of a file (or copy) as they were analyzed: read again, or as
 * amended. Fails when it is gone or has changed since. Any thread.
 */
bool project_source(const struct project *p, file_id file, struct strbuf *ret, struct err *err);

/*
 * See these files as if they held other bytes: for the question what the code
 * base would be like. Their outlines are made anew, their details forgotten;
 * project_deepen() reads what is given here. Roles stay. All is copied; a
 * linker made before knows nothing of it. Amending a file again replaces what
 * was given before.
 */
void project_amend(struct project *p, const struct amendment *items, size_t count);

/*
 * The cache for whoever makes facts of several files at once: blobs under keys of their own, between parallel stages only.
 * What is found is good as long as the project. Without a cache nothing is found, and nothing is kept.
 */
bool project_find_blob(struct project *p, uint64_t high, uint64_t low, struct str *ret_blob);
void project_keep_blob(struct project *p, uint64_t high, uint64_t low, struct str blob);

/* The hash under which contents are known (file.hash_high, file.hash_low). */
void project_hash(struct str source, uint64_t *ret_high, uint64_t *ret_low);

/* Write what the cache learnt; a failure becomes project.note. */
void project_save(struct project *p);

/* NONE when there is no such file. */
file_id project_find(const struct project *p, struct str path);

/* Is this place production code: none of ROLE_NOT_PRODUCTION? */
bool project_is_production(const struct project *p, file_id file);

#endif
