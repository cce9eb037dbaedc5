/* Tests of the tables of rules/: sorted, unique, explained; annotations are unwrapped. */
#include "base/base.h"
#include "rules/finding.h"

#include <string.h>

#include "rules/finder.h"
#include "tests/unit/unit.h"

START_TEST(rules_are_sorted_and_unique)
{
	for (size_t i = 0; rule_table[i]; i++) {
		ck_assert_uint_eq(strlen(rule_table[i]->code), 5);
		if (i)
			ck_assert_int_lt(strcmp(rule_table[i - 1]->code, rule_table[i]->code), 0);
		for (size_t k = 0; k < i; k++)
			ck_assert_str_ne(rule_table[i]->name, rule_table[k]->name);
	}
}
END_TEST

START_TEST(every_rule_is_explained)
{
	for (size_t i = 0; rule_table[i]; i++) {
		ck_assert_uint_gt(strlen(rule_table[i]->summary), 10);
		ck_assert_uint_gt(strlen(rule_table[i]->explanation), 150);
		ck_assert_ptr_nonnull(strstr(rule_table[i]->explanation, "What to do:"));
		ck_assert_int_ne(rule_table[i]->severity, SEVERITY_OFF);
		ck_assert(rule_table[i]->run != NULL);
	}
}
END_TEST

START_TEST(a_rule_is_found_by_code_or_name_in_any_case)
{
	ck_assert_ptr_nonnull(rule_find(STR("cn101")));
	ck_assert_ptr_eq(rule_find(STR("CN101")), rule_find(STR("Duplicate-Factory")));
	ck_assert_ptr_null(rule_find(STR("CN999")));
	ck_assert_ptr_null(rule_find(STR("")));
}
END_TEST

START_TEST(every_class_has_a_name_and_a_meaning)
{
	for (int i = 0; i < CLASS_COUNT; i++) {
		ck_assert_ptr_nonnull(member_class_names[i]);
		ck_assert_ptr_nonnull(member_class_meanings[i]);
	}
	for (int i = 0; i < MEMBER_KIND_COUNT; i++)
		ck_assert_ptr_nonnull(member_kind_names[i]);
	for (int i = 0; i < IMPORT_STATUS_COUNT; i++)
		ck_assert_ptr_nonnull(import_status_names[i]);
}
END_TEST

static const struct {
	const char *annotation, *core;
} annotations[] = {
	{ "Oven", "Oven" },
	{ "'Oven'", "Oven" },
	{ "Optional[Oven]", "Oven" },
	{ "Optional['kitchen.Oven']", "kitchen.Oven" },
	{ "typing.Optional[Oven]", "Oven" },
	{ "Oven | None", "Oven" },
	{ "None | Oven", "Oven" },
	{ "Oven | Grill", "" },
	{ "AsyncGenerator[Oven, None]", "Oven" },
	{ "Annotated[Oven, Depends(x)]", "Oven" },
	{ "Dict[str, Oven]", "Dict" },
	{ "", "" },
	{ "Optional[", "" },
	{ "[", "" },
};

START_TEST(an_annotation_is_unwrapped)
{
	assert_str(annotation_core(str_from(annotations[_i].annotation)), annotations[_i].core);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("rules");

	tcase_add_test(tests, rules_are_sorted_and_unique);
	tcase_add_test(tests, every_rule_is_explained);
	tcase_add_test(tests, a_rule_is_found_by_code_or_name_in_any_case);
	tcase_add_test(tests, every_class_has_a_name_and_a_meaning);
	unit_add_table(tests, an_annotation_is_unwrapped, annotations);
	return unit_run("rules", tests);
}
