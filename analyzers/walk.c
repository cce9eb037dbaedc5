/* The walk: what the disk holds and, in a work tree, what git tracks, as one sorted list. */
#include "base/base.h"
#include "analyzers/walk.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzers/git.h"
#include "analyzers/walk_impl.h"
#include "base/path.h"

void walk_add_skip(struct walk *w, struct str path, const char *reason)
{
	vec_push(&w->skips, (struct walk_skip){ path.len ? path : STR("."), reason });
}

void walk_add_file(struct walk *w, struct str path)
{
	vec_push(&w->files, (struct walk_file){ .path = path });
}

bool walk_is_wanted(const struct walk *w, struct str path)
{
	return !w->options->wants || w->options->wants(path);
}

struct str walk_join(struct arena *a, struct str dir, struct str name)
{
	char *path = arena_alloc(a, dir.len + 1 + name.len + 1);
	size_t len = 0;

	if (dir.len) {
		memcpy(path, dir.ptr, dir.len);
		len = dir.len;
		path[len++] = '/';
	}
	memcpy(path + len, name.ptr, name.len);
	return (struct str){ path, len + name.len };
}

static void take_folder(struct walk *w, const struct folder *folder)
{
	if (folder->rules_skip)
		walk_add_skip(w, path_join(w->arena, folder->path, STR(".gitignore")), folder->rules_skip);
	if (folder->skip) {
		walk_add_skip(w, arena_str(w->arena, folder->path), folder->skip);
		return;
	}
	for (size_t i = 0; i < folder->count; i++) {
		const struct entry *e = &folder->entries[i];

		if (e->kind == ENTRY_DIR)
			take_folder(w, e->folder);
		else
			vec_push(&w->places,
				(struct place){ walk_join(w->arena, folder->path, e->name), e->kind, e->skip });
	}
}

static void read_disk(struct walk *w)
{
	struct walk_tree tree = {
		.options = w->options,
		.root_fd = w->root_fd,
		.prefix = walk_prefix(w),
		.excludes = w->excludes,
		.in_git = w->git,
	};
	const struct ignore *outer = walk_read_outer_rules(w);
	VEC(struct folder *) roots = { 0 };

	walk_tree_init(&tree);
	for (size_t i = 0; i < w->starts.dirs.len; i++) {
		struct str start = w->starts.dirs.items[i];

		vec_push(&roots, walk_tree_add(&tree, start, walk_read_rules_above(w, start, outer)));
	}
	walk_tree_read(&tree);
	for (size_t i = 0; i < roots.len; i++)
		take_folder(w, roots.items[i]);
	vec_release(&roots);
	walk_tree_release(&tree);
}

static void add_starts(struct walk *w)
{
	for (size_t i = 0; i < w->starts.files.len; i++) {
		struct str path = w->starts.files.items[i];

		if (!walk_is_wanted(w, path))
			walk_add_skip(w, path, "no source file");
		else if (walk_is_excluded(w, path))
			walk_add_skip(w, path, skip_excluded);
		else
			walk_add_file(w, path);
	}
	for (size_t i = 0; i < w->starts.others.len; i++)
		walk_add_skip(w, w->starts.others.items[i], "not a regular file");
}

/* --- Order --- */

static int file_order(const void *left, const void *right)
{
	const struct walk_file *l = left, *r = right;

	return str_cmp(l->path, r->path);
}

static int skip_order(const void *left, const void *right)
{
	const struct walk_skip *l = left, *r = right;
	int order = str_cmp(l->path, r->path);

	return order ? order : strcmp(l->reason, r->reason);
}

static bool is_sorted(const struct walk *w)
{
	for (size_t i = 1; i < w->files.len; i++)
		if (file_order(&w->files.items[i - 1], &w->files.items[i]) >= 0)
			return false;
	return true;
}

static void sort_files(struct walk *w)
{
	size_t kept = 0;

	if (is_sorted(w))
		return;
	vec_sort(&w->files, file_order);
	for (size_t i = 0; i < w->files.len; i++)
		if (kept == 0 || file_order(&w->files.items[kept - 1], &w->files.items[i]) != 0)
			w->files.items[kept++] = w->files.items[i];
	w->files.len = kept;
}

