/* T6 for the audit trail: each allocation and each call of the system fails once, and for good from there on. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/tests/audit_calls.h"
#include "runtime/tests/audit_lab.h"

static char segments[64][LAB_PATH];
static int unexpected; /* a status that no call should have given */

static size_t open_files(void)
{
	size_t count = 0;

	for (int fd = 0; fd < 256; fd++)
		count += lseek(fd, 0, SEEK_CUR) >= 0 || access("/dev/null", F_OK) != 0;
	return count;
}

static bool is_expected(int status)
{
	return status == EEF_AUDIT_OK || status == EEF_AUDIT_E_AUDIT;
}

/*
 * A life of a log with all that calls the system: keys, new segments, heads, syncs. Says how it went. Nothing of Check's
 * is called: it allocates, too.
 */
static int live(const struct eef_audit_options *options, uint64_t *ret_taken)
{
	struct eef_audit_record record = { .op = EEF_AUDIT_ENGINE_CREATED, .user = { "u-1", 3 } };
	struct eef_audit_log *log;
	int status = eef_audit_log_open(options, &log), appended;

	*ret_taken = 0;
	if (status != EEF_AUDIT_OK)
		return status;
	for (int i = 0; i < 40; i++) {
		record.op = i % 2 ? EEF_AUDIT_ENGINE_CREATED : EEF_AUDIT_WS_CONNECTED;
		appended = eef_audit_log_commit(log, &record, 1000);
		*ret_taken += appended == EEF_AUDIT_OK;
		if (!is_expected(appended))
			unexpected = appended;
	}
	status = eef_audit_log_close(log);
	if (!is_expected(status))
		unexpected = status;
	return status;
}

static void clear(void)
{
	size_t count = lab_segments(segments, 64);

	while (count--)
		unlink(segments[count]);
	while (lab_head())
		unlink(lab_head());
	rmdir(lab_path("log")); /* so that all lives begin alike */
}

/* What was acknowledged as durable is there, and an honest log is never called tampered with. */
static void check_log(uint64_t acknowledged, int status, uint64_t n)
{
	struct lab_verdict verdict;

	if (status != EEF_AUDIT_OK && status != EEF_AUDIT_E_AUDIT) {
		if (access(lab_path("log"), F_OK) == 0)
			ck_assert_msg(
				lab_segments(segments, 64) == 0, "call %lu left a segment behind", (unsigned long)n);
		return;
	}
	verdict = lab_verify(true);
	ck_assert_msg(verdict.verdict <= EEF_AUDIT_VERDICT_TORN, "call %lu: %s, %s at %lu", (unsigned long)n,
		eef_audit_verdict_name(verdict.verdict), eef_audit_flaw_name(verdict.flaw),
		(unsigned long)verdict.bad_seq);
	ck_assert_uint_ge(verdict.records, acknowledged);
	ck_assert_int_eq(unexpected, 0);
	if (status == EEF_AUDIT_OK) {
		ck_assert_uint_ge(verdict.records, acknowledged + 2); /* with the log's own first and last */
		ck_assert_int_eq(verdict.verdict, EEF_AUDIT_VERDICT_OK);
	}
}

START_TEST(a_log_lives_through_each_fault)
{
	struct eef_audit_options options = lab_options(true);
	uint64_t taken, n = 0;
	size_t files = open_files();
	bool has_failed;
	int status;

	options.mode = EEF_AUDIT_MODE_SYNC;
	options.segment_bytes = 3000;
	options.evolve_records = 7;
	options.head_records = 5;
	do {
		calls_reset();
		calls_fail_nth(++n, _i == 1);
		status = live(&options, &taken);
		has_failed = calls_have_failed();
		calls_reset();
		if (!has_failed)
			ck_assert_int_eq(status, EEF_AUDIT_OK);
		check_log(taken, status, n);
		ck_assert_uint_eq(open_files(), files);
		clear();
	} while (has_failed);
	ck_assert_uint_gt(n, 100);
	printf("%lu calls failed %s\n", (unsigned long)n - 1, _i ? "for good" : "once");
}
END_TEST

/* The verifier says that it could not read, or that there is no memory; it never accuses anybody. */
START_TEST(a_verifier_lives_through_each_fault)
{
	struct eef_audit_options options = lab_options(true);
	struct eef_audit_verify_options verify = { .key = lab_key };
	uint64_t n = 0;
	size_t files;
	bool has_failed;

	options.segment_bytes = 3000;
	lab_write(&options, 60);
	files = open_files();
	do {
		struct lab_verdict verdict;

		calls_reset();
		calls_fail_nth(++n, _i == 1);
		verdict = lab_verify_with(&verify);
		has_failed = calls_have_failed();
		calls_reset();
		if (!has_failed)
			ck_assert_int_eq(verdict.verdict, EEF_AUDIT_VERDICT_OK);
		ck_assert_msg(verdict.verdict != EEF_AUDIT_VERDICT_TAMPERED, "call %lu: %s", (unsigned long)n,
			eef_audit_flaw_name(verdict.flaw));
		ck_assert_uint_eq(open_files(), files);
	} while (has_failed);
	ck_assert_uint_gt(n, 20);
}
END_TEST

/* Or the loops above would be about nothing: a call that goes by another name is not wrapped. */
START_TEST(all_calls_are_wrapped)
{
	struct eef_audit_options options = lab_options(true);

	lab_write(&options, 20);
	ck_assert_int_eq(lab_verify(true).verdict, EEF_AUDIT_VERDICT_OK);
	lab_write_file(lab_segments(segments, 1) ? segments[0] : "", "x", 1);
	lab_verify(true);
	for (int kind = 0; kind < CALL_COUNT; kind++)
		ck_assert_msg(calls_seen((enum calls_kind)kind) > 0, "kind %d", kind);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("audit_fault");
	TCase *tests = tcase_create("fault");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tests, (void (*)(void))lab_open, lab_close);
	tcase_set_timeout(tests, 300);
	tcase_add_test(tests, all_calls_are_wrapped);
	tcase_add_loop_test(tests, a_log_lives_through_each_fault, 0, 2);
	tcase_add_loop_test(tests, a_verifier_lives_through_each_fault, 0, 2);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
