/* Tests of base/path: join, normalise, split, containment. */
#include "base/base.h"
#include "base/path.h"

#include "tests/unit/unit.h"

static const struct {
	const char *left, *right, *joined;
} joins[] = {
	{ "a", "b", "a/b" },
	{ "a/", "b", "a/b" },
	{ "/", "b", "/b" },
	{ "a", "/b", "/b" },
	{ "", "b", "b" },
	{ "a", "", "a" },
	{ "", "", "" },
	{ "a/b", "../c.py", "a/b/../c.py" },
};

START_TEST(paths_are_joined)
{
	struct arena a = { 0 };
	struct str joined = path_join(&a, str_from(joins[_i].left), str_from(joins[_i].right));

	assert_str(joined, joins[_i].joined);
	ck_assert_int_eq(joined.ptr[joined.len], '\0');
	arena_release(&a);
}
END_TEST

static const struct {
	const char *path, *normal;
} normals[] = {
	{ "", "." },
	{ ".", "." },
	{ "./", "." },
	{ "/", "/" },
	{ "//", "/" },
	{ "a", "a" },
	{ "a/", "a" },
	{ "a//b", "a/b" },
	{ "./a/./b/.", "a/b" },
	{ "a/..", "." },
	{ "a/../b", "b" },
	{ "a/b/../../c", "c" },
	{ "..", ".." },
	{ "../..", "../.." },
	{ "../a/../..", "../.." },
	{ "a/../../b", "../b" },
	{ "/..", "/" },
	{ "/../../a", "/a" },
	{ "/a/../b/", "/b" },
	{ "/a/b/../..", "/" },
	{ "...", "..." },
	{ "..a/b..", "..a/b.." },
	{ "a/..b/..", "a" },
};

START_TEST(paths_are_normalised)
{
	struct arena a = { 0 };
	struct str normal = path_normalise(&a, str_from(normals[_i].path));

	assert_str(normal, normals[_i].normal);
	ck_assert_int_eq(normal.ptr[normal.len], '\0');
	assert_str(path_normalise(&a, normal), normals[_i].normal);
	arena_release(&a);
}
END_TEST

static const struct {
	const char *path, *dir, *base, *stem, *extension;
} splits[] = {
	{ "a/b/c.py", "a/b", "c.py", "c", "py" },
	{ "c.py", "", "c.py", "c", "py" },
	{ "/c.py", "/", "c.py", "c", "py" },
	{ "a//c", "a", "c", "c", "" },
	{ "a.b/c", "a.b", "c", "c", "" },
	{ "a/.bashrc", "a", ".bashrc", ".bashrc", "" },
	{ ".config.yml", "", ".config.yml", ".config", "yml" },
	{ "archive.tar.gz", "", "archive.tar.gz", "archive.tar", "gz" },
	{ "name.", "", "name.", "name", "" },
	{ "..", "", "..", "..", "" },
	{ "...x", "", "...x", "...x", "" },
	{ "a/", "a", "", "", "" },
	{ "/", "/", "", "", "" },
	{ "//", "/", "", "", "" },
	{ "", "", "", "", "" },
};

START_TEST(paths_are_split)
{
	struct str path = str_from(splits[_i].path);

	assert_str(path_dir(path), splits[_i].dir);
	assert_str(path_base(path), splits[_i].base);
	assert_str(path_stem(path), splits[_i].stem);
	assert_str(path_extension(path), splits[_i].extension);
}
END_TEST

static const struct {
	const char *path, *dir;
	bool inside;
} insides[] = {
	{ "a", "a", true },
	{ "a/b", "a", true },
	{ "a/b/c", "a/b", true },
	{ "ab", "a", false },
	{ "a", "a/b", false },
	{ "b/a", "a", false },
	{ "a", "", true },
	{ "a/b", ".", true },
	{ ".", ".", true },
	{ "/a", ".", false },
	{ "..", ".", false },
	{ "../a", "", false },
	{ "..a", "", true },
	{ "/a", "/", true },
	{ "/", "/", true },
	{ "a", "/", false },
	{ "../a", "..", true },
	{ "../..", "..", false },
	{ "../../a", "..", false },
};

START_TEST(containment_is_by_components)
{
	ck_assert_int_eq(path_is_inside(str_from(insides[_i].path), str_from(insides[_i].dir)), insides[_i].inside);
}
END_TEST

static const struct {
	const char *path, *name;
	bool has;
} components[] = {
	{ "a/node_modules/b.js", "node_modules", true },
	{ "node_modules", "node_modules", true },
	{ "a/b", "b", true },
	{ "/a", "a", true },
	{ "a/node_modules2", "node_modules", false },
	{ "a/b", "a/b", false },
	{ "", "a", false },
	{ "a//b", "", false },
};

START_TEST(a_component_is_found_whole)
{
	ck_assert_int_eq(
		path_has_component(str_from(components[_i].path), str_from(components[_i].name)), components[_i].has);
}
END_TEST

START_TEST(the_real_path_is_absolute)
{
	struct arena a = { 0 };
	struct err err = { 0 };
	struct str real = { 0 };

	ck_assert_msg(path_real(&a, "/usr/../", &real, &err), "%s", err.message);
	assert_str(real, "/");
	ck_assert(!path_real(&a, "/no/such/path", &real, &err));
	ck_assert_str_eq(err.message, "cannot resolve /no/such/path: No such file or directory");
	assert_str(real, "/");
	arena_release(&a);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("path");

	unit_add_table(tests, paths_are_joined, joins);
	unit_add_table(tests, paths_are_normalised, normals);
	unit_add_table(tests, paths_are_split, splits);
	unit_add_table(tests, containment_is_by_components, insides);
	unit_add_table(tests, a_component_is_found_whole, components);
	tcase_add_test(tests, the_real_path_is_absolute);
	return unit_run("path", tests);
}
