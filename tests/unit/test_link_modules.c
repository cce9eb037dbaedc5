/* Tests of analyzers/link: module names, import roots, relative imports. */
#include "base/base.h"
#include "analyzers/link.h"

#include "tests/unit/link_cases.h"

#define PACKAGE                 \
	"--- p/__init__.py\n"   \
	"--- p/q/__init__.py\n" \
	"--- p/q/r.py\n"        \
	"class R: pass\n"

static const struct link_case absolute[] = {
	{ "a module", PACKAGE, "module p/q/r.py p.q.r", "module p.q.r" },
	{ "a package", PACKAGE, "module p/q/r.py p.q", "module p.q" },
	{ "outside", PACKAGE, "module p/q/r.py numpy.linalg", "external numpy.linalg" },
	{ "the standard library", PACKAGE, "module p/q/r.py os.path", "external os.path" },
	{ "missing in a package", PACKAGE, "module p/q/r.py p.gone.s", "no-module p.gone.s" },
	{ "below a plain module", PACKAGE, "module p/q/r.py p.q.r.s", "no-module p.q.r.s" },
	{ "below a plain module of the same name as a directory", "--- p.py\n--- p/q.py\n", "module p.py p.q",
		"no-module p.q" },
	{ "a package wins over a module of its name", "--- p.py\n--- p/__init__.py\n--- p/q.py\n", "module p.py p.q",
		"module p.q" },
	{ "from a package, a submodule", PACKAGE "--- a.py\nfrom p.q import r\n", "name a.py r",
		"module p.q.r by import a.py:1, submodule" },
	{ "from a package, neither name nor submodule", PACKAGE "--- a.py\nfrom p.q import gone\n", "import a.py 0 0",
		"no-name gone in p/q/__init__.py" },
	{ "a name in __init__ wins over the submodule",
		"--- p/__init__.py\nfrom .x import x\n--- p/x.py\ndef x(): pass\n"
		"--- a.py\nfrom p import x\n",
		"name a.py x", "def p/x.py:1 by import a.py:1, import p/__init__.py:1" },
	{ "a package that imports its own submodule",
		"--- p/__init__.py\nfrom . import x\n--- p/x.py\n--- a.py\nfrom p import x\n", "import a.py 0 0",
		"module p.x by import p/__init__.py:1, submodule" },
	{ "a stub gives way", "--- m.pyi\nclass C: ...\n--- m.py\nclass D: pass\n--- a.py\nfrom m import D\n",
		"name a.py D", "def m.py:1 by import a.py:1" },
	{ "a stub alone", "--- m.pyi\nclass C: ...\n--- a.py\nfrom m import C\n", "name a.py C",
		"def m.pyi:1 by import a.py:1" },
	{ "a stub has names of its own", "--- m.pyi\nclass C: ...\n--- m.py\nclass D: pass\n", "name m.pyi C",
		"def m.pyi:1" },
	{ "a stub beside the module that it declares",
		"--- m.pyi\nclass C: ...\nclass D: ...\n--- m.py\nclass D: pass\n", "name m.py C", "def m.pyi:1" },
	{ "a stub that imports its submodule",
		"--- p/__init__.pyi\nfrom . import q as q\n--- p/__init__.py\nfrom . import q\n--- p/q.py\n",
		"name p/__init__.pyi q", "module p.q by import p/__init__.pyi:1, import p/__init__.py:1, submodule" },
	{ "a plain module that poses as a package",
		"--- six.py\nmoves = Moves()\n--- a.py\nfrom six.moves.urllib import parse\n", "import a.py 0 0",
		"external six.moves.urllib.parse" },
	{ "a plain module with a path", "--- six.py\n__path__ = []\n--- a.py\nimport six.moves\n", "import a.py 0 0",
		"external six.moves" },
	{ "a standard module's name, inside of a package", "--- p/__init__.py\n--- p/logging.py\nimport logging\n",
		"name p/logging.py logging", "external logging by import p/logging.py:1" },
	{ "a standard module's name, beside a script",
		"--- tools/logging.py\nx = 1\n--- tools/run.py\nfrom logging import x\n", "import tools/run.py 0 0",
		"external logging.x" },
	{ "a standard module's name at the root",
		"--- test/__init__.py\n--- test/support.py\nx = 1\n--- a.py\nfrom test.support import x\n",
		"import a.py 0 0", "variable test/support.py:1" },
};

