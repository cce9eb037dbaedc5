/* Fuzzes the journal and the lock file: any bytes are read without harm, and a path that is believed leads down. */
#include "base/base.h"

#include <stdlib.h>
#include <string.h>

#include "rewriters/journal.h"
#include "rewriters/lock.h"
#include "tests/fuzz/check.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEAD_SIZE = 16 };

static uint32_t number_at(const uint8_t *at)
{
	return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

/* The checks that keep accidents out would keep a fuzzer out, too: here they are made right. */
static void mend_checks(uint8_t *data, size_t size)
{
	for (size_t at = 0; size - at >= HEAD_SIZE;) {
		size_t len = number_at(data + at);
		uint64_t check;

		if (len > size - at - HEAD_SIZE)
			return;
		check = XXH3_64bits_withSeed(data + at + HEAD_SIZE, len, (uint64_t)at << 8 | number_at(data + at + 4));
		for (unsigned i = 0; i < 8; i++)
			data[at + 8 + i] = (uint8_t)(check >> 8 * i);
		at += HEAD_SIZE + len;
	}
}

static void check_path(struct str path)
{
	struct str part;

	CHECK(path.len && path.ptr[0] != '/' && !memchr(path.ptr, 0, path.len));
	while (str_next(&path, '/', &part))
		CHECK(part.len && !str_is(part, "..") && !str_is(part, "."));
}

static void try_journal(const uint8_t *data, size_t size)
{
	struct journal j;

	journal_parse((struct str){ (const char *)data, size }, &j);
	CHECK(j.state < TRANSACTION_STATE_COUNT && j.valid <= size);
	vec_foreach (struct journal_file, f, &j.files) {
		check_path(f->path);
		CHECK(!f->is_half || f->in_place);
		CHECK(!f->in_place || (f->side[SIDE_OLD].exists && f->side[SIDE_NEW].exists));
	}
	journal_release(&j);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *mended = xmalloc(size);
	struct lock_holder h;

	try_journal(data, size);
	if (size)
		memcpy(mended, data, size);
	mend_checks(mended, size);
	try_journal(mended, size);
	free(mended);
	if (lock_parse((struct str){ (const char *)data, size }, &h))
		CHECK(h.pid && h.boot_id[0] && memchr(h.boot_id, 0, sizeof(h.boot_id)));
	return 0;
}
