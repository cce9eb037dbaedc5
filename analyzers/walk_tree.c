/* One level of the tree after the other; the folders of a level are read by all threads. */
#include "base/base.h"
#include "analyzers/walk_tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzers/ignore.h"
#include "analyzers/walk.h"
#include "base/file.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/strbuf.h"

#define RULES_MAX_BYTES ((size_t)1 << 20) /* each rule is tried on each path */

const char skip_ignored[] = "ignored by .gitignore";
const char skip_excluded[] = "excluded by configuration";

/* Directories by name that hold nothing which people wrote. */
static const struct {
	struct str name;
	const char *skip; /* NULL: not worth a word */
} built_in[] = {
	{ STR_INIT(".git"), NULL },
	{ STR_INIT(".hg"), NULL },
	{ STR_INIT(".svn"), NULL },
	{ STR_INIT(".canonry"), NULL },
	{ STR_INIT("__pycache__"), NULL },
	{ STR_INIT(".mypy_cache"), NULL },
	{ STR_INIT(".pytest_cache"), NULL },
	{ STR_INIT(".ruff_cache"), NULL },
	{ STR_INIT(".eggs"), "installed packages" },
	{ STR_INIT(".nox"), "virtual environments" },
	{ STR_INIT(".tox"), "virtual environments" },
	{ STR_INIT(".venv"), "virtual environment" },
	{ STR_INIT("node_modules"), "installed packages" },
};

struct raw_entry {
	struct str name;
	unsigned char type; /* DT_... */
};

struct walk_worker {
	struct arena arena;   /* what the tree keeps */
	struct arena scratch; /* one folder */
	VEC(struct raw_entry) raw;
	VEC(struct entry) entries;
	VEC(struct folder *) found;
	struct strbuf path; /* prefix, folder and entry */
	size_t path_base;   /* bytes of path before the entry's name */
};

/* What the entries of a folder say about the folder itself. */
struct folder_signs {
	bool has_rules, has_repository, has_environment, has_package;
};

int walk_tree_order(struct str left, bool left_is_dir, struct str right, bool right_is_dir)
{
	size_t common = MIN(left.len, right.len);
	int order = common ? memcmp(left.ptr, right.ptr, common) : 0;
	int l, r;

	if (order)
		return order;
	l = left.len > common ? (unsigned char)left.ptr[common] : left_is_dir ? '/' : -1;
	r = right.len > common ? (unsigned char)right.ptr[common] : right_is_dir ? '/' : -1;
	return l != r ? (l > r) - (l < r) : (left.len > right.len) - (left.len < right.len);
}

static int entry_order(const void *left, const void *right)
{
	const struct entry *l = left, *r = right;

	return walk_tree_order(l->name, l->kind == ENTRY_DIR, r->name, r->kind == ENTRY_DIR);
}

/* --- Rules --- */

static const char *errno_text(int why)
{
	switch (why) {
	case EACCES:
	case EPERM: return "permission denied";
	case ENAMETOOLONG: return "path too long";
	case EMFILE:
	case ENFILE: return "too many open files";
	default: return "cannot be read";
	}
}

static const struct ignore *read_rules(
	struct arena *a, int dir_fd, size_t base, const struct ignore *outer, const char **ret_skip)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct ignore *list;

	if (!file_read_at(dir_fd, ".gitignore", RULES_MAX_BYTES, &text, NULL)) {
		*ret_skip = "rules that cannot be read";
		return outer;
	}
	list = arena_new(a, struct ignore);
	list->outer = outer;
	list->base = base;
	ignore_read(list, a, strbuf_str(&text));
	return list;
}

const struct ignore *walk_tree_rules(
	struct arena *a, int dir_fd, size_t base, const struct ignore *outer, const char **ret_skip)
{
	struct stat info;

	if (fstatat(dir_fd, ".gitignore", &info, AT_SYMLINK_NOFOLLOW) || !S_ISREG(info.st_mode))
		return outer;
	return read_rules(a, dir_fd, base, outer, ret_skip);
}

/* --- One entry --- */

static struct str entry_path(struct walk_worker *w, const struct walk_tree *t, struct str name)
{
	w->path.len = w->path_base;
	strbuf_add(&w->path, name);
	return str_slice(strbuf_str(&w->path), t->prefix.len, w->path.len);
}

