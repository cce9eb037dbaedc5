/* Tests of analyzers/roles: what files are for, by their paths and neighbours. */
#include "base/base.h"
#include "analyzers/roles.h"

#include "tests/unit/code_base.h"
#include "tests/unit/unit.h"

static const struct {
	const char *path;
	unsigned roles;
} paths[] = {
	{ "app/engine.py", 0 },
	{ "app/contest.py", 0 },
	{ "app/testimony/latest.py", 0 },
	{ "tests/engine.py", ROLE_TEST },
	{ "app/tests/unit/engine.py", ROLE_TEST },
	{ "app/testing/engine.py", ROLE_TEST },
	{ "test_framework/engine.py", ROLE_TEST },
	{ "app/test_engine.py", ROLE_TEST },
	{ "app/engine_test.py", ROLE_TEST },
	{ "app/engine_tests.py", ROLE_TEST },
	{ "app/conftest.py", ROLE_TEST },
	{ "app/tests.py", ROLE_TEST },
	{ "qa/deep/engine.py", ROLE_TEST },
	{ "docs/conf.py", ROLE_EXAMPLE },
	{ "app/examples/a.py", ROLE_EXAMPLE },
	{ "benchmarks/a.py", ROLE_EXAMPLE },
	{ "app/demo.py", 0 },
	{ "scripts/a.py", ROLE_SCRIPT },
	{ "app/tools/a.py", 0 },
	{ "scripts/tests/a.py", ROLE_SCRIPT | ROLE_TEST },
	{ "backup_20250912/app/a.py", ROLE_BACKUP },
	{ "app.backup/a.py", ROLE_BACKUP },
	{ "app_old/a.py", ROLE_BACKUP },
	{ "app/a_old.py", ROLE_BACKUP },
	{ "app/a_bak.py", ROLE_BACKUP },
	{ "app/a.orig.py", ROLE_BACKUP },
	{ "app/a.backup.py", ROLE_BACKUP },
	{ "app/a_backup_20250912.py", ROLE_BACKUP },
	{ "app/Copy of a.py", ROLE_BACKUP },
	{ "app/copy.py", 0 },
	{ "app/copyright.py", 0 },
	{ "app/threshold.py", 0 },
	{ "app/backup_manager.py", 0 },
	{ "vendor/a.py", ROLE_VENDORED },
	{ "app/_vendor/six.py", ROLE_VENDORED },
	{ "app/third_party/a.py", ROLE_VENDORED },
	{ "app/a_pb2.py", ROLE_GENERATED },
	{ "app/a_pb2_grpc.py", ROLE_GENERATED },
	{ "app/migrations/0001_initial.py", ROLE_GENERATED },
	{ "app/alembic/versions/a.py", ROLE_GENERATED },
	{ "app/versions/a.py", 0 },
};

START_TEST(by_path)
{
	static struct str tests[] = { STR_INIT("qa/**") };
	struct config config;

	config_init(&config);
	config.tests = tests;
	config.test_count = 1;
	ck_assert_msg(roles_of_path(str_from(paths[_i].path), &config) == paths[_i].roles, "%s: %x, not %x",
		paths[_i].path, roles_of_path(str_from(paths[_i].path), &config), paths[_i].roles);
}
END_TEST

