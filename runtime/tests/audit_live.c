/* The log at work: modes, many threads, new segments, full disks and broken ones, counts, pseudonyms. */
#include <check.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/tests/audit_calls.h"
#include "runtime/tests/audit_lab.h"

static char segments[64][LAB_PATH];

static void open_lab(void)
{
	calls_reset();
	lab_open();
}

static void close_lab(void)
{
	calls_reset();
	lab_close();
}

static struct eef_audit_log *open_log(const struct eef_audit_options *options)
{
	struct eef_audit_log *log = NULL;

	ck_assert_int_eq(eef_audit_log_open(options, &log), EEF_AUDIT_OK);
	return log;
}

static int append(struct eef_audit_log *log, enum eef_audit_op op)
{
	struct eef_audit_record record = { .op = op, .user = { "u-1", 3 }, .run = { "r-1", 3 } };

	if (eef_audit_op_names(op)->word)
		record.word = (struct eef_audit_text){ "because", 7 };
	return eef_audit_log_append(log, &record, NULL);
}

static struct eef_audit_stats stats_of(struct eef_audit_log *log)
{
	struct eef_audit_stats stats;

	eef_audit_log_stats(log, &stats);
	return stats;
}

/* How many lines of all segments hold the text. */
static size_t count_lines(const char *text)
{
	size_t count = lab_segments(segments, 64), found = 0;

	for (size_t i = 0; i < count; i++) {
		struct lab_lines lines;

		lab_load(segments[i], &lines);
		for (size_t n = 0; n < lines.count; n++)
			found += strstr(lines.text[n], text) != NULL;
		lab_free(&lines);
	}
	return found;
}

/* Waits for the log's thread, at most ten seconds. */
#define AWAIT(condition)                                                \
	do {                                                            \
		for (int turn = 0; turn < 2000 && !(condition); turn++) \
			usleep(5000);                                   \
		ck_assert(condition);                                   \
	} while (0)

enum { THREADS = 8, EACH = 3000 };

static void *append_many(void *data)
{
	struct eef_audit_log *log = data;
	struct eef_audit_record record = { .op = EEF_AUDIT_ENGINE_CREATED, .user = { "u-1", 3 } };
	uint64_t ticket, seq;
	uint8_t hash[32];

	for (int i = 0; i < EACH; i++) {
		record.engine = (uint64_t)i + 1;
		while (eef_audit_log_append(log, &record, &ticket) != EEF_AUDIT_OK)
			usleep(100); /* the ring is full: refused, not lost */
		if (i % 500 == 0 && eef_audit_log_wait(log, ticket, 10000) != EEF_AUDIT_OK)
			return data;
		if (i % 700 == 0)
			eef_audit_log_rotate(log);
		if (i % 100 == 0)
			eef_audit_log_head(log, &seq, hash);
	}
	return NULL;
}

START_TEST(many_threads_write_one_chain)
{
	struct eef_audit_options options = lab_options(_i % 2);
	pthread_t threads[THREADS];
	struct eef_audit_log *log;
	struct lab_verdict verdict;
	struct eef_audit_stats stats;
	void *failed;

	options.mode = (enum eef_audit_mode)(_i / 2);
	options.ring_bytes = 64 * 1024;
	options.evolve_records = 1000;
	log = open_log(&options);
	for (int i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, append_many, log), 0);
	for (int i = 0; i < THREADS; i++) {
		ck_assert_int_eq(pthread_join(threads[i], &failed), 0);
		ck_assert_ptr_null(failed);
	}
	stats = stats_of(log);
	ck_assert_uint_eq(stats.records, THREADS * EACH);
	ck_assert_uint_eq(stats.lost, 0);
	ck_assert_int_eq(eef_audit_log_close(log), EEF_AUDIT_OK);
	verdict = lab_verify(_i % 2);
	ck_assert_int_eq(verdict.verdict, EEF_AUDIT_VERDICT_OK);
	ck_assert_uint_gt(verdict.records, THREADS * EACH);
	ck_assert_uint_gt(stats.segments, 1);
}
END_TEST

