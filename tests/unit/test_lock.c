/* Tests of rewriters/lock: who holds it, who may have it, and that nobody has it with another. */
#include "base/base.h"
#include "rewriters/lock.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

#include "tests/unit/sandbox.h"
#include "tests/unit/unit.h"

static int dir_fd;

static void open_dir(void)
{
	sandbox_open();
	dir_fd = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static void close_dir(void)
{
	close(dir_fd);
	sandbox_close();
}

static const struct {
	const char *text;
	bool is_good;
} lines[] = {
	{ "12 345 0a1b-2c\n", true },
	{ "12 345 0a1b-2c", true },
	{ "", false },
	{ "\n", false },
	{ "12 345\n", false },
	{ "12 345 \n", false },
	{ "0 345 x\n", false },
	{ "-1 345 x\n", false },
	{ "12 3x5 x\n", false },
	{ "99999999999999999999 345 x\n", false },
	{ "12 345 x y\n", false },
	{ "12 345 a-boot-id-that-is-longer-than-any-that-there-is\n", false },
};

START_TEST(a_line_names_a_holder_or_nobody)
{
	struct lock_holder h = { 0 };

	ck_assert_int_eq(lock_parse(str_from(lines[_i].text), &h), lines[_i].is_good);
	if (lines[_i].is_good)
		ck_assert(h.pid == 12 && h.start == 345 && strcmp(h.boot_id, "0a1b-2c") == 0);
}
END_TEST

START_TEST(one_has_it_and_gives_it_back)
{
	struct lock first, second;
	struct err err = { 0 };
	char pid[32];

	ck_assert(!lock_is_held(dir_fd));
	ck_assert(lock_take(&first, dir_fd, &err));
	ck_assert(lock_is_held(dir_fd));
	ck_assert(!lock_take(&second, dir_fd, &err));
	snprintf(pid, sizeof(pid), "process %d", (int)getpid());
	ck_assert_msg(strstr(err.message, pid) != NULL, "%s", err.message);
	lock_release(&first);
	ck_assert(!lock_is_held(dir_fd) && !file_exists("lock"));
	ck_assert(lock_take(&second, dir_fd, NULL));
	lock_release(&second);
}
END_TEST

static const char *const left_behind[] = { "", "rubbish", "1 1 00000000-0000-0000-0000-000000000000\n" };

START_TEST(what_a_dead_one_left_is_taken_over)
{
	struct lock lock;

	ck_assert(file_write_atomic("lock", str_from(left_behind[_i]), NULL));
	ck_assert(!lock_is_held(dir_fd));
	ck_assert(lock_take(&lock, dir_fd, NULL));
	lock_release(&lock);
}
END_TEST

START_TEST(a_link_is_not_followed)
{
	struct lock lock;

	ck_assert(file_write_atomic("precious", STR("keep me"), NULL));
	ck_assert_int_eq(symlink("precious", "lock"), 0);
	ck_assert(!lock_take(&lock, dir_fd, NULL));
	ck_assert(!lock_is_held(dir_fd));
}
END_TEST

START_TEST(a_directory_that_was_removed_is_told)
{
	struct lock lock;
	int fd;

	ck_assert_int_eq(mkdir("gone", 0700), 0);
	fd = open("gone", O_RDONLY | O_DIRECTORY);
	ck_assert(!lock_lost_dir(fd));
	ck_assert_int_eq(rmdir("gone"), 0);
	ck_assert(lock_lost_dir(fd));
	ck_assert(!lock_take(&lock, fd, NULL));
	close(fd);
}
END_TEST

enum { RIVALS = 6, TURNS = 200 };

/* Whoever has the lock makes a file that must not be there. */
static void compete(void)
{
	struct lock lock;

	for (unsigned turns = 0; turns < TURNS;) {
		int fd;

		if (!lock_take(&lock, dir_fd, NULL))
			continue;
		fd = open("mine", O_WRONLY | O_CREAT | O_EXCL, 0600);
		if (fd < 0 || close(fd) || unlink("mine"))
			_exit(1);
		lock_release(&lock);
		turns++;
	}
	_exit(0);
}

START_TEST(two_never_have_it)
{
	int status;

	for (unsigned i = 0; i < RIVALS; i++)
		if (fork() == 0)
			compete();
	for (unsigned i = 0; i < RIVALS; i++) {
		ck_assert_int_gt(wait(&status), 0);
		ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
}
END_TEST

START_TEST(a_number_used_again_is_somebody_else)
{
	struct strbuf text = { 0 };
	struct lock_holder h;
	struct lock lock;

	ck_assert(lock_take(&lock, dir_fd, NULL));
	ck_assert(file_read("lock", 0, &text, NULL));
	ck_assert(lock_parse(strbuf_str(&text), &h));
	ck_assert(lock_is_alive(&h));
	h.start++;
	ck_assert(!lock_is_alive(&h));
	h.start--;
	h.boot_id[0] ^= 1;
	ck_assert(!lock_is_alive(&h));
	lock_release(&lock);
	strbuf_release(&text);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("lock");

	tcase_add_checked_fixture(tests, open_dir, close_dir);
	tcase_set_timeout(tests, 60);
	unit_add_table(tests, a_line_names_a_holder_or_nobody, lines);
	tcase_add_test(tests, one_has_it_and_gives_it_back);
	unit_add_table(tests, what_a_dead_one_left_is_taken_over, left_behind);
	tcase_add_test(tests, a_link_is_not_followed);
	tcase_add_test(tests, a_directory_that_was_removed_is_told);
	tcase_add_test(tests, two_never_have_it);
	tcase_add_test(tests, a_number_used_again_is_somebody_else);
	return unit_run("lock", tests);
}
