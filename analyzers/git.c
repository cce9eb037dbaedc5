/* Each question to git is one child process; all that do not depend on each other run at once. */
#include "base/base.h"
#include "analyzers/git.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analyzers/process.h"
#include "base/vec.h"

typedef VEC(const char *) argument_list;

struct git {
	struct arena arena;
	const char **environment; /* NULL-terminated */
	const char *root;
	struct process place;  /* git rev-parse: is it a work tree, where is info/exclude, what is HEAD */
	struct process config; /* git config: what to switch off, where is the user's ignore file */
	struct process files;  /* git ls-files */
	struct process status; /* git status */
	bool asks_status;
};

/*
 * Where the repository is follows from root alone: a hook's GIT_DIR or
 * GIT_INDEX_FILE would answer for another one. What the user says about
 * configuration and trust (GIT_CONFIG_COUNT, safe.directory) stays.
 */
static const char *const dropped_variables[] = {
	"GIT_ALTERNATE_OBJECT_DIRECTORIES",
	"GIT_COMMON_DIR",
	"GIT_CONFIG",
	"GIT_DIR",
	"GIT_EXTERNAL_DIFF",
	"GIT_INDEX_FILE",
	"GIT_LITERAL_PATHSPECS",
	"GIT_NAMESPACE",
	"GIT_OBJECT_DIRECTORY",
	"GIT_PREFIX",
	"GIT_REFLOG_ACTION",
	"GIT_SHALLOW_FILE",
	"GIT_WORK_TREE",
	"LANGUAGE",
	/* Set below. */
	"GIT_ALLOW_PROTOCOL",
	"GIT_EDITOR",
	"GIT_NO_LAZY_FETCH",
	"GIT_OPTIONAL_LOCKS",
	"GIT_TERMINAL_PROMPT",
	"LC_ALL",
};

static const char *const set_variables[] = {
	"GIT_ALLOW_PROTOCOL=none", /* a partial clone would fetch, by the transport that its configuration names */
	"GIT_EDITOR=true",
	"GIT_NO_LAZY_FETCH=1",
	"GIT_OPTIONAL_LOCKS=0",
	"GIT_TERMINAL_PROMPT=0",
	"LC_ALL=C", /* messages are looked at */
};

/* An empty fsmonitor means none to every version of git; "false" is the name of a program to old ones. */
static const char *const common_arguments[] = {
	"git",
	"--no-pager",
	"-c",
	"core.fsmonitor=",
	"-c",
	"core.hooksPath=/dev/null",
	"-C",
};

static bool is_dropped(const char *variable)
{
	size_t len = strcspn(variable, "=");

	for (size_t i = 0; i < ARRAY_LEN(dropped_variables); i++)
		if (strlen(dropped_variables[i]) == len && memcmp(dropped_variables[i], variable, len) == 0)
			return true;
	return false;
}

const char **git_environment(struct arena *a)
{
	const char **all;
	size_t count = 0, kept = 0;

	while (environ && environ[count])
		count++;
	all = arena_array(a, const char *, count + ARRAY_LEN(set_variables) + 1);
	for (size_t i = 0; i < count; i++)
		if (!is_dropped(environ[i]))
			all[kept++] = environ[i];
	for (size_t i = 0; i < ARRAY_LEN(set_variables); i++)
		all[kept++] = set_variables[i];
	return all;
}

static void ask(struct git *g, struct process *p, const char *const *overrides, size_t override_count,
	const char *const *arguments)
{
	argument_list argv = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(common_arguments); i++)
		vec_push(&argv, common_arguments[i]);
	vec_push(&argv, g->root);
	for (size_t i = 0; i < override_count; i++) {
		vec_push(&argv, "-c");
		vec_push(&argv, overrides[i]);
	}
	while (*arguments)
		vec_push(&argv, *arguments++);
	vec_push(&argv, NULL);
	process_start(p, argv.items, (char *const *)(uintptr_t)g->environment);
	vec_release(&argv);
}

/* --- Configuration --- */

static const char *const config_question[] = { "config", "-z", "--get-regexp",
	"^(core\\.excludesfile|filter\\..*\\.(clean|process|smudge))$", NULL };

/* Take "key\nvalue\0" off the front of *rest. */
static bool next_setting(struct str *rest, struct str *ret_key, struct str *ret_value)
{
	struct str entry;
	size_t line;

	if (!str_next(rest, '\0', &entry))
		return false;
	line = str_find(entry, '\n');
	*ret_key = str_slice(entry, 0, line);
	*ret_value = str_slice(entry, line + 1, entry.len);
	return true;
}

static struct str config_answer(struct git *g)
{
	process_finish(&g->config);
	return strbuf_str(&g->config.out);
}

