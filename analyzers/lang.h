/* A language as the engine sees it: which files are its own, what they say, how modules are named. */
#ifndef ANALYZERS_LANG_H
#define ANALYZERS_LANG_H

#include "analyzers/facts.h"
#include "analyzers/source.h"
#include "base/err.h"

struct cfacts;
struct cstate_facts;
struct csteps;
struct cwatch;
struct ctest_facts;
struct state_facts;
struct test_facts;
struct lang_parser; /* a language's private state of one thread: parser, scratch buffers */

/* A stretch of source that is a run of whole top-level statements. */
struct range {
	uint32_t start, end;
	uint32_t line; /* of start, from 1 */
};

/* The words that a caller looks for; built once, shared by all threads, read only. */
struct words;

/* Where a file stands among the modules of its language, as far as its path tells. */
struct module_place {
	struct str path; /* what is imported, as a path: "a/b/c"; for a package its directory */
	bool is_package;
	bool is_stub;    /* declares what another file defines */
	unsigned rank;   /* of several files with the same path the lowest is the module */
};

/* Is this text of interest? Of a source, or of one of its definitions, from its line's first byte. */
typedef bool state_wants(struct str text);

/*
 * What somebody wants to know of state: of a source, or of one definition in
 * it. Functions at module level and methods of classes there are left out when
 * neither `wants` takes them nor they mention one of the words, nor, with_slots,
 * they name what outlives a call.
 */
struct state_question {
	const char *name;   /* tells questions about one text apart */
	uint32_t def;       /* NONE: of the whole source */
	bool with_slots;
	const struct words *words; /* ... or mention one of these; NULL: none. Told apart by the name, too */
	state_wants *wants; /* NULL without words and with_slots: leave nothing out. A text always gets the same answer */
};

/* What is known of a condition without running anything: on the version of the language, say. */
enum truth { TRUTH_UNKNOWN, TRUTH_YES, TRUTH_NO };

/* How the files of a language become modules, and which names need no binding. */
struct lang_modules {
	/* False for a file that no import can name; *ret is filled for every file of the language. */
	bool (*place)(struct str path, struct module_place *ret);

	const char *const *package_files; /* a directory with one of these is a package: "__init__.py" */
	const char *const *project_files; /* a directory with one of these is an import root: "setup.py" */
	const char *const *source_dirs;   /* so is one of these names that is no package: "src" */
	const char *const *binaries;      /* extensions of modules that are no source text: "so" */
	const char *lazy_hook;            /* a function of this name at module level yields missing names: "__getattr__" */
	const char *path_name;            /* a module that binds it may hold others, wherever they come from: "__path__" */

	/* Is this the first component of a standard module? A project's own of that name is seen from its root only. */
	bool (*is_standard)(struct str first);

	/* Is the name bound everywhere ("len"), or in every module ("__file__")? */
	bool (*is_builtin)(struct str name);
	bool (*is_implicit)(struct str name);

	/* Does `import *` take the name from a module that does not list its exports? */
	bool (*is_public)(struct str name);

	/* The text of a BLOCK_IF. */
	enum truth (*truth)(struct str condition);
};

/* For lang.creations: beside the bodies that hold a word of creation, those are looked into that mention one of these. */
struct closer_look {
	const struct str *words;
	size_t word_count;
	const struct cfacts *known; /* of the same source: what it has looked into is taken from it; may be NULL */
};

struct lang {
	const char *name;              /* "python" */
	const char *const *extensions; /* without the dot, NULL-terminated; a twin (pyi) is listed too */

	struct lang_parser *(*parser_new)(void);
	void (*parser_free)(struct lang_parser *p); /* accepts NULL */

	/* The outline by skimming. Never fails: what it cannot read it marks is_broken. */
	void (*skim)(struct lang_parser *p, struct str source, struct arena *a, struct outline *ret_outline);

	/*
	 * Parse `count` ranges of source (0 = all of it) and yield details for
	 * what lies in them; the outline too when ret_outline is not NULL
	 * (then count must be 0). Never fails: errors are in details.has_error.
	 */
	void (*parse)(struct lang_parser *p, struct str source, const struct range *ranges, uint32_t count, struct arena *a,
		      struct outline *ret_outline, struct details *ret_details);

