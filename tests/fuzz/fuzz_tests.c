/* Fuzzes the reader of Python's test code: any bytes give facts within the bounds of the outline. */
#include "base/base.h"
#include "analyzers/tests.h"

#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct lang *lang = lang_get("python");
	static struct lang_parser *p; /* for all inputs, as in a thread's life */
	struct str source = { (const char *)data, size };
	struct arena arena = { 0 };
	struct test_facts facts;
	struct outline o;

	p = p ? p : lang->parser_new();
	lang->skim(p, source, &arena, &o);
	lang->tests(source, &o, &arena, &facts);
	CHECK(facts.def_count == o.def_count);
	for (uint32_t i = 0; i < facts.mention_count; i++) {
		CHECK(facts.mentions[i].def == NONE || facts.mentions[i].def < o.def_count);
		CHECK(facts.mentions[i].word < facts.word_count);
	}
	for (uint32_t i = 0; i < facts.flaw_count; i++) {
		CHECK(facts.flaws[i].def == NONE || facts.flaws[i].def < o.def_count);
		CHECK(facts.flaws[i].span.start <= facts.flaws[i].span.end && facts.flaws[i].span.end <= size);
	}
	arena_release(&arena);
	return 0;
}
