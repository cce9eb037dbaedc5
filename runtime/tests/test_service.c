/* Tests of what surrounds engines: metrics, alerts, shims, the eventfd bridge, JSON, the audit trail of the factory. */
#include <check.h>

#include <poll.h>
#include <unistd.h>

#include "runtime/json.h"
#include "runtime/metrics.h"
#include "runtime/tests/test.h"

static struct rig rig;

static void setup(void)
{
	rig_init(&rig);
}

/* Of the tests that have not started it. */
static void teardown(void)
{
	if (rig.bridge && !rig.factory)
		eef_bridge_free(rig.bridge);
}

START_TEST(a_histogram_is_within_an_eighth)
{
	static struct histogram histogram;
	struct histogram_sum sum = { 0 };

	for (uint64_t value = 0; value < 100000; value += 7) {
		uint64_t top = histogram_top(histogram_bucket(value));

		ck_assert_uint_ge(top, value);
		ck_assert_uint_le(top - value, value / 8);
	}
	ck_assert_uint_eq(histogram_bucket(UINT64_MAX), HISTOGRAM_BUCKETS - 1);
	for (size_t i = 1; i < HISTOGRAM_BUCKETS; i++) {
		ck_assert_uint_eq(histogram_bucket(histogram_top(i)), i);
		ck_assert_uint_eq(histogram_bucket(histogram_top(i - 1) + 1), i);
	}
	ck_assert_uint_eq(histogram_quantile(&sum, 0.5), 0);
	for (uint64_t value = 1; value <= 1000; value++)
		histogram_record(&histogram, value);
	histogram_add_to(&histogram, &sum);
	ck_assert_uint_eq(sum.count, 1000);
	ck_assert_uint_eq(sum.sum, 500500);
	ck_assert_uint_le(histogram_quantile(&sum, 0.5), 575);
	ck_assert_uint_ge(histogram_quantile(&sum, 0.5), 500);
	ck_assert_uint_ge(histogram_quantile(&sum, 1), 1000);
	ck_assert_uint_eq(histogram_below(&sum, 7), 7);
}
END_TEST