START_TEST(what_sync_has_acknowledged_is_on_the_disk)
{
	struct eef_audit_options options = lab_options(false);
	struct eef_audit_record record = { .op = EEF_AUDIT_ENGINE_CREATED, .user = { "u-1", 3 } };
	struct eef_audit_log *log;

	options.mode = EEF_AUDIT_MODE_SYNC;
	log = open_log(&options);
	for (size_t i = 1; i <= 50; i++) {
		ck_assert_int_eq(eef_audit_log_commit(log, &record, 10000), EEF_AUDIT_OK);
		ck_assert_uint_eq(count_lines("\"engine_created\""), i);
		ck_assert_uint_eq(stats_of(log).durable, i);
	}
	ck_assert_uint_ge(stats_of(log).syncs, 50);
	ck_assert_int_eq(eef_audit_log_close(log), EEF_AUDIT_OK);
}
END_TEST

START_TEST(interval_syncs_by_itself)
{
	struct eef_audit_options options = lab_options(false);
	struct eef_audit_log *log;
	uint64_t news = 0;

	options.interval_ms = 20;
	options.notify_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	log = open_log(&options);
	append(log, EEF_AUDIT_ENGINE_CREATED);
	AWAIT(stats_of(log).durable == 1);
	AWAIT(news || read(options.notify_fd, &news, sizeof(news)) > 0);
	ck_assert_int_eq(eef_audit_log_close(log), EEF_AUDIT_OK);
	close(options.notify_fd);
}
END_TEST

static void keep_anchor(void *data, uint64_t seq, const uint8_t hash[32])
{
	struct eef_audit_anchor *anchor = data;

	anchor->seq = seq;
	memcpy(anchor->hash, hash, 32);
}

START_TEST(anchors_go_to_whoever_keeps_them)
{
	struct eef_audit_options options = lab_options(_i == 1);
	struct eef_audit_anchor anchor = { 0 };
	struct eef_audit_verify_options verify = { .key = _i ? lab_key : NULL, .heads = &anchor, .head_count = 1 };
	struct eef_audit_log *log;
	uint64_t seq;
	uint8_t hash[32];

	options.on_anchor = keep_anchor;
	options.anchor_data = &anchor;
	options.evolve_records = 10;
	log = open_log(&options);
	for (uint64_t i = 0; i < 100; i++)
		lab_append(log, i);
	ck_assert_int_eq(eef_audit_log_flush(log, 10000), EEF_AUDIT_OK);
	eef_audit_log_head(log, &seq, hash);
	ck_assert_uint_ge(seq, 101);
	ck_assert_int_eq(eef_audit_log_close(log), EEF_AUDIT_OK);
	ck_assert_uint_eq(anchor.seq, lab_verify(_i).last_seq);
	ck_assert_int_eq(lab_verify_with(&verify).anchored_by, EEF_AUDIT_BY_GIVEN_HEAD);
	anchor.hash[0] ^= 1;
	ck_assert_int_eq(lab_verify_with(&verify).verdict, EEF_AUDIT_VERDICT_TAMPERED);
}
END_TEST

START_TEST(a_full_disk_refuses_gates_and_nothing_is_lost_when_there_is_room_again)
{
	struct eef_audit_options options = lab_options(true);
	struct eef_audit_log *log;
	struct eef_audit_stats stats;

	log = open_log(&options);
	calls_limit_disk(100 + 37 * _i); /* in the middle of some line */
	for (int i = 0; i < 10; i++)
		ck_assert_int_eq(append(log, EEF_AUDIT_ENGINE_CREATED), EEF_AUDIT_OK);
	AWAIT(stats_of(log).error == ENOSPC);
	ck_assert_int_eq(append(log, EEF_AUDIT_ENGINE_CREATED), EEF_AUDIT_E_AUDIT);
	ck_assert_int_eq(append(log, EEF_AUDIT_ENGINE_CLEANED), EEF_AUDIT_OK);
	ck_assert_int_eq(eef_audit_log_flush(log, 1000), EEF_AUDIT_E_AUDIT);
	eef_audit_log_rotate(log); /* comes when there is room */
	usleep(100000);
	ck_assert_int_eq(
		lab_verify(true).verdict, lab_verify(true).is_torn ? EEF_AUDIT_VERDICT_TORN : EEF_AUDIT_VERDICT_OK);
	calls_limit_disk(-1);
	AWAIT(stats_of(log).error == 0);
	AWAIT(stats_of(log).segments == 2);
	ck_assert_int_eq(append(log, EEF_AUDIT_ENGINE_CREATED), EEF_AUDIT_OK);
	stats = stats_of(log);
	ck_assert(!stats.is_dead);
	ck_assert_uint_eq(stats.refused, 1);
	ck_assert_uint_eq(stats.lost, 0);
	ck_assert_int_eq(eef_audit_log_close(log), EEF_AUDIT_OK);
	ck_assert_int_eq(lab_verify(true).verdict, EEF_AUDIT_VERDICT_OK);
	ck_assert_uint_eq(count_lines("\"engine_created\""), 11);
	ck_assert_uint_eq(count_lines("\"engine_cleaned\""), 1);
}
END_TEST

