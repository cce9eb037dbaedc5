/* Tests of base/file: reading all kinds of files, and writing on disks that fail. */
#include "base/base.h"
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/unit/unit.h"

/*
 * These stand before libc's for the code under test: a full disk cannot be
 * had everywhere, and never at the call that one wants. State of the test
 * program; each test runs in a process of its own.
 */
static enum { FAULT_NONE, FAULT_WRITE, FAULT_SHORT_WRITE, FAULT_INTERRUPTED_WRITE, FAULT_FSYNC, FAULT_CLOSE } fault;

ssize_t write(int fd, const void *bytes, size_t size)
{
	if (fault == FAULT_WRITE) {
		errno = ENOSPC;
		return -1;
	}
	if (fault == FAULT_INTERRUPTED_WRITE) {
		fault = FAULT_NONE;
		errno = EINTR;
		return -1;
	}
	if (fault == FAULT_SHORT_WRITE)
		size = MIN(size, (size_t)3);
	return (ssize_t)syscall(SYS_write, fd, bytes, size);
}

int fsync(int fd)
{
	if (fault == FAULT_FSYNC) {
		errno = ENOSPC;
		return -1;
	}
	return (int)syscall(SYS_fsync, fd);
}

int close(int fd)
{
	long closed = syscall(SYS_close, fd);

	if (fault == FAULT_CLOSE) {
		errno = ENOSPC;
		return -1;
	}
	return (int)closed;
}

static char directory[64];

static void enter_directory(void)
{
	snprintf(directory, sizeof(directory), "/tmp/canonry-test-file-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(directory));
	ck_assert_int_eq(chdir(directory), 0);
}

static void leave_directory(void)
{
	DIR *dir = opendir(directory);
	struct dirent *entry;

	fault = FAULT_NONE;
	if (!dir)
		return;
	while ((entry = readdir(dir)))
		unlinkat(dirfd(dir), entry->d_name, 0);
	closedir(dir);
	rmdir(directory);
}

static size_t count_entries(const char *path)
{
	DIR *dir = opendir(path);
	size_t count = 0;

	ck_assert_ptr_nonnull(dir);
	while (readdir(dir))
		count++;
	closedir(dir);
	return count - 2; /* "." and ".." */
}

static void put_file(const char *path, struct str bytes)
{
	struct err err = { 0 };

	ck_assert_msg(file_write_atomic(path, bytes, &err), "%s", err.message);
}

static void assert_content(const char *path, const char *expected)
{
	struct strbuf b = { 0 };
	struct err err = { 0 };

	ck_assert_msg(file_read(path, 0, &b, &err), "%s", err.message);
	assert_str(strbuf_str(&b), expected);
	strbuf_release(&b);
}

static void assert_refused(const char *path, const char *message)
{
	struct strbuf b = { 0 };
	struct err err = { 0 };

	strbuf_addz(&b, "old");
	ck_assert(!file_read(path, 0, &b, &err));
	ck_assert_str_eq(err.message, message);
	ck_assert_uint_eq(b.len, 0);
	strbuf_release(&b);
}

static const size_t sizes[] = { 0, 1, 62, 63, 64, 65, 4095, 4096, 8191, 8192, 8193, 1000000 };

START_TEST(what_is_written_is_read)
{
	struct strbuf text = { 0 }, back = { 0 };
	struct err err = { 0 };

	for (size_t i = 0; i < sizes[_i]; i++)
		strbuf_addch(&text, (char)(i * 31));
	put_file("file", strbuf_str(&text));
	for (int round = 0; round < 2; round++) {
		ck_assert_msg(file_read("file", sizes[_i], &back, &err), "%s", err.message);
		ck_assert(str_eq(strbuf_str(&text), strbuf_str(&back)));
		ck_assert_int_eq(back.ptr[back.len], '\0');
	}
	strbuf_release(&text);
	strbuf_release(&back);
}
END_TEST

START_TEST(a_buffer_that_had_more_holds_only_the_file)
{
	struct strbuf b = { 0 };
	struct err err = { 0 };

	put_file("long", STR("a long text of some words"));
	put_file("short", STR("short"));
	ck_assert(file_read("long", 0, &b, &err));
	ck_assert(file_read("short", 0, &b, &err));
	ck_assert_str_eq(b.ptr, "short");
	strbuf_release(&b);
}
END_TEST

START_TEST(a_file_is_read_relative_to_a_directory)
{
	int dir_fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct strbuf b = { 0 };
	struct err err = { 0 };

	put_file("file", STR("text"));
	ck_assert_int_eq(chdir("/"), 0);
	ck_assert(file_read_at(dir_fd, "file", 0, &b, &err));
	assert_str(strbuf_str(&b), "text");
	strbuf_release(&b);
	close(dir_fd);
}
END_TEST

START_TEST(a_file_without_announced_size_is_read)
{
	struct strbuf b = { 0 };
	struct err err = { 0 };

	ck_assert_msg(file_read("/proc/self/status", 0, &b, &err), "%s", err.message);
	ck_assert(str_starts(strbuf_str(&b), STR("Name:")));
	ck_assert(!file_read("/proc/self/status", 10, &b, &err));
	ck_assert_str_eq(err.message, "/proc/self/status is longer than 10 bytes");
	strbuf_release(&b);
}
END_TEST

START_TEST(a_file_over_the_limit_is_refused)
{
	struct strbuf b = { 0 };
	struct err err = { 0 };

	put_file("file", STR("12345"));
	ck_assert(file_read("file", 5, &b, &err));
	ck_assert(!file_read("file", 4, &b, &err));
	ck_assert_str_eq(err.message, "file is longer than 4 bytes");
	strbuf_release(&b);
}
END_TEST

START_TEST(a_missing_file_is_refused)
{
	assert_refused("none", "cannot open none: No such file or directory");
}
END_TEST

START_TEST(a_directory_is_refused)
{
	assert_refused(".", ". is a directory");
}
END_TEST

START_TEST(a_fifo_is_refused_without_waiting)
{
	ck_assert_int_eq(mkfifo("fifo", 0666), 0);
	assert_refused("fifo", "fifo is a FIFO, not a regular file");
}
END_TEST

START_TEST(a_device_is_refused)
{
	assert_refused("/dev/zero", "/dev/zero is a device, not a regular file");
}
END_TEST

START_TEST(a_socket_is_refused)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "socket" };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	ck_assert_int_eq(bind(fd, (const struct sockaddr *)&address, sizeof(address)), 0);
	assert_refused("socket", "socket is a socket, not a regular file");
	close(fd);
}
END_TEST

