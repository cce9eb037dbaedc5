/* Checksums twice: one over header and index when the file is read, one over each blob when it is asked for. */
#include "base/base.h"
#include "analyzers/cache_file.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/bisect.h"
#include "base/file.h"
#include "base/vec.h"

#define FILE_MAGIC UINT64_C(0x4B434150594E4E43) /* "CNNYPACK"; another byte order is another magic */
#define FILE_FORMAT 1
#define LARGE_BYTES ((size_t)4 << 20) /* from here on huge pages pay */

struct file_header {
	uint64_t magic;
	uint64_t format;
	uint64_t salt;
	uint64_t count; /* of entries */
	uint64_t size;  /* of the file */
	uint64_t live;
	uint64_t generation;
	uint64_t check; /* of all above and the index */
};

uint64_t cache_file_check(uint64_t hi, uint64_t lo, struct str blob)
{
	return XXH3_64bits_withSeed(blob.ptr, blob.len, hi * 31 + lo);
}

static uint64_t index_check(const struct file_header *header, const struct cache_entry *entries, size_t count)
{
	uint64_t head = XXH3_64bits(header, offsetof(struct file_header, check));

	return XXH3_64bits_withSeed(entries, count * sizeof(*entries), head);
}

static bool is_sound(const struct cache_file *f, uint64_t salt)
{
	const struct file_header *header = (const void *)f->bytes.ptr;
	size_t room;

	if (f->bytes.len < sizeof(*header))
		return false;
	room = f->bytes.len - sizeof(*header);
	return header->magic == FILE_MAGIC && header->format == FILE_FORMAT && header->salt == salt &&
		header->size == f->bytes.len && header->count <= room / sizeof(struct cache_entry) &&
		header->check == index_check(header, (const void *)(header + 1), (size_t)header->count);
}

/* Most of the time to read a large file is spent on page faults. */
static void make_room(struct strbuf *b, const char *path)
{
#ifdef MADV_HUGEPAGE
	struct stat info;
	size_t page, skip;

	if (stat(path, &info) || (size_t)info.st_size < LARGE_BYTES || (size_t)info.st_size > CACHE_MAX_BYTES)
		return;
	strbuf_grow(b, (size_t)info.st_size + 1);
	page = (size_t)sysconf(_SC_PAGESIZE);
	skip = page - (uintptr_t)b->ptr % page;
	madvise(b->ptr + skip, b->cap - skip, MADV_HUGEPAGE);
#else
	(void)b;
	(void)path;
#endif
}

/* Keys are hashes, so their first bits alone lead to the place, or next to it. */
static void index_entries(struct cache_file *f)
{
	unsigned bits = 1;
	size_t next = 0, buckets;

	while ((size_t)1 << bits < f->count)
		bits++;
	buckets = (size_t)1 << bits;
	f->shift = 64 - bits;
	f->starts = xmalloc((buckets + 1) * sizeof(*f->starts));
	for (size_t i = 0; i < f->count; i++)
		for (uint64_t bucket = f->entries[i].hi >> f->shift; next <= bucket;)
			f->starts[next++] = (uint32_t)i;
	while (next <= buckets)
		f->starts[next++] = (uint32_t)f->count;
}

void cache_file_read(struct cache_file *f, const char *path, uint64_t salt)
{
	const struct file_header *header;

	make_room(&f->bytes, path);
	if (!file_read(path, CACHE_MAX_BYTES, &f->bytes, NULL) || !is_sound(f, salt)) {
		strbuf_clear(&f->bytes);
		return;
	}
	header = (const void *)f->bytes.ptr;
	f->entries = (const void *)(header + 1);
	f->count = (size_t)header->count;
	f->live = header->live;
	f->generation = header->generation;
	f->check = header->check;
	index_entries(f);
}

void cache_file_release(struct cache_file *f)
{
	strbuf_release(&f->bytes);
	free(f->starts);
	*f = (struct cache_file){ 0 };
}

int cache_key_order(const struct cache_entry *left, const struct cache_entry *right)
{
	if (left->hi != right->hi)
		return left->hi < right->hi ? -1 : 1;
	return (left->lo > right->lo) - (left->lo < right->lo);
}

size_t cache_file_find(const struct cache_file *f, uint64_t hi, uint64_t lo)
{
	struct cache_entry wanted = { .hi = hi, .lo = lo };
	size_t at, end;

	if (!f->count)
		return 0;
	end = f->starts[(hi >> f->shift) + 1];
	bisect_from(at, f->starts[hi >> f->shift], end, cache_key_order(&f->entries[at], &wanted) < 0);
	return at < end && cache_key_order(&f->entries[at], &wanted) == 0 ? at : f->count;
}

bool cache_file_blob(const struct cache_file *f, const struct cache_entry *e, struct str *ret_blob)
{
	struct str blob;

	if (e->offset > f->bytes.len || e->size > f->bytes.len - e->offset)
		return false;
	blob = str_slice(strbuf_str(&f->bytes), e->offset, e->offset + e->size);
	if (cache_file_check(e->hi, e->lo, blob) != e->check)
		return false;
	*ret_blob = blob;
	return true;
}

size_t cache_file_header_size(void)
{
	return sizeof(struct file_header);
}

static void add_bytes(struct strbuf *b, const void *bytes, size_t size)
{
	strbuf_add(b, (struct str){ bytes, size });
}

bool cache_file_write(const char *path, uint64_t salt, uint64_t live, uint64_t generation, struct cache_item *items,
	size_t count, struct err *err)
{
	struct file_header header = { FILE_MAGIC, FILE_FORMAT, salt, count, 0, live, generation, 0 };
	struct strbuf bytes CLEANUP(strbuf_release) = { 0 };
	VEC(struct cache_entry) entries = { 0 };
	uint64_t offset = sizeof(header) + count * sizeof(struct cache_entry);

	for (size_t i = 0; i < count; i++) {
		items[i].entry.offset = offset;
		vec_push(&entries, items[i].entry);
		offset += items[i].blob.len;
	}
	header.size = offset;
	header.check = index_check(&header, entries.items, entries.len);
	strbuf_grow(&bytes, offset);
	add_bytes(&bytes, &header, sizeof(header));
	add_bytes(&bytes, entries.items, entries.len * sizeof(*entries.items));
	for (size_t i = 0; i < count; i++)
		strbuf_add(&bytes, items[i].blob);
	vec_release(&entries);
	return file_write_atomic(path, strbuf_str(&bytes), err);
}
