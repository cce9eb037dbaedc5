/* Laying out a commit's tree: a repository that borrows the user's objects, an index, and git's own checkout of it. */
#include "base/base.h"
#include "cli/revision.h"

#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzers/process.h"
#include "base/file.h"
#include "base/path.h"
#include "rewriters/vcs.h"

#define OPEN_DIRS_MAX 32

#define ARGUMENTS(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* --- Which commit --- */

/* Why a commit may be missing, and what to do about it. */
static const char *shallow_hint(struct vcs *v)
{
	return str_is(vcs_answer(v, ARGUMENTS("rev-parse", "--is-shallow-repository")), "true") ?
		       "; this clone is shallow: fetch its history (git fetch --unshallow; fetch-depth: 0 in GitHub Actions, "
		       "GIT_DEPTH: 0 in GitLab)" :
		       "";
}

static bool is_hostile(const char *ref)
{
	if (!*ref || *ref == '-')
		return true;
	for (; *ref; ref++)
		if ((unsigned char)*ref <= ' ' || *ref == 0x7F)
			return true;
	return false;
}

static bool find_commit(struct vcs *v, const char *ref, struct str *ret, struct err *err)
{
	struct arena *a = &v->arena;

	if (is_hostile(ref))
		return err_set(err, "'%s' cannot be the name of a commit", ref);
	*ret = vcs_answer(v, ARGUMENTS("rev-parse", "--verify", "--quiet", "--end-of-options", arena_printf(a, "%s^{commit}", ref).ptr));
	return ret->len || err_set(err, "there is no commit '%s'%s", ref, shallow_hint(v));
}

static bool find_fork(struct vcs *v, const char *ref, struct str *commit, struct err *err)
{
	struct str fork = vcs_answer(v, ARGUMENTS("merge-base", commit->ptr, "HEAD"));

	if (fork.len == 0)
		return err_set(err, "'%s' and HEAD have no commit in common%s", ref, shallow_hint(v));
	*commit = fork;
	return true;
}

/* --- What was renamed --- */

static int compare_renames(const void *left, const void *right)
{
	return str_cmp(((const struct revision_rename *)left)->new_path, ((const struct revision_rename *)right)->new_path);
}

/* "R087\0old\0new\0" again and again. */
static void read_renames(struct revision *r, struct str rest)
{
	struct str status, old_path = STR(""), new_path = STR("");

	while (str_next(&rest, '\0', &status) && str_next(&rest, '\0', &old_path) && str_next(&rest, '\0', &new_path))
		vec_push(&r->renames, (struct revision_rename){ arena_str(&r->arena, old_path), arena_str(&r->arena, new_path) });
	vec_sort(&r->renames, compare_renames);
}

static bool find_renames(struct revision *r, struct vcs *v, struct err *err)
{
	struct process p;
	bool ok = vcs_git(v, &p, ARGUMENTS("diff", "--name-status", "-z", "-M", "--diff-filter=R", "--relative", "--no-ext-diff",
					 "--ignore-submodules=all", r->commit.ptr, "--", "."));

	if (ok)
		read_renames(r, strbuf_str(&p.out));
	else
		vcs_complain(&p, "compare the work tree with the commit", err);
	process_release(&p);
	return ok;
}

struct str revision_old_path(const struct revision *r, struct str path)
{
	struct revision_rename key = { .new_path = path }, *found = NULL;

	if (r->renames.len)
		found = bsearch(&key, r->renames.items, r->renames.len, sizeof(key), compare_renames);
	return found ? found->old_path : STR("");
}

/* --- Its tree --- */

static bool make_dir(struct revision *r, struct err *err)
{
	const char *parent = getenv("TMPDIR");
	struct str pattern = arena_printf(&r->arena, "%s/canonry-XXXXXX", parent && *parent == '/' ? parent : "/tmp");
	char *dir = xstrdup(pattern.ptr);
	bool ok = mkdtemp(dir) || err_errno(err, "cannot make a directory for the other commit (" STR_FMT ")", STR_ARG(pattern));

	if (ok)
		ok = path_real(&r->arena, dir, &r->dir, err);
	free(dir);
	return ok;
}

