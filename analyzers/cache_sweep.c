/* Ages are those of the last write: a pack that is only read has a root that does not change. */
#include "base/base.h"
#include "analyzers/cache_sweep.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/vec.h"

#define DAY ((time_t)24 * 60 * 60)
#define PACK_MAX_AGE (90 * DAY)
#define TEMP_MAX_AGE DAY
#define HASH_DIGITS 16

struct old_file {
	const char *name;
	time_t written;
	size_t size;
};

typedef VEC(struct old_file) old_file_list;

/* As cache.c makes them: sixteen digits and an ending. */
static bool is_pack_name(struct str name)
{
	struct str ending = str_slice(name, HASH_DIGITS, name.len);

	for (size_t i = 0; i < HASH_DIGITS && i < name.len; i++)
		if ((name.ptr[i] < '0' || name.ptr[i] > '9') && (name.ptr[i] < 'a' || name.ptr[i] > 'f'))
			return false;
	return str_is(ending, ".pack") || str_is(ending, ".delta");
}

/* As base/file.c makes them. */
static bool is_temp_name(struct str name)
{
	return str_starts(name, STR(".canonry-")) && str_ends(name, STR(".tmp"));
}

static void take_file(int dir, const char *name, time_t now, struct arena *a, old_file_list *packs)
{
	struct str text = str_from(name);
	struct stat info;

	if ((!is_pack_name(text) && !is_temp_name(text)) || fstatat(dir, name, &info, AT_SYMLINK_NOFOLLOW) ||
		!S_ISREG(info.st_mode))
		return;
	if (is_pack_name(text))
		vec_push(packs, (struct old_file){ arena_str(a, text).ptr, info.st_mtime, (size_t)info.st_size });
	else if (now - info.st_mtime > TEMP_MAX_AGE)
		unlinkat(dir, name, 0);
}

static int newest_first(const void *left, const void *right)
{
	const struct old_file *l = left, *r = right;

	return (l->written < r->written) - (l->written > r->written);
}

static void remove_old(int dir, time_t now, size_t room, old_file_list *packs)
{
	vec_sort(packs, newest_first);
	for (size_t i = 0; i < packs->len; i++) {
		const struct old_file *file = &packs->items[i];

		if (now - file->written <= PACK_MAX_AGE && file->size <= room) {
			room -= file->size;
			continue;
		}
		unlinkat(dir, file->name, 0);
		room = 0; /* what is older than this is no better */
	}
}

void cache_sweep(const char *dir, time_t now, size_t max_bytes)
{
	DIR *open = opendir(dir);
	old_file_list packs = { 0 };
	struct arena names = { 0 };
	const struct dirent *d;

	if (!open)
		return;
	while ((d = readdir(open)))
		take_file(dirfd(open), d->d_name, now, &names, &packs);
	remove_old(dirfd(open), now, max_bytes, &packs);
	closedir(open);
	vec_release(&packs);
	arena_release(&names);
}