static const struct link_case relative[] = {
	{ "a sibling", PACKAGE "--- p/q/a.py\nfrom .r import R\n", "import p/q/a.py 0 0", "def p/q/r.py:1" },
	{ "the package itself", PACKAGE "--- p/q/a.py\nfrom . import r\n", "import p/q/a.py 0 0",
		"module p.q.r by submodule" },
	{ "two up", PACKAGE "--- p/a.py\nx = 1\n--- p/q/b.py\nfrom ..a import x\n", "import p/q/b.py 0 0",
		"variable p/a.py:1" },
	{ "up and down", PACKAGE "--- p/s/__init__.py\nfrom ..q.r import R\n", "import p/s/__init__.py 0 0",
		"def p/q/r.py:1" },
	{ "from __init__, one dot is the package",
		PACKAGE "--- p/s/__init__.py\nfrom .t import x\n--- p/s/t.py\nx = 1\n", "import p/s/__init__.py 0 0",
		"variable p/s/t.py:1" },
	{ "beyond the top", PACKAGE "--- p/a.py\nfrom ..q import r\n", "base p/a.py 0", "no-module q" },
	{ "far beyond the top", PACKAGE "--- p/a.py\nfrom ......q import r\n", "base p/a.py 0", "no-module q" },
	{ "a missing sibling", PACKAGE "--- p/q/a.py\nfrom .gone.s import R\n", "import p/q/a.py 0 0",
		"no-module p.q.gone.s" },
	{ "a star", PACKAGE "--- p/q/a.py\nfrom .r import *\n", "name p/q/a.py R",
		"def p/q/r.py:1 by star p/q/a.py:1" },
};

