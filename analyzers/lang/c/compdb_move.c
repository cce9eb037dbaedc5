/* A compile database for a copy of the tree: what is in the copy is read there, what is not (generated headers) where it was. */
#include "base/base.h"
#include "analyzers/lang/c/compdb.h"

#include "base/file.h"
#include "base/path.h"
#include "base/vec.h"

struct move {
	struct str from, to; /* roots */
	struct arena *arena;
	VEC(struct str) flags;
};

/* The same path in the copy; empty when it is not of the tree, or not there. */
static struct str moved(const struct move *m, struct str path)
{
	struct str there;

	if (!path_is_inside(path, m->from))
		return STR("");
	there = path_join(m->arena, m->to, str_slice(path, MIN(m->from.len + 1, path.len), path.len));
	return file_exists(there.ptr) ? there : STR("");
}

/* Where it was is searched last of all. */
static void add_fallback(struct move *m, struct str path)
{
	vec_push(&m->flags, STR("-idirafter"));
	vec_push(&m->flags, path);
}

/* "-I/tree/include", or the "/tree/include" behind "-isystem". */
static void move_flag(struct move *m, struct str flag, struct move *fallbacks)
{
	size_t slash = str_find(flag, '/');
	struct str path = path_normalise(m->arena, str_slice(flag, slash, flag.len));
	struct str there = slash < flag.len ? moved(m, path) : STR("");

	if (there.len == 0) {
		vec_push(&m->flags, flag);
		return;
	}
	vec_push(&m->flags, arena_printf(m->arena, STR_FMT STR_FMT, STR_ARG(str_slice(flag, 0, slash)), STR_ARG(there)));
	if (file_is_dir(path.ptr))
		add_fallback(fallbacks, path);
}

static void move_flags(const struct move *m, struct compdb_entry *e)
{
	struct move flags = { .from = m->from, .to = m->to, .arena = m->arena }, fallbacks = { .arena = m->arena };

	for (uint32_t i = 0; i < e->flag_count; i++)
		move_flag(&flags, e->flags[i], &fallbacks);
	add_fallback(&fallbacks, path_dir(e->file));
	vec_foreach (struct str, flag, &fallbacks.flags)
		vec_push(&flags.flags, *flag);
	e->flags = arena_copy(m->arena, flags.flags.items, flags.flags.len, sizeof(struct str));
	e->flag_count = (uint32_t)flags.flags.len;
	vec_release(&flags.flags);
	vec_release(&fallbacks.flags);
}

static bool move_entry(const struct move *m, struct compdb_entry *e)
{
	struct str real = moved(m, e->real), directory = moved(m, e->directory);

	if (real.len == 0)
		return false;
	move_flags(m, e);
	e->file = e->real = real;
	e->directory = directory.len ? directory : e->directory;
	e->flag_hash = compdb_hash(e);
	e->is_missing = false;
	return true;
}

void compdb_move(const struct compdb *db, struct str from, struct str to, struct arena *a, struct compdb *ret)
{
	struct move m = { .from = from, .to = to, .arena = a };

	*ret = (struct compdb){ .path = db->path, .entries = arena_array(a, struct compdb_entry, db->count + 1) };
	for (uint32_t i = 0; i < db->count; i++) {
		struct compdb_entry e = db->entries[i];

		if (move_entry(&m, &e))
			ret->entries[ret->count++] = e;
	}
}