	/* What the ranges (at least one) do with state (state.h); NULL for a language that has no such facts. Never fails. */
	void (*state)(struct lang_parser *p, struct str source, const struct range *ranges, uint32_t count, struct arena *a,
		      struct state_facts *ret);

	/* What of the source the question is about; in the arena, none when nothing is. */
	uint32_t (*state_ranges)(struct str source, const struct outline *o, const struct state_question *q, struct arena *a,
				 struct range **ret_ranges);

	/*
	 * What test code of the source says (tests.h); NULL for a language that has no such facts. `o` is the
	 * outline of the same source. Never fails.
	 */
	void (*tests)(struct str source, const struct outline *o, struct arena *a, struct test_facts *ret);

	/*
	 * The top-level statements that mention a word as an identifier (not in a
	 * comment, not as part of a longer name; in a string only as a whole
	 * dotted component) other than in an import statement; words_mention()
	 * says which mentions count. Neighbours are merged. Returned in the arena.
	 */
	uint32_t (*find)(struct lang_parser *p, struct str source, const struct words *words, struct arena *a, struct range **ret_ranges);

	/*
	 * C and C++ only, in place of the three above (which are NULL then): what
	 * the file creates, declares and includes. Never fails: what it cannot
	 * read it skips, and says so in has_error. Skimming and parsing are one.
	 * `closer` may be NULL.
	 */
	void (*creations)(struct lang_parser *p, struct str path, struct str source, const struct closer_look *closer, struct arena *a,
			  struct cfacts *ret);

	/* C and C++ only: what the whole source does with what outlives a call (cstate.h); `facts` are its own. Never fails. */
	void (*statics)(struct lang_parser *p, struct str source, const struct cfacts *facts, struct arena *a, struct cstate_facts *ret);

	/* C and C++ only: the paths through the functions [first, end) of `facts`, into ret[0..end - first). Never fails. */
	void (*steps)(struct lang_parser *p, struct str source, const struct cfacts *facts, uint32_t first, uint32_t end, const struct cwatch *watch,
		      struct arena *a, struct csteps *ret);

	/*
	 * C and C++ only: what test code of the source says (ctests.h); `facts` are its own, `hint` (enum test_framework)
	 * the framework that headers of the project bring in, for a source that includes none itself. Never fails.
	 */
	void (*trials)(struct str source, const struct cfacts *facts, unsigned hint, struct arena *a, struct ctest_facts *ret);

	/* The next comment that begins at *at or behind: *ret borrows its bytes, *at goes behind it. False when there is none. */
	bool (*next_comment)(struct str source, size_t *at, struct str *ret);

	/* NULL for a language whose files do not import each other by module name. */
	const struct lang_modules *modules;

	/* NULL for a language whose files are never changed. */
	const struct lang_source *source;
};

/* NULL when no language claims the file. */
const struct lang *lang_of_path(struct str path);

/*
 * The source file that a copy is named after: "x.py" for "x.py.bak",
 * "x.py.backup_20250912" and "x.py~". Empty for anything else, also for
 * templates and the like ("x.py.in"), and for source files themselves.
 */
struct str lang_copied_path(struct str path);
const struct lang *lang_get(const char *name);
extern const struct lang *const lang_table[]; /* NULL-terminated */

/* One thread's parsers, each made when it is first asked for. Zeroed is empty. */
struct lang_parsers {
	struct lang_parser **items; /* by place in lang_table */
};
struct lang_parser *lang_parsers_get(struct lang_parsers *p, const struct lang *lang);
void lang_parsers_release(struct lang_parsers *p);

/* --- Words: a set of identifiers made for a fast "is it in?" on every token --- */

struct words *words_new(const struct str *list, size_t count);

/* Which mentions of a word count. */
enum mention {
	MENTION_ANY,
	MENTION_USE /* the word is defined, called, or named in the header of a class */
};
void words_set_mention(struct words *w, enum mention mention); /* MENTION_ANY until then */
enum mention words_mention(const struct words *w);
void words_free(struct words *w);
bool words_has(const struct words *w, struct str identifier);

/* Is any word in the text at all, even inside of a longer name? The cheap first question, memmem speed. */
bool words_in_text(const struct words *w, struct str text);

#endif
