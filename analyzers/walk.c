/* The walk: what the disk holds and, in a work tree, what git tracks, merged into one sorted list. */
#include "base/base.h"
#include "analyzers/walk.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzers/git.h"
#include "analyzers/ignore.h"
#include "analyzers/walk_starts.h"
#include "analyzers/walk_tree.h"
#include "base/file.h"
#include "base/path.h"
#include "base/strbuf.h"

#define RULES_MAX_BYTES ((size_t)1 << 20)

/* A place on the disk that may become a file of the result. */
struct place {
	struct str path;
	enum entry_kind kind;
	const char *skip; /* as in struct entry */
};

struct walk {
	const struct walk_options *options;
	struct arena *arena;
	int root_fd;
	struct str top;  /* of the work tree that root lies in, or empty */
	struct git *git; /* NULL: not asked, or it refused */
	struct walk_starts starts;
	const struct ignore *excludes; /* of the configuration */
	VEC(struct place) places;      /* what the tree holds, in path order */
	VEC(struct walk_file) files;
	VEC(struct walk_skip) skips;
};

static void add_skip(struct walk *w, struct str path, const char *reason)
{
	vec_push(&w->skips, (struct walk_skip){ path.len ? path : STR("."), reason });
}

static void add_file(struct walk *w, struct str path)
{
	vec_push(&w->files, (struct walk_file){ .path = path });
}

static bool is_wanted(const struct walk *w, struct str path)
{
	return !w->options->wants || w->options->wants(path);
}

/* root relative to the top of the work tree, with a '/' at the end; or "". */
static struct str prefix_of(const struct walk *w)
{
	struct str below = str_slice(w->options->root, w->top.len, w->options->root.len);

	if (!w->top.len || !below.len)
		return STR("");
	if (below.ptr[0] == '/')
		below = str_slice(below, 1, below.len);
	return below.len ? arena_printf(w->arena, STR_FMT "/", STR_ARG(below)) : STR("");
}

/* --- Rules from outside of the tree that is walked --- */

static const struct ignore *read_rules(struct walk *w, struct str path, const struct ignore *outer)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct ignore *list;

	if (!path.len || !file_read_at(w->root_fd, path.ptr, RULES_MAX_BYTES, &text, NULL))
		return outer;
	list = arena_new(w->arena, struct ignore);
	list->outer = outer;
	ignore_read(list, w->arena, strbuf_str(&text));
	return list;
}

/* What holds below the whole work tree: .git/info/exclude in front of the user's own list. */
static const struct ignore *read_outer_rules(struct walk *w)
{
	const struct ignore *rules = NULL;

	if (!w->git)
		return NULL;
	rules = read_rules(w, arena_str(w->arena, git_global_exclude(w->git)), rules);
	return read_rules(w, arena_str(w->arena, git_info_exclude(w->git)), rules);
}

/* The .gitignore of dir, an absolute path. */
static const struct ignore *read_dir_rules(struct walk *w, struct str dir, size_t top_len, const struct ignore *outer)
{
	size_t base = dir.len > top_len ? dir.len - top_len : 0;
	const char *skip = NULL;
	int fd = open(arena_str(w->arena, dir).ptr, O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return outer;
	outer = walk_tree_rules(w->arena, fd, base, outer, &skip);
	if (skip)
		add_skip(w, path_join(w->arena, dir, STR(".gitignore")), skip);
	close(fd);
	return outer;
}

/* The .gitignore files of the directories that a start lies in, from the top of the work tree (or from root) down. */
static const struct ignore *read_rules_above(struct walk *w, struct str start, const struct ignore *rules)
{
	struct str top = w->top.len ? w->top : w->options->root;
	struct str path = path_join(w->arena, w->options->root, start);
	size_t end = top.len;

	while (end < path.len) {
		rules = read_dir_rules(w, str_slice(path, 0, end), str_is(top, "/") ? 0 : top.len, rules);
		end += 1 + str_find(str_slice(path, end + 1, path.len), '/');
	}
	return rules;
}

static const struct ignore *read_excludes(struct walk *w)
{
	struct ignore *list;

	if (!w->options->exclude_count)
		return NULL;
	list = arena_new(w->arena, struct ignore);
	list->base = prefix_of(w).len;
	for (size_t i = 0; i < w->options->exclude_count; i++)
		ignore_add(list, w->arena, w->options->excludes[i]);
	return list;
}

/* --- What the disk holds --- */

/* As path_join(), which is too slow for ten thousands. */
static struct str join(struct arena *a, struct str dir, struct str name)
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
		add_skip(w, path_join(w->arena, folder->path, STR(".gitignore")), folder->rules_skip);
	if (folder->skip) {
		add_skip(w, arena_str(w->arena, folder->path), folder->skip);
		return;
	}
	for (size_t i = 0; i < folder->count; i++) {
		const struct entry *e = &folder->entries[i];

		if (e->kind == ENTRY_DIR)
			take_folder(w, e->folder);
		else
			vec_push(&w->places, (struct place){ join(w->arena, folder->path, e->name), e->kind, e->skip });
	}
}

