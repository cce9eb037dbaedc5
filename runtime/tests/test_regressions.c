/* The twenty defects that factories of this kind have had, each as a test that it cannot come back: D1 to D20. */
#include <check.h>

#include "runtime/metrics.h"
#include "runtime/run.h"
#include "runtime/tests/test.h"

static struct rig rig;

static void setup(void)
{
	rig_init(&rig);
	rig.config.metadata_max_bytes = 65536;
	rig.config.engine_quota_bytes = 16384;
	rig_start(&rig);
}

static void teardown(void)
{
	rig_stop(&rig);
}

START_TEST(d01_a_failed_create_leaves_nothing)
{
	static char metadata[40000];
	eef_context context = context_of("ada", "r");
	eef_engine engine = { 7 };

	memset(metadata, ' ', sizeof(metadata));
	memcpy(metadata, "{}", 2);
	context.metadata_json = metadata;
	context.metadata_len = sizeof(metadata);
	for (int i = 0; i < 5; i++)
		ck_assert_int_eq(eef_create_for_user(rig.factory, &context, &engine), EEF_E_NOMEM);
	ck_assert_uint_eq(engine.v, 7);
	ck_assert_uint_eq(metrics_of(rig.factory).engines_active, 0);
	ck_assert_uint_eq(metrics_of(rig.factory).users_active, 0);
	engine_of(&rig, "ada", "r");
	engine_of(&rig, "ada", "r2");
}
END_TEST

START_TEST(d02_creates_in_one_millisecond_do_not_collide)
{
	eef_engine a = engine_of(&rig, "ada", "r1"), b = engine_of(&rig, "ada", "r2"), old;

	ck_assert_uint_ne(a.v, b.v);
	ck_assert_uint_eq(metrics_of(rig.factory).engines_active, 2);
	for (int i = 0; i < 1000; i++) {
		old = a;
		ck_assert_int_eq(eef_cleanup_engine(rig.factory, a, EEF_CLEAN_DONE), EEF_OK);
		a = engine_of(&rig, "ada", "r1");
		ck_assert_uint_ne(a.v, old.v);
		ck_assert_int_eq(eef_touch(rig.factory, old), EEF_E_STALE);
	}
}
END_TEST

struct race {
	eef_engine engine;
	_Atomic int winners, go;
};

static void *clean_once(void *arg)
{
	struct race *race = arg;

	while (!atomic_load(&race->go))
		;
	if (eef_cleanup_engine(rig.factory, race->engine, EEF_CLEAN_DONE) >= EEF_OK)
		atomic_fetch_add(&race->winners, 1);
	return NULL;
}

START_TEST(d03_concurrent_cleanups_count_once)
{
	for (int i = 0; i < 200; i++) {
		struct race race = { .engine = engine_of(&rig, "ada", "r") };
		pthread_t threads[4];

		for (int t = 0; t < 4; t++)
			pthread_create(&threads[t], NULL, clean_once, &race);
		atomic_store(&race.go, 1);
		for (int t = 0; t < 4; t++)
			pthread_join(threads[t], NULL);
		ck_assert_int_eq(race.winners, 1);
	}
	ck_assert_uint_eq(metrics_of(rig.factory).engines_cleaned, 201); /* and the probe's */
	ck_assert(is_consistent(rig.factory));
}
END_TEST

START_TEST(d04_shutdown_counts_only_what_it_cleaned)
{
	eef_engine engine = engine_of(&rig, "ada", "r");
	eef_view view;
	eef_metrics m;

	engine_of(&rig, "bob", "r");
	ck_assert_int_eq(eef_pin(rig.factory, engine, &view), EEF_OK);
	ck_assert_int_eq(eef_shutdown(rig.factory, 5), EEF_E_TIMEOUT);
	m = metrics_of(rig.factory);
	ck_assert_uint_eq(m.engines_active, 1);
	ck_assert_uint_eq(m.engines_created, m.engines_cleaned + 1);
	ck_assert_str_eq(view.run_id, "r");
	eef_unpin(&view);
	ck_assert_int_eq(eef_shutdown(rig.factory, 5), EEF_OK);
	ck_assert(is_consistent(rig.factory));
	rig_start(&rig);
}
END_TEST

