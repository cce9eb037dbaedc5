/* Tests of the factory and its engines: life cycle, contexts, limits, memory, values, scopes. */
#include <check.h>

#include "runtime/tests/test.h"

static struct rig rig;

static void setup(void)
{
	rig_init(&rig);
	rig_start(&rig);
}

static void teardown(void)
{
	rig_stop(&rig);
}

START_TEST(an_engine_lives_and_ends)
{
	eef_engine engine = engine_of(&rig, "ada", "r1");
	eef_info info = { .size = sizeof(info) };

	ck_assert_int_eq(eef_engine_info(rig.factory, engine, &info), EEF_OK);
	ck_assert_str_eq(info.user_id, "ada");
	ck_assert_str_eq(info.run_id, "r1");
	ck_assert_int_eq(eef_cleanup_engine(rig.factory, engine, EEF_CLEAN_DONE), EEF_OK);
	ck_assert_int_eq(eef_cleanup_engine(rig.factory, engine, EEF_CLEAN_DONE), EEF_E_STALE);
	ck_assert_int_eq(eef_engine_info(rig.factory, engine, &info), EEF_E_STALE);
	ck_assert(is_consistent(rig.factory));
	ck_assert_uint_eq(metrics_of(rig.factory).engines_active, 0);
	ck_assert_uint_eq(metrics_of(rig.factory).users_active, 0);
}
END_TEST

START_TEST(a_user_has_a_limit_and_a_run_once)
{
	eef_context context = context_of("ada", "r1");
	eef_engine engine, other = engine_of(&rig, "ada", "r1");

	ck_assert_int_eq(eef_create_for_user(rig.factory, &context, &engine), EEF_E_DUPLICATE_RUN);
	engine_of(&rig, "ada", "r2");
	context.run_id = "r3";
	ck_assert_int_eq(eef_create_for_user(rig.factory, &context, &engine), EEF_E_USER_LIMIT);
	engine_of(&rig, "bob", "r1");
	eef_cleanup_engine(rig.factory, other, EEF_CLEAN_DONE);
	ck_assert_int_eq(eef_create_for_user(rig.factory, &context, &engine), EEF_OK);
	ck_assert(is_consistent(rig.factory));
}
END_TEST

START_TEST(every_slot_can_be_had_and_no_more)
{
	char user[16] = "";
	eef_context context = context_of(user, "r");
	eef_engine engine;
	uint32_t closed;

	for (unsigned i = 0; i < 256; i++) {
		snprintf(user, sizeof(user), "u%u", i);
		ck_assert_int_eq(eef_create_for_user(rig.factory, &context, &engine), EEF_OK);
	}
	strcpy(user, "late");
	ck_assert_int_eq(eef_create_for_user(rig.factory, &context, &engine), EEF_E_FACTORY_FULL);
	ck_assert_int_eq(eef_cleanup_user(rig.factory, "u77", &closed), EEF_OK);
	ck_assert_uint_eq(closed, 1);
	ck_assert_int_eq(eef_create_for_user(rig.factory, &context, &engine), EEF_OK);
	ck_assert_uint_eq(metrics_of(rig.factory).engines_active, 256);
}
END_TEST

