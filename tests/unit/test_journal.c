/* Tests of rewriters/journal: records come back, torn tails are no harm, damage is not believed. */
#include "base/base.h"
#include "rewriters/journal.h"

#include <fcntl.h>

#include "tests/unit/sandbox.h"
#include "tests/unit/unit.h"

static struct journal_file sample_file(const char *path, bool in_place)
{
	return (struct journal_file){
		.path = str_from(path),
		.in_place = in_place,
		.attributes = { 04755, 12, 34, -5, 999999999, { NULL, 0 } },
		.side = { { true, { 1, UINT64_MAX }, 3, 0 }, { in_place, { 3, 4 }, 5, 3 } },
	};
}

static struct journal sample(void)
{
	struct journal j = { .root = STR("src"), .title = STR("title"), .command = STR("migrate"), .time = STR("now") };

	vec_push(&j.files, sample_file("a.py", false));
	vec_push(&j.files, sample_file("pkg/b.py", true));
	j.state = TRANSACTION_STARTED;
	return j;
}

/* A journal file with these marks behind the head; its bytes. */
static void write_sample(const enum journal_mark *marks, size_t count, struct strbuf *ret)
{
	struct strbuf head = { 0 };
	struct journal j = sample();
	int fd = open("journal", O_RDWR | O_CREAT | O_TRUNC, 0600);

	journal_write_head(&j, &head);
	ck_assert_int_eq(write(fd, head.ptr, head.len), (int)head.len);
	j.valid = head.len;
	for (size_t i = 0; i < count; i++)
		ck_assert(journal_mark(&j, fd, marks[i], marks[i] == MARK_WRITING || marks[i] == MARK_DONE, NULL));
	close(fd);
	journal_release(&j);
	strbuf_release(&head);
	ck_assert(file_read("journal", 0, ret, NULL));
}

START_TEST(what_is_written_is_read)
{
	struct strbuf text = { 0 };
	struct journal j;
	const struct journal_file *f;

	write_sample(NULL, 0, &text);
	journal_parse(strbuf_str(&text), &j);
	ck_assert_int_eq(j.state, TRANSACTION_STARTED);
	assert_str(j.root, "src");
	assert_str(j.title, "title");
	assert_str(j.command, "migrate");
	assert_str(j.time, "now");
	ck_assert_uint_eq(j.files.len, 2);
	ck_assert_uint_eq(j.valid, text.len);
	f = &j.files.items[0];
	assert_str(f->path, "a.py");
	ck_assert(!f->in_place && f->side[SIDE_OLD].exists && !f->side[SIDE_NEW].exists);
	ck_assert_uint_eq(f->attributes.mode, 04755);
	ck_assert_int_eq(f->attributes.mtime, -5);
	ck_assert_uint_eq(f->attributes.mtime_ns, 999999999);
	ck_assert_uint_eq(f->side[SIDE_OLD].hash.low, UINT64_MAX);
	ck_assert_uint_eq(j.files.items[1].side[SIDE_NEW].offset, 3);
	ck_assert(j.files.items[1].in_place);
	journal_release(&j);
	strbuf_release(&text);
}
END_TEST

static const struct {
	enum journal_mark marks[6];
	size_t count;
	enum transaction_state state;
	bool is_half;
} lives[] = {
	{ { MARK_PREPARED }, 1, TRANSACTION_PREPARED, false },
	{ { MARK_PREPARED, MARK_WRITING }, 2, TRANSACTION_PREPARED, true },
	{ { MARK_PREPARED, MARK_WRITING, MARK_DONE }, 3, TRANSACTION_PREPARED, false },
	{ { MARK_PREPARED, MARK_WRITING, MARK_COMMITTED }, 3, TRANSACTION_COMMITTED, false },
	{ { MARK_PREPARED, MARK_COMMITTED }, 2, TRANSACTION_COMMITTED, false },
	{ { MARK_PREPARED, MARK_UNDONE }, 2, TRANSACTION_UNDONE, false },
	{ { MARK_PREPARED, MARK_COMMITTED, MARK_UNDOING }, 3, TRANSACTION_UNDOING, false },
	{ { MARK_PREPARED, MARK_COMMITTED, MARK_UNDOING, MARK_WRITING }, 4, TRANSACTION_UNDOING, true },
	{ { MARK_PREPARED, MARK_COMMITTED, MARK_UNDOING, MARK_COMMITTED }, 4, TRANSACTION_COMMITTED, false },
	{ { MARK_PREPARED, MARK_COMMITTED, MARK_UNDOING, MARK_UNDONE }, 4, TRANSACTION_UNDONE, false },
};

START_TEST(marks_make_the_state)
{
	struct strbuf text = { 0 };
	struct journal j;

	write_sample(lives[_i].marks, lives[_i].count, &text);
	journal_parse(strbuf_str(&text), &j);
	ck_assert_int_eq(j.state, lives[_i].state);
	ck_assert_int_eq(j.files.items[1].is_half, lives[_i].is_half);
	journal_release(&j);
	strbuf_release(&text);
}
END_TEST

