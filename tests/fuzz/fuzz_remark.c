/* Fuzzes remarks and what they say: any text, in both languages, has remarks inside of itself, in order. */
#include "base/base.h"

#include "analyzers/lang.h"
#include "analyzers/remark.h"
#include "rules/finding.h"
#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_said(struct str text, struct arena *a)
{
	struct suppression s;

	suppress_parse(text, a, &s);
	CHECK(s.wrong.len || (s.rule_count > 0 && s.reason.len > 0));
	CHECK(s.rule_count <= SUPPRESS_RULES_MAX);
}

static void check_remarks(const struct lang *lang, struct str source)
{
	struct remarks remarks;
	struct arena arena = { 0 };
	uint32_t last = 0;

	remarks_read(lang, source, &remarks);
	vec_foreach (struct remark, r, &remarks.items) {
		CHECK((size_t)r->offset + r->len <= source.len);
		CHECK(r->line >= last && r->column > 0);
		CHECK(r->code_line == 0 || r->code_line >= r->line);
		last = r->line;
		check_said(r->text, &arena);
	}
	remarks_release(&remarks);
	check_said(source, &arena);
	arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str source = { (const char *)data, size };

	check_remarks(lang_get("python"), source);
	check_remarks(lang_get("c"), source);
	return 0;
}