static const struct {
	const char *why, *files, *path;
	unsigned roles;
} projects[] = {
	{ "in a package", "--- p/__init__.py\n--- p/a.py\n", "p/a.py", 0 },
	{ "in no package, where there is one", "--- a.py\n--- p/__init__.py\n", "a.py", ROLE_SCRIPT },
	{ "in a project without packages", "--- a.py\n", "a.py", 0 },
	{ "in a directory of a package", "--- p/__init__.py\n--- p/q/a.py\n", "p/q/a.py", 0 },
	{ "tools beside a package", "--- p/__init__.py\n--- tools/a.py\n", "tools/a.py", ROLE_SCRIPT },
	{ "tools in a package", "--- p/__init__.py\n--- p/tools/a.py\n", "p/tools/a.py", 0 },
	{ "a backup directory", "--- p/__init__.py\n--- backup/p/__init__.py\n--- backup/p/a.py\n", "backup/p/a.py",
		ROLE_BACKUP },
	{ "a backup package of the program", "--- p/__init__.py\n--- p/backup/__init__.py\n--- p/backup/a.py\n",
		"p/backup/a.py", 0 },
	{ "a copy with a prefix", "--- p/__init__.py\n--- p/a.py\n--- p/backup_a.py\ndef f(): pass\n", "p/backup_a.py",
		ROLE_BACKUP },
	{ "no copy, whatever the prefix", "--- p/__init__.py\n--- p/a.py\n--- p/backup_b.py\n", "p/backup_b.py", 0 },
	{ "a copy with an ending", "--- p/__init__.py\n--- p/a.py\n--- p/a_copy.py\ndef f(): pass\n", "p/a_copy.py",
		ROLE_BACKUP },
	{ "no copy, when it only hands on", "--- p/__init__.py\n--- p/a.py\n--- p/old_a.py\nfrom p.a import b\n", "p/old_a.py", 0 },
	{ "no copy, whatever the ending", "--- p/__init__.py\n--- p/a.py\n--- p/deep_copy.py\n", "p/deep_copy.py", 0 },
	{ "generated, by its own words", "--- p/__init__.py\n--- p/a.py\n# @generated\nx = 1\n", "p/a.py",
		ROLE_GENERATED },
	{ "an archive that others include from", "--- archive/a.h\n--- archive/a.c\n#include \"a.h\"\n--- b.c\n#include \"archive/a.h\"\n", "archive/a.c", 0 },
	{ "the same by another spelling", "--- src/archive/a.h\n--- src/archive/a.c\n--- src/net/b.c\n#include \"../archive/a.h\"\n", "src/archive/a.c", 0 },
	{ "an archive that only includes itself", "--- archive/a.h\n--- archive/a.c\n#include \"a.h\"\n--- b.c\n", "archive/a.c", ROLE_BACKUP },
	{ "copies beside their originals", "--- a.h\n--- archive/a.h\n--- archive/a.c\n--- b.c\n#include \"a.h\"\n", "archive/a.c", ROLE_BACKUP },
	{ "a stub", "--- p/__init__.py\n--- p/a.pyi\nx: int\n", "p/a.pyi", ROLE_STUB },
};

START_TEST(by_neighbours)
{
	struct code_base c;
	unsigned roles;

	code_base_write(projects[_i].files);
	code_base_read(&c, "", NULL, 0);
	roles = c.project.files[code_base_file(&c, str_from(projects[_i].path))].roles;
	ck_assert_msg(roles == projects[_i].roles, "%s: %x, not %x", projects[_i].why, roles, projects[_i].roles);
	code_base_release(&c);
}
END_TEST

START_TEST(production_is_what_is_nothing_else)
{
	struct code_base c;

	code_base_write(
		"--- p/__init__.py\n--- p/a.py\n--- scripts/b.py\n--- tests/c.py\n--- vendor/d.py\n--- p/e_pb2.py\n");
	code_base_read(&c, "", NULL, 0);
	ck_assert(project_is_production(&c.project, code_base_file(&c, STR("p/a.py"))));
	ck_assert(project_is_production(&c.project, code_base_file(&c, STR("p/e_pb2.py"))));
	ck_assert(project_is_production(&c.project, code_base_file(&c, STR("scripts/b.py"))));
	ck_assert(!project_is_production(&c.project, code_base_file(&c, STR("tests/c.py"))));
	ck_assert(!project_is_production(&c.project, code_base_file(&c, STR("vendor/d.py"))));
	code_base_release(&c);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("roles");

	tcase_add_checked_fixture(tests, sandbox_open, sandbox_close);
	tcase_set_timeout(tests, 60);
	unit_add_table(tests, by_path, paths);
	unit_add_table(tests, by_neighbours, projects);
	tcase_add_test(tests, production_is_what_is_nothing_else);
	return unit_run("roles", tests);
}
