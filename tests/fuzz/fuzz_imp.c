/* Fuzzes mapping files and pragmas: any bytes give mappings, or a message with its place. */
#include "base/base.h"

#include "analyzers/lang/c/imp.h"
#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct arena arena = { 0 };
	struct iwyu_pragma *pragmas;
	struct err err = { 0 };
	struct imp imp = { 0 };
	uint32_t count;

	CHECK(imp_parse("m.imp", text, &arena, &imp, &err) || (err.set && err.message[0]));
	for (uint32_t i = 0; i < imp.include_count; i++)
		CHECK(imp.includes[i].line >= 1);
	iwyu_pragmas_read(text, &arena, &pragmas, &count);
	for (uint32_t i = 0; i < count; i++)
		CHECK(pragmas[i].kind < IWYU_KIND_COUNT && pragmas[i].offset < size &&
			(i == 0 || pragmas[i - 1].line <= pragmas[i].line));
	arena_release(&arena);
	return 0;
}
