/* Tests of rewriters/apply: what a choice of changes writes, step by step, and which files it refuses. */
#include "base/base.h"
#include "rewriters/apply.h"

#include "tests/unit/sandbox.h"
#include "tests/unit/unit.h"

static struct plan plan;
static struct apply apply;
static struct arena arena;
static struct err err;

static const bool none[3] = { false, false, false }, first[3] = { true, false, false }, all[3] = { true, true, true };

static void add_file(const char *path, const char *bytes, uint32_t remover)
{
	struct plan_file f = { .path = str_from(path), .mode = 0644, .size = strlen(bytes) };

	f.hash = apply_hash(str_from(bytes), &plan.arena);
	f.is_removed = remover != NONE;
	f.remover = f.is_removed ? remover : 0;
	vec_push(&plan.files, f);
	sandbox_write(path, str_from(bytes));
}

static void add_edit(uint32_t file, uint32_t start, uint32_t end, const char *old, const char *new, uint32_t change)
{
	vec_push(&plan.files.items[file].edits, (struct edit){ start, end, str_from(old), str_from(new), change, 0 });
}

/* Changes 0 and 1 edit a.py, 1 also b.py; 2 removes c.py. */
static void setup(void)
{
	sandbox_open();
	plan = (struct plan){ 0 };
	apply = (struct apply){ 0 };
	arena = (struct arena){ 0 };
	err = (struct err){ 0 };
	for (uint32_t i = 0; i < 3; i++)
		vec_push(&plan.changes, (struct change){ .needs = NONE, .state = CHANGE_READY });
	add_file("a.py", "one\ntwo\n", NONE);
	add_file("b.py", "two\n", NONE);
	add_file("c.py", "gone\n", 2);
	add_edit(0, 0, 3, "one", "1", 0);
	add_edit(0, 4, 7, "two", "2", 1);
	add_edit(1, 0, 3, "two", "2", 1);
}

static void teardown(void)
{
	apply_release(&apply);
	plan_release(&plan);
	arena_release(&arena);
	sandbox_close();
}

START_TEST(each_step_expects_what_the_step_before_wrote)
{
	struct write_set set;

	ck_assert(apply_open(&plan, str_from(sandbox), NULL, &apply, &err));
	ck_assert_uint_eq(apply.refusals.len, 0);
	ck_assert(apply_between(&apply, none, first, &arena, &set, &err));
	ck_assert_uint_eq(set.items.len, 1);
	assert_str(set.items.items[0].new_bytes, "1\ntwo\n");
	ck_assert(str_eq(set.items.items[0].old_hash, apply_hash(STR("one\ntwo\n"), &arena)));
	vec_release(&set.items);
	ck_assert(apply_between(&apply, first, all, &arena, &set, &err));
	ck_assert_uint_eq(set.items.len, 3);
	assert_str(set.items.items[0].new_bytes, "1\n2\n");
	ck_assert(str_eq(set.items.items[0].old_hash, apply_hash(STR("1\ntwo\n"), &arena)) && set.items.items[0].old_size == 6);
	assert_str(set.items.items[1].new_bytes, "2\n");
	assert_str(set.items.items[2].path, "c.py");
	ck_assert(set.items.items[2].is_removed);
	vec_release(&set.items);
}
END_TEST

START_TEST(the_diff_is_that_of_the_same_change)
{
	struct strbuf out = { 0 };

	ck_assert(apply_open(&plan, str_from(sandbox), NULL, &apply, &err));
	ck_assert(apply_diff(&apply, first, all, &out, &err));
	ck_assert_str_eq(out.ptr, "diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n@@ -1,2 +1,2 @@\n 1\n-two\n+2\n"
				  "diff --git a/b.py b/b.py\n--- a/b.py\n+++ b/b.py\n@@ -1 +1 @@\n-two\n+2\n"
				  "diff --git a/c.py b/c.py\ndeleted file mode 100644\n--- a/c.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-gone\n");
	strbuf_release(&out);
}
END_TEST

START_TEST(what_is_not_chosen_is_not_read)
{
	sandbox_write("b.py", STR("changed\n"));
	ck_assert(apply_open(&plan, str_from(sandbox), first, &apply, &err));
	ck_assert_uint_eq(apply.refusals.len, 0);
	ck_assert_uint_eq(apply.files.len, 1);
}
END_TEST

static const struct {
	const char *path, *bytes, *reason; /* bytes NULL: the file is gone */
} changed[] = {
	{ "a.py", "one\ntwo\n#\n", "has changed since the plan was made" },
	{ "a.py", "one\ntwo ", "has changed since the plan was made" },
	{ "a.py", "xne\ntwo\n", "has changed since the plan was made, where it would be edited" },
	{ "a.py", "one\n", "has changed since the plan was made, where it would be edited" },
	{ "c.py", "GONE\n", "has changed since the plan was made" },
	{ "b.py", NULL, "is not there any more" },
};

START_TEST(a_file_that_has_changed_is_refused_alone)
{
	if (changed[_i].bytes)
		sandbox_write(changed[_i].path, str_from(changed[_i].bytes));
	else
		ck_assert_int_eq(remove(changed[_i].path), 0);
	ck_assert(apply_open(&plan, str_from(sandbox), NULL, &apply, &err));
	ck_assert_uint_eq(apply.refusals.len, 1);
	assert_str(apply.refusals.items[0].path, changed[_i].path);
	assert_str(apply.refusals.items[0].reason, changed[_i].reason);
}
END_TEST

START_TEST(a_link_out_of_the_root_is_refused)
{
	char outside[PATH_MAX + 32];

	snprintf(outside, sizeof(outside), "%s-outside.py", sandbox);
	sandbox_write(outside, STR("two\n"));
	ck_assert_int_eq(remove("b.py"), 0);
	ck_assert_int_eq(symlink(outside, "b.py"), 0);
	ck_assert(apply_open(&plan, str_from(sandbox), NULL, &apply, &err));
	ck_assert_uint_eq(apply.refusals.len, 1);
	assert_str(apply.refusals.items[0].reason, "leads out of the root");
	remove(outside);
}
END_TEST

START_TEST(lines_are_counted)
{
	apply_add_lines(&plan, str_from(sandbox));
	ck_assert_uint_eq(plan.files.items[0].edits.items[0].line, 1);
	ck_assert_uint_eq(plan.files.items[0].edits.items[1].line, 2);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("apply");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, each_step_expects_what_the_step_before_wrote);
	tcase_add_test(tests, the_diff_is_that_of_the_same_change);
	tcase_add_test(tests, what_is_not_chosen_is_not_read);
	unit_add_table(tests, a_file_that_has_changed_is_refused_alone, changed);
	tcase_add_test(tests, a_link_out_of_the_root_is_refused);
	tcase_add_test(tests, lines_are_counted);
	return unit_run("apply", tests);
}
