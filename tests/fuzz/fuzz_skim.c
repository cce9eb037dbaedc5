/* Fuzzes the skimmer: any bytes give an outline that keeps its promises, and ranges of whole statements. */
#include "base/base.h"

#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The name of a definition is found at least where it is defined. */
static void check_find(
	const struct lang *lang, struct lang_parser *p, struct str source, const struct outline *o, struct arena *a)
{
	for (uint32_t i = 0; i < o->def_count; i += o->def_count / 4 + 1) {
		struct words *words = words_new(&o->defs[i].name, 1);
		struct range *ranges;
		uint32_t count = lang->find(p, source, words, a, &ranges), last = 0;
		bool is_in = false;

		for (uint32_t r = 0; r < count; r++) {
			CHECK(ranges[r].start >= last && ranges[r].start < ranges[r].end &&
				ranges[r].end <= source.len);
			last = ranges[r].end;
			is_in |= ranges[r].start <= o->defs[i].span.start && o->defs[i].span.end <= ranges[r].end;
		}
		CHECK(is_in);
		words_free(words);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct lang *lang = lang_get("python");
	static struct lang_parser *p; /* for all inputs, as in a thread's life */
	struct str source = { (const char *)data, size };
	struct arena arena = { 0 };
	struct strbuf text = { 0 };
	struct outline o;

	p = p ? p : lang->parser_new();
	lang->skim(p, source, &arena, &o);
	check_outline(&o, size);
	outline_dump(&o, &text);
	check_find(lang, p, source, &o, &arena);
	strbuf_release(&text);
	arena_release(&arena);
	return 0;
}
