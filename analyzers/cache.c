/* The pack: a header, an index sorted by key, the blobs; read whole, because a mapped file can be cut under us. */
#include "base/base.h"
#include "analyzers/cache.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "base/vec.h"

#define PACK_MAGIC UINT64_C(0x4B434150594E4E43) /* "CNNYPACK"; another byte order is another magic */
#define PACK_FORMAT 1
#define PACK_MAX_BYTES ((size_t)64 << 20)
#define PACK_ROOM_BYTES ((size_t)4 << 20) /* what runs of a few files may keep beside their own */
#define CACHE_WORKERS 256                 /* as many as a pool has */

struct pack_header {
	uint64_t magic;
	uint64_t format;
	uint64_t salt;
	uint64_t count;      /* of entries */
	uint64_t size;       /* of the file */
	uint64_t live;       /* bytes that a whole run needs: the greatest of late, slowly forgotten */
	uint64_t generation; /* number of the run that saved */
	uint64_t check;      /* of all above and the index */
};

struct pack_entry {
	uint64_t hi, lo;
	uint64_t offset;
	uint32_t size;
	uint32_t generation; /* the last run that is known to have needed it */
	uint64_t check;      /* of key and blob */
};

/* A blob that was put: its entry's offset is one into the worker's bytes. */
struct cache_worker {
	struct strbuf bytes;
	VEC(struct pack_entry) entries;
};

struct cache {
	struct arena arena;
	struct str path; /* empty: nowhere to save */
	uint64_t salt;
	struct strbuf pack; /* the file; empty when there was none that is any good */
	const struct pack_header *header;
	const struct pack_entry *entries;
	size_t count;
	atomic_uchar *used; /* by entry: was got in this run */
	struct cache_worker workers[CACHE_WORKERS];
};

/* --- The pack --- */

static uint64_t blob_check(uint64_t hi, uint64_t lo, struct str blob)
{
	return XXH3_64bits_withSeed(blob.ptr, blob.len, hi * 31 + lo);
}

static uint64_t index_check(const struct pack_header *header, const struct pack_entry *entries, size_t count)
{
	uint64_t head = XXH3_64bits(header, offsetof(struct pack_header, check));

	return XXH3_64bits_withSeed(entries, count * sizeof(*entries), head);
}

static bool is_pack(const struct cache *c)
{
	const struct pack_header *header = (const void *)c->pack.ptr;
	size_t room = c->pack.len - sizeof(*header);

	return header->magic == PACK_MAGIC && header->format == PACK_FORMAT && header->salt == c->salt &&
		header->size == c->pack.len && header->count <= room / sizeof(struct pack_entry) &&
		header->check == index_check(header, (const void *)(header + 1), (size_t)header->count);
}

static void read_pack(struct cache *c)
{
	if (!c->path.len || !file_read(c->path.ptr, PACK_MAX_BYTES, &c->pack, NULL))
		return;
	if (c->pack.len < sizeof(*c->header) || !is_pack(c)) {
		strbuf_clear(&c->pack);
		return;
	}
	c->header = (const void *)c->pack.ptr;
	c->entries = (const void *)(c->header + 1);
	c->count = (size_t)c->header->count;
	c->used = xcalloc(c->count, sizeof(*c->used));
}

static int key_order(uint64_t left_hi, uint64_t left_lo, uint64_t right_hi, uint64_t right_lo)
{
	if (left_hi != right_hi)
		return left_hi < right_hi ? -1 : 1;
	return (left_lo > right_lo) - (left_lo < right_lo);
}

/* The index of the entry; c->count when there is none. */
static size_t find_entry(const struct cache *c, uint64_t hi, uint64_t lo)
{
	size_t low = 0, high = c->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct pack_entry *e = &c->entries[middle];
		int order = key_order(e->hi, e->lo, hi, lo);

		if (order == 0)
			return middle;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return c->count;
}

static bool read_blob(const struct cache *c, const struct pack_entry *e, struct str *ret_blob)
{
	struct str blob;

	if (e->offset > c->pack.len || e->size > c->pack.len - e->offset)
		return false;
	blob = str_slice(strbuf_str(&c->pack), e->offset, e->offset + e->size);
	if (blob_check(e->hi, e->lo, blob) != e->check)
		return false;
	*ret_blob = blob;
	return true;
}

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

static struct str find_path(struct arena *a, struct str root)
{
	struct str dir = find_dir(a);

	if (!dir.len)
		return dir;
	return arena_printf(a, STR_FMT "/%016llx.pack", STR_ARG(dir), (unsigned long long)str_hash(root));
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
	c->path = find_path(&c->arena, root);
	read_pack(c);
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
	strbuf_release(&c->pack);
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
	size_t found = find_entry(c, key_hi, key_lo);

	if (found == c->count || !read_blob(c, &c->entries[found], ret_blob))
		return false;
	atomic_store_explicit(&c->used[found], 1, memory_order_relaxed);
	return true;
}

void cache_put(struct cache *c, unsigned worker, uint64_t key_hi, uint64_t key_lo, struct str blob)
{
	struct pack_entry e = { .hi = key_hi, .lo = key_lo, .size = (uint32_t)blob.len };
	struct cache_worker *w;

	if (worker >= CACHE_WORKERS)
		BUG("worker %u of a cache for %d", worker, CACHE_WORKERS);
	w = &c->workers[worker];
	if (blob.len > PACK_MAX_BYTES)
		return;
	e.offset = w->bytes.len;
	e.check = blob_check(key_hi, key_lo, blob);
	strbuf_add(&w->bytes, blob);
	vec_push(&w->entries, e);
}

/* --- Saving --- */

