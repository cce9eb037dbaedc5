/* Tests of analyzers/facts: names of kinds, looking up details, and the text of facts. */
#include "base/base.h"
#include "analyzers/facts.h"

#include "base/strbuf.h"
#include "tests/unit/unit.h"

static const struct {
	const char *const *names;
	size_t count;
} tables[] = {
	{ def_kind_names, DEF_KIND_COUNT },
	{ block_kind_names, BLOCK_KIND_COUNT },
	{ import_form_names, IMPORT_FORM_COUNT },
	{ binding_kind_names, BINDING_KIND_COUNT },
	{ use_kind_names, USE_KIND_COUNT },
};

START_TEST(every_kind_has_a_name_of_its_own)
{
	for (size_t i = 0; i < tables[_i].count; i++) {
		ck_assert_ptr_nonnull(tables[_i].names[i]);
		for (size_t other = 0; other < i; other++)
			ck_assert_str_ne(tables[_i].names[i], tables[_i].names[other]);
	}
}
END_TEST

START_TEST(details_are_found_by_their_start)
{
	struct detail items[] = { { .start = 0 }, { .start = 7 }, { .start = 9 }, { .start = 100 } };
	struct details d = { .items = items, .count = ARRAY_LEN(items) }, none = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(items); i++)
		ck_assert_ptr_eq(details_find(&d, items[i].start), &items[i]);
	ck_assert_ptr_null(details_find(&d, 8));
	ck_assert_ptr_null(details_find(&d, 101));
	ck_assert_ptr_null(details_find(&none, 0));
}
END_TEST

#define SPAN                       \
	{                          \
		10, 12, 2, 3, 2, 5 \
	}

START_TEST(an_outline_is_a_line_a_fact)
{
	struct def defs[] = { { DEF_FUNCTION, true, NONE, 0, STR("f"), SPAN, 20, 4 } };
	struct block blocks[] = { { BLOCK_TRY, NONE, 0, 0, 5, 1, STR("a\tb") } };
	struct import_name names[] = { { STR("b"), STR("c"), SPAN } };
	struct import imports[] = { { IMPORT_FROM, 2, 0, NONE, true, true, STR("m"), 0, 1, SPAN } };
	struct binding bindings[] = { { BINDING_CALL, NONE, 0, STR("x"), STR("a.b"), STR("T"), SPAN } };
	struct seam seams[] = { { NONE, NONE, STR("patch"), STR("a.b"), false, SPAN } };
	struct str exports[] = { STR("x"), STR("y") };
	struct outline o = { defs, blocks, imports, names, bindings, seams, exports, 1, 1, 1, 1, 1, 1, 2, true,
		MARK_LAZY | MARK_GENERATED, 9, true, 3, "NUL byte" };
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	outline_dump(&o, &text);
	assert_str(strbuf_str(&text),
		"lines 9\n"
		"broken 3 NUL byte\n"
		"marks generated lazy\n"
		"def 2:3-2:5 [10,12) async function f parent=- block=0 end=20 end_line=4\n"
		"block 1 [5] try parent=- def=0 group=0 text=a\\x09b\n"
		"import 2:3-2:5 [10,12) from level=2 module=m def=0 block=- parenthesised joined\n"
		"  name 2:3-2:5 [10,12) b as=c\n"
		"binding 2:3-2:5 [10,12) call x value=a.b annotation=T def=- block=0\n"
		"seam 2:3-2:5 [10,12) patch text=a.b def=- block=-\n"
		"exports x y\n");
}
END_TEST

START_TEST(an_empty_outline_is_its_number_of_lines)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	outline_dump(&(struct outline){ 0 }, &text);
	assert_str(strbuf_str(&text), "lines 0\n");
}
END_TEST

START_TEST(details_are_a_line_a_fact)
{
	struct str bases[] = { STR("a.B"), STR("C") }, decorators[] = { STR("d") }, lazy[] = { STR("Old") };
	struct param params[] = { { PARAM_KEYWORD, STR("p"), STR("int"), STR("1") } };
	struct argument arguments[] = { { STR("k"), STR("v") }, { STR(""), STR("w") } };
	struct detail items[] = { {
		.start = 5,
		.flags = BODY_HAS_DOC | BODY_DATA,
		.bases = bases,
		.decorators = decorators,
		.params = params,
		.base_count = 2,
		.decorator_count = 1,
		.param_count = 1,
		.returns = STR("T"),
		.statement_count = 3,
		.delegate = STR("g"),
		.body_hash = 0xabc,
		.token_count = 7,
	} };
	struct use uses[] = { { USE_CALL, 5, STR("f"), STR("self.x"), true, true, arguments, 2, SPAN } };
	struct details d = { .items = items,
		.count = 1,
		.uses = uses,
		.use_count = 1,
		.lazy_names = lazy,
		.lazy_count = 1,
		.has_error = true,
		.error_line = 2,
		.error_column = 4 };
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	details_dump(&d, &text);
	assert_str(strbuf_str(&text),
		"error 2:4\n"
		"detail [5] statements=3 tokens=7 shingles=0 hash=0000000000000abc delegate=g returns=T base=a.B base=C "
		"decorator=d has-doc data\n"
		"  param keyword p annotation=int default=1\n"
		"use 2:3-2:5 [10,12) call f def=5 target=self.x returned awaited\n"
		"  argument keyword=k value=v\n"
		"  argument value=w\n"
		"lazy Old\n");
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("facts");

	unit_add_table(tests, every_kind_has_a_name_of_its_own, tables);
	tcase_add_test(tests, details_are_found_by_their_start);
	tcase_add_test(tests, an_outline_is_a_line_a_fact);
	tcase_add_test(tests, an_empty_outline_is_its_number_of_lines);
	tcase_add_test(tests, details_are_a_line_a_fact);
	return unit_run("facts", tests);
}
