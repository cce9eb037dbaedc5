/* Tests of rewriters/transaction: write, list, resume and undo as callers see them; accidents are in tests/fault. */
#include "base/base.h"
#include "rewriters/transaction.h"

#include <fcntl.h>

#include "rewriters/transaction_impl.h"
#include "tests/unit/sandbox.h"
#include "tests/unit/unit.h"

static const struct str time_of_test = STR_INIT("2026-01-02T03:04:05Z");

static void put(const char *path, const char *text)
{
	ck_assert(file_write_atomic(path, str_from(text), NULL));
}

static void assert_file(const char *path, const char *text)
{
	struct strbuf got = { 0 };

	ck_assert_msg(file_read(path, 0, &got, NULL), "%s cannot be read", path);
	assert_str(strbuf_str(&got), text);
	strbuf_release(&got);
}

static struct write_item item(struct arena *a, const char *path, const char *old, const char *new_text)
{
	struct content_hash hash = content_hash(str_from(old));
	struct write_item it = { .path = str_from(path), .old_size = strlen(old), .is_removed = !new_text };

	it.old_hash = arena_printf(a, "%016llx%016llx", (unsigned long long)hash.high, (unsigned long long)hash.low);
	it.new_bytes = str_from(new_text);
	return it;
}

struct attempt {
	struct transaction_lock *lock;
	struct write_set set;
	struct transaction_result result;
	struct err err;
	struct arena arena;
};

static void begin(struct attempt *at)
{
	*at = (struct attempt){ 0 };
	at->set = (struct write_set){ .root = str_from(sandbox), .title = STR("a title"), .command = STR("test") };
	at->set.time = time_of_test;
	ck_assert_msg(transaction_lock(at->set.root, &at->lock, &at->err), "%s", at->err.message);
}

static void end(struct attempt *at)
{
	transaction_unlock(at->lock);
	transaction_result_release(&at->result);
	vec_release(&at->set.items);
	arena_release(&at->arena);
}

static void change(const char *path, const char *old, const char *new_text)
{
	struct attempt at;

	begin(&at);
	vec_push(&at.set.items, item(&at.arena, path, old, new_text));
	ck_assert_msg(transaction_write(at.lock, &at.set, NULL, &at.result, &at.err), "%s", at.err.message);
	ck_assert_int_eq(at.result.end, TRANSACTION_DONE);
	ck_assert_uint_eq(at.result.files, 1);
	end(&at);
}

START_TEST(what_was_written_is_listed_and_undone_latest_first)
{
	struct transaction_list list;
	struct attempt at;

	put("a.py", "one");
	change("a.py", "one", "two");
	change("a.py", "two", "three");
	assert_file("a.py", "three");
	ck_assert(transaction_list(str_from(sandbox), &list, NULL));
	ck_assert_uint_eq(list.items.len, 2);
	assert_str(list.items.items[0].id, "20260102-030405-1");
	assert_str(list.items.items[1].id, "20260102-030405-2");
	assert_str(list.items.items[1].title, "a title");
	assert_str(list.items.items[1].root, sandbox);
	ck_assert_int_eq(list.items.items[1].state, TRANSACTION_COMMITTED);
	ck_assert_uint_eq(list.items.items[1].done, 1);
	transaction_list_release(&list);

	begin(&at);
	ck_assert(transaction_undo(at.lock, (struct str){ 0 }, false, &at.result, NULL));
	assert_file("a.py", "two");
	end(&at);
	begin(&at);
	ck_assert(transaction_undo(at.lock, STR("20260102-030405-1"), false, &at.result, NULL));
	assert_file("a.py", "one");
	end(&at);
	ck_assert(!file_exists(".canonry"));
}
END_TEST

START_TEST(an_older_one_is_refused_while_a_later_one_stands_on_it)
{
	struct attempt at;

	put("a.py", "one");
	change("a.py", "one", "two");
	change("a.py", "two", "three");
	begin(&at);
	ck_assert(!transaction_undo(at.lock, STR("20260102-030405-1"), false, &at.result, &at.err));
	ck_assert_int_eq(at.result.end, TRANSACTION_REFUSED);
	ck_assert_uint_eq(at.result.refusals.len, 1);
	assert_str(at.result.refusals.items[0].path, "a.py");
	assert_str(at.result.refusals.items[0].reason,
		"was changed again by 20260102-030405-2, which has to be undone first");
	assert_file("a.py", "three");
	end(&at);
}
END_TEST

START_TEST(what_is_cancelled_changes_nothing)
{
	static const volatile bool yes = true;
	struct attempt at;

	put("a.py", "one");
	begin(&at);
	vec_push(&at.set.items, item(&at.arena, "a.py", "one", "two"));
	ck_assert(!transaction_write(at.lock, &at.set, &yes, &at.result, &at.err));
	ck_assert_int_eq(at.result.end, TRANSACTION_TAKEN_BACK);
	end(&at);
	assert_file("a.py", "one");
	ck_assert(!file_exists(".canonry"));
}
END_TEST

START_TEST(every_file_in_the_way_is_named)
{
	struct attempt at;

	put("a.py", "edited");
	put("b.py", "b");
	begin(&at);
	vec_push(&at.set.items, item(&at.arena, "a.py", "one", "two"));
	vec_push(&at.set.items, item(&at.arena, "b.py", "b", "c"));
	vec_push(&at.set.items, item(&at.arena, "missing.py", "b", "c"));
	ck_assert(!transaction_write(at.lock, &at.set, NULL, &at.result, &at.err));
	ck_assert_int_eq(at.result.end, TRANSACTION_REFUSED);
	ck_assert_uint_eq(at.result.refusals.len, 2);
	assert_str(at.result.refusals.items[0].path, "a.py");
	assert_str(at.result.refusals.items[0].reason, "was edited since it was read");
	assert_str(at.result.refusals.items[1].reason, "is gone");
	end(&at);
	assert_file("b.py", "b");
}
END_TEST