START_TEST(d05_no_create_after_shutdown)
{
	eef_context context = context_of("ada", "r");
	eef_engine engine;

	ck_assert_int_eq(eef_shutdown(rig.factory, 5), EEF_OK);
	ck_assert_int_eq(eef_create_for_user(rig.factory, &context, &engine), EEF_E_SHUTDOWN);
	ck_assert_ptr_null(eef_get());
	rig_start(&rig);
	ck_assert_int_eq(eef_create_for_user(rig.factory, &context, &engine), EEF_OK);
	ck_assert(rig.factory->sweeper.running);
}
END_TEST

START_TEST(d06_a_second_configure_replaces_nothing)
{
	eef_factory *factory = NULL;
	eef_bridge *other;
	eef_engine engine = engine_of(&rig, "ada", "r");

	ck_assert_int_eq(eef_configure(&rig.config, NULL, &factory), EEF_E_INVAL);
	ck_assert_int_eq(eef_bridge_mem_new(&other), EEF_OK);
	ck_assert_int_eq(eef_configure(&rig.config, other, &factory), EEF_E_CONFLICT);
	ck_assert_ptr_null(factory);
	ck_assert_ptr_null(eef_bridge_sink(other));
	ck_assert_int_eq(eef_configure(&rig.config, rig.bridge, &factory), EEF_ALREADY);
	ck_assert_ptr_eq(factory, rig.factory);
	ck_assert_int_eq(eef_touch(factory, engine), EEF_OK);
	ck_assert_uint_eq(metrics_of(factory).configure_conflicts, 1);
	ck_assert_uint_eq(metrics_of(factory).bridge_attached, 1);
	ck_assert_int_eq(eef_bridge_free(rig.bridge), EEF_E_CONFLICT);
	ck_assert_int_eq(eef_bridge_free(other), EEF_OK);
}
END_TEST

START_TEST(d07_there_is_one_factory)
{
	eef_factory *factory;

	ck_assert_ptr_eq(eef_get(), rig.factory);
	ck_assert_int_eq(eef_shutdown(rig.factory, 5), EEF_OK);
	ck_assert_int_eq(eef_configure(&rig.config, rig.bridge, &factory), EEF_OK);
	ck_assert_ptr_eq(factory, rig.factory);
}
END_TEST

START_TEST(d08_age_alone_ends_no_engine)
{
	eef_engine engine = engine_of(&rig, "ada", "r");

	for (int i = 0; i < 10; i++) {
		test_clock_advance(200000);
		ck_assert_int_eq(
			emit_type(rig.factory, engine, i ? EEF_EV_AGENT_THINKING : EEF_EV_AGENT_STARTED, NULL), EEF_OK);
		sweep(rig.factory);
		ck_assert_int_eq(eef_touch(rig.factory, engine), EEF_OK);
	}
}
END_TEST

START_TEST(d08_a_reaped_run_gets_its_last_event)
{
	eef_engine engine = engine_of(&rig, "ada", "r");
	eef_sub *sub;
	eef_hello hello;
	char last[512];

	emit_type(rig.factory, engine, EEF_EV_AGENT_STARTED, NULL);
	ck_assert_int_eq(eef_sub_open(&rig.factory->sink, "ada", NULL, NULL, 0, &sub, &hello), EEF_OK);
	ck_assert_uint_eq(drain_sub(sub, NULL, 0), 1);
	test_clock_advance(301000);
	sweep(rig.factory);
	ck_assert_uint_eq(drain_sub(sub, last, sizeof(last)), 1);
	ck_assert_ptr_nonnull(strstr(last, "\"status\":\"timeout\",\"reason\":\"idle\""));
	eef_sub_close(sub, 1000);
}
END_TEST

