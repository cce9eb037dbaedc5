/* Questions and commands to git, each a child process; paths go in by standard input and come out separated by NUL. */
#include "base/base.h"
#include "rewriters/vcs.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analyzers/git.h"
#include "analyzers/process.h"
#include "base/map.h"

const char *const vcs_state_texts[VCS_STATE_COUNT] = {
	[VCS_CLEAN] = "",
	[VCS_MODIFIED] = "has uncommitted changes",
	[VCS_CONFLICT] = "has a merge conflict",
	[VCS_UNTRACKED] = "is not tracked by git",
	[VCS_IGNORED] = "is ignored by git",
	[VCS_SUBMODULE] = "belongs to a submodule",
	[VCS_FILTERED] = "goes through a content filter of git",
};

static const char *const common_arguments[] = {
	"git",
	"--no-pager",
	"-c",
	"core.fsmonitor=",
	"-c",
	"core.hooksPath=/dev/null",
	"-c",
	"commit.gpgSign=false",
	"-c",
	"gc.auto=0",
	"-c",
	"maintenance.auto=false",
	"-c",
	"submodule.recurse=false",
	"-c",
	"core.quotePath=false",
	"-c",
	"advice.detachedHead=false",
	"-C",
};

/* --- Running git --- */

static void start(struct vcs *v, struct process *p, const char *const *arguments, struct str input)
{
	VEC(const char *) argv = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(common_arguments); i++)
		vec_push(&argv, common_arguments[i]);
	vec_push(&argv, v->root.ptr);
	for (size_t i = 0; i < v->overrides.len; i++) {
		vec_push(&argv, "-c");
		vec_push(&argv, v->overrides.items[i]);
	}
	while (*arguments)
		vec_push(&argv, *arguments++);
	vec_push(&argv, NULL);
	process_start_how(p, argv.items, (char *const *)(uintptr_t)v->environment, &(struct process_how){ .input = input });
	vec_release(&argv);
}

/* Runs it to its end; *p must be released. */
static bool run_input(struct vcs *v, struct process *p, struct str input, const char *const *arguments)
{
	start(v, p, arguments, input);
	return process_finish(p);
}

bool vcs_git(struct vcs *v, struct process *p, const char *const *arguments)
{
	start(v, p, arguments, STR(""));
	p->patience_ms = -1; /* a checkout may take long, and says nothing */
	return process_finish(p);
}

#define run(v, p, ...) run_input((v), (p), STR(""), (const char *const[]){ __VA_ARGS__, NULL })

/* What git said of its failure, its first line. */
bool vcs_complain(const struct process *p, const char *what, struct err *err)
{
	struct str said = str_trim(strbuf_str(&p->err));

	if (said.len == 0)
		said = str_trim(strbuf_str(&p->out));
	said = str_slice(said, 0, str_find(said, '\n'));
	if (str_starts(said, STR("fatal: ")) || str_starts(said, STR("error: ")))
		said = str_slice(said, strlen("fatal: "), said.len);
	if (p->pid <= 0)
		return err_set(err, "git cannot be started");
	return err_set(err, "git cannot %s: " STR_FMT, what, STR_ARG(said));
}

static struct str without_newline(struct str answer)
{
	return str_ends(answer, STR("\n")) ? str_slice(answer, 0, answer.len - 1) : answer;
}

/* The answer without its last newline, in the arena; empty when git fails. */
struct str vcs_answer(struct vcs *v, const char *const *arguments)
{
	struct process p;
	struct str answer = STR("");

	if (run_input(v, &p, STR(""), arguments))
		answer = arena_str(&v->arena, without_newline(strbuf_str(&p.out)));
	process_release(&p);
	return answer;
}

#define ANSWER(v, ...) vcs_answer((v), (const char *const[]){ __VA_ARGS__, NULL })

/* --- Opening --- */

/* An empty filter is none: git then compares and keeps the file's own bytes. False when a name cannot be said with -c. */
static bool disarm_filter(struct vcs *v, struct str key)
{
	static const char *const settings[] = { "clean=", "smudge=", "process=", "required=false" };
	struct str filter = str_head(key, '.');

	if (str_find(filter, '=') < filter.len)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(settings); i++)
		vec_push(&v->overrides, arena_printf(&v->arena, STR_FMT ".%s", STR_ARG(filter), settings[i]).ptr);
	return true;
}

