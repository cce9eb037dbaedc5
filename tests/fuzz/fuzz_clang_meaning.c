/* Fuzzes what a worker sends of a function's meaning: what can be read is written again without harm, and compared with itself. */
#include "base/base.h"

#include "analyzers/lang/c/clang_meaning.h"
#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf packed = { 0 }, again = { 0 };
	struct clang_unit_meanings unit, copy;
	struct arena arena = { 0 };
	struct str reason;

	if (clang_meanings_read((struct str){ (const char *)data, size }, &arena, &unit)) {
		clang_meanings_write(&unit, &packed);
		CHECK(clang_meanings_read(strbuf_str(&packed), &arena, &copy));
		clang_meanings_write(&copy, &again);
		check_same(&packed, &again);
		for (uint32_t i = 0; i < unit.count; i++)
			clang_meanings_equal(&unit, &unit.items[i], &copy, &copy.items[unit.count - 1 - i], &arena, &reason);
	}
	strbuf_release(&packed);
	strbuf_release(&again);
	arena_release(&arena);
	return 0;
}
