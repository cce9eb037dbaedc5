/* One file of the cache: blobs by key, read whole, written whole. Included by cache*.c only. */
#ifndef ANALYZERS_CACHE_FILE_H
#define ANALYZERS_CACHE_FILE_H

#include "base/err.h"
#include "base/strbuf.h"

#define CACHE_MAX_BYTES ((size_t)256 << 20)

struct cache_entry {
	uint64_t hi, lo;
	uint64_t offset; /* of the blob in the file */
	uint32_t size;
	uint32_t generation; /* the last run that is known to have needed it */
	uint64_t check;      /* of key and blob */
};

/*
 * A file in memory: a header, the entries sorted by key, the blobs. A zeroed
 * one is empty, and so is whatever is absent, damaged, or of another salt or
 * format. It is read rather than mapped: a mapped file that is cut, or that
 * another machine replaces on a shared disk, is a SIGBUS.
 */
struct cache_file {
	struct strbuf bytes;
	const struct cache_entry *entries;
	size_t count;
	uint32_t *starts;    /* by the first bits of a key: where its entries start */
	unsigned shift;      /* what is left of a key's first half when those bits are taken */
	uint64_t live;       /* bytes that a whole run needs: the greatest of late, slowly forgotten */
	uint64_t generation; /* number of the run that wrote it */
	uint64_t check;      /* of header and index; 0 when empty */
};

void cache_file_read(struct cache_file *f, const char *path, uint64_t salt);
void cache_file_release(struct cache_file *f);

/* f->count when there is none. */
size_t cache_file_find(const struct cache_file *f, uint64_t hi, uint64_t lo);

/* Borrowed from the file. False when the blob is not what its check says. */
bool cache_file_blob(const struct cache_file *f, const struct cache_entry *e, struct str *ret_blob);

/* The checksum of a blob under its key. */
uint64_t cache_file_check(uint64_t hi, uint64_t lo, struct str blob);

/* What to write: an entry, whose offset will be set, and its blob. */
struct cache_item {
	struct cache_entry entry;
	struct str blob;
	int rank; /* for the caller's own use */
};

int cache_key_order(const struct cache_entry *left, const struct cache_entry *right);

/* How much a file holds apart from its items. */
size_t cache_file_header_size(void);

/* Items sorted by key, each key once. */
bool cache_file_write(const char *path, uint64_t salt, uint64_t live, uint64_t generation, struct cache_item *items,
	size_t count, struct err *err);

#endif