static unsigned char type_of(int fd, const char *name, unsigned char type)
{
	struct stat info;

	if (type != DT_UNKNOWN)
		return type;
	return fstatat(fd, name, &info, AT_SYMLINK_NOFOLLOW) ? DT_UNKNOWN : IFTODT(info.st_mode);
}

static bool is_wanted(const struct walk_tree *t, struct str path)
{
	return !t->options->wants || t->options->wants(path);
}

static const char *rules_skip(
	const struct walk_tree *t, const struct walk_worker *w, const struct ignore *rules, bool is_dir)
{
	struct str path = strbuf_str(&w->path);

	if (ignore_find(t->excludes, path, is_dir) == IGNORE_YES)
		return skip_excluded;
	return ignore_find(rules, path, is_dir) == IGNORE_YES ? skip_ignored : NULL;
}

/* False when nothing need be said about it. */
static bool check_built_in(struct str name, const char **ret_skip)
{
	for (size_t i = 0; i < ARRAY_LEN(built_in); i++) {
		if (!str_eq(name, built_in[i].name))
			continue;
		*ret_skip = built_in[i].skip;
		return built_in[i].skip != NULL;
	}
	if (str_ends(name, STR(".egg-info")))
		*ret_skip = "installed packages";
	return true;
}

static void add_folder(struct walk_tree *t, struct walk_worker *w, const struct folder *parent, struct str name)
{
	struct folder *folder;
	const char *skip = NULL;
	struct str path;

	if (!check_built_in(name, &skip))
		return;
	path = entry_path(w, t, name);
	folder = arena_new(&w->arena, struct folder);
	folder->path = arena_str(&w->arena, path);
	folder->parent = parent;
	folder->ignore = parent->ignore;
	folder->skip = rules_skip(t, w, parent->ignore, true);
	if (!folder->skip)
		folder->skip = skip;
	if (!folder->skip && t->options->root.len + 1 + path.len >= PATH_MAX)
		folder->skip = errno_text(ENAMETOOLONG);
	if (!folder->skip)
		vec_push(&w->found, folder);
	vec_push(&w->entries, (struct entry){ .kind = ENTRY_DIR, .name = path_base(folder->path), .folder = folder });
}

static void add_file(
	struct walk_tree *t, struct walk_worker *w, const struct folder *parent, struct str name, enum entry_kind kind)
{
	struct str path = entry_path(w, t, name);
	const char *skip;

	/* What a link leads to may be wanted under its own name. */
	if (kind != ENTRY_LINK && !is_wanted(t, path))
		return;
	skip = rules_skip(t, w, parent->ignore, false);
	if (!skip && t->options->root.len + 1 + path.len >= PATH_MAX)
		skip = errno_text(ENAMETOOLONG);
	vec_push(&w->entries, (struct entry){ .kind = kind, .name = arena_str(&w->arena, name), .skip = skip });
}

static void add_entry(
	struct walk_tree *t, struct walk_worker *w, int fd, const struct folder *parent, struct raw_entry raw)
{
	switch (type_of(fd, raw.name.ptr, raw.type)) {
	case DT_DIR: add_folder(t, w, parent, raw.name); break;
	case DT_REG: add_file(t, w, parent, raw.name, ENTRY_FILE); break;
	case DT_LNK: add_file(t, w, parent, raw.name, ENTRY_LINK); break;
	default: add_file(t, w, parent, raw.name, ENTRY_OTHER);
	}
}

/* --- One folder --- */

static void note_sign(struct folder_signs *signs, struct raw_entry raw)
{
	signs->has_rules |= str_is(raw.name, ".gitignore") && (raw.type == DT_REG || raw.type == DT_UNKNOWN);
	signs->has_repository |= str_is(raw.name, ".git");
	signs->has_environment |= str_is(raw.name, "pyvenv.cfg");
	signs->has_package |= str_is(raw.name, "__init__.py");
}

static const char *read_names(struct walk_worker *w, DIR *dir, struct folder_signs *signs)
{
	struct dirent *d;

	vec_clear(&w->raw);
	for (errno = 0; (d = readdir(dir)); errno = 0) {
		struct raw_entry raw = { str_from(d->d_name), d->d_type };

		if (str_is(raw.name, ".") || str_is(raw.name, ".."))
			continue;
		note_sign(signs, raw);
		raw.name = arena_str(&w->scratch, raw.name);
		vec_push(&w->raw, raw);
	}
	return errno ? errno_text(errno) : NULL;
}