/* An entry that may stay, and its blob. */
struct candidate {
	struct pack_entry entry;
	struct str blob;
	bool is_used; /* in this run */
	bool is_new;
};

typedef VEC(struct candidate) candidate_list;

static void collect_new(const struct cache *c, uint32_t generation, candidate_list *list)
{
	for (size_t i = 0; i < CACHE_WORKERS; i++) {
		const struct cache_worker *w = &c->workers[i];

		for (size_t k = 0; k < w->entries.len; k++) {
			struct candidate new = { .entry = w->entries.items[k], .is_used = true, .is_new = true };

			new.blob =
				str_slice(strbuf_str(&w->bytes), new.entry.offset, new.entry.offset + new.entry.size);
			new.entry.generation = generation;
			vec_push(list, new);
		}
	}
}

static void collect_old(const struct cache *c, uint32_t generation, candidate_list *list)
{
	for (size_t i = 0; i < c->count; i++) {
		struct candidate old = { .entry = c->entries[i], .is_used = c->used[i] };

		if (!read_blob(c, &old.entry, &old.blob))
			continue;
		if (old.is_used)
			old.entry.generation = generation;
		vec_push(list, old);
	}
}

static int candidate_key_order(const void *left, const void *right)
{
	const struct candidate *l = left, *r = right;

	return key_order(l->entry.hi, l->entry.lo, r->entry.hi, r->entry.lo);
}

/* Of equal keys the one that was put in this run comes first: what was got was out of date. */
static int candidate_twin_order(const void *left, const void *right)
{
	const struct candidate *l = left, *r = right;
	int order = candidate_key_order(left, right);

	return order ? order : (int)r->is_new - (int)l->is_new;
}

/* Those of this run, then the newest first; the key makes it a total order. */
static int candidate_worth_order(const void *left, const void *right)
{
	const struct candidate *l = left, *r = right;

	if (l->is_used != r->is_used)
		return l->is_used ? -1 : 1;
	if (l->entry.generation != r->entry.generation)
		return l->entry.generation > r->entry.generation ? -1 : 1;
	return candidate_key_order(left, right);
}

/* Two threads that met equal files have put one key twice. */
static void drop_twins(candidate_list *list)
{
	size_t kept = 0;

	vec_sort(list, candidate_twin_order);
	for (size_t i = 0; i < list->len; i++)
		if (kept == 0 || candidate_key_order(&list->items[kept - 1], &list->items[i]) != 0)
			list->items[kept++] = list->items[i];
	list->len = kept;
}

static size_t entry_bytes(const struct candidate *item)
{
	return item->blob.len + sizeof(struct pack_entry);
}

static size_t used_bytes(const candidate_list *list)
{
	size_t bytes = 0;

	for (size_t i = 0; i < list->len; i++)
		bytes += list->items[i].is_used ? entry_bytes(&list->items[i]) : 0;
	return bytes;
}

/*
 * Each edited file leaves its old content's entry behind, and each run of a
 * few files uses few entries: so what is not used stays as long as the pack
 * has at most twice the size that a whole run needs.
 */
static void drop_surplus(candidate_list *list, size_t live)
{
	size_t room = MIN(2 * live + PACK_ROOM_BYTES, PACK_MAX_BYTES) - sizeof(struct pack_header);
	size_t kept = 0;

	vec_sort(list, candidate_worth_order);
	while (kept < list->len && entry_bytes(&list->items[kept]) <= room)
		room -= entry_bytes(&list->items[kept++]);
	list->len = kept;
	vec_sort(list, candidate_key_order);
}

static void write_pack(const struct cache *c, candidate_list *list, struct pack_header header, struct strbuf *out)
{
	uint64_t offset = sizeof(header) + list->len * sizeof(struct pack_entry);
	VEC(struct pack_entry) entries = { 0 };

	for (size_t i = 0; i < list->len; i++) {
		list->items[i].entry.offset = offset;
		vec_push(&entries, list->items[i].entry);
		offset += list->items[i].blob.len;
	}
	header.count = list->len;
	header.size = offset;
	header.check = index_check(&header, entries.items, entries.len);
	strbuf_grow(out, offset);
	strbuf_add(out, (struct str){ (const char *)&header, sizeof(header) });
	strbuf_add(out, (struct str){ (const char *)entries.items, entries.len * sizeof(*entries.items) });
	for (size_t i = 0; i < list->len; i++)
		strbuf_add(out, list->items[i].blob);
	vec_release(&entries);
}

static void build_pack(const struct cache *c, struct strbuf *out)
{
	uint64_t before = c->header ? c->header->live : 0;
	struct pack_header header = { .magic = PACK_MAGIC, .format = PACK_FORMAT, .salt = c->salt };
	candidate_list list = { 0 };

	header.generation = c->header ? c->header->generation + 1 : 1;
	collect_new(c, (uint32_t)header.generation, &list);
	collect_old(c, (uint32_t)header.generation, &list);
	drop_twins(&list);
	header.live = MIN(MAX(used_bytes(&list), before - before / 8), PACK_MAX_BYTES);
	drop_surplus(&list, (size_t)header.live);
	write_pack(c, &list, header, out);
	vec_release(&list);
}

static bool has_new(const struct cache *c)
{
	for (size_t i = 0; i < CACHE_WORKERS; i++)
		if (c->workers[i].entries.len)
			return true;
	return false;
}

bool cache_save(struct cache *c, struct err *err)
{
	struct strbuf pack CLEANUP(strbuf_release) = { 0 };

	if (!c->path.len || !has_new(c))
		return true;
	if (!make_dirs(c, err))
		return false;
	build_pack(c, &pack);
	return file_write_atomic(c->path.ptr, strbuf_str(&pack), err);
}
