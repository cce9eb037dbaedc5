/* Fuzzes the cache's file: a good one with bytes changed, or any bytes at all, is read and written again without harm. */
#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "analyzers/cache.h"
#include "base/arena.h"
#include "base/file.h"
#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What the first byte of an input asks for; the other bytes are groups of PATCH_SIZE, or the file itself. */
enum { MODE_RAW = 1, MODE_MEND = 2, PATCH_SIZE = 3, ENTRIES = 3, HEADER_WORDS = 8, ENTRY_SIZE = 40 };
#define SALT "fuzz"
#define ROOT STR("/fuzz")

static char folder[] = "/tmp/canonry-fuzz-XXXXXX";
static char pack_path[256];
static struct strbuf good; /* a pack of ENTRIES blobs */

static struct str blob_of(uint64_t key)
{
	static const char *const texts[ENTRIES] = { "", "soup of the day", "a longer text that stands for facts" };

	return str_from(texts[key % ENTRIES]);
}

static void remove_all(void)
{
	char dir[sizeof(folder) + 16];

	snprintf(dir, sizeof(dir), "%s/canonry", folder);
	unlink(pack_path);
	rmdir(dir);
	rmdir(folder);
	strbuf_release(&good);
}

static void fill(struct cache *c)
{
	for (uint64_t key = 0; key < ENTRIES; key++)
		cache_put(c, (unsigned)key, key, ~key, blob_of(key));
	CHECK(cache_save(c, NULL));
}

static void set_up(void)
{
	struct cache *c;

	if (good.len)
		return;
	CHECK(mkdtemp(folder));
	atexit(remove_all);
	setenv("XDG_CACHE_HOME", folder, 1);
	c = cache_open(ROOT, SALT);
	snprintf(pack_path, sizeof(pack_path), STR_FMT, STR_ARG(cache_path(c)));
	fill(c);
	cache_close(c);
	CHECK(file_read(pack_path, SIZE_MAX, &good, NULL));
}

/* The checks that keep accidents out would keep a fuzzer out, too: with MODE_MEND they are made right again. */
static void mend_check(struct strbuf *pack)
{
	uint64_t words[HEADER_WORDS], check;
	size_t entries;

	if (pack->len < sizeof(words))
		return;
	memcpy(words, pack->ptr, sizeof(words));
	entries = words[3];
	if (entries > (pack->len - sizeof(words)) / ENTRY_SIZE)
		return;
	check = XXH3_64bits(words, sizeof(words) - sizeof(check));
	check = XXH3_64bits_withSeed(pack->ptr + sizeof(words), entries * ENTRY_SIZE, check);
	memcpy(pack->ptr + sizeof(words) - sizeof(check), &check, sizeof(check));
}

static void make_pack(const uint8_t *data, size_t size, struct strbuf *ret)
{
	uint8_t mode = size ? data[0] : 0;

	if (mode & MODE_RAW) {
		strbuf_add(ret, (struct str){ (const char *)data + 1, size - 1 });
		return;
	}
	strbuf_add(ret, strbuf_str(&good));
	for (size_t i = 1; i + PATCH_SIZE <= size; i += PATCH_SIZE)
		ret->ptr[(data[i] | (size_t)data[i + 1] << 8) % ret->len] = (char)data[i + 2];
	if (mode & MODE_MEND)
		mend_check(ret);
}

/* Reads every byte of what is found. */
static unsigned count_found(const struct cache *c)
{
	unsigned found = 0;
	struct str blob;

	for (uint64_t key = 0; key < ENTRIES; key++) {
		if (!cache_get(c, key, ~key, &blob))
			continue;
		CHECK(str_hash(blob) == str_hash(str_slice(blob, 0, blob.len)));
		found++;
	}
	return found;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf pack = { 0 };
	struct cache *c;

	set_up();
	make_pack(data, size, &pack);
	CHECK(file_write_atomic(pack_path, strbuf_str(&pack), NULL));
	c = cache_open(ROOT, SALT);
	if (str_eq(strbuf_str(&pack), strbuf_str(&good)))
		CHECK(count_found(c) == ENTRIES);
	else
		count_found(c);
	fill(c);
	cache_close(c);

	/* Whatever stood there before, what was put is there now. */
	c = cache_open(ROOT, SALT);
	CHECK(count_found(c) == ENTRIES);
	cache_close(c);
	strbuf_release(&pack);
	return 0;
}