static const char *check_loop(struct folder *folder, int fd)
{
	struct stat info;

	if (fstat(fd, &info))
		return errno_text(errno);
	folder->device = info.st_dev;
	folder->inode = info.st_ino;
	for (const struct folder *f = folder->parent; f; f = f->parent)
		if (f->inode == info.st_ino && f->device == info.st_dev)
			return "directory that holds itself";
	return NULL;
}

/* A start is read whatever it is. */
static const char *check_signs(const struct walk_tree *t, const struct folder *folder, const struct folder_signs *signs)
{
	struct str name = path_base(folder->path);

	if (!folder->parent)
		return NULL;
	if (signs->has_environment)
		return "virtual environment";
	if (t->in_git)
		return signs->has_repository ? "another git repository" : NULL;
	if ((str_is(name, "build") || str_is(name, "dist")) && !signs->has_package)
		return "build output";
	return NULL;
}

static void set_path_base(const struct walk_tree *t, struct walk_worker *w, const struct folder *folder)
{
	strbuf_clear(&w->path);
	strbuf_add(&w->path, t->prefix);
	strbuf_add(&w->path, folder->path);
	if (folder->path.len)
		strbuf_addch(&w->path, '/');
	w->path_base = w->path.len;
}

static const char *read_open(struct walk_tree *t, struct walk_worker *w, struct folder *folder, DIR *dir)
{
	struct folder_signs signs = { 0 };
	const char *skip = check_loop(folder, dirfd(dir));

	if (!skip)
		skip = read_names(w, dir, &signs);
	if (!skip)
		skip = check_signs(t, folder, &signs);
	if (skip)
		return skip;
	set_path_base(t, w, folder);
	if (signs.has_rules)
		folder->ignore =
			walk_tree_rules(&w->arena, dirfd(dir), w->path_base, folder->ignore, &folder->rules_skip);
	vec_clear(&w->entries);
	for (size_t i = 0; i < w->raw.len; i++)
		add_entry(t, w, dirfd(dir), folder, w->raw.items[i]);
	vec_sort(&w->entries, entry_order);
	folder->entries = arena_copy(&w->arena, w->entries.items, w->entries.len, sizeof(*w->entries.items));
	folder->count = w->entries.len;
	return NULL;
}

static void read_folder(void *context, unsigned worker, size_t item)
{
	struct walk_tree *t = context;
	struct walk_worker *w = &t->workers[worker];
	struct folder *folder = t->folders.items[item];
	const char *path = folder->path.len ? folder->path.ptr : ".";
	int fd = openat(t->root_fd, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;

	if (!dir) {
		folder->skip = errno_text(errno);
		if (fd >= 0)
			close(fd);
		return;
	}
	arena_reset(&w->scratch);
	folder->skip = read_open(t, w, folder, dir);
	closedir(dir);
}

/* --- The tree --- */

void walk_tree_init(struct walk_tree *t)
{
	t->jobs = t->options->jobs ? t->options->jobs : pool_cpus();
	t->workers = xcalloc(t->jobs, sizeof(*t->workers));
}

void walk_tree_release(struct walk_tree *t)
{
	for (unsigned i = 0; i < t->jobs; i++) {
		struct walk_worker *w = &t->workers[i];

		arena_release(&w->arena);
		arena_release(&w->scratch);
		vec_release(&w->raw);
		vec_release(&w->entries);
		vec_release(&w->found);
		strbuf_release(&w->path);
	}
	vec_release(&t->folders);
	free(t->workers);
	t->workers = NULL;
	t->jobs = 0;
}

struct folder *walk_tree_add(struct walk_tree *t, struct str path, const struct ignore *ignore)
{
	struct folder *folder = arena_new(&t->workers[0].arena, struct folder);

	folder->path = arena_str(&t->workers[0].arena, path);
	folder->ignore = ignore;
	vec_push(&t->folders, folder);
	return folder;
}

static void take_found(struct walk_tree *t)
{
	vec_clear(&t->folders);
	for (unsigned i = 0; i < t->jobs; i++) {
		struct walk_worker *w = &t->workers[i];

		for (size_t k = 0; k < w->found.len; k++)
			vec_push(&t->folders, w->found.items[k]);
		vec_clear(&w->found);
	}
}

void walk_tree_read(struct walk_tree *t)
{
	while (t->folders.len) {
		pool_run(t->jobs, t->folders.len, read_folder, t, NULL);
		take_found(t);
	}
}