START_TEST(what_did_not_fit_is_told_of)
{
	struct eef_audit_options options = lab_options(false);
	struct eef_audit_log *log;
	struct eef_audit_stats stats;
	uint64_t turned_away = 0;
	char lost[64];
	int expected = _i ? EEF_AUDIT_OK : EEF_AUDIT_E_AUDIT;

	options.on_failure = _i ? EEF_AUDIT_FAIL_OPEN : EEF_AUDIT_FAIL_CLOSED;
	options.ring_bytes = 64 * 1024;
	log = open_log(&options);
	calls_limit_disk(0);
	append(log, EEF_AUDIT_ENGINE_CREATED);
	AWAIT(stats_of(log).error == ENOSPC);
	for (int i = 0; i < 3000; i++) {
		int status = append(log, EEF_AUDIT_ENGINE_CLEANED);

		ck_assert(status == EEF_AUDIT_OK || status == expected);
		turned_away += status != EEF_AUDIT_OK;
	}
	ck_assert_int_eq(append(log, EEF_AUDIT_ENGINE_CREATED), expected);
	stats = stats_of(log);
	ck_assert_uint_gt(stats.lost, 100);
	ck_assert_uint_eq(stats.refused, _i ? 0 : 1);
	if (!_i)
		ck_assert_uint_eq(stats.lost, turned_away);
	calls_limit_disk(-1);
	AWAIT(stats_of(log).error == 0);
	ck_assert_int_eq(eef_audit_log_close(log), EEF_AUDIT_OK);
	snprintf(lost, sizeof(lost), "{\"n\":%lu}", (unsigned long)stats.lost);
	ck_assert_uint_eq(count_lines("\"records_lost\""), 1);
	ck_assert_uint_eq(count_lines(lost), 1);
	ck_assert_int_eq(lab_verify(false).verdict, EEF_AUDIT_VERDICT_OK);
}
END_TEST

/* A sync that failed once has lost pages for good: the next one would say that all is well. */
START_TEST(a_broken_disk_stays_broken)
{
	struct eef_audit_options options = lab_options(true);
	struct eef_audit_log *log;

	log = open_log(&options);
	calls_fail_kind(_i ? CALL_FDATASYNC : CALL_WRITE, EIO);
	append(log, EEF_AUDIT_ENGINE_CREATED);
	AWAIT(stats_of(log).is_dead);
	calls_reset();
	ck_assert_int_eq(append(log, EEF_AUDIT_ENGINE_CREATED), EEF_AUDIT_E_AUDIT);
	ck_assert_int_eq(append(log, EEF_AUDIT_ENGINE_CLEANED), EEF_AUDIT_E_AUDIT);
	ck_assert_int_eq(eef_audit_log_flush(log, 1000), EEF_AUDIT_E_AUDIT);
	usleep(200000);
	ck_assert(stats_of(log).is_dead);
	ck_assert_int_eq(stats_of(log).error, EIO);
	ck_assert_int_eq(eef_audit_log_close(log), EEF_AUDIT_E_AUDIT);
	ck_assert_int_ne(lab_verify(true).verdict, EEF_AUDIT_VERDICT_TAMPERED);
}
END_TEST

