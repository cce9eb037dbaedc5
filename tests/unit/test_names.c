/* Tests of rules/names: tokens, claims, stems, helpers. */
#include "base/base.h"
#include "rules/names.h"

#include "tests/unit/unit.h"

static struct arena arena;

static const struct {
	const char *name, *stem;
} stems[] = {
	{ "EngineFactory", "engine_factory" },
	{ "HTTPEngineFactory", "http_engine_factory" },
	{ "create_print_job", "create_print_job" },
	{ "_make2D_grid", "make2_d_grid" },
	{ "__init__", "init" },
	{ "OAuth2Client", "o_auth2_client" },
	{ "", "" },
	{ "___", "" },
};

START_TEST(names_are_cut_at_underscores_and_humps)
{
	assert_str(stem_of(str_from(stems[_i].name), &arena), stems[_i].stem);
}
END_TEST

static const struct {
	const char *name;
	enum def_kind kind;
	enum claim claim;
	bool of_factory;
	const char *stem;
} claims[] = {
	{ "OvenFactory", DEF_CLASS, CLAIM_FACTORY, false, "oven" },
	{ "PrintJobBuilder", DEF_CLASS, CLAIM_FACTORY, false, "print_job" },
	{ "Factory", DEF_CLASS, CLAIM_NONE, false, "" },
	{ "OvenFactoryError", DEF_CLASS, CLAIM_NONE, false, "" },
	{ "create_oven", DEF_FUNCTION, CLAIM_CREATE, false, "oven" },
	{ "make_an_oven", DEF_FUNCTION, CLAIM_CREATE, false, "oven" },
	{ "get_oven_factory", DEF_FUNCTION, CLAIM_GET, true, "oven" },
	{ "get_oven_factory_dependency", DEF_FUNCTION, CLAIM_GET, true, "oven" },
	{ "get_factory_oven", DEF_FUNCTION, CLAIM_GET, false, "oven" },
	{ "get_or_create_oven", DEF_FUNCTION, CLAIM_CREATE, false, "oven" },
	{ "configure_oven_factory", DEF_FUNCTION, CLAIM_CONFIGURE, true, "oven" },
	{ "oven_factory", DEF_FUNCTION, CLAIM_FACTORY, false, "oven" },
	{ "test_create_oven", DEF_FUNCTION, CLAIM_NONE, false, "" },
	{ "bake", DEF_FUNCTION, CLAIM_NONE, false, "" },
	{ "create_and_heat_oven", DEF_FUNCTION, CLAIM_NONE, false, "" },
	{ "__new__", DEF_FUNCTION, CLAIM_NONE, false, "" },
};

START_TEST(a_name_says_what_it_claims_to_create)
{
	struct claim_name c = name_claim(str_from(claims[_i].name), claims[_i].kind, &arena);

	ck_assert_int_eq(c.claim, claims[_i].claim);
	ck_assert_int_eq(c.of_factory, claims[_i].of_factory);
	assert_str(c.stem, claims[_i].stem);
}
END_TEST

static const struct {
	const char *part, *whole;
	bool within, ends;
} relations[] = {
	{ "oven", "gas_oven", true, true },
	{ "gas", "gas_oven", true, false },
	{ "ven", "gas_oven", false, false },
	{ "gas_oven", "oven", false, false },
	{ "oven", "oven", true, true },
	{ "", "oven", false, false },
};

START_TEST(stems_relate_by_whole_tokens)
{
	ck_assert_int_eq(stem_within(str_from(relations[_i].part), str_from(relations[_i].whole)), relations[_i].within);
	ck_assert_int_eq(stem_ends(str_from(relations[_i].whole), str_from(relations[_i].part)), relations[_i].ends);
}
END_TEST

static const struct {
	const char *name;
	bool helper, is_double, legacy;
} kinds[] = {
	{ "TestOvenFactory", true, false, false },
	{ "OvenFactoryError", true, false, false },
	{ "OvenFactoryConfig", true, false, false },
	{ "MockOvenFactory", false, true, false },
	{ "OvenFactoryStub", false, true, false },
	{ "LegacyOvenFactory", false, false, true },
	{ "legacy::make_oven", false, false, true },
	{ "OvenFactory", false, false, false },
	{ "Tester", false, false, false },
};

START_TEST(helpers_doubles_and_legacies_say_so)
{
	struct str name = str_from(kinds[_i].name);

	ck_assert_int_eq(name_is_helper(name), kinds[_i].helper);
	ck_assert_int_eq(name_is_double(name), kinds[_i].is_double);
	ck_assert_int_eq(name_is_legacy(name), kinds[_i].legacy);
}
END_TEST

START_TEST(very_long_names_are_cut_not_overrun)
{
	char long_name[4096];
	struct tokens t;

	for (size_t i = 0; i < sizeof(long_name); i++)
		long_name[i] = i % 2 ? '_' : 'x';
	tokens_split((struct str){ long_name, sizeof(long_name) }, &t);
	ck_assert_uint_eq(t.count, NAME_TOKENS_MAX);
	for (size_t i = 0; i < sizeof(long_name); i++)
		long_name[i] = 'y';
	tokens_split((struct str){ long_name, sizeof(long_name) }, &t);
	ck_assert_uint_le(t.token[0].len, sizeof(t.text));
}
END_TEST

START_TEST(a_stem_makes_a_class_name)
{
	assert_str(stem_camel(STR("print_job"), &arena), "PrintJob");
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("names");

	unit_add_table(tests, names_are_cut_at_underscores_and_humps, stems);
	unit_add_table(tests, a_name_says_what_it_claims_to_create, claims);
	unit_add_table(tests, stems_relate_by_whole_tokens, relations);
	unit_add_table(tests, helpers_doubles_and_legacies_say_so, kinds);
	tcase_add_test(tests, very_long_names_are_cut_not_overrun);
	tcase_add_test(tests, a_stem_makes_a_class_name);
	return unit_run("names", tests);
}
