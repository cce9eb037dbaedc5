/* A process is killed while it writes its audit trail; afterwards nobody is accused, and what was acknowledged is there. */
#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/tests/audit_calls.h"
#include "runtime/tests/audit_lab.h"

/* Shared with the child: how many records it was told are on the disk. */
static _Atomic uint64_t *acknowledged;

/* Everything happens often: writes, syncs, heads, new keys, new segments. */
static void write_until_killed(const struct eef_audit_options *options, unsigned i)
{
	struct eef_audit_record record = { .op = EEF_AUDIT_ENGINE_CREATED, .user = { "u-1", 3 } };
	struct eef_audit_log *log;
	uint64_t ticket, records = 0;

	if (i % 2)
		calls_kill_in_write(1 + i / 2 % 60, i * 37 % 1000);
	if (eef_audit_log_open(options, &log) != EEF_AUDIT_OK)
		_exit(1);
	for (;;) {
		int burst = 1 + (int)(records % 29);

		for (int n = 0; n < burst; n++)
			records += eef_audit_log_append(log, &record, &ticket) == EEF_AUDIT_OK;
		if (eef_audit_log_wait(log, ticket, 10000) == EEF_AUDIT_OK)
			*acknowledged = records;
	}
}

static void one_kill(const struct eef_audit_options *options, unsigned i, unsigned seen[EEF_AUDIT_VERDICT_COUNT])
{
	char paths[1][LAB_PATH];
	struct lab_verdict verdict;
	int status;
	pid_t pid;

	*acknowledged = 0;
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid == 0)
		write_until_killed(options, i);
	if (i % 2 == 0) {
		usleep(i * 97 % 20000);
		kill(pid, SIGKILL);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	if (!lab_segments(paths, 1))
		return; /* killed before there was anything */
	verdict = lab_verify(options->key_file != NULL);
	ck_assert_msg(verdict.verdict <= EEF_AUDIT_VERDICT_TORN, "kill %u: %s, %s at %lu", i,
		eef_audit_verdict_name(verdict.verdict), eef_audit_flaw_name(verdict.flaw),
		(unsigned long)verdict.bad_seq);
	ck_assert_uint_ge(verdict.records, *acknowledged);
	seen[verdict.verdict]++;
}

static void clear(void)
{
	char paths[64][LAB_PATH];
	size_t count;

	while ((count = lab_segments(paths, 64)) > 0)
		for (size_t i = 0; i < count && i < 64; i++)
			unlink(paths[i]);
	while (lab_head())
		unlink(lab_head());
}

START_TEST(killed_logs_are_honest_logs)
{
	struct eef_audit_options options = lab_options(_i == 1);
	unsigned kills = getenv("EEF_AUDIT_FULL") ? 2000 : 200, seen[EEF_AUDIT_VERDICT_COUNT] = { 0 };

	options.mode = EEF_AUDIT_MODE_INTERVAL;
	options.segment_bytes = 20000;
	options.evolve_records = 40;
	options.head_records = 25;
	acknowledged = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ck_assert_ptr_ne(acknowledged, MAP_FAILED);
	for (unsigned i = 0; i < kills; i++) {
		one_kill(&options, i, seen);
		clear();
	}
	printf("%u kills: %u ok, %u unanchored, %u torn\n", kills, seen[0], seen[1], seen[2]);
	ck_assert_uint_gt(
		seen[EEF_AUDIT_VERDICT_TORN], kills / 5); /* or the kills were not in the middle of anything */
	ck_assert_uint_gt(seen[EEF_AUDIT_VERDICT_OK], kills / 20);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("audit_kill");
	TCase *tests = tcase_create("kill");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tests, (void (*)(void))lab_open, lab_close);
	tcase_set_timeout(tests, 1200);
	tcase_add_loop_test(tests, killed_logs_are_honest_logs, 0, 2);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
