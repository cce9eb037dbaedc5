/* Tests of cli/controls: the shipped mapping is read, and what is wrong with another has a place. */
#include "base/base.h"
#include "cli/controls.h"

#include <string.h>

#include "rules/finding.h"
#include "tests/unit/unit.h"

#define CONTROL "  - framework: F\n    id: I\n    title: T\n"
#define FILE_HEAD "version: 1\ncontrols:\n"

START_TEST(the_shipped_mapping_names_what_it_promises)
{
	static const char *const ids[] = { "CC6.1", "CC7.1", "CC8.1", "164.312(a)", "164.312(b)", "164.312(c)", "17a-4(f)" };
	struct arena a = { 0 };
	struct controls c;
	struct err err = { 0 };

	ck_assert_msg(controls_parse(&a, "controls.yaml", (struct str){ (const char *)controls_yaml, controls_yaml_len }, &c, &err), "%s", err.message);
	ck_assert_uint_eq(c.len, ARRAY_LEN(ids));
	for (size_t i = 0; i < c.len; i++)
		assert_str(c.items[i].id, ids[i]);
	arena_release(&a);
}
END_TEST

START_TEST(rules_go_by_code_and_by_name)
{
	struct arena a = { 0 };
	struct controls c;

	ck_assert(controls_parse(&a, "m.yaml", STR(FILE_HEAD CONTROL "    against: [CN101, bypass]\n    for: [chained, one-way]\n"), &c, NULL));
	ck_assert_uint_eq(c.items[0].against_count, 2);
	ck_assert_str_eq(c.items[0].against[0]->code, "CN101");
	ck_assert_str_eq(c.items[0].against[1]->name, "bypass");
	ck_assert_uint_eq(c.items[0].fact_count, 2);
	ck_assert_int_eq(c.items[0].facts[1], FACT_ONE_WAY);
	arena_release(&a);
}
END_TEST

static const struct {
	const char *text, *message;
} wrong[] = {
	{ "", "m.yaml:1:1: a mapping needs `version: 1` and `controls`" },
	{ "version: 2\n", "m.yaml:1:10: this program reads version 1" },
	{ "version: 1\ncontrols: 3\n", "m.yaml:2:11: expected a list of controls" },
	{ "version: 1\ncontrols: []\n", "m.yaml:2:11: expected a list of controls" },
	{ FILE_HEAD "  - framework: F\n", "m.yaml:3:5: a control needs a framework, an id and a title" },
	{ FILE_HEAD CONTROL, "m.yaml:3:5: nothing speaks for or against this control: give it `against` or `for`" },
	{ FILE_HEAD CONTROL "    against: [CN101, CN999]\n", "m.yaml:6:22: unknown rule \"CN999\"; canonry rules lists them" },
	{ FILE_HEAD CONTROL "    for: [chaind]\n", "m.yaml:6:11: unknown fact \"chaind\"; did you mean \"chained\"?" },
	{ FILE_HEAD CONTROL "    for: chained\n", "m.yaml:6:10: expected a list of facts, such as [one-implementation]" },
	{ FILE_HEAD CONTROL "    proves: [CN101]\n", "m.yaml:6:5: unknown key \"proves\"" },
};

START_TEST(what_is_wrong_has_a_place)
{
	struct arena a = { 0 };
	struct controls c;
	struct err err = { 0 };

	ck_assert(!controls_parse(&a, "m.yaml", str_from(wrong[_i].text), &c, &err));
	ck_assert_msg(strncmp(err.message, wrong[_i].message, strlen(wrong[_i].message)) == 0, "%s", err.message);
	arena_release(&a);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("controls");

	tcase_add_test(tests, the_shipped_mapping_names_what_it_promises);
	tcase_add_test(tests, rules_go_by_code_and_by_name);
	unit_add_table(tests, what_is_wrong_has_a_place, wrong);
	return unit_run("controls", tests);
}