static bool disarm_filters(struct vcs *v, struct err *err)
{
	struct process p;
	struct str rest, key;
	bool ok = run(v, &p, "config", "-z", "--name-only", "--get-regexp", "^filter\\..*\\.(clean|process|smudge)$");

	rest = strbuf_str(&p.out);
	/* 1: no setting matched. */
	ok = ok || p.status == 1 || vcs_complain(&p, "read its configuration", err);
	while (ok && str_next(&rest, '\0', &key))
		ok = disarm_filter(v, arena_str(&v->arena, key)) || err_set(err, "git has a filter with an equals sign in its name");
	process_release(&p);
	return ok;
}

static bool find_place(struct vcs *v, bool *ret_inside, struct err *err)
{
	struct process p;
	bool ok = run(v, &p, "rev-parse", "--is-inside-work-tree", "--show-prefix");
	struct str answer = strbuf_str(&p.out);
	bool is_elsewhere = !ok && p.pid > 0 && str_has(strbuf_str(&p.err), STR("not a git repository"));

	*ret_inside = ok && str_starts(answer, STR("true\n"));
	if (*ret_inside)
		v->prefix = arena_str(&v->arena, without_newline(str_slice(answer, strlen("true\n"), answer.len)));
	ok = ok || is_elsewhere || vcs_complain(&p, "read the repository", err);
	process_release(&p);
	return ok;
}

bool vcs_open(struct vcs *v, struct str root, bool *ret_inside, struct err *err)
{
	*v = (struct vcs){ 0 };
	v->root = arena_str(&v->arena, root);
	v->environment = git_environment(&v->arena);
	return find_place(v, ret_inside, err) && (!*ret_inside || disarm_filters(v, err));
}

void vcs_release(struct vcs *v)
{
	vec_release(&v->overrides);
	arena_release(&v->arena);
}

bool vcs_has_files(struct vcs *v)
{
	struct process p;
	bool ok = run(v, &p, "ls-files", "-z") && p.out.len > 0;

	process_release(&p);
	return ok;
}

/* --- States --- */

/* Paths whose states are asked for, by name. */
struct states {
	struct vcs *vcs;
	const struct str *paths;
	size_t count;
	enum vcs_state *ret;
	bool *is_tracked;
	uint32_t *next; /* another path with the same hash, or NONE */
	struct map by_hash;
};

static void index_paths(struct states *t, struct arena *a)
{
	t->is_tracked = arena_array(a, bool, t->count + 1);
	t->next = arena_array(a, uint32_t, t->count + 1);
	for (uint32_t i = 0; i < t->count; i++) {
		uint64_t hash = str_hash(t->paths[i]);

		t->next[i] = map_get(&t->by_hash, hash);
		map_set(&t->by_hash, hash, i);
		t->ret[i] = VCS_UNTRACKED;
	}
}

/* `path` as git says it, from root. */
static void set_state(struct states *t, struct str path, enum vcs_state state)
{
	for (uint32_t i = map_get(&t->by_hash, str_hash(path)); i != NONE; i = t->next[i])
		if (str_eq(t->paths[i], path)) {
			t->ret[i] = MAX(t->ret[i], state);
			t->is_tracked[i] = true;
		}
}

/* A directory that is another repository's. */
static void set_below(struct states *t, struct str dir)
{
	for (size_t i = 0; i < t->count; i++)
		if (str_starts(t->paths[i], dir) && t->paths[i].len > dir.len && t->paths[i].ptr[dir.len] == '/') {
			t->ret[i] = VCS_SUBMODULE;
			t->is_tracked[i] = true;
		}
}

/* "100644 <hash> 0\tpath" */
static void read_index_entry(struct states *t, struct str entry)
{
	size_t tab = str_find(entry, '\t');
	struct str path = str_slice(entry, tab + 1, entry.len);

	if (str_starts(entry, STR("160000 ")))
		set_below(t, path);
	else
		set_state(t, path, tab && entry.ptr[tab - 1] != '0' ? VCS_CONFLICT : VCS_CLEAN);
}

static bool read_index(struct states *t, struct err *err)
{
	struct process p;
	bool ok = run(t->vcs, &p, "ls-files", "-z", "--stage") || vcs_complain(&p, "list its files", err);
	struct str rest = strbuf_str(&p.out), entry;

	for (size_t i = 0; i < t->count; i++)
		t->ret[i] = VCS_CLEAN;
	while (ok && str_next(&rest, '\0', &entry))
		read_index_entry(t, entry);
	process_release(&p);
	return ok;
}