START_TEST(signals_interrupt_and_nothing_is_lost)
{
	struct eef_audit_options options = lab_options(true);
	struct eef_audit_log *log;

	options.mode = EEF_AUDIT_MODE_SYNC;
	calls_interrupt(true);
	log = open_log(&options);
	for (int i = 0; i < 20; i++) {
		append(log, EEF_AUDIT_ENGINE_CREATED);
		ck_assert_int_eq(eef_audit_log_flush(log, 10000), EEF_AUDIT_OK);
	}
	ck_assert_int_eq(eef_audit_log_close(log), EEF_AUDIT_OK);
	ck_assert_int_eq(lab_verify(true).verdict, EEF_AUDIT_VERDICT_OK);
	calls_interrupt(false);
}
END_TEST

START_TEST(a_disk_that_takes_nothing_is_full)
{
	struct eef_audit_options options = lab_options(true);
	struct eef_audit_log *log = open_log(&options);

	calls_write_nothing(true);
	append(log, EEF_AUDIT_ENGINE_CREATED);
	AWAIT(stats_of(log).error == ENOSPC);
	calls_write_nothing(false);
	AWAIT(stats_of(log).error == 0);
	ck_assert_int_eq(eef_audit_log_close(log), EEF_AUDIT_OK);
}
END_TEST

START_TEST(without_cryptography_nothing_is_said)
{
	struct eef_audit_options options = lab_options(true);
	struct eef_audit_verify_options verify = { 0 };
	struct eef_audit_verify_report report;
	struct eef_audit_log *log;
	const char *path = lab_path("log");

	calls_refuse_sodium(true);
	ck_assert_int_eq(eef_audit_log_open(&options, &log), EEF_AUDIT_E_IO);
	ck_assert_int_eq(eef_audit_verify_files(&path, 1, &verify, &report), EEF_AUDIT_E_IO);
	calls_refuse_sodium(false);
}
END_TEST

START_TEST(sync_says_when_the_disk_is_full_instead_of_waiting)
{
	struct eef_audit_options options = lab_options(false);
	struct eef_audit_record record = { .op = EEF_AUDIT_ENGINE_CREATED, .user = { "u-1", 3 } };
	struct eef_audit_log *log;

	options.mode = EEF_AUDIT_MODE_SYNC;
	options.on_failure = _i ? EEF_AUDIT_FAIL_OPEN : EEF_AUDIT_FAIL_CLOSED;
	log = open_log(&options);
	calls_limit_disk(10);
	ck_assert_int_eq(eef_audit_log_commit(log, &record, 60000), _i ? EEF_AUDIT_OK : EEF_AUDIT_E_AUDIT);
	ck_assert_int_eq(eef_audit_log_close(log), EEF_AUDIT_E_AUDIT);
	calls_limit_disk(-1);
	ck_assert_int_eq(lab_verify(false).verdict, EEF_AUDIT_VERDICT_TORN);
}
END_TEST

START_TEST(no_new_segment_is_no_reason_to_stop)
{
	struct eef_audit_options options = lab_options(true);
	struct eef_audit_log *log = open_log(&options);

	calls_fail_kind(CALL_OPENAT, EMFILE);
	append(log, EEF_AUDIT_ENGINE_CREATED);
	eef_audit_log_rotate(log);
	AWAIT(stats_of(log).errors > 0);
	ck_assert_int_eq(append(log, EEF_AUDIT_ENGINE_CREATED), EEF_AUDIT_OK);
	ck_assert_int_eq(eef_audit_log_flush(log, 10000), EEF_AUDIT_OK);
	calls_reset();
	ck_assert_int_eq(eef_audit_log_close(log), EEF_AUDIT_OK);
	ck_assert_int_eq(lab_verify(true).verdict, EEF_AUDIT_VERDICT_OK);
}
END_TEST

static uint64_t sum_counts(void)
{
	size_t count = lab_segments(segments, 64);
	struct lab_lines lines;
	uint64_t sum = 0, n;

	ck_assert_uint_eq(count, 1);
	lab_load(segments[0], &lines);
	for (size_t i = 0; i < lines.count; i++)
		if (eef_audit_detail_number(eef_audit_text_of(strstr(lines.text[i], "\"detail\":")), "count", &n))
			sum += n;
	lab_free(&lines);
	return sum;
}