START_TEST(a_new_file_has_the_usual_mode)
{
	struct stat info;

	umask(027);
	put_file("file", STR("x"));
	ck_assert_int_eq(stat("file", &info), 0);
	ck_assert_int_eq(info.st_mode & 07777, 0640);
}
END_TEST

START_TEST(an_old_file_keeps_its_mode)
{
	struct stat info;

	put_file("file", STR("old"));
	ck_assert_int_eq(chmod("file", 0751), 0);
	put_file("file", STR("new"));
	ck_assert_int_eq(stat("file", &info), 0);
	ck_assert_int_eq(info.st_mode & 07777, 0751);
	assert_content("file", "new");
}
END_TEST

START_TEST(a_symbolic_link_stays_one)
{
	struct stat info;

	put_file("file", STR("old"));
	ck_assert_int_eq(symlink("file", "link"), 0);
	put_file("link", STR("new"));
	ck_assert_int_eq(lstat("link", &info), 0);
	ck_assert(S_ISLNK(info.st_mode));
	assert_content("file", "new");
}
END_TEST

static const struct {
	int fault;
	bool stands; /* the old text */
} faults[] = {
	{ FAULT_WRITE, true },
	{ FAULT_FSYNC, true },
	{ FAULT_CLOSE, true },
	{ FAULT_SHORT_WRITE, false },
	{ FAULT_INTERRUPTED_WRITE, false },
};

START_TEST(a_failing_disk_leaves_the_old_file_and_nothing_else)
{
	struct err err = { 0 };
	bool ok;

	put_file("file", STR("the old text"));
	fault = faults[_i].fault;
	ok = file_write_atomic("file", STR("the new text"), &err);
	fault = FAULT_NONE;
	ck_assert_int_eq(ok, !faults[_i].stands);
	if (!ok)
		ck_assert(str_ends(str_from(err.message), STR("/file: No space left on device")));
	assert_content("file", ok ? "the new text" : "the old text");
	ck_assert_uint_eq(count_entries("."), 1);
}
END_TEST

START_TEST(a_failing_disk_makes_no_new_file)
{
	struct err err = { 0 };

	fault = FAULT_WRITE;
	ck_assert(!file_write_atomic("file", STR("text"), &err));
	ck_assert_str_eq(err.message, "cannot write file: No space left on device");
	ck_assert_uint_eq(count_entries("."), 0);
}
END_TEST