/* A package is called like its directory: the one above the tree, and those of the prefix, are called as they are here. */
static bool make_places(struct revision *r, const struct vcs *v, struct err *err)
{
	struct str here = str_slice(v->root, 0, v->root.len - (v->prefix.len ? v->prefix.len : 0));
	struct str name = path_base(here);

	r->top = path_join(&r->arena, r->dir, name.len ? name : STR("tree"));
	r->root = path_join(&r->arena, r->top, str_slice(v->prefix, 0, v->prefix.len ? v->prefix.len - 1 : 0));
	return file_make_dirs(r->root.ptr, err);
}

static bool run_git(struct vcs *v, const char *what, const char *const *arguments, struct err *err)
{
	struct process p;
	bool ok = vcs_git(v, &p, arguments) || vcs_complain(&p, what, err);

	process_release(&p);
	return ok;
}

/* Objects are read where they are. */
static bool borrow_objects(struct revision *r, struct vcs *v, struct err *err)
{
	struct str objects = vcs_answer(v, ARGUMENTS("rev-parse", "--path-format=absolute", "--git-path", "objects"));
	struct str alternates = path_join(&r->arena, r->top, STR(".git/objects/info/alternates"));

	if (objects.len == 0 || str_find(objects, '\n') < objects.len)
		return err_set(err, "git does not say where its objects are");
	return file_make_dirs(arena_str(&r->arena, path_dir(alternates)).ptr, err) &&
	       file_write_atomic(alternates.ptr, arena_printf(&r->arena, STR_FMT "\n", STR_ARG(objects)), err);
}

static bool make_repository(struct revision *r, struct vcs *v, struct err *err)
{
	struct str format = vcs_answer(v, ARGUMENTS("rev-parse", "--show-object-format"));

	return run_git(v, "make a repository",
		       ARGUMENTS("init", "--quiet", "--template=",
			       arena_printf(&r->arena, "--object-format=" STR_FMT, STR_ARG(format.len ? format : STR("sha1"))).ptr,
			       r->top.ptr),
		       err) &&
	       borrow_objects(r, v, err);
}

/* In the new repository, whose own filters are switched off in turn. */
static bool check_out(struct revision *r, struct str tree, struct str prefix, struct err *err)
{
	struct vcs there = { 0 };
	bool is_inside = false;
	struct str option = arena_printf(&r->arena, prefix.len ? "--prefix=" STR_FMT : "--reset", STR_ARG(prefix));
	bool ok = vcs_open(&there, r->top, &is_inside, err) &&
		  (is_inside || err_set(err, "git does not know its own new repository")) &&
		  run_git(&there, "read the tree of the commit", ARGUMENTS("read-tree", option.ptr, tree.ptr), err) &&
		  run_git(&there, "lay out the commit", ARGUMENTS("checkout-index", "--all", "--force", "--quiet"), err);

	vcs_release(&there);
	return ok;
}

static bool lay_out(struct revision *r, struct vcs *v, struct err *err)
{
	/* "commit:src", without the slash at the prefix's end; "commit:" is the top. */
	struct str prefix = str_slice(v->prefix, 0, v->prefix.len ? v->prefix.len - 1 : 0);
	struct str name = arena_printf(&r->arena, STR_FMT ":" STR_FMT, STR_ARG(r->commit), STR_ARG(prefix));
	struct str tree = vcs_answer(v, ARGUMENTS("rev-parse", "--verify", "--quiet", "--end-of-options", name.ptr));

	if (!make_dir(r, err) || !make_places(r, v, err) || !make_repository(r, v, err))
		return false;
	/* The directory was not there yet: then nothing was. */
	return tree.len == 0 || check_out(r, tree, v->prefix, err);
}

bool revision_open(struct revision *r, struct str root, const char *ref, bool from_fork, struct err *err)
{
	struct vcs v = { 0 };
	bool is_inside = false, ok;

	*r = (struct revision){ 0 };
	ok = vcs_open(&v, root, &is_inside, err) &&
	     (is_inside || err_set(err, "there is no git repository here to look for '%s' in", ref)) &&
	     find_commit(&v, ref, &r->commit, err) && (!from_fork || find_fork(&v, ref, &r->commit, err));
	if (ok) {
		r->commit = arena_str(&r->arena, r->commit);
		ok = find_renames(r, &v, err) && lay_out(r, &v, err);
	}
	vcs_release(&v);
	return ok;
}

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *where)
{
	remove(path);
	return 0;
}

void revision_release(struct revision *r)
{
	if (r->dir.len)
		nftw(r->dir.ptr, remove_entry, OPEN_DIRS_MAX, FTW_DEPTH | FTW_PHYS);
	vec_release(&r->renames);
	arena_release(&r->arena);
}
