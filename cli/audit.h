/* The pipeline on one screen: roots -> files -> facts -> links -> families -> findings. */
#ifndef CLI_AUDIT_H
#define CLI_AUDIT_H

#include <time.h>

#include "analyzers/config.h"
#include "analyzers/lang/c/compdb.h"
#include "rewriters/planner.h"
#include "rules/finding.h"

struct audit_options {
	const char *const *paths; /* as given; none = the current directory */
	size_t path_count;
	const char *config_path; /* --config, or NULL */
	const char *compdb_path; /* --compdb: a compile database or its folder; NULL looks for one */
	const struct compdb *database; /* instead of all that, if not NULL; without a path there is none */
	const struct str *families, *canonicals;
	size_t family_count, canonical_count;
	const struct str *callables; /* "module:Name": whose calls are looked at, though no map is configured */
	size_t callable_count;
	bool only_arguments; /* no families: calls with a map, and of `callables`, are all that is wanted */
	unsigned jobs;
	bool use_cache;
	bool parse_all;
	bool is_syntactic;  /* ask no compiler about C and C++ */
	bool is_full;       /* ... or about all units of the compile database, not only those that matter */
	bool ignore_config; /* as if there were no configuration */
	bool only_paths;    /* read nothing but the paths, also where they are files */
	const char *today;  /* YYYY-MM-DD; NULL asks SOURCE_DATE_EPOCH, then the clock */
	project_progress *progress;
	void *progress_context;
	const volatile bool *cancel;
};

/* What the given paths mean; see audit_find_scope(). All paths but root are relative to root ("" is the root itself). */
struct audit_scope {
	struct str root;    /* absolute, real */
	struct str prefix;  /* "src/" when the root is below the current directory, otherwise empty */
	struct str in_repository; /* "services/api/" when the root is below the top of a git work tree, otherwise empty */
	struct str *starts; /* what is read; sorted, unique */
	size_t start_count;
	struct str *focus; /* what is reported; none = everything that was read; sorted, unique */
	size_t focus_count;
};

/* Everything one run found out; what every report is made from. */
struct audit {
	const struct audit_options *options;
	struct arena arena;
	struct audit_scope scope;
	struct config config;
	struct str
		config_name; /* of the configuration file, relative to the root where it lies inside; empty when there is none */
	struct project_options project_options;
	struct project project;
	struct compdb database; /* of C and C++; without a path there is none, without entries it cannot be used */
	struct str database_name, database_error; /* as reports call it; why it cannot be used */
	struct link *link;
	struct families families;
	struct findings findings; /* those in focus */
	struct planner_memo memo; /* what the plans made of it have learnt of the texts */
	bool *shows_family;       /* by index of families.items: does it touch the focus? */
};

/*
 * The root is what paths in reports are relative to.
 *
 *  - No path: the current directory is the root, and all of it is read.
 *  - One directory: it is the root, and all of it is read.
 *  - Several directories: the root is the deepest directory that holds them
 *    all; only they are read.
 *  - A file among the paths: what is wrong with it can only be seen beside
 *    the rest, so the whole project is read (the top of its git work tree, or
 *    else the current directory when it holds all paths, or else the deepest
 *    directory that does), and only what touches the given paths is reported.
 *    This is what a pre-commit hook wants, which is handed the changed files.
 *
 * A configuration in the root holds; when the root has none (and --config is
 * not given), the nearest one above it in the same git work tree does, and
 * its directory becomes the root; what is read stays the same.
 *
 * A path that does not exist, or is neither file nor directory, is an error.
 */
bool audit_find_scope(const struct audit_options *o, struct arena *a, struct audit_scope *ret, struct err *err);

/* Is the path, or a directory above it, among the sorted paths? */
bool scope_covers(const struct str *sorted, size_t count, struct str path);

/* `o` must outlive the audit. audit_release() also after failure. */
bool audit_run(const struct audit_options *o, struct audit *ret, struct err *err);
void audit_release(struct audit *a);

/*
 * Look again at a code base that plan_check() sees as it would be: links,
 * families and findings are made anew, the old ones are gone.
 */
bool audit_renew(struct audit *a, struct err *err);

/* What rules and rewriters are given; borrows from the audit. */
struct rule_input audit_rule_input(struct audit *a);

/* The time that counts as now: SOURCE_DATE_EPOCH makes a run repeatable at any later time. */
time_t audit_now(void);

/* Does the report show this file? */
bool audit_in_focus(const struct audit *a, file_id file);

/* --- The gate --- */

struct gate {
	enum severity fail_on; /* SEVERITY_OFF: never */
	bool exit_zero;        /* findings do not fail the run */
	bool strict;           /* what was not read or not understood does */
	bool has_baseline;     /* findings that are known do not fail the run */
	struct str baseline;   /* what it is compared with: the path of a file, or a commit */
	struct str changed_since; /* a commit: only what has changed since is reported; or empty */
	uint32_t allowed_new;  /* up to so many new ones do not either */
	bool is_locked;        /* lines of the baseline that allow nothing any more fail the run */
};

/* Is this one of those that the gate counts: at or above its level, and not known? */
bool gate_fails(const struct gate *gate, const struct finding *x);

struct verdict {
	uint32_t by_severity[SEVERITY_COUNT];
	uint32_t failing;   /* findings at or above fail_on, known ones apart */
	uint32_t known;     /* findings that the baseline allows */
	uint32_t suppressed[SUPPRESS_INTENT_COUNT]; /* findings that are suppressed; in none of the counts above */
	uint32_t stale;     /* findings that it allows and that are not there any more */
	uint32_t unread;    /* files that are there and could not be read */
	uint32_t unparsed;  /* files that their language would refuse */
	bool is_incomplete; /* any of these two */
	int code;           /* enum exit_code: an incomplete run under --strict outranks findings */
};

/* A path that should have been read and was not; the others are left out by design. */
bool audit_is_gap(const struct project_skip *skip);

/* `stale`: what is known of it from comparing with a baseline. */
struct verdict audit_verdict(const struct audit *a, const struct gate *gate, uint32_t stale);

#endif
