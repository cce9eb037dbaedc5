/* Tests of analyzers/process: what a child says and how it ends, however much, however late. */
#include "base/base.h"
#include "analyzers/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/unit/unit.h"

static struct process child;

static void start(const char *script)
{
	const char *const argv[] = { "sh", "-c", script, NULL };

	process_start(&child, argv, environ);
}

static const struct {
	const char *script, *out, *err;
	int status;
} runs[] = {
	{ "true", "", "", 0 },
	{ "false", "", "", 1 },
	{ "echo out; echo err >&2; exit 7", "out\n", "err\n", 7 },
	{ "cat", "", "", 0 },
	{ "printf 'a\\0b'", "a", "", 0 },
	{ "exec >&-; exec 2>&-; sleep 0.02; exit 3", "", "", 3 },
	{ "kill -9 $$", "", "", -1 },
};

START_TEST(a_child_is_heard_to_its_end)
{
	start(runs[_i].script);
	ck_assert_int_eq(process_finish(&child), runs[_i].status == 0);
	ck_assert_int_eq(child.status, runs[_i].status);
	ck_assert_str_eq(child.out.ptr ? child.out.ptr : "", runs[_i].out);
	ck_assert_str_eq(child.err.ptr ? child.err.ptr : "", runs[_i].err);
	/* Again gives the same. */
	ck_assert_int_eq(process_finish(&child), runs[_i].status == 0);
	process_release(&child);
	process_release(&child);
}
END_TEST

START_TEST(much_on_both_sides_blocks_nobody)
{
	start("i=0; while [ $i -lt 40 ]; do head -c 100000 /dev/zero; head -c 100000 /dev/zero >&2; i=$((i+1)); done");
	ck_assert(process_finish(&child));
	ck_assert_uint_eq(child.out.len, 4000000);
	ck_assert_uint_eq(child.err.len, 4000000);
	process_release(&child);
}
END_TEST

START_TEST(what_cannot_be_started_fails)
{
	const char *const argv[] = { "canonry-no-such-program", NULL };

	process_start(&child, argv, environ);
	ck_assert(!process_finish(&child));
	ck_assert_int_eq(child.status, -1);
	process_release(&child);
}
END_TEST

START_TEST(what_was_never_started_fails)
{
	child = (struct process){ 0 };
	ck_assert(!process_finish(&child));
	process_release(&child);
}
END_TEST

START_TEST(silence_has_an_end)
{
	start("echo first; exec sleep 100");
	child.patience_ms = 50;
	ck_assert(!process_finish(&child));
	ck_assert_int_eq(child.status, -1);
	ck_assert_str_eq(child.out.ptr, "first\n");
	process_release(&child);
}
END_TEST

START_TEST(slow_talk_is_waited_for)
{
	start("for i in 1 2 3 4 5 6; do sleep 0.1; echo $i; done");
	child.patience_ms = 400;
	ck_assert(process_finish(&child));
	process_release(&child);
}
END_TEST

START_TEST(an_unwanted_child_is_ended)
{
	pid_t pid;

	start("exec sleep 100");
	pid = child.pid;
	process_release(&child);
	ck_assert(kill(pid, 0) == -1 && errno == ESRCH);
}
END_TEST

static void start_how(const char *script, const struct process_how *how)
{
	const char *const argv[] = { "sh", "-c", script, NULL };

	process_start_how(&child, argv, environ, how);
}

START_TEST(input_arrives_whole)
{
	static char text[3 << 20];

	memset(text, 'x', sizeof(text));
	start_how("sleep 0.05; cat", &(struct process_how){ .input = { text, sizeof(text) } });
	ck_assert(process_finish(&child));
	ck_assert_uint_eq(child.out.len, sizeof(text));
	process_release(&child);
}
END_TEST

static volatile bool is_cancelled;

static void on_alarm(int number)
{
	is_cancelled = true;
}

/* A zombie that nobody waits for runs no more. */
static bool is_running(pid_t pid)
{
	char path[64], line[512] = "";
	FILE *file;
	const char *state;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	file = fopen(path, "r");
	if (!file)
		return false;
	if (!fgets(line, sizeof(line), file))
		line[0] = '\0';
	fclose(file);
	state = strrchr(line, ')');
	return state && state[1] && state[2] != 'Z';
}

START_TEST(a_cancelled_child_ends_with_its_children)
{
	pid_t grandchild;

	signal(SIGALRM, on_alarm);
	alarm(1);
	start_how("sleep 100 & echo $!; wait",
		&(struct process_how){ .has_group = true, .is_patient = true, .cancel = &is_cancelled });
	ck_assert(!process_finish(&child));
	ck_assert_int_eq(child.status, -1);
	grandchild = (pid_t)strtol(child.out.ptr, NULL, 10);
	ck_assert_int_gt(grandchild, 1);
	for (int i = 0; i < 100 && is_running(grandchild); i++)
		usleep(10000);
	ck_assert(!is_running(grandchild));
	process_release(&child);
}
END_TEST

static unsigned open_files(void)
{
	unsigned count = 0;

	for (int fd = 0; fd < 200; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

START_TEST(no_descriptor_is_left_open)
{
	unsigned before = open_files();

	for (size_t i = 0; i < ARRAY_LEN(runs); i++) {
		start(runs[i].script);
		if (i % 2)
			process_finish(&child);
		process_release(&child);
	}
	process_start(&child, (const char *const[]){ "canonry-no-such-program", NULL }, environ);
	process_release(&child);
	ck_assert_uint_eq(open_files(), before);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("process");

	tcase_set_timeout(tests, 60);
	unit_add_table(tests, a_child_is_heard_to_its_end, runs);
	tcase_add_test(tests, much_on_both_sides_blocks_nobody);
	tcase_add_test(tests, what_cannot_be_started_fails);
	tcase_add_test(tests, what_was_never_started_fails);
	tcase_add_test(tests, silence_has_an_end);
	tcase_add_test(tests, slow_talk_is_waited_for);
	tcase_add_test(tests, an_unwanted_child_is_ended);
	tcase_add_test(tests, input_arrives_whole);
	tcase_add_test(tests, a_cancelled_child_ends_with_its_children);
	tcase_add_test(tests, no_descriptor_is_left_open);
	return unit_run("process", tests);
}