static bool has_file(const struct walk *w, struct str path)
{
	struct walk_file wanted = { .path = path };

	return w->files.len && bsearch(&wanted, w->files.items, w->files.len, sizeof(wanted), file_order);
}

/* What one way left out and another one brought in is no skip. */
static void sort_skips(struct walk *w)
{
	size_t kept = 0;

	vec_sort(&w->skips, skip_order);
	for (size_t i = 0; i < w->skips.len; i++) {
		const struct walk_skip *skip = &w->skips.items[i];

		if (kept && skip_order(&w->skips.items[kept - 1], skip) == 0)
			continue;
		if (!has_file(w, skip->path))
			w->skips.items[kept++] = *skip;
	}
	w->skips.len = kept;
}

/* --- The run --- */

/* The nearest directory at or above root that has a `.git`; empty when there is none. */
static struct str find_top(struct arena *a, struct str root)
{
	for (struct str dir = root; dir.len; dir = path_dir(dir)) {
		struct stat info;

		if (lstat(path_join(a, dir, STR(".git")).ptr, &info) == 0)
			return dir;
		if (dir.len == 1)
			break;
	}
	return STR("");
}

static void close_git(struct walk *w)
{
	git_close(w->git);
	w->git = NULL;
}

static void ask_git(struct walk *w)
{
	const struct walk_options *o = w->options;
	const char *refusal;

	if (o->ignore_git || !w->top.len)
		return;
	w->git = git_open(arena_str(w->arena, o->root).ptr, w->starts.dirs.len > 0, o->want_dirty);
	refusal = git_refusal(w->git);
	if (!refusal)
		return;
	walk_add_skip(w, STR(""), refusal);
	close_git(w);
}

/* What the tree holds, as if git had never been there. */
static void list_disk(struct walk *w)
{
	read_disk(w);
	for (size_t i = 0; i < w->places.len; i++)
		walk_add_place(w, &w->places.items[i]);
}

static void list_directories(struct walk *w)
{
	size_t skip_count = w->skips.len;
	struct str tracked;

	if (!w->git) {
		list_disk(w);
		return;
	}
	read_disk(w);
	if (git_files(w->git, &tracked)) {
		walk_merge_tracked(w, tracked);
		return;
	}
	close_git(w);
	vec_clear(&w->places);
	w->skips.len = skip_count;
	walk_add_skip(w, STR(""), "git cannot list its files: listed without git");
	list_disk(w);
}

static void run(struct walk *w, struct walk_result *ret)
{
	w->excludes = walk_read_excludes(w);
	ask_git(w);
	if (w->starts.dirs.len)
		list_directories(w);
	add_starts(w);
	sort_files(w);
	sort_skips(w);
	ret->from_git = w->git;
	if (w->git)
		ret->commit = arena_str(w->arena, git_commit(w->git));
	if (w->git && w->options->want_dirty)
		ret->is_dirty = git_is_dirty(w->git);
	ret->files.items = arena_copy(w->arena, w->files.items, w->files.len, sizeof(*w->files.items));
	ret->files.len = ret->files.cap = w->files.len;
	ret->skips.items = arena_copy(w->arena, w->skips.items, w->skips.len, sizeof(*w->skips.items));
	ret->skips.len = ret->skips.cap = w->skips.len;
}

bool walk_run(const struct walk_options *options, struct arena *a, struct walk_result *ret, struct err *err)
{
	struct walk w = { .options = options, .arena = a, .top = find_top(a, options->root) };
	bool ok = false;

	w.root_fd = open(arena_str(a, options->root).ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (w.root_fd < 0)
		return err_errno(err, "cannot open " STR_FMT, STR_ARG(options->root));
	if (walk_starts_read(&w.starts, options, a, err)) {
		*ret = (struct walk_result){ 0 };
		run(&w, ret);
		ok = true;
	}
	close_git(&w);
	walk_starts_release(&w.starts);
	vec_release(&w.places);
	vec_release(&w.files);
	vec_release(&w.skips);
	close(w.root_fd);
	return ok;
}