/* "XY path", where path is from the top of the work tree. */
static bool read_status(struct states *t, struct err *err)
{
	struct process p;
	bool ok = run(t->vcs, &p, "status", "-z", "--porcelain", "--untracked-files=no", "--ignore-submodules=all",
			  "--no-renames") ||
		vcs_complain(&p, "tell what has changed", err);
	struct str rest = strbuf_str(&p.out), entry, path;

	while (ok && str_next(&rest, '\0', &entry)) {
		path = str_slice(entry, 3, entry.len);
		if (str_starts(path, t->vcs->prefix))
			set_state(t, str_slice(path, t->vcs->prefix.len, path.len), VCS_MODIFIED);
	}
	process_release(&p);
	return ok;
}

/* The paths for which `wants` is set, each with a NUL behind it. */
static void join_paths(const struct states *t, bool wants_tracked, struct strbuf *out)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->is_tracked[i] == wants_tracked && t->ret[i] != VCS_SUBMODULE) {
			strbuf_add(out, t->paths[i]);
			strbuf_addch(out, '\0');
		}
}

/* Of the paths that git does not track, those that it ignores. */
static bool read_ignored(struct states *t, struct err *err)
{
	struct strbuf input CLEANUP(strbuf_release) = { 0 };
	struct process p;
	struct str rest, path;
	bool ok;

	for (size_t i = 0; i < t->count; i++)
		t->ret[i] = t->is_tracked[i] ? t->ret[i] : VCS_UNTRACKED;
	join_paths(t, false, &input);
	if (input.len == 0)
		return true;
	ok = run_input(t->vcs, &p, strbuf_str(&input), (const char *const[]){ "check-ignore", "-z", "--stdin", NULL });
	/* 1: none is ignored. */
	ok = ok || p.status == 1 || vcs_complain(&p, "tell what it ignores", err);
	rest = strbuf_str(&p.out);
	while (ok && str_next(&rest, '\0', &path))
		set_state(t, path, VCS_IGNORED);
	process_release(&p);
	return ok;
}

/* path NUL "filter" NUL value NUL. A filter that no configuration defines changes nothing. */
static bool read_filtered(struct states *t, struct err *err)
{
	struct strbuf input CLEANUP(strbuf_release) = { 0 };
	struct process p;
	struct str rest, path, attribute, value;
	bool ok;

	if (t->vcs->overrides.len == 0)
		return true;
	join_paths(t, true, &input);
	if (input.len == 0)
		return true;
	ok = run_input(t->vcs, &p, strbuf_str(&input), (const char *const[]){ "check-attr", "-z", "--stdin", "filter", NULL }) ||
		vcs_complain(&p, "tell its attributes", err);
	rest = strbuf_str(&p.out);
	while (ok && str_next(&rest, '\0', &path) && str_next(&rest, '\0', &attribute) && str_next(&rest, '\0', &value))
		if (!str_is(value, "unspecified") && !str_is(value, "unset"))
			set_state(t, path, VCS_FILTERED);
	process_release(&p);
	return ok;
}

bool vcs_states(struct vcs *v, const struct str *paths, size_t count, enum vcs_state *ret, struct err *err)
{
	struct states t = { .vcs = v, .paths = paths, .count = count, .ret = ret };
	struct arena scratch = { 0 };
	bool ok;

	index_paths(&t, &scratch);
	ok = read_index(&t, err) && read_status(&t, err) && read_ignored(&t, err) && read_filtered(&t, err);
	map_release(&t.by_hash);
	arena_release(&scratch);
	return ok;
}

/* --- HEAD and branches --- */

struct str vcs_head(struct vcs *v)
{
	return ANSWER(v, "rev-parse", "--verify", "--quiet", "HEAD^{commit}");
}

struct str vcs_branch(struct vcs *v)
{
	return ANSWER(v, "symbolic-ref", "--quiet", "--short", "HEAD");
}

static bool has_git_path(struct vcs *v, const char *name)
{
	struct str path = ANSWER(v, "rev-parse", "--path-format=absolute", "--git-path", name);

	return path.len && access(path.ptr, F_OK) == 0;
}