/* What 200 live engines of others cost, beside none: the work, not the time, so that it holds on any machine. */
START_TEST(d09_a_create_does_not_look_at_others)
{
	char user[16];
	uint32_t longest = 0;

	for (unsigned i = 0; i < 200; i++) {
		snprintf(user, sizeof(user), "u%u", i);
		engine_of(&rig, user, "r");
	}
	for (size_t i = 0; i < SHARD_COUNT; i++)
		for (uint32_t b = 0; b < rig.factory->shards[i].bucket_count; b++) {
			uint32_t n = 0;

			for (struct user *u = rig.factory->shards[i].buckets[b]; u; u = u->next)
				n++;
			longest = n > longest ? n : longest;
		}
	ck_assert_uint_le(longest, 6);
}
END_TEST

START_TEST(d10_metrics_name_nobody)
{
	static char text[65536];
	eef_engine engine = engine_of(&rig, "ada-of-the-metrics", "run-of-the-metrics");

	emit_five(rig.factory, engine);
	ck_assert_uint_lt(eef_metrics_prometheus(rig.factory, text, sizeof(text)), sizeof(text));
	ck_assert_ptr_null(strstr(text, "of-the-metrics"));
	ck_assert_ptr_nonnull(strstr(text, "eef_engines_active 1\n"));
	ck_assert_uint_lt(eef_metrics_json(rig.factory, text, sizeof(text)), sizeof(text));
	ck_assert_ptr_null(strstr(text, "of-the-metrics"));
}
END_TEST

static void clean_again(void *arg)
{
	eef_engine engine = *(eef_engine *)arg;
	eef_view view;

	ck_assert_int_eq(eef_cleanup_engine(rig.factory, engine, EEF_CLEAN_DONE), EEF_E_STALE);
	ck_assert_int_eq(eef_pin(rig.factory, engine, &view), EEF_E_STALE);
	ck_assert_int_eq(emit_type(rig.factory, engine, EEF_EV_AGENT_STARTED, NULL), EEF_E_STALE);
}

START_TEST(d11_cleanup_is_not_entered_twice)
{
	static eef_engine engine;
	eef_view view;

	engine = engine_of(&rig, "ada", "r");
	ck_assert_int_eq(eef_pin(rig.factory, engine, &view), EEF_OK);
	ck_assert_int_eq(eef_defer(&view, clean_again, &engine), EEF_OK);
	eef_unpin(&view);
	ck_assert_int_eq(eef_cleanup_engine(rig.factory, engine, EEF_CLEAN_DONE), EEF_OK);
	ck_assert(is_consistent(rig.factory));
}
END_TEST

START_TEST(d12_a_scope_left_early_leaves_no_run)
{
	eef_context context = context_of("ada", "r");

	for (int i = 0; i < 100; i++)
		EEF_SCOPE(rig.factory, &context, job)
		{
			emit_type(rig.factory, job_s.e, EEF_EV_AGENT_STARTED, NULL);
			break;
		}
	ck_assert_uint_eq(metrics_of(rig.factory).engines_active, 0);
	ck_assert_uint_eq(metrics_of(rig.factory).runs_error, 100);
}
END_TEST

START_TEST(d13_a_failing_run_still_completes)
{
	eef_engine engine = engine_of(&rig, "ada", "r");
	eef_sub *sub;
	eef_hello hello;
	char last[512];

	emit_type(rig.factory, engine, EEF_EV_AGENT_STARTED, NULL);
	ck_assert_int_eq(eef_cleanup_engine(rig.factory, engine, EEF_CLEAN_ERROR), EEF_OK);
	ck_assert_int_eq(eef_sub_open(&rig.factory->sink, "ada", NULL, NULL, 0, &sub, &hello), EEF_OK);
	ck_assert_uint_eq(drain_sub(sub, last, sizeof(last)), 2);
	ck_assert_ptr_nonnull(strstr(last, "agent_completed"));
	eef_sub_close(sub, 1000);
}
END_TEST