START_TEST(nothing_to_do_is_no_transaction)
{
	struct attempt at;

	put("a.py", "same");
	begin(&at);
	vec_push(&at.set.items, item(&at.arena, "a.py", "same", "same"));
	ck_assert(transaction_write(at.lock, &at.set, NULL, &at.result, NULL));
	ck_assert_uint_eq(at.result.files, 0);
	end(&at);
	ck_assert(!file_exists(".canonry"));
}
END_TEST

START_TEST(nothing_to_undo_and_unknown_ids_are_told_apart)
{
	struct attempt at;

	begin(&at);
	ck_assert(!transaction_undo(at.lock, (struct str){ 0 }, false, &at.result, &at.err));
	ck_assert_int_eq(at.result.end, TRANSACTION_NOTHING);
	transaction_result_release(&at.result);
	ck_assert(!transaction_resume(at.lock, (struct str){ 0 }, &at.result, NULL));
	ck_assert_int_eq(at.result.end, TRANSACTION_NOTHING);
	transaction_result_release(&at.result);
	ck_assert(!transaction_undo(at.lock, STR("../../etc"), false, &at.result, NULL));
	ck_assert_int_eq(at.result.end, TRANSACTION_UNKNOWN);
	end(&at);
}
END_TEST

START_TEST(a_second_lock_is_refused)
{
	struct transaction_lock *second = NULL;
	struct attempt at;

	begin(&at);
	ck_assert(!transaction_lock(at.set.root, &second, &at.err));
	ck_assert_ptr_null(second);
	ck_assert(strstr(at.err.message, "process") != NULL);
	end(&at);
}
END_TEST

/* Two roots of one work tree share the directory, and each has its own latest. */
START_TEST(roots_of_one_work_tree_are_told_apart)
{
	struct attempt at;
	char sub[PATH_MAX + 8];

	ck_assert(file_make_dirs(".git", NULL) && file_make_dirs("sub", NULL));
	put(".git/HEAD", "ref: refs/heads/main\n");
	put("a.py", "one");
	change("a.py", "one", "two");
	snprintf(sub, sizeof(sub), "%s/sub", sandbox);
	ck_assert(transaction_lock(str_from(sub), &at.lock, NULL));
	ck_assert(!transaction_undo(at.lock, (struct str){ 0 }, false, &at.result, NULL));
	ck_assert_int_eq(at.result.end, TRANSACTION_NOTHING);
	transaction_result_release(&at.result);
	ck_assert(transaction_undo(at.lock, STR("20260102-030405-1"), false, &at.result, NULL));
	transaction_result_release(&at.result);
	transaction_unlock(at.lock);
	assert_file("a.py", "one");
	ck_assert(!file_exists(".git/canonry") && !file_exists(".canonry"));
}
END_TEST

static const struct {
	const char *id;
	bool is_good;
} ids[] = {
	{ "20261120-143508-1", true },
	{ "20261120-143508-12", true },
	{ "20261120-143508-0", false },
	{ "20261120-143508-01", false },
	{ "20261120-143508-", false },
	{ "20261120-143508", false },
	{ "20261120-143508-1x", false },
	{ "20261120-143508-1/..", false },
	{ "2026112x-143508-1", false },
	{ "20261120-143508-1234567890", false },
	{ "lock", false },
	{ "", false },
};

START_TEST(ids_have_one_form)
{
	ck_assert_int_eq(id_is_good(str_from(ids[_i].id)), ids[_i].is_good);
}
END_TEST

static const struct {
	const char *known, *time, *next;
} nexts[] = {
	{ NULL, "2026-11-20T14:35:08Z", "20261120-143508-1" },
	{ "20261120-143508-9", "2026-11-20T14:35:08Z", "20261120-143508-10" },
	{ "20261120-143507-9", "2026-11-20T14:35:08Z", "20261120-143508-1" },
	{ "20291231-000000-3", "2026-11-20T14:35:08Z", "20291231-000000-4" },
};

START_TEST(the_next_id_is_the_newest)
{
	struct id_list known = { 0 };
	struct arena a = { 0 };
	struct str next;

	if (nexts[_i].known)
		vec_push(&known.items, str_from(nexts[_i].known));
	next = id_next(&known, str_from(nexts[_i].time), &a);
	assert_str(next, nexts[_i].next);
	ck_assert(!nexts[_i].known || id_compare(str_from(nexts[_i].known), next) < 0);
	next = id_next(&known, STR("not a time"), &a);
	ck_assert(id_is_good(next));
	arena_release(&a);
	id_list_release(&known);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("transaction");

	tcase_add_checked_fixture(tests, sandbox_open, sandbox_close);
	tcase_add_test(tests, what_was_written_is_listed_and_undone_latest_first);
	tcase_add_test(tests, an_older_one_is_refused_while_a_later_one_stands_on_it);
	tcase_add_test(tests, what_is_cancelled_changes_nothing);
	tcase_add_test(tests, every_file_in_the_way_is_named);
	tcase_add_test(tests, nothing_to_do_is_no_transaction);
	tcase_add_test(tests, nothing_to_undo_and_unknown_ids_are_told_apart);
	tcase_add_test(tests, a_second_lock_is_refused);
	tcase_add_test(tests, roots_of_one_work_tree_are_told_apart);
	unit_add_table(tests, ids_have_one_form, ids);
	unit_add_table(tests, the_next_id_is_the_newest, nexts);
	return unit_run("transaction", tests);
}