static const struct {
	const char *user, *run, *metadata;
	eef_status status;
} contexts[] = {
	{ "ada", "r", NULL, EEF_OK },
	{ "default_user_17", "r", NULL, EEF_OK },
	{ "none-such", "run-default", NULL, EEF_OK },
	{ "J\xC3\xBCrgen", "r", NULL, EEF_OK },
	{ NULL, "r", NULL, EEF_E_INVAL },
	{ "", "r", NULL, EEF_E_INVAL },
	{ "ada", NULL, NULL, EEF_E_INVAL },
	{ "a\nb", "r", NULL, EEF_E_INVAL },
	{ "a\xC2\x85", "r", NULL, EEF_E_INVAL },
	{ "a\xFF", "r", NULL, EEF_E_INVAL },
	{ "\xED\xA0\x80", "r", NULL, EEF_E_INVAL },
	{ "default", "r", NULL, EEF_E_PLACEHOLDER },
	{ "Anonymous", "r", NULL, EEF_E_PLACEHOLDER },
	{ "ada", "registry", NULL, EEF_E_PLACEHOLDER },
	{ "ada", "r", "{}", EEF_OK },
	{ "ada", "r", " {\"a\":[1,2.5e-3,true,null,\"\\u00e9\\ud83d\\ude00\"]} ", EEF_OK },
	{ "ada", "r", "{\"a\":{\"user_id\":1}}", EEF_OK },
	{ "ada", "r", "[]", EEF_E_JSON },
	{ "ada", "r", "", EEF_E_JSON },
	{ "ada", "r", "{\"a\":1}x", EEF_E_JSON },
	{ "ada", "r", "{\"a\":01}", EEF_E_JSON },
	{ "ada", "r", "{\"a\":1,\"\\u0061\":2}", EEF_E_JSON },
	{ "ada", "r", "{\"a\":\"\\ud800\"}", EEF_E_JSON },
	{ "ada", "r", "{\"a\":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}", EEF_E_JSON },
	{ "ada", "r", "{\"user_id\":1}", EEF_E_INVAL },
	{ "ada", "r", "{\"\\u0072un_id\":1}", EEF_E_INVAL },
	{ "ada", "r", "{\"thread_id\":\"t\"}", EEF_E_LEGACY_FIELD },
	{ "ada", "r", "{\"session_id\":\"t\"}", EEF_E_LEGACY_FIELD },
};

START_TEST(contexts_are_checked)
{
	eef_context context = context_of(contexts[_i].user, contexts[_i].run);
	char why[128];
	eef_engine engine;

	context.metadata_json = contexts[_i].metadata;
	context.metadata_len = contexts[_i].metadata ? strlen(contexts[_i].metadata) : 0;
	ck_assert_int_eq(eef_context_check(&rig.config, &context, why, sizeof(why)), contexts[_i].status);
	ck_assert_int_eq(why[0] != '\0', contexts[_i].status != EEF_OK);
	ck_assert_int_eq(eef_create_for_user(rig.factory, &context, &engine), contexts[_i].status);
	ck_assert_uint_eq(metrics_of(rig.factory).engines_active, contexts[_i].status == EEF_OK);
}
END_TEST

START_TEST(too_long_is_too_big)
{
	char id[EEF_ID_MAX + 2] = "", metadata[9000];
	eef_context context = context_of(id, "r");
	eef_engine engine;

	memset(id, 'x', sizeof(id));
	id[EEF_ID_MAX + 1] = '\0';
	ck_assert_int_eq(eef_create_for_user(rig.factory, &context, &engine), EEF_E_TOO_BIG);
	id[EEF_ID_MAX] = '\0';
	ck_assert_int_eq(eef_create_for_user(rig.factory, &context, &engine), EEF_OK);
	memset(metadata, ' ', sizeof(metadata));
	metadata[0] = '{';
	metadata[8999] = '}';
	context = context_of("ada", "r");
	context.metadata_json = metadata;
	context.metadata_len = sizeof(metadata);
	ck_assert_int_eq(eef_create_for_user(rig.factory, &context, &engine), EEF_E_TOO_BIG);
}
END_TEST

START_TEST(sixty_four_keys_and_not_one_more)
{
	char metadata[1024] = "{";
	eef_context context = context_of("ada", "r");
	eef_engine engine;
	size_t len = 1;

	for (int i = 0; i < 64; i++)
		len += (size_t)snprintf(metadata + len, sizeof(metadata) - len, "%s\"k%d\":1", i ? "," : "", i);
	memcpy(metadata + len, "}", 2);
	context.metadata_json = metadata;
	context.metadata_len = len + 1;
	ck_assert_int_eq(eef_create_for_user(rig.factory, &context, &engine), EEF_OK);
	memcpy(metadata + len, ",\"z\":1}", 8);
	context.run_id = "r2";
	context.metadata_len = len + 7;
	ck_assert_int_eq(eef_create_for_user(rig.factory, &context, &engine), EEF_E_JSON);
}
END_TEST