START_TEST(a_flood_of_stale_handles_is_counted)
{
	struct eef_audit_options options = lab_options(false);
	struct eef_audit_log *log = open_log(&options);
	struct eef_audit_record record = { .op = EEF_AUDIT_STALE_HANDLE };

	for (int i = 0; i < 100000; i++)
		ck_assert_int_eq(eef_audit_log_append(log, &record, NULL), EEF_AUDIT_OK);
	ck_assert_int_eq(eef_audit_log_close(log), EEF_AUDIT_OK);
	ck_assert_uint_ge(count_lines("\"stale_handle\""), 2);
	ck_assert_uint_lt(count_lines("\"stale_handle\""), 20);
	ck_assert_uint_eq(sum_counts(), 100000);
	ck_assert_int_eq(lab_verify(false).verdict, EEF_AUDIT_VERDICT_OK);
}
END_TEST

START_TEST(pseudonyms_name_nobody)
{
	struct eef_audit_options options = lab_options(false);
	struct eef_audit_log *log;

	lab_key_file();
	options.pseudonym_key_file = lab_path("key");
	log = open_log(&options);
	for (uint64_t i = 0; i < 20; i++)
		lab_append(log, i);
	ck_assert_int_eq(eef_audit_log_close(log), EEF_AUDIT_OK);
	ck_assert_uint_eq(count_lines("u-1"), 0);
	ck_assert_uint_eq(count_lines("anna"), 0);
	ck_assert_uint_eq(count_lines("\"r-"), 0);
	ck_assert_uint_eq(count_lines("\"user\":\"p:"), 20);
}
END_TEST

