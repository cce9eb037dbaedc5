/* Fuzzes the reader of C and C++ test code and that of build files: any bytes give parts and calls whose places lie in the text. */
#include "base/base.h"
#include "analyzers/build_calls.h"
#include "analyzers/ctests.h"
#include "analyzers/lang.h"
#include "analyzers/lang/c/c.h"

#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_span(struct span s, size_t size)
{
	CHECK(s.start <= s.end && s.end <= size && s.line >= 1 && s.column >= 1 && s.end_line >= s.line);
}

static bool is_part(const struct ctest_facts *f, uint32_t part)
{
	return part == NONE || part < f->part_count;
}

static void check_parts(const struct ctest_facts *f, size_t size)
{
	for (uint32_t i = 0; i < f->part_count; i++) {
		const struct ctest_part *p = &f->parts[i];

		check_span(p->span, size);
		CHECK(p->start < p->end && p->end <= size && (i == 0 || f->parts[i - 1].start <= p->start));
		CHECK((p->parent == NONE || p->parent < i) && p->first_mention + p->mention_count <= f->mention_count);
		CHECK(p->kind != CTEST_CASE || p->framework < FRAMEWORK_COUNT);
		for (uint32_t k = 0; k < p->mention_count; k++)
			CHECK(f->mentions[p->first_mention + k].part == i);
	}
}

static void check_facts(const struct ctest_facts *f, size_t size)
{
	check_parts(f, size);
	for (uint32_t i = 0; i < f->mention_count; i++)
		CHECK(is_part(f, f->mentions[i].part) && f->mentions[i].word < f->word_count && f->mentions[i].line >= 1);
	for (uint32_t i = 0; i < f->entry_count; i++) {
		check_span(f->entries[i].span, size);
		CHECK(is_part(f, f->entries[i].part) && f->entries[i].role < CTEST_ROLE_COUNT && f->entries[i].name.len);
	}
	for (uint32_t i = 0; i < f->flaw_count; i++) {
		check_span(f->flaws[i].span, size);
		CHECK(is_part(f, f->flaws[i].part) && f->flaws[i].kind < FLAW_COUNT && f->flaws[i].text.len <= TEST_TEXT && f->flaws[i].why);
	}
}

static void check_build(struct str text, struct arena *a)
{
	static const char *const names[] = { "CMakeLists.txt", "meson.build", "Makefile.am" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct build_calls calls;

		CHECK(build_calls_read(str_from(names[i]), text, a, &calls));
		for (uint32_t k = 0; k < calls.count; k++) {
			CHECK(calls.items[k].line >= 1 && calls.items[k].callee.len);
			for (uint32_t w = 0; w < calls.items[k].word_count; w++)
				CHECK(calls.items[k].words[w].len);
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct c_parser *p; /* for all inputs, as in a thread's life */
	struct str source = { (const char *)data, size };
	struct arena arena = { 0 };

	p = p ? p : c_parser_new();
	for (int is_cpp = 0; is_cpp < 2; is_cpp++) {
		struct ctest_facts facts;
		struct cfacts creations;

		c_lex_only(p, source, is_cpp != 0, NULL, &arena, &creations);
		lang_get("c")->trials(source, &creations, is_cpp ? FRAMEWORK_GOOGLETEST : FRAMEWORK_COUNT, &arena, &facts);
		check_facts(&facts, size);
	}
	check_build(source, &arena);
	arena_release(&arena);
	return 0;
}