START_TEST(legacy_keys_are_renamed_in_compat)
{
	eef_context context = context_of("ada", "r");
	eef_engine engine;
	eef_view view;

	teardown();
	rig_init(&rig);
	rig.config.flags |= EEF_F_COMPAT_LEGACY;
	rig_start(&rig);
	context.metadata_json = "{\"session_id\":\"s\",\"in\":{\"thread_id\":1},\"thread_id\":\"t\"}";
	context.metadata_len = strlen(context.metadata_json);
	ck_assert_int_eq(eef_create_for_user(rig.factory, &context, &engine), EEF_OK);
	ck_assert_int_eq(eef_pin(rig.factory, engine, &view), EEF_OK);
	ck_assert_str_eq(view.metadata_json,
		"{\"legacy_session_id\":\"s\",\"in\":{\"thread_id\":1},\"legacy_thread_id\":\"t\"}");
	ck_assert_uint_eq(view.metadata_len, strlen(view.metadata_json));
	eef_unpin(&view);
	ck_assert_uint_eq(metrics_of(rig.factory).legacy_fields, 1);
}
END_TEST

static int order[4], ordered;

static void note(void *arg)
{
	order[ordered++] = *(int *)arg;
}

START_TEST(deferred_calls_run_last_first_once)
{
	static int one = 1, two = 2;
	eef_engine engine = engine_of(&rig, "ada", "r");
	eef_view view;

	ordered = 0;
	ck_assert_int_eq(eef_pin(rig.factory, engine, &view), EEF_OK);
	ck_assert_int_eq(eef_defer(&view, note, &one), EEF_OK);
	ck_assert_int_eq(eef_defer(&view, note, &two), EEF_OK);
	ck_assert_int_eq(eef_cleanup_engine(rig.factory, engine, EEF_CLEAN_DONE), EEF_PENDING);
	ck_assert_int_eq(ordered, 0);
	ck_assert_int_eq(eef_cleanup_wait(rig.factory, engine, 1), EEF_E_TIMEOUT);
	eef_unpin(&view);
	ck_assert_int_eq(eef_cleanup_wait(rig.factory, engine, 1), EEF_OK);
	ck_assert_int_eq(ordered, 2);
	ck_assert_int_eq(order[0], 2);
	ck_assert_int_eq(order[1], 1);
}
END_TEST

START_TEST(memory_is_zeroed_aligned_and_limited)
{
	eef_engine engine = engine_of(&rig, "ada", "r");
	eef_view view;
	char *small, *large;

	ck_assert_int_eq(eef_pin(rig.factory, engine, &view), EEF_OK);
	for (size_t align = 1; align <= 4096; align *= 2) {
		small = eef_alloc(&view, 100, align);
		ck_assert_ptr_nonnull(small);
		ck_assert_uint_eq((uintptr_t)small % align, 0);
		ck_assert(sodium_is_zero((unsigned char *)small, 100));
		memset(small, 0xAA, 100);
	}
	large = eef_alloc(&view, 100000, 64);
	ck_assert_ptr_nonnull(large);
	ck_assert_uint_eq((uintptr_t)large % 64, 0);
	ck_assert(sodium_is_zero((unsigned char *)large, 100000));
	memset(large, 0xAA, 100000);
	ck_assert_ptr_null(eef_alloc(&view, 200000, 16));
	ck_assert_ptr_null(eef_alloc(&view, SIZE_MAX, 16));
	ck_assert_ptr_null(eef_alloc(&view, 1, 3));
	eef_unpin(&view);
	ck_assert_int_eq(eef_cleanup_engine(rig.factory, engine, EEF_CLEAN_DONE), EEF_OK);
}
END_TEST