/*
 * A clean filter is a program that `git status` runs to compare a file. With
 * empty ones it compares bytes. False when a name cannot be said with -c.
 */
static bool disarm_filters(struct git *g, argument_list *overrides)
{
	static const char *const settings[] = { "clean=", "process=", "required=false" };
	struct str rest = config_answer(g), key, value;

	while (next_setting(&rest, &key, &value)) {
		struct str filter = str_head(key, '.');

		if (!str_starts(key, STR("filter.")))
			continue;
		if (str_find(filter, '=') < filter.len)
			return false;
		for (size_t i = 0; i < ARRAY_LEN(settings); i++)
			vec_push(overrides, arena_printf(&g->arena, STR_FMT ".%s", STR_ARG(filter), settings[i]).ptr);
	}
	/* 1: no setting matched. */
	return g->config.status == 0 || g->config.status == 1;
}

static void ask_status(struct git *g)
{
	static const char *const question[] = { "status", "-z", "--porcelain", "--untracked-files=no",
		"--ignore-submodules=all", "--no-renames", NULL };
	argument_list overrides = { 0 };

	if (disarm_filters(g, &overrides)) {
		ask(g, &g->status, overrides.items, overrides.len, question);
		g->asks_status = true;
	}
	vec_release(&overrides);
}

struct git *git_open(const char *root, bool want_files, bool want_dirty)
{
	static const char *const place[] = { "rev-parse", "--is-inside-work-tree", "--git-path", "info/exclude", "HEAD",
		NULL };
	static const char *const files[] = { "ls-files", "-z", "--cached", NULL };
	struct git *g = xcalloc(1, sizeof(*g));

	g->environment = git_environment(&g->arena);
	g->root = arena_str(&g->arena, str_from(root)).ptr;
	ask(g, &g->place, NULL, 0, place);
	ask(g, &g->config, NULL, 0, config_question);
	if (want_files)
		ask(g, &g->files, NULL, 0, files);
	if (want_dirty)
		ask_status(g);
	return g;
}

void git_close(struct git *g)
{
	if (!g)
		return;
	process_release(&g->place);
	process_release(&g->config);
	process_release(&g->files);
	process_release(&g->status);
	arena_release(&g->arena);
	free(g);
}

/* --- Answers --- */

const char *git_refusal(struct git *g)
{
	struct str complaint;

	/* Before the first commit it fails at HEAD, but has said where it is by then. */
	process_finish(&g->place);
	if (str_starts(strbuf_str(&g->place.out), STR("true\n")))
		return NULL;
	complaint = strbuf_str(&g->place.err);
	if (str_has(complaint, STR("safe.directory")))
		return "git does not trust this repository (safe.directory): listed without git";
	if (g->place.pid <= 0)
		return "git cannot be started: listed without git";
	return "git cannot read this repository: listed without git";
}

/* "true\n" path "\n" hash-or-HEAD "\n"; only the path can hold a newline. */
static void split_place(struct git *g, struct str *ret_path, struct str *ret_head)
{
	struct str answer, path;

	process_finish(&g->place);
	answer = str_slice(strbuf_str(&g->place.out), strlen("true\n"), g->place.out.len);
	if (str_ends(answer, STR("\n")))
		answer.len--;
	path = str_head(answer, '\n');
	*ret_path = path;
	*ret_head = str_slice(answer, path.len + 1, answer.len);
}

struct str git_info_exclude(struct git *g)
{
	struct str path, head;

	split_place(g, &path, &head);
	return path;
}

struct str git_commit(struct git *g)
{
	struct str path, head;

	split_place(g, &path, &head);
	return g->place.status == 0 ? head : STR("");
}

static struct str default_global_exclude(struct git *g)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

	if (config && *config)
		return arena_printf(&g->arena, "%s/git/ignore", config);
	return home ? arena_printf(&g->arena, "%s/.config/git/ignore", home) : STR("");
}

struct str git_global_exclude(struct git *g)
{
	struct str rest = config_answer(g), key, value, found = STR("");
	const char *home = getenv("HOME");
	bool is_set = false;

	while (next_setting(&rest, &key, &value)) {
		if (!str_is(key, "core.excludesfile"))
			continue;
		is_set = true;
		found = value;
	}
	if (!is_set)
		return default_global_exclude(g);
	if (str_starts(found, STR("~/")) && home)
		return arena_printf(&g->arena, "%s" STR_FMT, home, STR_ARG(str_slice(found, 1, found.len)));
	return found;
}

bool git_files(struct git *g, struct str *ret_paths)
{
	if (!process_finish(&g->files))
		return false;
	*ret_paths = strbuf_str(&g->files.out);
	return true;
}

bool git_is_dirty(struct git *g)
{
	return !g->asks_status || !process_finish(&g->status) || g->status.out.len > 0;
}