START_TEST(files_are_private)
{
	struct eef_audit_options options = lab_options(true);
	struct stat st;

	options.segment_bytes = 2000;
	lab_write(&options, 50);
	ck_assert_int_eq(stat(lab_path("log"), &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0700);
	ck_assert_uint_gt(lab_segments(segments, 64), 3);
	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(stat(segments[i], &st), 0);
		ck_assert_uint_eq(st.st_mode & 0777, 0600);
	}
	ck_assert_int_eq(stat(lab_head(), &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0600);
}
END_TEST

static const struct {
	const char *name;
	struct eef_audit_record record;
} refused[] = {
	{ "the log's own", { .op = EEF_AUDIT_SEGMENT_CLOSE, .word = { "stopped", 7 } } },
	{ "no op", { .op = EEF_AUDIT_OP_COUNT } },
	{ "a word missing", { .op = EEF_AUDIT_RUN_TERMINAL } },
	{ "a sentence", { .op = EEF_AUDIT_RUN_TERMINAL, .word = { "it said hello", 13 } } },
	{ "a word too many", { .op = EEF_AUDIT_ENGINE_CREATED, .word = { "ok", 2 } } },
	{ "a number too many", { .op = EEF_AUDIT_ENGINE_CREATED, .numbers = { 1, 0 } } },
	{ "a detail", { .op = EEF_AUDIT_ENGINE_CREATED, .detail = { "{}", 2 } } },
	{ "a user that is no text", { .op = EEF_AUDIT_ENGINE_CREATED, .user = { "\xc3(", 2 } } },
	{ "an overlong outcome", { .op = EEF_AUDIT_ENGINE_CREATED, .outcome = { "a b", 3 } } },
	{ "no action", { .op = EEF_AUDIT_APP } },
	{ "a prompt", { .op = EEF_AUDIT_APP, .action = { "a", 1 }, .detail = { "{\"q\":\"what is it\"}", 18 } } },
};

START_TEST(what_has_no_place_in_the_trail_is_refused)
{
	struct eef_audit_options options = lab_options(false);
	struct eef_audit_log *log = open_log(&options);

	ck_assert_msg(
		eef_audit_log_append(log, &refused[_i].record, NULL) == EEF_AUDIT_E_INVAL, "%s", refused[_i].name);
	ck_assert_uint_eq(stats_of(log).records, 0);
	ck_assert_int_eq(eef_audit_log_close(log), EEF_AUDIT_OK);
}
END_TEST

START_TEST(options_that_are_none_are_refused)
{
	struct eef_audit_options options = lab_options(false);
	struct eef_audit_log *log = NULL;

	options.ring_bytes = 100000;
	ck_assert_int_eq(eef_audit_log_open(&options, &log), EEF_AUDIT_E_INVAL);
	options = lab_options(true);
	lab_write_file(options.key_file, "short", 5);
	ck_assert_int_eq(eef_audit_log_open(&options, &log), EEF_AUDIT_E_INVAL);
	options = lab_options(false);
	options.key_file = lab_path("no such key");
	ck_assert_int_eq(eef_audit_log_open(&options, &log), EEF_AUDIT_E_IO);
	options = lab_options(false);
	options.pseudonym_key_file = lab_path("no such key");
	ck_assert_int_eq(eef_audit_log_open(&options, &log), EEF_AUDIT_E_IO);
	options.pseudonym_key_file = lab_path("key"); /* the short one */
	ck_assert_int_eq(eef_audit_log_open(&options, &log), EEF_AUDIT_E_INVAL);
	options = lab_options(false);
	options.dir = lab_path("no/such/place");
	ck_assert_int_eq(eef_audit_log_open(&options, &log), EEF_AUDIT_E_IO);
	ck_assert_int_eq(eef_audit_log_close(NULL), EEF_AUDIT_OK);
}
END_TEST

/* Its key is of no more use for what is sealed already. */
START_TEST(an_idle_log_changes_its_key_after_its_time)
{
	struct eef_audit_options options = lab_options(true);
	struct eef_audit_log *log;
	size_t evolved;

	options.evolve_ms = 60;
	log = open_log(&options);
	append(log, EEF_AUDIT_ENGINE_CREATED);
	AWAIT(count_lines("\"key_evolved\"") > 0);
	usleep(400000);
	evolved = count_lines("\"key_evolved\"");
	ck_assert_uint_le(evolved, 2); /* the first record of all may have had its own */
	usleep(400000);
	ck_assert_uint_eq(count_lines("\"key_evolved\""), evolved); /* there is nothing new to protect */
	ck_assert_int_eq(eef_audit_log_close(log), EEF_AUDIT_OK);
	ck_assert_int_eq(lab_verify(true).verdict, EEF_AUDIT_VERDICT_OK);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("audit_live");
	TCase *tests = tcase_create("live");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tests, open_lab, close_lab);
	tcase_set_timeout(tests, 120);
	tcase_add_loop_test(tests, many_threads_write_one_chain, 0, 6);
	tcase_add_test(tests, what_sync_has_acknowledged_is_on_the_disk);
	tcase_add_test(tests, interval_syncs_by_itself);
	tcase_add_loop_test(tests, anchors_go_to_whoever_keeps_them, 0, 2);
	tcase_add_loop_test(tests, a_full_disk_refuses_gates_and_nothing_is_lost_when_there_is_room_again, 0, 12);
	tcase_add_loop_test(tests, what_did_not_fit_is_told_of, 0, 2);
	tcase_add_loop_test(tests, a_broken_disk_stays_broken, 0, 2);
	tcase_add_test(tests, signals_interrupt_and_nothing_is_lost);
	tcase_add_test(tests, a_disk_that_takes_nothing_is_full);
	tcase_add_test(tests, without_cryptography_nothing_is_said);
	tcase_add_loop_test(tests, sync_says_when_the_disk_is_full_instead_of_waiting, 0, 2);
	tcase_add_test(tests, no_new_segment_is_no_reason_to_stop);
	tcase_add_test(tests, a_flood_of_stale_handles_is_counted);
	tcase_add_test(tests, pseudonyms_name_nobody);
	tcase_add_test(tests, files_are_private);
	tcase_add_loop_test(
		tests, what_has_no_place_in_the_trail_is_refused, 0, (int)(sizeof(refused) / sizeof(*refused)));
	tcase_add_test(tests, options_that_are_none_are_refused);
	tcase_add_test(tests, an_idle_log_changes_its_key_after_its_time);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