START_TEST(d14_a_lost_connection_loses_no_event)
{
	eef_engine engine = engine_of(&rig, "ada", "r");
	eef_sub *sub;
	eef_hello hello;

	ck_assert_int_eq(eef_sub_open(&rig.factory->sink, "ada", NULL, NULL, 0, &sub, &hello), EEF_OK);
	eef_sub_close(sub, 1006);
	emit_five(rig.factory, engine);
	ck_assert_int_eq(eef_sub_open(&rig.factory->sink, "ada", NULL, hello.epoch, 0, &sub, &hello), EEF_OK);
	ck_assert_int_eq(hello.recovered, 1);
	ck_assert_uint_eq(drain_sub(sub, NULL, 0), 5);
	eef_sub_close(sub, 1000);
}
END_TEST

START_TEST(d15_confirmed_events_are_kept_nowhere)
{
	eef_sub *sub;
	eef_hello hello;

	ck_assert_int_eq(eef_sub_open(&rig.factory->sink, "ada", NULL, NULL, 0, &sub, &hello), EEF_OK);
	for (int i = 0; i < 500; i++) {
		eef_engine engine = engine_of(&rig, "ada", "r");

		emit_five(rig.factory, engine);
		eef_cleanup_engine(rig.factory, engine, EEF_CLEAN_DONE);
		ck_assert_uint_eq(drain_sub(sub, NULL, 0), 5);
	}
	ck_assert_uint_eq(sub->user->outbox.count, 0);
	ck_assert_uint_eq(sub->user->outbox.promised, 0);
	ck_assert_uint_eq(sub->user->outbox.promised_bytes, 0);
	ck_assert_uint_le(sub->user->outbox.room, 16);
	eef_sub_close(sub, 1000);
	test_clock_advance(121000);
	sweep(rig.factory);
	ck_assert_uint_eq(metrics_of(rig.factory).users_active, 0);
}
END_TEST

START_TEST(d16_nobody_is_made_up)
{
	eef_context context = context_of(NULL, "r");
	eef_engine engine;

	ck_assert_int_eq(eef_create_for_user(rig.factory, NULL, &engine), EEF_E_INVAL);
	ck_assert_int_eq(eef_create_for_user(rig.factory, &context, &engine), EEF_E_INVAL);
	context = context_of("anonymous", "r");
	ck_assert_int_eq(eef_create_for_user(rig.factory, &context, &engine), EEF_E_PLACEHOLDER);
	context = (eef_context){ 0 };
	ck_assert_int_eq(eef_create_for_user(rig.factory, &context, &engine), EEF_E_ABI);
	ck_assert_uint_eq(metrics_of(rig.factory).users_active, 0);
}
END_TEST

/* An address that is used again is not the same engine; nor does anything of the last one lie there. */
START_TEST(d17_reused_memory_is_another_engine)
{
	eef_engine engine = engine_of(&rig, "ada", "r");
	eef_view view;
	unsigned char *first, *second;

	ck_assert_int_eq(eef_pin(rig.factory, engine, &view), EEF_OK);
	first = eef_alloc(&view, 64, 16);
	memset(first, 0x5A, 64);
	eef_unpin(&view);
	eef_cleanup_engine(rig.factory, engine, EEF_CLEAN_DONE);
	engine = engine_of(&rig, "ada", "r");
	ck_assert_int_eq(eef_pin(rig.factory, engine, &view), EEF_OK);
	second = eef_alloc(&view, 64, 16);
	ck_assert_ptr_eq(first, second);
	ck_assert(sodium_is_zero(second, 64));
	eef_unpin(&view);
}
END_TEST

