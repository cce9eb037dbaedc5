/* Fuzzes what a worker sends of C's facts: what can be read is written again without harm; the rest is refused. */
#include "base/base.h"

#include "analyzers/lang/c/clang_facts.h"
#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = { (const char *)data, size };
	struct strbuf packed = { 0 }, again = { 0 };
	struct arena arena = { 0 };
	struct cfacts facts, copy;

	if (clang_facts_read(bytes, &arena, &facts)) {
		clang_facts_write(&facts, &packed);
		CHECK(clang_facts_read(strbuf_str(&packed), &arena, &copy));
		clang_facts_write(&copy, &again);
		check_same(&packed, &again);
	}
	strbuf_release(&packed);
	strbuf_release(&again);
	arena_release(&arena);
	return 0;
}
