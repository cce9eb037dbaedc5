/* Tests of analyzers/lang/python/modules: paths, conditions, and the tables of names. */
#include "base/base.h"
#include "analyzers/lang/python/modules.h"

#include "tests/unit/unit.h"

static const struct {
	const char *path;
	bool is_module;
	const char *place;
	bool is_package, is_stub;
} paths[] = {
	{ "m.py", true, "m", false, false },
	{ "a/b/m.py", true, "a/b/m", false, false },
	{ "a/b/__init__.py", true, "a/b", true, false },
	{ "__init__.py", true, "", true, false },
	{ "a/m.pyi", true, "a/m", false, true },
	{ "a/__init__.pyi", true, "a", true, true },
	{ "a/__main__.py", true, "a/__main__", false, false },
	{ "a.b/m.py", true, "a.b/m", false, false },
	{ "a/m.test.py", false, "a/m.test", false, false },
	{ "a/m.txt", false, "", false, false },
	{ "a/m", false, "", false, false },
	{ "a/.py", false, "", false, false },
};

START_TEST(places)
{
	struct module_place place = { 0 };

	ck_assert_msg(
		python_modules.place(str_from(paths[_i].path), &place) == paths[_i].is_module, "%s", paths[_i].path);
	if (!paths[_i].is_module)
		return;
	assert_str(place.path, paths[_i].place);
	ck_assert(place.is_package == paths[_i].is_package);
	ck_assert(place.is_stub == paths[_i].is_stub);
}
END_TEST

static unsigned rank_of(const char *path)
{
	struct module_place place;

	ck_assert(python_modules.place(str_from(path), &place));
	return place.rank;
}

START_TEST(ranks)
{
	ck_assert_uint_lt(rank_of("m/__init__.py"), rank_of("m.py"));
	ck_assert_uint_lt(rank_of("m.py"), rank_of("m/__init__.pyi"));
	ck_assert_uint_lt(rank_of("m/__init__.pyi"), rank_of("m.pyi"));
}
END_TEST

static const struct {
	const char *condition;
	enum truth truth;
} conditions[] = {
	{ "True", TRUTH_YES },
	{ "not True", TRUTH_NO },
	{ "not not 0", TRUTH_NO },
	{ "TYPE_CHECKING", TRUTH_NO },
	{ "not TYPE_CHECKING", TRUTH_YES },
	{ "not typing.TYPE_CHECKING", TRUTH_YES },
	{ "six.PY2", TRUTH_NO },
	{ "PY3", TRUTH_YES },
	{ "FLAG", TRUTH_UNKNOWN },
	{ "not FLAG", TRUTH_UNKNOWN },
	{ "", TRUTH_UNKNOWN },
	{ "sys.version_info >= (3, 8)", TRUTH_YES },
	{ "sys.version_info>=(3,8)", TRUTH_YES },
	{ "sys.version_info >= (3, 12)", TRUTH_YES },
	{ "sys.version_info > (3, 12)", TRUTH_YES },
	{ "sys.version_info >= (3, 13)", TRUTH_NO },
	{ "sys.version_info < (3, 13)", TRUTH_YES },
	{ "sys.version_info < (3, 0, 0)", TRUTH_NO },
	{ "sys.version_info < (3,)", TRUTH_NO },
	{ "sys.version_info[:2] >= (3, 9)", TRUTH_YES },
	{ "sys.version_info[0] == 2", TRUTH_NO },
	{ "sys.version_info[0] >= 3", TRUTH_YES },
	{ "sys.version_info[0] > 3", TRUTH_NO },
	{ "sys.version_info.major == 3", TRUTH_YES },
	{ "sys.version_info.major != 3", TRUTH_NO },
	{ "not sys.version_info[0] < 3", TRUTH_YES },
	{ "sys.version_info >= (3, 8) and FLAG", TRUTH_UNKNOWN },
	{ "sys.version_info >= minimum", TRUTH_UNKNOWN },
	{ "sys.version_info", TRUTH_UNKNOWN },
	{ "sys.version_info_of(3)", TRUTH_UNKNOWN },
	{ "Truely", TRUTH_UNKNOWN },
};

START_TEST(truths)
{
	enum truth truth = python_modules.truth(str_from(conditions[_i].condition));

	ck_assert_msg(truth == conditions[_i].truth, "%s: %d", conditions[_i].condition, truth);
}
END_TEST

START_TEST(tables_have_first_middle_and_last)
{
	static const char *const standard[] = { "__future__", "abc", "json", "logging", "os", "typing", "zoneinfo" };
	static const char *const builtin[] = { "ArithmeticError", "ZeroDivisionError", "__import__", "abs", "len",
		"open", "zip" };
	static const char *const implicit[] = { "__all__", "__file__", "__name__", "__spec__" };

	for (size_t i = 0; i < ARRAY_LEN(standard); i++)
		ck_assert_msg(python_modules.is_standard(str_from(standard[i])), "%s", standard[i]);
	for (size_t i = 0; i < ARRAY_LEN(builtin); i++)
		ck_assert_msg(python_modules.is_builtin(str_from(builtin[i])), "%s", builtin[i]);
	for (size_t i = 0; i < ARRAY_LEN(implicit); i++)
		ck_assert_msg(python_modules.is_implicit(str_from(implicit[i])), "%s", implicit[i]);
	ck_assert(!python_modules.is_standard(STR("numpy")));
	ck_assert(!python_modules.is_builtin(STR("numpy")));
	ck_assert(!python_modules.is_implicit(STR("numpy")));
}
END_TEST

START_TEST(public_names)
{
	ck_assert(python_modules.is_public(STR("a")));
	ck_assert(python_modules.is_public(STR("a_")));
	ck_assert(!python_modules.is_public(STR("_a")));
	ck_assert(!python_modules.is_public(STR("__a__")));
	ck_assert(!python_modules.is_public(STR("")));
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("python_modules");

	unit_add_table(tests, places, paths);
	tcase_add_test(tests, ranks);
	unit_add_table(tests, truths, conditions);
	tcase_add_test(tests, tables_have_first_middle_and_last);
	tcase_add_test(tests, public_names);
	return unit_run("python_modules", tests);
}