static const struct link_case roots[] = {
	{ "src layout", "--- src/p/__init__.py\n--- src/p/m.py\nx = 1\n--- tests/test_m.py\nfrom p.m import x\n",
		"import tests/test_m.py 0 0", "variable src/p/m.py:1" },
	{ "src layout, the name", "--- src/p/__init__.py\n--- src/p/m.py\n", "called src/p/m.py", "p.m" },
	{ "a src that is a package", "--- src/__init__.py\n--- src/m.py\n--- a.py\nfrom src.m import x\n",
		"called src/m.py", "src.m" },
	{ "a module right in src", "--- src/m.py\nx = 1\n--- tests/test_m.py\nfrom m import x\n",
		"import tests/test_m.py 0 0", "variable src/m.py:1" },
	{ "a project of its own in a directory",
		"--- services/a/pyproject.toml\n--- services/a/m.py\nx = 1\n--- services/a/tests/test_m.py\nfrom m import x\n",
		"import services/a/tests/test_m.py 0 0", "variable services/a/m.py:1" },
	{ "two roots with the same package: the nearest wins",
		"--- one/setup.py\n--- one/lib1/__init__.py\n--- one/lib1/m.py\nx = 1\n"
		"--- two/setup.py\n--- two/lib1/__init__.py\n--- two/lib1/m.py\ny = 1\n--- two/use.py\nfrom lib1.m import y\n",
		"import two/use.py 0 0", "variable two/lib1/m.py:1" },
	{ "two roots: the other one as a last resort",
		"--- one/setup.py\n--- one/p/__init__.py\n--- one/p/m.py\nx = 1\n"
		"--- two/setup.py\n--- two/use.py\nfrom p.m import x\n",
		"import two/use.py 0 0", "variable one/p/m.py:1" },
	{ "a script's neighbour", "--- scripts/helper.py\nx = 1\n--- scripts/run.py\nfrom helper import x\n",
		"import scripts/run.py 0 0", "variable scripts/helper.py:1" },
	{ "a script's neighbour is nobody else's",
		"--- scripts/helper.py\nx = 1\n--- p/__init__.py\nfrom helper import x\n", "import p/__init__.py 0 0",
		"external helper.x" },
	{ "a test's neighbour in a directory above",
		"--- tests/helpers.py\nx = 1\n--- tests/unit/test_a.py\nfrom helpers import x\n",
		"import tests/unit/test_a.py 0 0", "variable tests/helpers.py:1" },
	{ "a directory without a package file",
		"--- scripts/helper.py\nx = 1\n--- a.py\nfrom scripts.helper import x\n", "import a.py 0 0",
		"variable scripts/helper.py:1" },
	{ "the name in such a directory", "--- scripts/helper.py\nx = 1\n--- a.py\nfrom scripts.helper import x\n",
		"called scripts/helper.py", "scripts.helper" },
	{ "a submodule of such a directory", "--- scripts/helper.py\nx = 1\n--- a.py\nfrom scripts import helper\n",
		"import a.py 0 0", "module scripts.helper" },
	{ "missing there, and imports show that it is ours",
		"--- scripts/helper.py\n--- b.py\nimport scripts.helper\n--- a.py\nimport scripts.gone\n",
		"import a.py 0 0", "no-module scripts.gone" },
	{ "missing there, and nothing shows that it is ours",
		"--- docker/build.py\n--- a.py\nfrom docker import from_env\nimport docker.errors\n", "import a.py 1 0",
		"external docker.errors" },
	{ "a name missing there", "--- docker/build.py\n--- a.py\nfrom docker import from_env\n", "import a.py 0 0",
		"external docker.from_env" },
	{ "parts of one namespace below two roots",
		"--- one/setup.py\n--- one/ns/a.py\n--- two/setup.py\n--- two/ns/b.py\nx = 1\n"
		"--- one/use.py\nfrom ns.b import x\nfrom ns import b\n",
		"import one/use.py 0 0", "variable two/ns/b.py:1" },
	{ "parts of one namespace, by name",
		"--- one/setup.py\n--- one/ns/a.py\n--- two/setup.py\n--- two/ns/b.py\nx = 1\n"
		"--- one/use.py\nfrom ns.b import x\nfrom ns import b\n",
		"import one/use.py 1 0", "module ns.b" },
	{ "a package in a directory of data inside of a package",
		"--- tool/__init__.py\n--- tool/stubs/net/__init__.pyi\nfrom net._typing import T\n"
		"--- tool/stubs/net/_typing.pyi\nT = int\n--- net/__init__.py\n",
		"import tool/stubs/net/__init__.pyi 0 0", "external int by alias tool/stubs/net/_typing.pyi:1" },
	{ "a package of tests does not hide an outside one",
		"--- tests/redis/__init__.py\n--- tests/redis/test_a.py\n--- app.py\nimport redis\n",
		"import app.py 0 0", "external redis" },
	{ "a directory of tests does not hide an outside package",
		"--- tests/__init__.py\n--- tests/sec/__init__.py\n--- tests/sec/jwt/test_a.py\nimport jwt\n",
		"import tests/sec/jwt/test_a.py 0 0", "external jwt" },
	{ "names of scripts begin where others begin them",
		"--- scripts/tools/__init__.py\n--- scripts/tools/a.py\n--- scripts/b.py\nfrom tools.a import x\n"
		"--- p.py\nimport scripts.tools.a\n",
		"called scripts/tools/a.py", "scripts.tools.a" },
	{ "names of a root that others use",
		"--- parts/tools/__init__.py\n--- parts/tools/a.py\n--- p.py\nimport tools.a\n",
		"called parts/tools/a.py", "tools.a" },
	{ "what does not parse may bind more", "--- bad.py\nx = (1\n--- a.py\nfrom bad import y\n", "import a.py 0 0",
		"unknown y" },
	{ "a compiled module",
		"--- p/__init__.py\n--- p/fast.cpython-312-x86_64-linux-gnu.so\n--- a.py\nfrom p.fast import f\nfrom p import fast\n",
		"import a.py 0 0", "external p.fast.f" },
	{ "a compiled module as a name",
		"--- p/__init__.py\n--- p/fast.cpython-312-x86_64-linux-gnu.so\n--- a.py\nfrom p.fast import f\nfrom p import fast\n",
		"import a.py 1 0", "external p.fast" },
	{ "a backup is no module", "--- p/__init__.py\n--- p/m.py.backup_20250912\n--- a.py\nfrom p.m import f\n",
		"import a.py 0 0", "no-module p.m" },
	{ "the name of a package", PACKAGE, "called p/q/__init__.py", "p.q" },
	{ "the name of a file that no import can name", "--- p/__init__.py\n--- p/m.test.py\n", "called p/m.test.py",
		"" },
};

START_TEST(absolute_names)
{
	link_case_check(&absolute[_i]);
}
END_TEST

START_TEST(relative_names)
{
	link_case_check(&relative[_i]);
}
END_TEST

START_TEST(roots_are_found)
{
	link_case_check(&roots[_i]);
}
END_TEST

static void check_roots(const struct code_base *c, const char *expected)
{
	struct strbuf out = { 0 };
	size_t count;
	const struct str *list = link_roots(c->link, &count);

	for (size_t i = 0; i < count; i++)
		strbuf_printf(&out, "[" STR_FMT "]", STR_ARG(list[i]));
	ck_assert_str_eq(out.ptr, expected);
	strbuf_release(&out);
}

