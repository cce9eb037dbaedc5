/* The cache of a root: a pack, and a small delta beside it so that a run of few changes writes little. */
#include "base/base.h"
#include "analyzers/cache.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "analyzers/cache_file.h"
#include "analyzers/cache_sweep.h"
#include "base/arena.h"
#include "base/path.h"
#include "base/vec.h"

#define CACHE_WORKERS 256                  /* as many as a pool has */
#define CACHE_ROOM_BYTES ((size_t)4 << 20) /* what runs of a few files may keep beside their own */

/* What the packs of all roots may have together. */
#define CACHE_TOTAL_BYTES ((size_t)1 << 30)

/* A delta is worth it when the pack is large, and as long as it is small itself. */
#define DELTA_PACK_BYTES ((size_t)2 << 20)
#define DELTA_SHARE 8

/* A blob that was put: its entry's offset is one into the worker's bytes. */
struct cache_worker {
	struct strbuf bytes;
	VEC(struct cache_entry) entries;
};

/* Of two entries with one key the one of lower rank counts. */
enum layer { LAYER_NEW, LAYER_DELTA, LAYER_PACK };

struct cache {
	struct arena arena;
	struct str path, delta_path; /* empty: nowhere to save */
	uint64_t salt;
	struct cache_file pack, delta;
	atomic_uchar *used; /* by entry of the pack: was got in this run */
	struct cache_worker workers[CACHE_WORKERS];
};

/* --- Where it is --- */

static bool make_private_dir(const char *path)
{
	return mkdir(path, 0700) == 0 || errno == EEXIST;
}

/* The directory of all packs; empty without a home. As the XDG specification says, a relative path is none. */
static struct str find_dir(struct arena *a)
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

	if (cache && cache[0] == '/')
		return arena_printf(a, "%s/canonry", cache);
	if (home && home[0] == '/')
		return arena_printf(a, "%s/.cache/canonry", home);
	return STR("");
}

static void find_paths(struct cache *c, struct str root)
{
	struct str dir = find_dir(&c->arena);
	unsigned long long hash = str_hash(root);

	if (!dir.len)
		return;
	c->path = arena_printf(&c->arena, STR_FMT "/%016llx.pack", STR_ARG(dir), hash);
	c->delta_path = arena_printf(&c->arena, STR_FMT "/%016llx.delta", STR_ARG(dir), hash);
}

static bool make_dirs(struct cache *c, struct err *err)
{
	struct str dir = path_dir(c->path);

	for (size_t i = 1; i <= dir.len; i++) {
		const char *part;

		if (i < dir.len && dir.ptr[i] != '/')
			continue;
		part = arena_str(&c->arena, str_slice(dir, 0, i)).ptr;
		if (!make_private_dir(part))
			return err_errno(err, "cannot create directory %s", part);
	}
	return true;
}

/* --- Life cycle --- */

struct cache *cache_open(struct str root, const char *version_salt)
{
	struct cache *c = xcalloc(1, sizeof(*c));

	c->salt = str_hash(str_from(version_salt));
	find_paths(c, root);
	if (!c->path.len)
		return c;
	cache_file_read(&c->pack, c->path.ptr, c->salt);
	cache_file_read(&c->delta, c->delta_path.ptr, c->salt);
	/* A delta to another pack may be older than this one. */
	if (c->delta.generation != c->pack.check)
		cache_file_release(&c->delta);
	c->used = xcalloc(c->pack.count, sizeof(*c->used));
	return c;
}

void cache_close(struct cache *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < CACHE_WORKERS; i++) {
		strbuf_release(&c->workers[i].bytes);
		vec_release(&c->workers[i].entries);
	}
	cache_file_release(&c->pack);
	cache_file_release(&c->delta);
	free(c->used);
	arena_release(&c->arena);
	free(c);
}

struct str cache_path(const struct cache *c)
{
	return c->path;
}

bool cache_get(const struct cache *c, uint64_t key_hi, uint64_t key_lo, struct str *ret_blob)
{
	size_t found = cache_file_find(&c->delta, key_hi, key_lo);

	if (found < c->delta.count && cache_file_blob(&c->delta, &c->delta.entries[found], ret_blob))
		return true;
	found = cache_file_find(&c->pack, key_hi, key_lo);
	if (found == c->pack.count || !cache_file_blob(&c->pack, &c->pack.entries[found], ret_blob))
		return false;
	atomic_store_explicit(&c->used[found], 1, memory_order_relaxed);
	return true;
}

void cache_put(struct cache *c, unsigned worker, uint64_t key_hi, uint64_t key_lo, struct str blob)
{
	struct cache_entry e = { .hi = key_hi, .lo = key_lo, .size = (uint32_t)blob.len };
	struct cache_worker *w;

	if (worker >= CACHE_WORKERS)
		BUG("worker %u of a cache for %d", worker, CACHE_WORKERS);
	w = &c->workers[worker];
	if (blob.len > CACHE_MAX_BYTES)
		return;
	e.offset = w->bytes.len;
	e.check = cache_file_check(key_hi, key_lo, blob);
	strbuf_add(&w->bytes, blob);
	vec_push(&w->entries, e);
}

/* --- Saving --- */

typedef VEC(struct cache_item) item_list;