START_TEST(values_are_kept_and_replaced)
{
	eef_engine engine = engine_of(&rig, "ada", "r");
	char buf[64], key[8];
	size_t len = sizeof(buf);
	eef_view view;

	ck_assert_int_eq(eef_pin(rig.factory, engine, &view), EEF_OK);
	ck_assert_int_eq(eef_get_value(&view, "k", buf, &len), EEF_E_STALE);
	ck_assert_int_eq(eef_set(&view, "k", "[1,2,3]", 7), EEF_OK);
	ck_assert_int_eq(eef_set(&view, "k", "{", 1), EEF_E_JSON);
	ck_assert_int_eq(eef_set(&view, "k", "42", 2), EEF_OK);
	ck_assert_int_eq(eef_get_value(&view, "k", buf, &len), EEF_OK);
	ck_assert_uint_eq(len, 2);
	ck_assert_mem_eq(buf, "42", 2);
	ck_assert_int_eq(eef_set(&view, "k", "\"longer than before\"", 20), EEF_OK);
	len = 3;
	ck_assert_int_eq(eef_get_value(&view, "k", buf, &len), EEF_E_TOO_BIG);
	ck_assert_uint_eq(len, 20);
	for (int i = 1; i < 64; i++) {
		snprintf(key, sizeof(key), "k%d", i);
		ck_assert_int_eq(eef_set(&view, key, "1", 1), EEF_OK);
	}
	ck_assert_int_eq(eef_set(&view, "one too many", "1", 1), EEF_E_QUOTA);
	eef_unpin(&view);
}
END_TEST

static int leave_by_return(void)
{
	eef_context context = context_of("ada", "r");

	EEF_SCOPE(rig.factory, &context, job)
	{
		ck_assert_uint_eq(metrics_of(rig.factory).engines_active, 1);
		return 7;
	}
	return 0;
}

START_TEST(a_scope_ends_on_every_way_out)
{
	eef_context context = context_of("ada", "r");
	int ran = 0;

	ck_assert_int_eq(leave_by_return(), 7);
	ck_assert_uint_eq(metrics_of(rig.factory).engines_active, 0);
	EEF_SCOPE(rig.factory, &context, job)
	{
		ran++;
		break;
	}
	EEF_SCOPE(rig.factory, &context, job)
	{
		ran++;
		if (ran == 2)
			goto out;
	}
out:
	EEF_SCOPE(rig.factory, &context, job)
	ran++;
	context.user_id = "default";
	EEF_SCOPE(rig.factory, &context, job)
	ran = 100;
	ck_assert_int_eq(ran, 3);
	ck_assert_uint_eq(metrics_of(rig.factory).engines_active, 0);
}
END_TEST

static int give(eef_view *view, void *arg)
{
	ck_assert_str_eq(view->user_id, "ada");
	return *(int *)arg;
}

START_TEST(a_scope_runs_a_function)
{
	eef_context context = context_of("ada", "r");
	int arg = 5, rc = 0;

	ck_assert_int_eq(eef_scope_run(rig.factory, &context, give, &arg, &rc), EEF_OK);
	ck_assert_int_eq(rc, 5);
	ck_assert_uint_eq(metrics_of(rig.factory).engines_active, 0);
}
END_TEST

START_TEST(pins_have_an_end)
{
	eef_engine engine = engine_of(&rig, "ada", "r");
	static eef_view views[4095];
	size_t n = 0;

	while (n < COUNT_OF(views) && eef_pin(rig.factory, engine, &views[n]) == EEF_OK)
		n++;
	ck_assert_uint_eq(n, 4094);
	ck_assert_int_eq(eef_cleanup_engine(rig.factory, engine, EEF_CLEAN_DONE), EEF_PENDING);
	while (n-- > 0)
		eef_unpin(&views[n]);
	ck_assert_uint_eq(metrics_of(rig.factory).engines_active, 0);
}
END_TEST

START_TEST(a_list_is_a_copy)
{
	eef_info infos[2];
	size_t n;

	engine_of(&rig, "ada", "r1");
	engine_of(&rig, "bob", "r1");
	engine_of(&rig, "cyd", "r1");
	ck_assert_int_eq(eef_list(rig.factory, infos, 2, &n), EEF_OK);
	ck_assert_uint_eq(n, 3);
	ck_assert_str_eq(infos[0].run_id, "r1");
}
END_TEST