/* Cut anywhere it says what it said before the last record, never more, and never that it is damaged. */
START_TEST(a_torn_tail_is_no_harm)
{
	static const enum journal_mark marks[] = { MARK_PREPARED, MARK_COMMITTED, MARK_UNDOING };
	struct strbuf text = { 0 };
	struct journal j;
	enum transaction_state last = TRANSACTION_STARTED;

	write_sample(marks, ARRAY_LEN(marks), &text);
	for (size_t len = 0; len <= text.len; len++) {
		journal_parse(str_slice(strbuf_str(&text), 0, len), &j);
		ck_assert_int_ne(j.state, TRANSACTION_BROKEN);
		ck_assert_int_ge(j.state, last);
		ck_assert_uint_le(j.valid, len);
		last = j.state;
		journal_release(&j);
	}
	ck_assert_int_eq(last, TRANSACTION_UNDOING);
	strbuf_release(&text);
}
END_TEST

/* One changed bit before the last record: nothing is believed, or (in the last) nothing of it. */
START_TEST(a_changed_bit_is_seen)
{
	static const enum journal_mark marks[] = { MARK_PREPARED, MARK_COMMITTED };
	struct strbuf text = { 0 };
	struct journal j;
	size_t last;

	write_sample(marks, ARRAY_LEN(marks), &text);
	last = text.len - 20;
	for (size_t i = 0; i < text.len; i++) {
		text.ptr[i] ^= 0x10;
		journal_parse(strbuf_str(&text), &j);
		ck_assert_int_eq(j.state, i < last ? TRANSACTION_BROKEN : TRANSACTION_PREPARED);
		journal_release(&j);
		text.ptr[i] ^= 0x10;
	}
	strbuf_release(&text);
}
END_TEST

/* A mark that failed halfway is written over. */
START_TEST(a_mark_stands_in_the_place_of_a_torn_one)
{
	static const enum journal_mark marks[] = { MARK_PREPARED };
	struct strbuf text = { 0 };
	struct journal j;
	int fd;

	write_sample(marks, ARRAY_LEN(marks), &text);
	strbuf_addz(&text, "torn, and longer than any mark could ever be");
	ck_assert(file_write_atomic("journal", strbuf_str(&text), NULL));
	journal_parse(strbuf_str(&text), &j);
	fd = open("journal", O_RDWR);
	ck_assert(journal_mark(&j, fd, MARK_COMMITTED, 0, NULL));
	close(fd);
	journal_release(&j);
	ck_assert(file_read("journal", 0, &text, NULL));
	journal_parse(strbuf_str(&text), &j);
	ck_assert_int_eq(j.state, TRANSACTION_COMMITTED);
	ck_assert_uint_eq(j.valid, text.len);
	journal_release(&j);
	strbuf_release(&text);
}
END_TEST

static const char *const bad_paths[] = { "", "/etc/passwd", "../up", "a/../../up", "a//b", "a/", "./a", "a/.", ".." };

START_TEST(a_path_that_leads_elsewhere_is_refused)
{
	struct strbuf text = { 0 };
	struct journal j = sample(), got;

	j.files.items[0].path = str_from(bad_paths[_i]);
	journal_write_head(&j, &text);
	journal_parse(strbuf_str(&text), &got);
	ck_assert_int_eq(got.state, TRANSACTION_BROKEN);
	journal_release(&j);
	journal_release(&got);
	strbuf_release(&text);
}
END_TEST

static const struct {
	const char *text;
	bool is_good;
} hashes[] = {
	{ "0123456789abcdef0123456789abcdef", true },
	{ "0123456789ABCDEF0123456789abcdef", false },
	{ "0123456789abcdef0123456789abcde", false },
	{ "0123456789abcdef0123456789abcdef0", false },
	{ "0123456789abcdefg123456789abcdef", false },
	{ "", false },
};

START_TEST(hashes_are_32_hex_digits)
{
	struct content_hash hash;

	ck_assert_int_eq(content_hash_parse(str_from(hashes[_i].text), &hash), hashes[_i].is_good);
	if (hashes[_i].is_good)
		ck_assert_uint_eq(hash.high, 0x0123456789abcdef);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("journal");

	tcase_add_checked_fixture(tests, sandbox_open, sandbox_close);
	tcase_add_test(tests, what_is_written_is_read);
	unit_add_table(tests, marks_make_the_state, lives);
	tcase_add_test(tests, a_torn_tail_is_no_harm);
	tcase_add_test(tests, a_changed_bit_is_seen);
	tcase_add_test(tests, a_mark_stands_in_the_place_of_a_torn_one);
	unit_add_table(tests, a_path_that_leads_elsewhere_is_refused, bad_paths);
	unit_add_table(tests, hashes_are_32_hex_digits, hashes);
	return unit_run("journal", tests);
}