static void read_disk(struct walk *w)
{
	struct walk_tree tree = {
		.options = w->options,
		.root_fd = w->root_fd,
		.prefix = prefix_of(w),
		.excludes = w->excludes,
		.in_git = w->git,
	};
	const struct ignore *outer = read_outer_rules(w);
	VEC(struct folder *) roots = { 0 };

	walk_tree_init(&tree);
	for (size_t i = 0; i < w->starts.dirs.len; i++) {
		struct str start = w->starts.dirs.items[i];

		vec_push(&roots, walk_tree_add(&tree, start, read_rules_above(w, start, outer)));
	}
	walk_tree_read(&tree);
	for (size_t i = 0; i < roots.len; i++)
		take_folder(w, roots.items[i]);
	vec_release(&roots);
	walk_tree_release(&tree);
}

/* --- Links --- */

static bool is_above(struct str dir, struct str path)
{
	return dir.len == 0 || path_is_inside(path, dir);
}

static const char *broken_link_text(void)
{
	switch (errno) {
	case ELOOP: return "symbolic link cycle";
	case EACCES: return "permission denied";
	default: return "dangling symbolic link";
	}
}

static void add_link_target(struct walk *w, struct str link, struct str target, const struct stat *info)
{
	bool is_dir = S_ISDIR(info->st_mode);

	if (!path_is_inside(target, w->options->root)) {
		if (is_dir || is_wanted(w, link))
			add_skip(w, link, "symbolic link out of the root");
		return;
	}
	target = str_slice(target, w->options->root.len, target.len);
	if (target.len && target.ptr[0] == '/')
		target = str_slice(target, 1, target.len);
	if (is_dir) {
		if (is_above(target, link))
			add_skip(w, link, "symbolic link cycle");
	} else if (!S_ISREG(info->st_mode)) {
		if (is_wanted(w, link))
			add_skip(w, link, "not a regular file");
	} else if (is_wanted(w, target)) {
		if (ignore_has(w->excludes, join(w->arena, prefix_of(w), target)))
			add_skip(w, link, skip_excluded);
		else
			add_file(w, target);
	}
}

static void add_link(struct walk *w, struct str link)
{
	const char *path = join(w->arena, w->options->root, link).ptr;
	char *real = realpath(path, NULL);
	struct stat info;

	if (real && stat(real, &info) == 0)
		add_link_target(w, link, arena_str(w->arena, str_from(real)), &info);
	else if (is_wanted(w, link))
		add_skip(w, link, broken_link_text());
	free(real);
}

/* --- From places to files --- */

static void add_place(struct walk *w, const struct place *place)
{
	if (place->skip) {
		if (is_wanted(w, place->path))
			add_skip(w, place->path, place->skip);
		return;
	}
	switch (place->kind) {
	case ENTRY_FILE: add_file(w, place->path); break;
	case ENTRY_LINK: add_link(w, place->path); break;
	default: add_skip(w, place->path, "not a regular file");
	}
}

