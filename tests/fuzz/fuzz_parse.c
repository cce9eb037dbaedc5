/* Fuzzes the parser: facts of the whole text and of parts of it keep their promises. */
#include "base/base.h"

#include "analyzers/state.h"
#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * That both ways give the same facts is not asked here: the grammar takes many texts that are no Python, and of those
 * nothing is promised. tests/cases/agree.py asks it of texts that Python takes.
 */
static void check_parts(
	const struct lang *lang, struct lang_parser *p, struct str source, const struct outline *o, struct arena *a)
{
	for (uint32_t i = 0; i < o->def_count; i += o->def_count / 4 + 1) {
		struct words *words = words_new(&o->defs[i].name, 1);
		struct range *ranges;
		uint32_t count = lang->find(p, source, words, a, &ranges);
		struct details part;

		if (count > 0) {
			lang->parse(p, source, ranges, count, a, NULL, &part);
			check_details(&part, source.len);
		}
		words_free(words);
	}
}

static void check_state(const struct state_facts *f, size_t size)
{
	for (uint32_t i = 0; i < f->event_count; i++) {
		const struct state_event *e = &f->events[i];

		CHECK(e->span.start <= e->span.end && e->span.end <= size);
		CHECK(e->region_start <= e->region_end && e->region_end <= size);
		CHECK(e->name.ptr && e->value.ptr && e->text.ptr);
		CHECK(e->kind < STATE_KIND_COUNT && e->value_kind < STATE_VALUE_COUNT);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct lang *lang = lang_get("python");
	static struct lang_parser *p; /* for all inputs, as in a thread's life */
	struct str source = { (const char *)data, size };
	struct arena arena = { 0 };
	struct strbuf text = { 0 };
	struct outline skimmed, parsed;
	struct details details;
	struct state_facts state;

	p = p ? p : lang->parser_new();
	lang->skim(p, source, &arena, &skimmed);
	lang->parse(p, source, NULL, 0, &arena, &parsed, &details);
	check_outline(&parsed, size);
	check_details(&details, size);
	details_dump(&details, &text);
	check_parts(lang, p, source, &skimmed, &arena);
	lang->state(p, source, &arena, &state);
	check_state(&state, size);
	strbuf_release(&text);
	arena_release(&arena);
	return 0;
}