START_TEST(an_idle_engine_ends_and_a_busy_one_does_not)
{
	eef_engine idle = engine_of(&rig, "ada", "r1"), touched = engine_of(&rig, "ada", "r2"),
		   pinned = engine_of(&rig, "bob", "r");
	eef_view view;

	ck_assert_int_eq(eef_pin(rig.factory, pinned, &view), EEF_OK);
	test_clock_advance(299000);
	ck_assert_int_eq(eef_touch(rig.factory, touched), EEF_OK);
	test_clock_advance(2000);
	sweep(rig.factory);
	ck_assert_int_eq(eef_touch(rig.factory, idle), EEF_E_STALE);
	ck_assert_int_eq(eef_touch(rig.factory, touched), EEF_OK);
	ck_assert_int_eq(eef_touch(rig.factory, pinned), EEF_OK);
	eef_unpin(&view);
	ck_assert(is_consistent(rig.factory));
}
END_TEST

START_TEST(configure_says_which_argument_is_wrong)
{
	eef_config config;
	eef_factory *factory;
	eef_bridge *bridge;

	teardown();
	eef_config_init(&config);
	ck_assert_int_eq(eef_bridge_mem_new(&bridge), EEF_OK);
	ck_assert_int_eq(eef_configure(&config, NULL, &factory), EEF_E_INVAL);
	ck_assert_int_eq(eef_configure(NULL, bridge, &factory), EEF_E_INVAL);
	config.max_engines = 0;
	ck_assert_int_eq(eef_configure(&config, bridge, &factory), EEF_E_INVAL);
	config.max_engines = 40000;
	ck_assert_int_eq(eef_configure(&config, bridge, &factory), EEF_E_INVAL);
	config.flags = EEF_F_NO_GUARD;
	ck_assert_int_eq(eef_configure(&config, bridge, &factory), EEF_OK);
	ck_assert_int_eq(eef_shutdown(factory, 0), EEF_OK);
	config.size = sizeof(config) + 8;
	ck_assert_int_eq(eef_configure(&config, bridge, &factory), EEF_E_ABI);
	ck_assert_int_eq(eef_bridge_free(bridge), EEF_OK);
	setup();
}
END_TEST

START_TEST(names_of_statuses_are_known)
{
	for (int st = EEF_E_ABI; st <= EEF_ALREADY; st++)
		ck_assert_str_ne(eef_strstatus((eef_status)st), "unknown status");
	ck_assert_str_eq(eef_strstatus((eef_status)99), "unknown status");
	ck_assert_str_eq(eef_version(), EEF_VERSION);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("factory");
	TCase *tests = tcase_create("factory");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, an_engine_lives_and_ends);
	tcase_add_test(tests, a_user_has_a_limit_and_a_run_once);
	tcase_add_test(tests, every_slot_can_be_had_and_no_more);
	tcase_add_loop_test(tests, contexts_are_checked, 0, COUNT_OF(contexts));
	tcase_add_test(tests, too_long_is_too_big);
	tcase_add_test(tests, sixty_four_keys_and_not_one_more);
	tcase_add_test(tests, legacy_keys_are_renamed_in_compat);
	tcase_add_test(tests, deferred_calls_run_last_first_once);
	tcase_add_test(tests, memory_is_zeroed_aligned_and_limited);
	tcase_add_test(tests, values_are_kept_and_replaced);
	tcase_add_test(tests, a_scope_ends_on_every_way_out);
	tcase_add_test(tests, a_scope_runs_a_function);
	tcase_add_test(tests, pins_have_an_end);
	tcase_add_test(tests, a_list_is_a_copy);
	tcase_add_test(tests, an_idle_engine_ends_and_a_busy_one_does_not);
	tcase_add_test(tests, configure_says_which_argument_is_wrong);
	tcase_add_test(tests, names_of_statuses_are_known);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
