/* Where a compile database lies: as the user says, or where builds put it. */
#include "base/base.h"
#include "analyzers/lang/c/compdb.h"

#include <dirent.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/path.h"

#define DATABASE "compile_commands.json"

static bool may_hold_one(const char *name)
{
	struct str dir = str_from(name);

	return str_starts(dir, STR("build")) || str_starts(dir, STR("cmake-build")) || str_is(dir, "out") ||
		str_is(dir, "Debug") || str_is(dir, "Release") || str_is(dir, "_build") || str_is(dir, "bin");
}

/* The newer of two; of the same age the one whose path comes first. */
static void consider(struct arena *a, struct str path, struct str *best, struct timespec *best_time)
{
	struct stat st;
	bool is_newer;

	if (stat(path.ptr, &st) != 0 || !S_ISREG(st.st_mode))
		return;
	is_newer = st.st_mtim.tv_sec > best_time->tv_sec ||
		(st.st_mtim.tv_sec == best_time->tv_sec && st.st_mtim.tv_nsec > best_time->tv_nsec);
	if (best->len == 0 || is_newer ||
		(st.st_mtim.tv_sec == best_time->tv_sec && st.st_mtim.tv_nsec == best_time->tv_nsec &&
			str_cmp(path, *best) < 0)) {
		*best = arena_str(a, path);
		*best_time = st.st_mtim;
	}
}

bool compdb_find(const char *root, struct arena *a, struct str *ret_path)
{
	struct str base = str_from(root), best = STR(""), own = path_join(a, base, STR(DATABASE));
	struct timespec time = { 0 };
	struct dirent *entry;
	DIR *dir;

	if (file_exists(own.ptr)) {
		*ret_path = own;
		return true;
	}
	dir = opendir(base.len > 0 ? root : ".");
	while (dir && (entry = readdir(dir)))
		if (may_hold_one(entry->d_name))
			consider(a, path_join(a, path_join(a, base, str_from(entry->d_name)), STR(DATABASE)), &best,
				&time);
	if (dir)
		closedir(dir);
	if (best.len > 0)
		*ret_path = best;
	return best.len > 0;
}

/* --- One for a tree --- */

static bool has_entry_below(const struct compdb *db, struct str root)
{
	for (uint32_t i = 0; i < db->count; i++)
		if (path_is_inside(db->entries[i].real, root))
			return true;
	return false;
}

static bool read_below(const char *path, struct str root, struct arena *a, struct compdb *ret, struct err *err)
{
	struct compdb db;

	if (!compdb_read(path, a, &db, err))
		return false;
	if (!has_entry_below(&db, root))
		return err_set(err, "%s: no command of it compiles a file below " STR_FMT, path, STR_ARG(root));
	*ret = db;
	return true;
}

bool compdb_open(const char *given, struct str root, struct arena *a, struct compdb *ret, struct err *err)
{
	struct str path = { 0 };

	*ret = (struct compdb){ .path = STR("") };
	if (given && file_is_dir(given))
		path = path_join(a, str_from(given), STR(DATABASE));
	else if (given)
		path = str_from(given);
	else if (!compdb_find(arena_str(a, root).ptr, a, &path))
		return true;
	ret->path = path;
	return read_below(path.ptr, root, a, ret, err);
}
