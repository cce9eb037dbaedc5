/* What pytest's configuration says about which files, classes and functions are tests. */
#ifndef ANALYZERS_TEST_CONFIG_H
#define ANALYZERS_TEST_CONFIG_H

#include "base/arena.h"

/*
 * pytest takes the first of pytest.ini, pyproject.toml, tox.ini and setup.cfg
 * that has a section for it, in the folder of the tests or the nearest above.
 * https://docs.pytest.org/en/stable/reference/customize.html
 */
struct test_config {
	struct str dir;  /* from the root; "" is the root */
	struct str file; /* from the root; empty: there is none, and the defaults hold */
	struct str *testpaths, *python_files, *python_classes, *python_functions; /* none given: the defaults */
	uint32_t testpath_count, file_count, class_count, function_count;
	bool is_xfail_strict;
};

/* Reads one file's text; `name` is its base name. False when it has no section for pytest. Damaged text yields what it yields. */
bool test_config_parse(struct str name, struct str text, struct arena *a, struct test_config *ret);

/* The configurations of one tree, each read once. */
struct test_configs;
struct test_configs *test_configs_new(struct str root, struct arena *a); /* lives in the arena */

/* What holds for files of a folder, a path from the root. Never NULL. */
const struct test_config *test_configs_get(struct test_configs *c, struct str dir);
void test_configs_release(struct test_configs *c);

#endif
