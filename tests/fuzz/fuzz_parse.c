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

static bool takes_all(struct str text)
{
	return text.len > 0;
}

static void check_states(const struct lang *lang, struct lang_parser *p, struct str source, const struct outline *o, struct arena *a)
{
	static const struct state_question questions[] = {
		{ .name = "slots", .def = NONE, .with_slots = true },
		{ .name = "texts", .def = NONE, .wants = takes_all },
		{ .name = "definition", .def = 0 },
	};

	for (size_t i = 0; i < ARRAY_LEN(questions); i++) {
		struct state_facts state = { .is_read = false };
		struct range *ranges;
		uint32_t count;

		if (questions[i].def != NONE && questions[i].def >= o->def_count)
			continue;
		count = lang->state_ranges(source, o, &questions[i], a, &ranges);
		for (uint32_t k = 0; k < count; k++)
			CHECK(ranges[k].start < ranges[k].end && ranges[k].end <= source.len && (k == 0 || ranges[k - 1].end <= ranges[k].start));
		if (count > 0)
			lang->state(p, source, ranges, count, a, &state);
		check_state(&state, source.len);
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

	p = p ? p : lang->parser_new();
	lang->skim(p, source, &arena, &skimmed);
	lang->parse(p, source, NULL, 0, &arena, &parsed, &details);
	check_outline(&parsed, size);
	check_details(&details, size);
	details_dump(&details, &text);
	check_parts(lang, p, source, &skimmed, &arena);
	check_states(lang, p, source, &skimmed, &arena);
	strbuf_release(&text);
	arena_release(&arena);
	return 0;
}
