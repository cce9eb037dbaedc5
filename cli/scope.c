/* From the paths on the command line to the root, what is read, and what is reported. */
#include "base/base.h"
#include "cli/audit.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/path.h"

static const char *const config_names[] = { "canonry.yaml", "canonry.yml" };

struct given {
	struct str *paths; /* absolute, real */
	size_t count;
	bool has_file;
};

static bool check_given(const char *path, bool *ret_is_file, struct err *err)
{
	struct stat info;

	if (stat(path, &info))
		return err_errno(err, "cannot audit %s", path);
	if (!S_ISDIR(info.st_mode) && !S_ISREG(info.st_mode))
		return err_set(err, "cannot audit %s: it is neither a file nor a directory", path);
	*ret_is_file = S_ISREG(info.st_mode);
	return true;
}

static bool resolve_given(const struct audit_options *o, struct arena *a, struct given *ret, struct err *err)
{
	static const char *const here[] = { "." };
	const char *const *paths = o->path_count ? o->paths : here;

	ret->count = o->path_count ? o->path_count : 1;
	ret->paths = arena_array(a, struct str, ret->count);
	for (size_t i = 0; i < ret->count; i++) {
		bool is_file = false;

		if (!check_given(paths[i], &is_file, err) || !path_real(a, paths[i], &ret->paths[i], err))
			return false;
		ret->has_file |= is_file && !o->only_paths;
	}
	return true;
}

static struct str parent_of(struct str dir)
{
	return str_is(dir, "/") ? dir : path_dir(dir);
}

static bool holds(struct arena *a, struct str dir, const char *name)
{
	return file_exists(path_join(a, dir, str_from(name)).ptr);
}

/* The nearest directory from dir upward that holds one of the names, not above `top`; empty when there is none. */
static struct str find_upward(struct arena *a, struct str dir, struct str top, const char *const *names, size_t count)
{
	for (;;) {
		for (size_t i = 0; i < count; i++)
			if (holds(a, dir, names[i]))
				return dir;
		if (str_eq(dir, top))
			return STR("");
		dir = parent_of(dir);
	}
}

static struct str deepest_common(struct arena *a, const struct given *given)
{
	struct str common = given->paths[0];

	if (!file_is_dir(arena_str(a, common).ptr))
		common = path_dir(common);
	for (size_t i = 1; i < given->count; i++)
		while (!path_is_inside(given->paths[i], common))
			common = parent_of(common);
	return common;
}

/* The project around given files: where the user stands, when that holds them all. */
static struct str project_around(struct arena *a, const struct given *given, struct str common, struct str git_top)
{
	struct str here;

	if (!given->has_file)
		return common;
	if (git_top.len)
		return git_top;
	return path_real(a, ".", &here, NULL) && path_is_inside(common, here) ? here : common;
}

static struct str find_root(const struct audit_options *o, struct arena *a, const struct given *given)
{
	static const char *const git[] = { ".git" };
	struct str common = deepest_common(a, given);
	struct str git_top = find_upward(a, common, STR("/"), git, ARRAY_LEN(git));
	struct str project = project_around(a, given, common, git_top);
	struct str configured = STR("");

	if (!o->config_path && !o->ignore_config)
		configured =
			find_upward(a, common, git_top.len ? git_top : project, config_names, ARRAY_LEN(config_names));
	return configured.len ? configured : project;
}

static struct str relative(struct arena *a, struct str path, struct str root)
{
	size_t skip = str_is(root, "/") ? 1 : root.len + 1;

	return arena_str(a, path.len > root.len ? str_slice(path, skip, path.len) : STR(""));
}

static int compare_paths(const void *left, const void *right)
{
	return str_cmp(*(const struct str *)left, *(const struct str *)right);
}

bool scope_covers(const struct str *sorted, size_t count, struct str path)
{
	for (;;) {
		if (count && bsearch(&path, sorted, count, sizeof(*sorted), compare_paths))
			return true;
		if (path.len == 0)
			return false;
		path = path_dir(path);
	}
}

/* Sorted, and without what lies below another one. */
static size_t relative_paths(struct arena *a, const struct given *given, struct str root, struct str **ret)
{
	struct str *paths = arena_array(a, struct str, given->count);
	size_t kept = 0;

	for (size_t i = 0; i < given->count; i++)
		paths[i] = relative(a, given->paths[i], root);
	qsort(paths, given->count, sizeof(*paths), compare_paths);
	for (size_t i = 0; i < given->count; i++)
		if (!scope_covers(paths, kept, paths[i]))
			paths[kept++] = paths[i];
	*ret = paths;
	return kept;
}

/* People click on paths: those below the current directory are shown as seen from there. */
static struct str find_prefix(struct arena *a, struct str root)
{
	struct str here;

	if (!path_real(a, ".", &here, NULL) || !path_is_inside(root, here) || str_eq(root, here))
		return STR("");
	return arena_printf(a, STR_FMT "/", STR_ARG(relative(a, root, here)));
}

/* Who reads a report in the repository looks for paths from its top. */
static struct str find_in_repository(struct arena *a, struct str root)
{
	static const char *const git[] = { ".git" };
	struct str top = find_upward(a, root, STR("/"), git, ARRAY_LEN(git));

	return top.len && !str_eq(top, root) ? arena_printf(a, STR_FMT "/", STR_ARG(relative(a, root, top))) : STR("");
}

bool audit_find_scope(const struct audit_options *o, struct arena *a, struct audit_scope *ret, struct err *err)
{
	struct given given = { 0 };
	struct str *paths;
	size_t count;

	if (!resolve_given(o, a, &given, err))
		return false;
	*ret = (struct audit_scope){ .root = arena_str(a, find_root(o, a, &given)) };
	ret->prefix = find_prefix(a, ret->root);
	ret->in_repository = find_in_repository(a, ret->root);
	count = relative_paths(a, &given, ret->root, &paths);
	if (given.has_file) {
		ret->focus = paths;
		ret->focus_count = count;
	} else if (count != 1 || paths[0].len) {
		ret->starts = paths;
		ret->start_count = count;
	}
	return true;
}