static void collect_new(const struct cache *c, uint32_t generation, item_list *list)
{
	for (size_t i = 0; i < CACHE_WORKERS; i++) {
		const struct cache_worker *w = &c->workers[i];

		for (size_t k = 0; k < w->entries.len; k++) {
			struct cache_item new = { .entry = w->entries.items[k], .rank = LAYER_NEW };

			new.blob =
				str_slice(strbuf_str(&w->bytes), new.entry.offset, new.entry.offset + new.entry.size);
			new.entry.generation = generation;
			vec_push(list, new);
		}
	}
}

static void collect_delta(const struct cache *c, item_list *list)
{
	for (size_t i = 0; i < c->delta.count; i++) {
		struct cache_item old = { .entry = c->delta.entries[i], .rank = LAYER_DELTA };

		if (cache_file_blob(&c->delta, &old.entry, &old.blob))
			vec_push(list, old);
	}
}

static void collect_pack(const struct cache *c, uint32_t generation, item_list *list)
{
	for (size_t i = 0; i < c->pack.count; i++) {
		struct cache_item old = { .entry = c->pack.entries[i], .rank = LAYER_PACK };

		if (!cache_file_blob(&c->pack, &old.entry, &old.blob))
			continue;
		if (c->used[i])
			old.entry.generation = generation;
		vec_push(list, old);
	}
}

static int item_key_order(const void *left, const void *right)
{
	const struct cache_item *l = left, *r = right;
	int order = cache_key_order(&l->entry, &r->entry);

	return order ? order : l->rank - r->rank;
}

/* The newest first; the key makes it a total order. */
static int item_worth_order(const void *left, const void *right)
{
	const struct cache_item *l = left, *r = right;

	if (l->entry.generation != r->entry.generation)
		return l->entry.generation > r->entry.generation ? -1 : 1;
	return item_key_order(left, right);
}

/* Also two threads that met equal files have put one key twice. */
static void drop_twins(item_list *list)
{
	size_t kept = 0;

	vec_sort(list, item_key_order);
	for (size_t i = 0; i < list->len; i++)
		if (kept == 0 || cache_key_order(&list->items[kept - 1].entry, &list->items[i].entry) != 0)
			list->items[kept++] = list->items[i];
	list->len = kept;
}

static size_t item_bytes(const struct cache_item *item)
{
	return item->blob.len + sizeof(struct cache_entry);
}

static size_t list_bytes(const item_list *list, uint64_t generation)
{
	size_t bytes = 0;

	for (size_t i = 0; i < list->len; i++)
		if (list->items[i].entry.generation >= generation)
			bytes += item_bytes(&list->items[i]);
	return bytes;
}

/*
 * Each edited file leaves its old content's entry behind, and each run of a
 * few files uses few entries: so what is not used stays as long as the pack
 * has at most twice the size that a whole run needs.
 */
static void drop_surplus(item_list *list, size_t live)
{
	size_t room = MIN(2 * live + CACHE_ROOM_BYTES, CACHE_MAX_BYTES) - cache_file_header_size();
	size_t kept = 0;

	vec_sort(list, item_worth_order);
	while (kept < list->len && item_bytes(&list->items[kept]) <= room)
		room -= item_bytes(&list->items[kept++]);
	list->len = kept;
	vec_sort(list, item_key_order);
}

/* In the place of a generation a delta has the check of the pack that it belongs to. */
static bool save_delta(const struct cache *c, item_list *list, struct err *err)
{
	return cache_file_write(c->delta_path.ptr, c->salt, 0, c->pack.check, list->items, list->len, err);
}

static bool save_pack(struct cache *c, item_list *list, struct err *err)
{
	uint32_t generation = (uint32_t)c->pack.generation + 1;
	size_t before = (size_t)MIN(c->pack.live, (uint64_t)CACHE_MAX_BYTES), live;

	collect_pack(c, generation, list);
	drop_twins(list);
	live = MIN(MAX(list_bytes(list, generation), before - before / 8), CACHE_MAX_BYTES);
	drop_surplus(list, live);
	if (!cache_file_write(c->path.ptr, c->salt, live, generation, list->items, list->len, err))
		return false;
	unlink(c->delta_path.ptr);
	if (generation == 1)
		cache_sweep(arena_str(&c->arena, path_dir(c->path)).ptr, time(NULL), CACHE_TOTAL_BYTES);
	return true;
}

static bool save_list(struct cache *c, item_list *list, struct err *err)
{
	size_t small;

	/* Next to the pack's, these are all of this generation. */
	collect_new(c, (uint32_t)c->pack.generation + 1, list);
	if (!list->len)
		return true;
	if (!make_dirs(c, err))
		return false;
	collect_delta(c, list);
	drop_twins(list);
	small = c->pack.bytes.len < DELTA_PACK_BYTES ? 0 : c->pack.bytes.len / DELTA_SHARE;
	if (list_bytes(list, 0) <= small)
		return save_delta(c, list, err);
	return save_pack(c, list, err);
}

bool cache_save(struct cache *c, struct err *err)
{
	item_list list = { 0 };
	bool ok;

	if (!c->path.len)
		return true;
	ok = save_list(c, &list, err);
	vec_release(&list);
	return ok;
}