START_TEST(metrics_are_valid_in_both_forms)
{
	static char text[65536];
	size_t len;
	char *line, *save = NULL;

	rig_start(&rig);
	engine_of(&rig, "ada", "r");
	eef_shim_hit(eef_shim_id("old\"name", "new"));
	len = eef_metrics_json(rig.factory, text, sizeof(text));
	ck_assert_uint_lt(len, sizeof(text));
	ck_assert(json_check(text, len, 4, NULL));
	ck_assert_uint_eq(eef_metrics_json(rig.factory, NULL, 0), len);
	ck_assert_uint_lt(eef_metrics_prometheus(rig.factory, text, sizeof(text)), sizeof(text));
	ck_assert_ptr_nonnull(strstr(text, "eef_engines_created_total 2\n"));
	ck_assert_ptr_nonnull(strstr(text, "eef_engines_cleaned_total{reason=\"done\"} 1\n"));
	ck_assert_ptr_nonnull(strstr(text, "eef_invariant_broken 0\n"));
	ck_assert_ptr_nonnull(strstr(text, "eef_create_duration_seconds_bucket{le=\"+Inf\"} "));
	ck_assert_ptr_nonnull(strstr(text, "eef_deprecated_calls_total{symbol=\"old\\\"name\"} 1\n"));
	for (line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
		ck_assert(strncmp(line, "# HELP eef_", 11) == 0 || strncmp(line, "# TYPE eef_", 11) == 0 ||
			(strncmp(line, "eef_", 4) == 0 && strrchr(line, ' ')));
	rig_stop(&rig);
}
END_TEST

static char alerted[16][32];
static int alerts;

static void on_alert(void *ud, const char *name, double value, double limit)
{
	ck_assert_ptr_eq(ud, &alerts);
	snprintf(alerted[alerts++], sizeof(alerted[0]), "%s", name);
}

START_TEST(an_alert_is_said_once_and_again_after_recovery)
{
	char user[16];

	rig.config.max_engines = 10;
	rig.config.max_engines_per_user = 10;
	rig.config.on_alert = on_alert;
	rig.config.alert_ud = &alerts;
	rig.config.alert.create_p99_ns = 0;
	rig_start(&rig);
	alerts = 0;
	for (int i = 0; i < 9; i++) {
		snprintf(user, sizeof(user), "r%d", i);
		engine_of(&rig, "ada", user);
	}
	sweep(rig.factory);
	sweep(rig.factory);
	ck_assert_int_eq(alerts, 1);
	ck_assert_str_eq(alerted[0], "fill");
	eef_cleanup_user(rig.factory, "ada", NULL);
	sweep(rig.factory);
	for (int i = 0; i < 9; i++) {
		snprintf(user, sizeof(user), "r%d", i);
		engine_of(&rig, "ada", user);
	}
	sweep(rig.factory);
	ck_assert_int_eq(alerts, 2);
	rig_stop(&rig);
}
END_TEST

START_TEST(leaks_and_1011_are_alerts)
{
	eef_sub *sub;
	eef_hello hello;

	rig.config.on_alert = on_alert;
	rig.config.alert_ud = &alerts;
	rig.config.alert.create_p99_ns = 0;
	rig_start(&rig);
	alerts = 0;
	eef_cleanup_engine(rig.factory, engine_of(&rig, "ada", "r"), EEF_CLEAN_LEAKED);
	ck_assert_int_eq(eef_sub_open(&rig.factory->sink, "ada", NULL, NULL, 0, &sub, &hello), EEF_OK);
	eef_sub_close(sub, 1011);
	eef_sink_upgrade(&rig.factory->sink, 101);
	eef_sink_upgrade(&rig.factory->sink, 503);
	sweep(rig.factory);
	ck_assert_int_eq(alerts, 2);
	ck_assert_str_eq(alerted[0], "ws_1011");
	ck_assert_str_eq(alerted[1], "scopes_leaked");
	ck_assert_uint_eq(metrics_of(rig.factory).scopes_leaked, 1);
	rig_stop(&rig);
}
END_TEST

static void old_name(void)
{
	EEF_DEPRECATED("old_name", "eef_create_for_user");
}

START_TEST(shims_count_without_a_factory)
{
	char text[1024], symbol[16];
	int id;

	for (int i = 0; i < 3; i++)
		old_name();
	id = eef_shim_id("other", "new");
	ck_assert_int_eq(eef_shim_id("other", "whatever"), id);
	eef_shim_hit(-1);
	eef_shim_hit(9999);
	ck_assert_int_eq(eef_shim_id("", "x"), -1);
	ck_assert_int_eq(eef_shim_id("x", NULL), -1);
	ck_assert_int_eq(eef_shim_id("a\nb", "x"), -1);
	ck_assert_uint_lt(eef_shim_report(text, sizeof(text)), sizeof(text));
	ck_assert(json_check(text, strlen(text), 4, NULL));
	ck_assert_ptr_nonnull(strstr(
		text, "{\"symbol\":\"old_name\",\"replacement\":\"eef_create_for_user\",\"count\":3,\"first\":"));
	ck_assert_ptr_nonnull(
		strstr(text, "{\"symbol\":\"other\",\"replacement\":\"new\",\"count\":0,\"first\":0,\"last\":0}"));
	for (int i = 2; i < 256; i++) {
		snprintf(symbol, sizeof(symbol), "s%d", i);
		ck_assert_int_eq(eef_shim_id(symbol, "x"), i);
	}
	ck_assert_int_eq(eef_shim_id("one too many", "x"), -1);
}
END_TEST

static bool is_readable(int fd)
{
	struct pollfd poll_fd = { .fd = fd, .events = POLLIN };

	return poll(&poll_fd, 1, 0) == 1;
}

struct closing {
	eef_sub *sub;
	size_t read;
};

/* A host that sees the factory drain: sends what is left, then closes. */
static void *host(void *arg)
{
	struct closing *closing = arg;

	while (eef_factory_state(rig.factory) != EEF_STATE_DRAINING)
		usleep(100);
	usleep(5000);
	closing->read = drain_sub(closing->sub, NULL, 0);
	eef_sub_close(closing->sub, eef_close_code(EEF_CLOSE_RESTART));
	return NULL;
}

START_TEST(an_eventfd_says_when_and_shutdown_waits_for_its_host)
{
	struct closing closing = { 0 };
	pthread_t thread;
	eef_hello hello;
	eef_engine engine;
	uint64_t n;
	int fd;

	ck_assert_int_eq(eef_bridge_free(rig.bridge), EEF_OK);
	ck_assert_int_eq(eef_bridge_fd_new(&rig.bridge, &fd), EEF_OK);
	ck_assert_ptr_null(eef_bridge_sink(rig.bridge));
	rig_start(&rig);
	ck_assert_int_eq(eef_sub_open(eef_bridge_sink(rig.bridge), "ada", NULL, NULL, 0, &closing.sub, &hello), EEF_OK);
	while (is_readable(fd))
		ck_assert_int_eq(read(fd, &n, sizeof(n)), sizeof(n));
	engine = engine_of(&rig, "ada", "r");
	ck_assert(!is_readable(fd));
	emit_type(rig.factory, engine, EEF_EV_AGENT_STARTED, NULL);
	ck_assert(is_readable(fd));
	pthread_create(&thread, NULL, host, &closing);
	ck_assert_int_eq(eef_shutdown(rig.factory, 5000), EEF_OK);
	pthread_join(thread, NULL);
	ck_assert_uint_eq(closing.read, 2);
	ck_assert_int_eq(eef_bridge_free(rig.bridge), EEF_OK);
}
END_TEST

/* A bridge that looks for news whenever it is woken. */
static size_t told;

static int always(void *self)
{
	return 1;
}

static eef_status remember(void *self, eef_sink *sink)
{
	*(eef_sink **)self = sink;
	return EEF_OK;
}

static void look(void *self)
{
	eef_sub *subs[4];

	told += eef_sink_dirty(*(eef_sink **)self, subs, COUNT_OF(subs));
}

static eef_status nothing_to_drain(void *self, int reason, uint32_t ms)
{
	return EEF_OK;
}

static void do_nothing(void *self)
{
}

START_TEST(a_bridge_hears_only_of_what_it_opened)
{
	static const eef_bridge_ops ops = { sizeof(ops), EEF_BRIDGE_ABI, always, remember, look, nothing_to_drain,
		do_nothing, do_nothing };
	eef_sink *sink = NULL;
	eef_sub *sub;

	told = 0;
	ck_assert_int_eq(eef_bridge_free(rig.bridge), EEF_OK);
	ck_assert_int_eq(eef_bridge_from_ops(&ops, &sink, &rig.bridge), EEF_OK);
	ck_assert_ptr_eq(eef_bridge_self(rig.bridge, do_nothing), &sink);
	ck_assert_ptr_null(eef_bridge_self(rig.bridge, look));
	ck_assert_ptr_null(eef_bridge_self(NULL, do_nothing));
	rig_start(&rig);
	look(&sink);
	ck_assert_uint_eq(told, 0); /* the probe has spoken by now */
	ck_assert_int_eq(eef_sub_open(sink, "ada", NULL, NULL, 0, &sub, NULL), EEF_OK);
	ck_assert_ptr_null(eef_sub_data(sub));
	eef_sub_set_data(sub, &told);
	ck_assert_ptr_eq(eef_sub_data(sub), &told);
	emit_five(rig.factory, engine_of(&rig, "ada", "r"));
	ck_assert_uint_ge(told, 1);
	eef_sub_close(sub, 1000);
	rig_stop(&rig);
}
END_TEST

static const struct {
	const char *text;
	bool valid;
} texts[] = {
	{ "0", true },
	{ "-0.5e+10", true },
	{ "\"\\b\\f\\n\\r\\t\\/\\\\\\\"\\u00e9\\uD83D\\uDE00\"", true },
	{ "[ 1 , [ ] , { } ]", true },
	{ "{\"\":null}", true },
	{ "\xEF\xBF\xBD", false },
	{ "01", false },
	{ "1.", false },
	{ ".5", false },
	{ "1e", false },
	{ "-", false },
	{ "+1", false },
	{ "nul", false },
	{ "\"\\x\"", false },
	{ "\"\\u12g4\"", false },
	{ "\"\\uDE00\"", false },
	{ "\"\\uD83D\\u0041\"", false },
	{ "\"\xC0\xAF\"", false },
	{ "\"\xED\xA0\x80\"", false },
	{ "\"\xF5\x80\x80\x80\"", false },
	{ "\"\xF4\x90\x80\x80\"", false },
	{ "\"\xE2\x82\"", false },
	{ "\"\xE2\x82", false },
	{ "\"\xF0", false },
	{ "\"a\nb\"", false },
	{ "\"abc", false },
	{ "[1,]", false },
	{ "\t\r\n 1 \t\r\n", true },
	{ "1E5", true },
	{ "1e-5", true },
	{ "1e/", false },
	{ "1e:", false },
	{ "\"\\uABCD\\uabcd\\uD800\\uDC00\"", true },
	{ "\"\\uE000\"", true },
	{ "\"\\uG000\"", false },
	{ "\"\\u/000\"", false },
	{ "\"\\u:000\"", false },
	{ "\"\\u`000\"", false },
	{ "\"\\u@000\"", false },
	{ "\"\\u12", false },
	{ "\"\\uD800\\uE000\"", false },
	{ "\"\\uD800x\"", false },
	{ "\"\\", false },
	{ "\"\xE0\xA0\x80\xED\x9F\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF\xEE\x80\x80\xF1\x80\x80\x80\"", true },
	{ "\"\xE0\x9F\xBF\"", false },
	{ "\"\xF0\x8F\xBF\xBF\"", false },
	{ "\"\xC3\x28\"", false },
	{ "[1 2]", false },
	{ "{\"a\"}", false },
	{ "{\"a\":1,}", false },
	{ "{a:1}", false },
	{ "[[[[1]]]]", false }, /* deeper than three */
	{ "", false },
	{ " ", false },
};

START_TEST(json_is_checked)
{
	size_t len = strlen(texts[_i].text);
	char *exact = malloc(len + !len);

	memcpy(exact, texts[_i].text, len); /* without a NUL: reading beyond is an error under ASan */
	ck_assert_int_eq(json_check(exact, len, 3, NULL), texts[_i].valid);
	free(exact);
}
END_TEST

START_TEST(the_trail_records_lives_and_refusals)
{
	char dir[] = "/tmp/eef-trail-XXXXXX", command[128];
	eef_context context = context_of("ada", "r1");
	eef_engine engine;
	uint64_t seq, later;
	uint8_t hash[32];

	ck_assert_ptr_nonnull(mkdtemp(dir));
	rig.config.audit_dir = dir;
	rig.config.audit_sync = EEF_AUDIT_SYNC;
	rig_start(&rig);
	engine = engine_of(&rig, "ada", "r1");
	ck_assert_int_eq(eef_audit_head(rig.factory, &seq, hash), EEF_OK);
	emit_five(rig.factory, engine);
	ck_assert_int_eq(eef_create_for_user(rig.factory, &context, &engine), EEF_E_DUPLICATE_RUN);
	context.user_id = "default";
	ck_assert_int_eq(eef_create_for_user(rig.factory, &context, &engine), EEF_E_PLACEHOLDER);
	ck_assert_int_eq(eef_audit(rig.factory, engine, "export", "ok", "{\"rows\":3}"), EEF_OK);
	ck_assert_int_eq(eef_audit(rig.factory, (eef_engine){ 0 }, "not a word", "ok", NULL), EEF_E_INVAL);
	ck_assert_int_eq(eef_audit_flush(rig.factory, 5000), EEF_OK);
	ck_assert_int_eq(eef_audit_head(rig.factory, &later, hash), EEF_OK);
	ck_assert_uint_ge(later, seq + 4);
	rig_stop(&rig);
	for (size_t i = 0; i < 8; i++) {
		static const char *const words[] = { "factory_configured", "golden_path_ok", "engine_created",
			"engine_cleaned", "limit_rejected", "engine_denied", "app:export", "shutdown" };

		snprintf(command, sizeof(command), "grep -q '\"%s\"' %s/*.jsonl", words[i], dir);
		ck_assert_msg(system(command) == 0, "%s", words[i]);
	}
	snprintf(command, sizeof(command), "grep -q rows.:3 %s/*.jsonl && rm -r %s", dir, dir);
	ck_assert_int_eq(system(command), 0);
}
END_TEST

START_TEST(a_trail_that_cannot_open_fails_configure)
{
	eef_factory *factory;

	rig.config.audit_dir = "/proc/nowhere/at/all";
	ck_assert_int_eq(eef_configure(&rig.config, rig.bridge, &factory), EEF_E_AUDIT);
	ck_assert_ptr_null(eef_get());
	rig.config.audit_dir = NULL;
	rig_start(&rig);
	ck_assert_int_eq(eef_audit_head(rig.factory, &(uint64_t){ 0 }, (uint8_t[32]){ 0 }), EEF_E_AUDIT);
	rig_stop(&rig);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("service");
	TCase *tests = tcase_create("service");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, a_histogram_is_within_an_eighth);
	tcase_add_test(tests, metrics_are_valid_in_both_forms);
	tcase_add_test(tests, an_alert_is_said_once_and_again_after_recovery);
	tcase_add_test(tests, leaks_and_1011_are_alerts);
	tcase_add_test(tests, shims_count_without_a_factory);
	tcase_add_test(tests, an_eventfd_says_when_and_shutdown_waits_for_its_host);
	tcase_add_test(tests, a_bridge_hears_only_of_what_it_opened);
	tcase_add_loop_test(tests, json_is_checked, 0, COUNT_OF(texts));
	tcase_add_test(tests, the_trail_records_lives_and_refusals);
	tcase_add_test(tests, a_trail_that_cannot_open_fails_configure);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
