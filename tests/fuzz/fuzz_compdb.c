/* Fuzzes the reader of compile databases: any bytes give entries in order, or a message. */
#include "base/base.h"

#include "analyzers/lang/c/compdb.h"
#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct err err = { 0 };
	struct compdb db;
	uint32_t count, first;

	(void)compdb_split((struct str){ (const char *)data, size }, &arena, &count);
	if (compdb_parse("/nowhere/db.json", (struct str){ (const char *)data, size }, &arena, &db, &err)) {
		for (uint32_t i = 0; i < db.count; i++) {
			CHECK(i == 0 || str_cmp(db.entries[i - 1].real, db.entries[i].real) <= 0);
			CHECK(db.entries[i].flag_count <= 2 * db.entries[i].argument_count + size);
			CHECK(compdb_entries_of(&db, db.entries[i].real, &first) > 0 && first <= i);
		}
	} else {
		CHECK(err.set && err.message[0]);
	}
	arena_release(&arena);
	return 0;
}