START_TEST(a_file_in_a_missing_directory_is_refused)
{
	struct err err = { 0 };

	ck_assert(!file_write_atomic("none/file", STR("x"), &err));
	ck_assert_str_eq(err.message, "cannot create a file beside none/file: No such file or directory");
}
END_TEST

START_TEST(what_is_no_regular_file_is_not_replaced)
{
	struct err err = { 0 };

	ck_assert_int_eq(mkfifo("fifo", 0666), 0);
	ck_assert(!file_write_atomic("fifo", STR("x"), &err));
	ck_assert_str_eq(err.message, "fifo is a FIFO, not a regular file");
	err = (struct err){ 0 };
	ck_assert(!file_write_atomic(".", STR("x"), &err));
	ck_assert_str_eq(err.message, ". is a directory");
}
END_TEST

START_TEST(a_read_only_file_is_not_replaced)
{
	struct err err = { 0 };

	put_file("file", STR("old"));
	ck_assert_int_eq(chmod("file", 0444), 0);
	if (geteuid() == 0)
		return; /* root may write everything */
	ck_assert(!file_write_atomic("file", STR("new"), &err));
	ck_assert_str_eq(err.message, "cannot write file: Permission denied");
}
END_TEST

static const char *const dirs[] = { "", ".", "/", "a", "a/b/c", "a//b/", "./a/../a/d", "a/b/c" };

START_TEST(directories_are_made)
{
	struct err err = { 0 };

	for (int round = 0; round < 2; round++)
		ck_assert_msg(file_make_dirs(dirs[_i], &err), "%s", err.message);
	if (*dirs[_i])
		ck_assert(file_is_dir(dirs[_i]));
	rmdir("a/b/c");
	rmdir("a/b");
	rmdir("a/d");
	rmdir("a");
}
END_TEST

START_TEST(a_directory_cannot_be_made_below_a_file)
{
	struct err err = { 0 };

	put_file("file", STR("x"));
	ck_assert(!file_make_dirs("file/a/b", &err));
	ck_assert(str_starts(str_from(err.message), STR("cannot create directory file")));
	err = (struct err){ 0 };
	ck_assert(!file_make_dirs("file", &err));
	ck_assert_str_eq(err.message, "cannot create directory file: File exists");
}
END_TEST

START_TEST(existence_and_kind_are_told)
{
	put_file("file", STR("x"));
	ck_assert(file_exists("file"));
	ck_assert(file_exists("."));
	ck_assert(!file_exists("none"));
	ck_assert(file_is_dir("."));
	ck_assert(!file_is_dir("file"));
	ck_assert(!file_is_dir("none"));
}
END_TEST

static void add_reading(TCase *tests)
{
	unit_add_table(tests, what_is_written_is_read, sizes);
	tcase_add_test(tests, a_buffer_that_had_more_holds_only_the_file);
	tcase_add_test(tests, a_file_is_read_relative_to_a_directory);
	tcase_add_test(tests, a_file_without_announced_size_is_read);
	tcase_add_test(tests, a_file_over_the_limit_is_refused);
	tcase_add_test(tests, a_missing_file_is_refused);
	tcase_add_test(tests, a_directory_is_refused);
	tcase_add_test(tests, a_fifo_is_refused_without_waiting);
	tcase_add_test(tests, a_device_is_refused);
	tcase_add_test(tests, a_socket_is_refused);
}

static void add_writing(TCase *tests)
{
	tcase_add_test(tests, a_new_file_has_the_usual_mode);
	tcase_add_test(tests, an_old_file_keeps_its_mode);
	tcase_add_test(tests, a_symbolic_link_stays_one);
	unit_add_table(tests, a_failing_disk_leaves_the_old_file_and_nothing_else, faults);
	tcase_add_test(tests, a_failing_disk_makes_no_new_file);
	tcase_add_test(tests, a_file_in_a_missing_directory_is_refused);
	tcase_add_test(tests, what_is_no_regular_file_is_not_replaced);
	tcase_add_test(tests, a_read_only_file_is_not_replaced);
	unit_add_table(tests, directories_are_made, dirs);
	tcase_add_test(tests, a_directory_cannot_be_made_below_a_file);
	tcase_add_test(tests, existence_and_kind_are_told);
}

int main(void)
{
	TCase *tests = tcase_create("file");

	tcase_add_checked_fixture(tests, enter_directory, leave_directory);
	add_reading(tests);
	add_writing(tests);
	return unit_run("file", tests);
}