const char *vcs_commit_refusal(struct vcs *v)
{
	static const struct {
		const char *file, *what;
	} busy[] = {
		{ "MERGE_HEAD", "a merge is in progress" },
		{ "CHERRY_PICK_HEAD", "a cherry-pick is in progress" },
		{ "REVERT_HEAD", "a revert is in progress" },
		{ "rebase-merge", "a rebase is in progress" },
		{ "rebase-apply", "a rebase is in progress" },
		{ "BISECT_LOG", "a bisection is in progress" },
		{ "index.lock", "another git process is at work: index.lock is there" },
	};

	if (vcs_head(v).len == 0)
		return "there is no commit yet";
	for (size_t i = 0; i < ARRAY_LEN(busy); i++)
		if (has_git_path(v, busy[i].file))
			return busy[i].what;
	if (ANSWER(v, "var", "GIT_AUTHOR_IDENT").len == 0 || ANSWER(v, "var", "GIT_COMMITTER_IDENT").len == 0)
		return "git does not know who you are (user.name and user.email)";
	return NULL;
}

const char *vcs_branch_refusal(struct vcs *v, struct str name)
{
	const char *text = arena_str(&v->arena, name).ptr;
	struct process p;
	bool ok;

	if (name.len == 0 || name.ptr[0] == '-' || name.ptr[0] == '@')
		return "is no name for a branch";
	ok = run(v, &p, "check-ref-format", arena_printf(&v->arena, "refs/heads/%s", text).ptr);
	process_release(&p);
	if (!ok || str_is(name, "HEAD"))
		return "is no name for a branch";
	ok = run(v, &p, "show-ref", "--verify", "--quiet", arena_printf(&v->arena, "refs/heads/%s", text).ptr);
	process_release(&p);
	return ok ? "exists already" : NULL;
}

bool vcs_create_branch(struct vcs *v, struct str name, struct err *err)
{
	struct process p;
	bool ok = run(v, &p, "switch", "--quiet", "--no-track", "-c", arena_str(&v->arena, name).ptr) ||
		vcs_complain(&p, "create the branch", err);

	process_release(&p);
	return ok;
}

bool vcs_drop_branch(struct vcs *v, struct str name, struct str branch, struct str commit, struct err *err)
{
	const char *to = arena_str(&v->arena, branch.len ? branch : commit).ptr;
	struct process p;
	bool ok = run(v, &p, "switch", "--quiet", branch.len ? "--no-guess" : "--detach", to) ||
		vcs_complain(&p, "switch back", err);

	process_release(&p);
	if (!ok)
		return false;
	ok = run(v, &p, "branch", "--quiet", "-D", arena_str(&v->arena, name).ptr) || vcs_complain(&p, "delete the branch", err);
	process_release(&p);
	return ok;
}

/* --- Commits --- */

static void add_paths(const struct str *paths, size_t count, struct strbuf *out)
{
	for (size_t i = 0; i < count; i++) {
		strbuf_add(out, paths[i]);
		strbuf_addch(out, '\0');
	}
}

bool vcs_commit(struct vcs *v, const struct str *paths, size_t count, struct str message, struct str *ret_commit, struct err *err)
{
	struct strbuf input CLEANUP(strbuf_release) = { 0 };
	const char *text = arena_str(&v->arena, message).ptr;
	struct process p;
	bool ok;

	add_paths(paths, count, &input);
	ok = run_input(v, &p, strbuf_str(&input),
		     (const char *const[]){ "--literal-pathspecs", "commit", "--quiet", "--no-verify", "--no-gpg-sign", "--no-status",
			     "--cleanup=whitespace", "-m", text, "--only", "--pathspec-from-file=-", "--pathspec-file-nul",
			     NULL }) ||
		vcs_complain(&p, "commit", err);
	process_release(&p);
	if (ok)
		*ret_commit = vcs_head(v);
	return ok;
}

bool vcs_restore(struct vcs *v, const struct str *paths, size_t count, struct err *err)
{
	struct strbuf input CLEANUP(strbuf_release) = { 0 };
	struct process p;
	bool ok;

	add_paths(paths, count, &input);
	ok = run_input(v, &p, strbuf_str(&input),
		     (const char *const[]){ "--literal-pathspecs", "restore", "--quiet", "--source=HEAD", "--staged", "--worktree",
			     "--pathspec-from-file=-", "--pathspec-file-nul", NULL }) ||
		vcs_complain(&p, "restore the files", err);
	process_release(&p);
	return ok;
}
