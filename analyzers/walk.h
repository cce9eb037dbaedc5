/* Which files there are: what git tracks or would not ignore, or what a directory holds. */
#ifndef ANALYZERS_WALK_H
#define ANALYZERS_WALK_H

#include "base/arena.h"
#include "base/err.h"
#include "base/vec.h"

struct walk_options {
	struct str root;          /* absolute, real; every path below is relative to it */
	const struct str *starts; /* files or directories to begin at, relative to root or absolute; none = root */
	size_t start_count;
	const struct str *excludes; /* patterns of the configuration, as in .gitignore */
	size_t exclude_count;
	bool ignore_git; /* do not ask git even in a work tree */
	bool want_dirty; /* fill walk_result.is_dirty: as dear as all the rest */
	unsigned jobs;   /* threads; 0 = all CPUs */

	/* Only files for which this is true are listed; NULL = all. Called by many threads. */
	bool (*wants)(struct str path);
};

struct walk_file {
	struct str path; /* relative to root, '/'-separated */
	uint64_t size;   /* 0 when nobody has asked the disk yet */
};

struct walk_skip {
	struct str path;    /* a file that wants() takes, or a directory; "." is root */
	const char *reason; /* static: "symbolic link out of the root", "permission denied", ... */
};

struct walk_result {
	VEC(struct walk_file) files; /* sorted by path, unique */
	VEC(struct walk_skip) skips; /* sorted by path */
	bool from_git;
	struct str commit; /* full hash of HEAD, or empty */
	bool is_dirty;     /* tracked files differ from HEAD, or it could not be found out; only with want_dirty */
};

/*
 * Inside a git work tree the list is what `git ls-files --cached --others
 * --exclude-standard` says: tracked files that are on disk, and untracked ones
 * that no rule ignores; other repositories (submodules too) are not entered.
 * git itself is asked for the tracked files only, the rest is found by the
 * walk, which is several times as fast. A repository that git refuses is
 * walked as if it were none, with a skip that says so.
 *
 * Elsewhere it is every file below the starts but what .gitignore files
 * exclude (nested ones, negation, anchoring, directory-only patterns) and
 * .eggs, .nox, .tox, .venv, node_modules, *.egg-info, directories with a
 * pyvenv.cfg, and build and dist when they hold no __init__.py. Inside a work
 * tree the same list, build and dist apart, holds for untracked files.
 * Directories of version control and caches (.git, .hg, .svn, __pycache__,
 * .mypy_cache, .pytest_cache, .ruff_cache) are passed over without a word;
 * everything else that is left out is in `skips`, a whole directory as one.
 *
 * What the caller names as a start is listed even if rules ignore it, but not
 * if the configuration excludes it. Symbolic links to files inside the root
 * are listed once, under the real file's path; links to directories inside
 * the root are not followed (their files are listed where they are); links
 * out of the root, dangling links and cycles are skipped and reported.
 * A start that does not exist or lies outside of the root is an error.
 * Results, the vectors too, live in the arena.
 */
bool walk_run(const struct walk_options *options, struct arena *a, struct walk_result *ret, struct err *err);

#endif