START_TEST(lists_roots_in_order)
{
	struct code_base c;

	code_base_write(
		"--- src/p/__init__.py\n--- services/a/setup.cfg\n--- services/a/m.py\n--- p/__init__.py\n--- tests/t/__init__.py\n"
		"--- services/b/lib/deep/__init__.py\n");
	code_base_read(&c, "", NULL, 0);
	check_roots(&c, "[src][services/a][services/b/lib][]");
	code_base_release(&c);
}
END_TEST

START_TEST(takes_roots_from_the_configuration)
{
	static const struct str configured[] = { STR_INIT("two/"), STR_INIT("./one"), STR_INIT("absent") };
	struct code_base c;
	struct target t;

	code_base_write("--- src/m.py\n--- one/m.py\n--- two/m.py\n--- p/__init__.py\nimport m\n");
	code_base_read(&c, "", configured, ARRAY_LEN(configured));
	check_roots(&c, "[two][one][]");
	t = link_import(c.link, code_base_file(&c, STR("p/__init__.py")), 0, 0);
	ck_assert_int_eq(t.kind, TARGET_MODULE);
	assert_str(c.project.files[t.file].path, "two/m.py");
	code_base_release(&c);
}
END_TEST

/* The analysis begins inside of a package: its modules know each other by names that begin above. */
START_TEST(knows_the_packages_above_its_root)
{
	struct code_base c;
	struct target t;

	code_base_write(
		"--- top/__init__.py\n--- top/other.py\n--- top/app/__init__.py\n--- top/app/m.py\nfrom top.app.n import x\n"
		"from top.other import y\nfrom ..other import y\nfrom .n import x\n--- top/app/n.py\nx = 1\n");
	code_base_read(&c, "top/app", NULL, 0);
	t = link_import(c.link, code_base_file(&c, STR("m.py")), 0, 0);
	ck_assert_int_eq(t.kind, TARGET_VARIABLE);
	t = link_import(c.link, code_base_file(&c, STR("m.py")), 1, 0);
	ck_assert_int_eq(t.kind, TARGET_EXTERNAL);
	assert_str(t.name, "top.other.y");
	t = link_import(c.link, code_base_file(&c, STR("m.py")), 2, 0);
	ck_assert_int_eq(t.kind, TARGET_EXTERNAL);
	t = link_import(c.link, code_base_file(&c, STR("m.py")), 3, 0);
	ck_assert_int_eq(t.kind, TARGET_VARIABLE);
	assert_str(link_module_name(c.link, code_base_file(&c, STR("n.py"))), "top.app.n");
	code_base_release(&c);
}
END_TEST

static void read_part(struct code_base *c, const char *dir, const char *start)
{
	static char root[PATH_MAX + 256];
	static struct str starts[1];
	struct err err = { 0 };

	*c = (struct code_base){ 0 };
	config_init(&c->config);
	starts[0] = str_from(start);
	snprintf(root, sizeof(root), "%s%s", sandbox, dir);
	c->options = (struct project_options){
		.root = str_from(root), .config = &c->config, .starts = starts, .start_count = 1
	};
	ck_assert_msg(project_read(&c->options, &c->project, &err), "%s", err.message);
	c->link = link_new(&c->project, NULL, 0);
}

/* What was not read is not missing. */
START_TEST(a_folder_that_no_import_can_name_is_no_package)
{
	struct code_base c;
	struct target t;

	code_base_write("--- top-1.0/__init__.py\n--- top-1.0/app/__init__.py\n--- top-1.0/m.py\nfrom app.n import x\n--- top-1.0/app/n.py\nx = 1\n");
	code_base_read(&c, "top-1.0", NULL, 0);
	t = link_import(c.link, code_base_file(&c, STR("m.py")), 0, 0);
	ck_assert_int_eq(t.kind, TARGET_VARIABLE);
	assert_str(link_module_name(c.link, code_base_file(&c, STR("app/n.py"))), "app.n");
	code_base_release(&c);
}
END_TEST