START_TEST(d18_nothing_in_an_engine_grows_without_end)
{
	eef_engine engine = engine_of(&rig, "ada", "r");
	eef_info before = { .size = sizeof(before) }, after = before;
	eef_sub *sub;
	eef_hello hello;

	ck_assert_int_eq(eef_sub_open(&rig.factory->sink, "ada", NULL, NULL, 0, &sub, &hello), EEF_OK);
	emit_type(rig.factory, engine, EEF_EV_AGENT_STARTED, NULL);
	eef_engine_info(rig.factory, engine, &before);
	for (int i = 0; i < 5000; i++) {
		ck_assert_int_eq(emit_type(rig.factory, engine, EEF_EV_AGENT_THINKING, NULL), EEF_OK);
		drain_sub(sub, NULL, 0);
	}
	eef_engine_info(rig.factory, engine, &after);
	ck_assert_uint_eq(before.bytes, after.bytes);
	ck_assert_uint_eq(after.events, 5001);
	eef_sub_close(sub, 1000);
}
END_TEST

START_TEST(d19_an_event_never_waits_for_a_client)
{
	eef_engine engine = engine_of(&rig, "ada", "r");
	uint64_t start;
	unsigned n = 0;

	emit_type(rig.factory, engine, EEF_EV_AGENT_STARTED, NULL);
	start = clock_ns();
	while (emit_type(rig.factory, engine, EEF_EV_AGENT_THINKING, NULL) == EEF_OK)
		n++;
	ck_assert_uint_eq(n, 1022);
	ck_assert_uint_lt(clock_ns() - start, 1000000000);
	ck_assert_int_eq(emit_type(rig.factory, engine, EEF_EV_AGENT_THINKING, NULL), EEF_E_BACKPRESSURE);
}
END_TEST

/* The library never reads the wall clock but for stamps: its only reader of CLOCK_REALTIME is clock_stamp() and clock_utc(). */
START_TEST(d20_durations_are_monotonic)
{
	eef_engine engine = engine_of(&rig, "ada", "r");
	eef_info info = { .size = sizeof(info) };

	test_clock_advance(5000);
	ck_assert_int_eq(eef_engine_info(rig.factory, engine, &info), EEF_OK);
	ck_assert_uint_ge(info.age_ms, 5000);
	ck_assert_uint_lt(info.age_ms, 6000);
	ck_assert_uint_ge(info.idle_ms, 5000);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("regressions");
	TCase *tests = tcase_create("regressions");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, d01_a_failed_create_leaves_nothing);
	tcase_add_test(tests, d02_creates_in_one_millisecond_do_not_collide);
	tcase_add_test(tests, d03_concurrent_cleanups_count_once);
	tcase_add_test(tests, d04_shutdown_counts_only_what_it_cleaned);
	tcase_add_test(tests, d05_no_create_after_shutdown);
	tcase_add_test(tests, d06_a_second_configure_replaces_nothing);
	tcase_add_test(tests, d07_there_is_one_factory);
	tcase_add_test(tests, d08_age_alone_ends_no_engine);
	tcase_add_test(tests, d08_a_reaped_run_gets_its_last_event);
	tcase_add_test(tests, d09_a_create_does_not_look_at_others);
	tcase_add_test(tests, d10_metrics_name_nobody);
	tcase_add_test(tests, d11_cleanup_is_not_entered_twice);
	tcase_add_test(tests, d12_a_scope_left_early_leaves_no_run);
	tcase_add_test(tests, d13_a_failing_run_still_completes);
	tcase_add_test(tests, d14_a_lost_connection_loses_no_event);
	tcase_add_test(tests, d15_confirmed_events_are_kept_nowhere);
	tcase_add_test(tests, d16_nobody_is_made_up);
	tcase_add_test(tests, d17_reused_memory_is_another_engine);
	tcase_add_test(tests, d18_nothing_in_an_engine_grows_without_end);
	tcase_add_test(tests, d19_an_event_never_waits_for_a_client);
	tcase_add_test(tests, d20_durations_are_monotonic);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