/* Do directories, and no links, lead to the path? */
static bool is_reached(const struct walk *w, struct str path)
{
	char part[PATH_MAX];
	struct stat info;

	if (path.len >= sizeof(part))
		return false;
	for (size_t i = 0; i < path.len; i++) {
		part[i] = '\0';
		if (path.ptr[i] == '/' &&
			(fstatat(w->root_fd, part, &info, AT_SYMLINK_NOFOLLOW) || !S_ISDIR(info.st_mode)))
			return false;
		part[i] = path.ptr[i];
	}
	return true;
}

/* A tracked path in a directory that the walk did not enter, or one that is not on the disk any more. */
static void add_tracked_path(struct walk *w, struct str path)
{
	struct place place = { .path = path, .kind = ENTRY_OTHER };
	struct stat info;

	if (!is_reached(w, path) || fstatat(w->root_fd, path.ptr, &info, AT_SYMLINK_NOFOLLOW) || S_ISDIR(info.st_mode))
		return;
	if (ignore_has(w->excludes, join(w->arena, prefix_of(w), path)))
		place.skip = skip_excluded;
	place.path = arena_str(w->arena, path);
	place.kind = S_ISREG(info.st_mode) ? ENTRY_FILE : S_ISLNK(info.st_mode) ? ENTRY_LINK : ENTRY_OTHER;
	add_place(w, &place);
}

/* A tracked path at a place of the tree: being ignored does not matter then. */
static void add_tracked(struct walk *w, struct place *place)
{
	if (place->skip == skip_ignored)
		place->skip = NULL;
	add_place(w, place);
}

/* An index can be forged: its paths need not lie where git would put them. */
static bool leaves_root(struct str path)
{
	struct str part;

	if (!path.len || path.ptr[0] == '/')
		return true;
	while (str_next(&path, '/', &part))
		if (str_is(part, "..") || str_is(part, "."))
			return true;
	return false;
}

static void add_unseen(struct walk *w, struct str path)
{
	if (!is_wanted(w, path) || !walk_starts_hold(&w->starts, path))
		return;
	if (leaves_root(path))
		add_skip(w, arena_str(w->arena, path), "tracked path that leaves the root");
	else
		add_tracked_path(w, path);
}

/* Both sides are in byte order of their paths. */
static void merge_tracked(struct walk *w, struct str tracked)
{
	struct str path, last = { 0 };
	size_t next = 0;

	while (str_next(&tracked, '\0', &path)) {
		int order = -1;

		while (next < w->places.len && (order = str_cmp(w->places.items[next].path, path)) < 0)
			add_place(w, &w->places.items[next++]);
		if (next < w->places.len && order == 0)
			add_tracked(w, &w->places.items[next++]);
		else if (!str_eq(path, last))
			add_unseen(w, path);
		last = path;
	}
	while (next < w->places.len)
		add_place(w, &w->places.items[next++]);
}

static void add_starts(struct walk *w)
{
	for (size_t i = 0; i < w->starts.files.len; i++) {
		struct str path = w->starts.files.items[i];

		if (!is_wanted(w, path))
			add_skip(w, path, "no source file");
		else if (ignore_has(w->excludes, join(w->arena, prefix_of(w), path)))
			add_skip(w, path, skip_excluded);
		else
			add_file(w, path);
	}
	for (size_t i = 0; i < w->starts.others.len; i++)
		add_skip(w, w->starts.others.items[i], "not a regular file");
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
	add_skip(w, STR(""), refusal);
	close_git(w);
}

/* What the tree holds, as if git had never been there. */
static void list_disk(struct walk *w)
{
	read_disk(w);
	for (size_t i = 0; i < w->places.len; i++)
		add_place(w, &w->places.items[i]);
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
		merge_tracked(w, tracked);
		return;
	}
	close_git(w);
	vec_clear(&w->places);
	w->skips.len = skip_count;
	add_skip(w, STR(""), "git cannot list its files: listed without git");
	list_disk(w);
}

static void run(struct walk *w, struct walk_result *ret)
{
	w->excludes = read_excludes(w);
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