START_TEST(knows_that_it_saw_a_part_only)
{
	struct code_base c;
	struct target t;

	code_base_write(
		"--- __init__.py\n--- p/__init__.py\nx = 1\n--- p/other.py\n--- p/part/__init__.py\n"
		"--- p/part/a.py\nfrom p import x\nfrom p.other import y\nfrom p.part.gone import z\nimport p.part.b\n"
		"--- p/part/b.py\n");
	read_part(&c, "", "p/part");
	t = link_import(c.link, code_base_file(&c, STR("p/part/a.py")), 0, 0);
	ck_assert_int_eq(t.kind, TARGET_EXTERNAL);
	t = link_import(c.link, code_base_file(&c, STR("p/part/a.py")), 1, 0);
	ck_assert_int_eq(t.kind, TARGET_EXTERNAL);
	t = link_import(c.link, code_base_file(&c, STR("p/part/a.py")), 2, 0);
	ck_assert_int_eq(t.kind, TARGET_NO_MODULE);
	t = link_import(c.link, code_base_file(&c, STR("p/part/a.py")), 3, 0);
	ck_assert_int_eq(t.kind, TARGET_MODULE);
	code_base_release(&c);
}
END_TEST

START_TEST(one_file_of_the_package_that_is_the_root)
{
	struct code_base c;
	struct target t;

	code_base_write("--- p/__init__.py\nx = 1\n--- p/a.py\nfrom . import x\nfrom .b import y\n--- p/b.py\n");
	read_part(&c, "/p", "a.py");
	t = link_import(c.link, 0, 0, 0);
	ck_assert_int_eq(t.kind, TARGET_EXTERNAL);
	t = link_import(c.link, 0, 1, 0);
	ck_assert_int_eq(t.kind, TARGET_EXTERNAL);
	assert_str(link_module_name(c.link, 0), "p.a");
	code_base_release(&c);
}
END_TEST

/* One file, two names: imports of either end at the same definition. */
START_TEST(one_file_under_two_names)
{
	struct code_base c;
	struct target a, b;

	code_base_write(
		"--- src/p/__init__.py\n--- src/p/m.py\nclass C: pass\n--- one.py\nfrom p.m import C\n--- two.py\nfrom src.p.m import C\n");
	code_base_read(&c, "", NULL, 0);
	a = link_name(c.link, code_base_file(&c, STR("one.py")), STR("C"));
	b = link_name(c.link, code_base_file(&c, STR("two.py")), STR("C"));
	ck_assert_int_eq(a.kind, TARGET_DEF);
	ck_assert_int_eq(b.kind, TARGET_DEF);
	ck_assert_uint_eq(a.file, b.file);
	code_base_release(&c);
}
END_TEST

START_TEST(makes_relative_names_absolute)
{
	struct code_base c;
	file_id module, package;

	code_base_write(PACKAGE);
	code_base_read(&c, "", NULL, 0);
	module = code_base_file(&c, STR("p/q/r.py"));
	package = code_base_file(&c, STR("p/q/__init__.py"));
	assert_str(link_absolute(c.link, module, 0, STR("x.y")), "x.y");
	assert_str(link_absolute(c.link, module, 1, STR("")), "p.q");
	assert_str(link_absolute(c.link, module, 1, STR("s")), "p.q.s");
	assert_str(link_absolute(c.link, module, 2, STR("s.t")), "p.s.t");
	assert_str(link_absolute(c.link, module, 3, STR("s")), "");
	assert_str(link_absolute(c.link, package, 1, STR("s")), "p.q.s");
	assert_str(link_absolute(c.link, package, 2, STR("")), "p");
	code_base_release(&c);
}
END_TEST

START_TEST(an_empty_project_has_a_root)
{
	struct code_base c;

	code_base_read(&c, "", NULL, 0);
	check_roots(&c, "[]");
	code_base_release(&c);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("link_modules");

	tcase_add_checked_fixture(tests, sandbox_open, sandbox_close);
	tcase_set_timeout(tests, 60);
	unit_add_table(tests, absolute_names, absolute);
	unit_add_table(tests, relative_names, relative);
	unit_add_table(tests, roots_are_found, roots);
	tcase_add_test(tests, lists_roots_in_order);
	tcase_add_test(tests, takes_roots_from_the_configuration);
	tcase_add_test(tests, knows_the_packages_above_its_root);
	tcase_add_test(tests, a_folder_that_no_import_can_name_is_no_package);
	tcase_add_test(tests, knows_that_it_saw_a_part_only);
	tcase_add_test(tests, one_file_of_the_package_that_is_the_root);
	tcase_add_test(tests, one_file_under_two_names);
	tcase_add_test(tests, makes_relative_names_absolute);
	tcase_add_test(tests, an_empty_project_has_a_root);
	return unit_run("link_modules", tests);
}
