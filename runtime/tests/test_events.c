/* Tests of events: grammar, wire text, confirming, resuming, expiring, room, terminal events. */
#include <check.h>

#include "runtime/json.h"
#include "runtime/tests/test.h"

static struct rig rig;
static eef_engine engine;
static eef_sub *sub;
static eef_hello hello;

static void setup(void)
{
	rig_init(&rig);
	rig.config.outbox_events = 16;
	rig_start(&rig);
	engine = engine_of(&rig, "ada", "r1");
	ck_assert_int_eq(eef_sub_open(eef_bridge_sink(rig.bridge), "ada", NULL, NULL, 0, &sub, &hello), EEF_OK);
}

static void teardown(void)
{
	eef_sub_close(sub, 1000);
	rig_stop(&rig);
}

static eef_status emit(eef_event_type type, const char *call)
{
	return emit_type(rig.factory, engine, type, call);
}

/* A run as letters: s started, t thinking, x and y executing (call x, y), X and Y completed, c completed; then the last answer. */
static const struct {
	const char *run;
	eef_status last;
} grammar[] = {
	{ "s", EEF_OK },
	{ "sc", EEF_OK },
	{ "stxXc", EEF_OK },
	{ "sxyXYc", EEF_OK },
	{ "sxXxXc", EEF_OK },
	{ "sxyc", EEF_OK },
	{ "t", EEF_E_ORDER },
	{ "c", EEF_E_ORDER },
	{ "x", EEF_E_ORDER },
	{ "ss", EEF_E_ORDER },
	{ "sX", EEF_E_ORDER },
	{ "sxx", EEF_E_ORDER },
	{ "sxY", EEF_E_ORDER },
	{ "sxXX", EEF_E_ORDER },
	{ "scc", EEF_E_ORDER },
	{ "sct", EEF_E_ORDER },
	{ "scs", EEF_E_ORDER },
};

static eef_status emit_letter(char c)
{
	switch (c) {
	case 's': return emit(EEF_EV_AGENT_STARTED, NULL);
	case 't': return emit(EEF_EV_AGENT_THINKING, NULL);
	case 'c': return emit(EEF_EV_AGENT_COMPLETED, NULL);
	case 'x':
	case 'y': return emit(EEF_EV_TOOL_EXECUTING, c == 'x' ? "x" : "y");
	default: return emit(EEF_EV_TOOL_COMPLETED, c == 'X' ? "x" : "y");
	}
}

START_TEST(the_grammar_is_kept)
{
	const char *c = grammar[_i].run;

	for (; c[1]; c++)
		ck_assert_int_eq(emit_letter(*c), EEF_OK);
	ck_assert_int_eq(emit_letter(*c), grammar[_i].last);
}
END_TEST

START_TEST(a_refused_event_changes_nothing)
{
	uint64_t seq = 0;
	eef_event event = EEF_EVENT_INIT;

	ck_assert_int_eq(emit(EEF_EV_AGENT_STARTED, NULL), EEF_OK);
	ck_assert_int_eq(emit(EEF_EV_TOOL_COMPLETED, "no"), EEF_E_ORDER);
	event.type = EEF_EV_AGENT_THINKING;
	event.data_json = "{\"a\":}";
	event.data_len = 6;
	ck_assert_int_eq(eef_emit(rig.factory, engine, &event, &seq), EEF_E_JSON);
	event.data_json = NULL;
	ck_assert_int_eq(eef_emit(rig.factory, engine, &event, &seq), EEF_OK);
	ck_assert_uint_eq(seq, 2);
	ck_assert_uint_eq(drain_sub(sub, NULL, 0), 2);
	ck_assert_uint_eq(metrics_of(rig.factory).events_rejected, 3); /* the probe had one */
}
END_TEST

START_TEST(the_text_says_it_all)
{
	const void *json;
	size_t len;
	uint64_t offset;
	char text[512], expected[128];
	eef_event event = EEF_EVENT_INIT;

	event.agent = "he\"lper";
	event.data_json = "{\"n\":[1]}";
	event.data_len = 9;
	ck_assert_int_eq(eef_emit(rig.factory, engine, &event, NULL), EEF_OK);
	ck_assert_int_eq(eef_sub_next(sub, &json, &len, &offset), EEF_OK);
	ck_assert(json_check(json, len, 8, NULL));
	snprintf(text, sizeof(text), "%.*s", (int)len, (const char *)json);
	snprintf(expected, sizeof(expected),
		"{\"v\":1,\"type\":\"agent_started\",\"run_id\":\"r1\",\"seq\":1,\"offset\":1,\"epoch\":\"%s\",\"ts\":\"20",
		hello.epoch);
	ck_assert_int_eq(strncmp(text, expected, strlen(expected)), 0);
	ck_assert_ptr_nonnull(strstr(text, "Z\",\"agent\":\"he\\\"lper\",\"data\":{\"n\":[1]}}"));
	ck_assert_ptr_null(strstr(strstr(text, "\"ts\""), "ada")); /* behind the epoch, whose digits may say it */
}
END_TEST

START_TEST(open_tools_are_aborted_at_the_end)
{
	char last[512];
	const void *json;
	size_t len;
	uint64_t offset;

	emit_letter('s');
	emit_letter('x');
	emit_letter('c');
	ck_assert_int_eq(eef_sub_next(sub, &json, &len, &offset), EEF_OK);
	eef_sub_sent(sub, 1);
	eef_sub_sent(sub, 2);
	ck_assert_int_eq(eef_sub_next(sub, &json, &len, &offset), EEF_OK);
	ck_assert_uint_eq(offset, 3);
	snprintf(last, sizeof(last), "%.*s", (int)len, (const char *)json);
	ck_assert_ptr_nonnull(strstr(last, "\"tool\":\"search\",\"call_id\":\"x\",\"data\":{\"status\":\"aborted\"}"));
	ck_assert_uint_eq(drain_sub(sub, last, sizeof(last)), 2);
	ck_assert_ptr_nonnull(strstr(last, "agent_completed"));
}
END_TEST

static const struct {
	int reason;
	const char *data;
} ends[] = {
	{ EEF_CLEAN_DONE, "{\"status\":\"error\",\"reason\":\"unfinished\"}" },
	{ EEF_CLEAN_ERROR, "{\"status\":\"error\",\"reason\":\"failed\"}" },
	{ EEF_CLEAN_CANCELLED, "{\"status\":\"cancelled\",\"reason\":\"cancelled\"}" },
	{ EEF_CLEAN_IDLE, "{\"status\":\"timeout\",\"reason\":\"idle\"}" },
	{ EEF_CLEAN_DEADLINE, "{\"status\":\"timeout\",\"reason\":\"deadline\"}" },
	{ EEF_CLEAN_SHUTDOWN, "{\"status\":\"cancelled\",\"reason\":\"shutdown\"}" },
	{ EEF_CLEAN_LEAKED, "{\"status\":\"error\",\"reason\":\"leaked\"}" },
};

START_TEST(an_unfinished_run_gets_its_end)
{
	char last[512];

	emit_letter('s');
	emit_letter('x');
	ck_assert_int_eq(eef_cleanup_engine(rig.factory, engine, ends[_i].reason), EEF_OK);
	ck_assert_uint_eq(drain_sub(sub, last, sizeof(last)), 4);
	ck_assert_ptr_nonnull(strstr(last, ends[_i].data));
	ck_assert_ptr_nonnull(strstr(last, "\"agent\":\"helper\""));
	ck_assert_int_eq(eef_sub_next(sub, &(const void *){ 0 }, &(size_t){ 0 }, &(uint64_t){ 0 }), EEF_PENDING);
}
END_TEST

START_TEST(a_run_that_never_began_says_nothing)
{
	ck_assert_int_eq(eef_cleanup_engine(rig.factory, engine, EEF_CLEAN_ERROR), EEF_OK);
	ck_assert_uint_eq(drain_sub(sub, NULL, 0), 0);
}
END_TEST

/* Sixteen entries: the first takes two, one for the end. */
START_TEST(a_full_outbox_says_so_and_still_ends_runs)
{
	unsigned n = 0;
	uint64_t offset;
	const void *json;
	size_t len;

	emit_letter('s');
	emit_letter('x');
	while (emit_letter('t') == EEF_OK)
		n++;
	ck_assert_uint_eq(n, 12);
	ck_assert_int_eq(emit_letter('t'), EEF_E_BACKPRESSURE);
	ck_assert_int_eq(eef_emit_wait(rig.factory, engine, 1), EEF_E_TIMEOUT);
	ck_assert_int_eq(eef_sub_next(sub, &json, &len, &offset), EEF_OK);
	for (offset = 1; offset <= 4; offset++)
		eef_sub_sent(sub, offset);
	eef_sub_ack(sub, 4);
	ck_assert_int_eq(eef_emit_wait(rig.factory, engine, 1), EEF_OK);
	while (emit_letter('t') == EEF_OK)
		n++;
	ck_assert_uint_eq(n, 16);
	ck_assert_int_eq(eef_cleanup_engine(rig.factory, engine, EEF_CLEAN_DONE), EEF_OK);
	ck_assert_uint_eq(drain_sub(sub, NULL, 0), 16);
}
END_TEST

START_TEST(delivered_knows_the_fate_of_each)
{
	emit_letter('s');
	emit_letter('t');
	ck_assert_int_eq(eef_delivered(rig.factory, engine, 1), EEF_PENDING);
	ck_assert_int_eq(eef_delivered(rig.factory, engine, 3), EEF_E_INVAL);
	ck_assert_int_eq(eef_delivered(rig.factory, engine, 0), EEF_E_INVAL);
	eef_sub_sent(sub, 2);
	eef_sub_ack(sub, 1);
	ck_assert_int_eq(eef_delivered(rig.factory, engine, 1), EEF_OK);
	ck_assert_int_eq(eef_delivered(rig.factory, engine, 2), EEF_PENDING);
	test_clock_advance(121000);
	sweep(rig.factory);
	ck_assert_int_eq(eef_delivered(rig.factory, engine, 1), EEF_OK);
	ck_assert_int_eq(eef_delivered(rig.factory, engine, 2), EEF_E_GAP);
	ck_assert_uint_eq(metrics_of(rig.factory).events_expired, 1);
}
END_TEST

START_TEST(a_client_resumes_where_it_was)
{
	eef_sub *again;
	eef_hello then;

	emit_letter('s');
	emit_letter('t');
	emit_letter('t');
	eef_sub_sent(sub, 2);
	eef_sub_close(sub, 1006);
	ck_assert_int_eq(eef_sub_open(&rig.factory->sink, "ada", NULL, hello.epoch, 2, &sub, &then), EEF_OK);
	ck_assert_int_eq(then.recovered, 1);
	ck_assert_uint_eq(drain_sub(sub, NULL, 0), 1);
	ck_assert_int_eq(eef_sub_open(&rig.factory->sink, "ada", NULL, hello.epoch, 1, &again, &then), EEF_OK);
	ck_assert_int_eq(then.recovered, 0);
	eef_sub_close(again, 1000);
	ck_assert_int_eq(eef_sub_open(&rig.factory->sink, "ada", NULL, "0123456789abcdef", 3, &again, &then), EEF_OK);
	ck_assert_int_eq(then.recovered, 0);
	eef_sub_close(again, 1000);
	ck_assert_int_eq(eef_sub_open(&rig.factory->sink, "ada", NULL, hello.epoch, 99, &again, &then), EEF_OK);
	ck_assert_int_eq(then.recovered, 0);
	eef_sub_close(again, 1000);
	ck_assert_uint_eq(metrics_of(rig.factory).replay_gaps, 3);
}
END_TEST

START_TEST(events_before_the_first_client_wait_for_it)
{
	eef_engine other = engine_of(&rig, "bob", "r");
	eef_sub *late;

	emit_five(rig.factory, other);
	eef_cleanup_engine(rig.factory, other, EEF_CLEAN_DONE);
	ck_assert_int_eq(eef_sub_open(&rig.factory->sink, "bob", NULL, NULL, 0, &late, &hello), EEF_OK);
	ck_assert_uint_eq(drain_sub(late, NULL, 0), 5);
	eef_sub_close(late, 1000);
	ck_assert_uint_eq(drain_sub(sub, NULL, 0), 0);
}
END_TEST

START_TEST(an_expired_place_is_a_gap)
{
	const void *json;
	size_t len;
	uint64_t offset;
	eef_hello now;

	emit_letter('s');
	emit_letter('t');
	test_clock_advance(121000);
	sweep(rig.factory);
	emit_letter('t');
	ck_assert_int_eq(eef_sub_next(sub, &json, &len, &offset), EEF_E_GAP);
	ck_assert_int_eq(eef_sub_hello(sub, &now), EEF_OK);
	ck_assert_int_eq(now.recovered, 0);
	ck_assert_uint_eq(now.oldest, 3);
	ck_assert_int_eq(eef_sub_next(sub, &json, &len, &offset), EEF_OK);
	ck_assert_uint_eq(offset, 3);
}
END_TEST

START_TEST(what_one_client_has_not_confirmed_stays)
{
	eef_sub *other;

	ck_assert_int_eq(eef_sub_open(&rig.factory->sink, "ada", NULL, NULL, 0, &other, &hello), EEF_OK);
	emit_letter('s');
	ck_assert_uint_eq(drain_sub(sub, NULL, 0), 1);
	ck_assert_uint_eq(metrics_of(rig.factory).outbox_events, 1);
	ck_assert_uint_eq(drain_sub(other, NULL, 0), 1);
	ck_assert_uint_eq(metrics_of(rig.factory).outbox_events, 0);
	eef_sub_close(other, 1000);
}
END_TEST

START_TEST(news_are_told_once_until_heard)
{
	eef_sub *dirty[4];

	ck_assert_uint_eq(eef_sink_dirty(&rig.factory->sink, dirty, 4), 0);
	emit_letter('s');
	emit_letter('t');
	ck_assert_uint_eq(eef_sink_dirty(&rig.factory->sink, dirty, 4), 1);
	ck_assert_ptr_eq(dirty[0], sub);
	ck_assert_uint_eq(eef_sink_dirty(&rig.factory->sink, dirty, 4), 0);
	emit_letter('t');
	ck_assert_uint_eq(eef_sink_dirty(&rig.factory->sink, dirty, 4), 1);
}
END_TEST

START_TEST(sixteen_connections_are_the_most)
{
	eef_sub *subs[16];
	size_t n = 0;

	while (n < 16 && eef_sub_open(&rig.factory->sink, "ada", NULL, NULL, 0, &subs[n], &hello) == EEF_OK)
		n++;
	ck_assert_uint_eq(n, 15);
	ck_assert_int_eq(eef_sub_open(&rig.factory->sink, "ada", NULL, NULL, 0, &subs[n], &hello), EEF_E_QUOTA);
	while (n-- > 0)
		eef_sub_close(subs[n], 1000);
}
END_TEST

static const struct {
	const char *text;
	eef_status status;
} messages[] = {
	{ "{\"op\":\"ack\",\"offset\":1}", EEF_OK },
	{ " { \"offset\" : 18446744073709551615 , \"op\" : \"ack\" } ", EEF_E_INVAL },
	{ "{\"op\":\"ack\",\"offset\":184467440737095516}", EEF_OK },
	{ "{\"op\":\"ack\",\"offset\":-1}", EEF_E_INVAL },
	{ "{\"op\":\"ack\",\"offset\":1.5}", EEF_E_INVAL },
	{ "{\"op\":\"ack\",\"offset\":\"1\"}", EEF_E_INVAL },
	{ "{\"op\":\"ack\"}", EEF_E_INVAL },
	{ "{\"op\":\"send\",\"offset\":1}", EEF_E_INVAL },
	{ "{\"x\":{\"op\":\"ack\",\"offset\":1}}", EEF_E_INVAL },
	{ "[]", EEF_E_JSON },
	{ "{\"op\":\"ack\",\"offset\":1", EEF_E_JSON },
	{ "", EEF_E_JSON },
};

START_TEST(messages_of_clients_are_read)
{
	emit_letter('s');
	eef_sub_sent(sub, 1);
	ck_assert_int_eq(eef_sub_message(sub, messages[_i].text, strlen(messages[_i].text)), messages[_i].status);
	ck_assert_uint_eq(metrics_of(rig.factory).outbox_events, messages[_i].status != EEF_OK);
}
END_TEST

START_TEST(only_a_broken_invariant_closes_with_1011)
{
	for (int reason = 0; reason < EEF_CLOSE_COUNT; reason++)
		ck_assert_int_eq(eef_close_code((eef_close_reason)reason) == 1011, reason == EEF_CLOSE_BROKEN);
	ck_assert_int_eq(eef_close_code((eef_close_reason)77), 1011);
}
END_TEST

START_TEST(a_hello_is_json)
{
	char text[256];
	size_t len = eef_hello_json(&hello, text, sizeof(text));

	ck_assert_uint_eq(len, strlen(text));
	ck_assert(json_check(text, len, 2, NULL));
	ck_assert_uint_eq(eef_hello_json(&hello, text, 4), len);
	ck_assert_str_eq(text, "{\"v");
}
END_TEST

START_TEST(a_connection_outlives_the_factory_safely)
{
	const void *json;
	size_t len;
	uint64_t offset;

	emit_letter('s');
	ck_assert_int_eq(eef_shutdown(rig.factory, 0), EEF_OK);
	ck_assert_int_eq(eef_sub_next(sub, &json, &len, &offset), EEF_E_SHUTDOWN);
	eef_sub_ack(sub, 1);
	eef_sub_close(sub, 1012);
	ck_assert_int_eq(eef_sub_open(&rig.factory->sink, "ada", NULL, NULL, 0, &sub, &hello), EEF_E_SHUTDOWN);
	rig_start(&rig);
	ck_assert_int_eq(eef_sub_open(&rig.factory->sink, "ada", NULL, NULL, 0, &sub, &hello), EEF_OK);
}
END_TEST

START_TEST(events_that_a_shutdown_drops_are_counted)
{
	emit_letter('s');
	ck_assert_uint_eq(metrics_of(rig.factory).outbox_events, 1);
	eef_sub_close(sub, 1000);
	sub = NULL;
	ck_assert_int_eq(eef_shutdown(rig.factory, 0), EEF_OK);
	ck_assert_uint_eq(metrics_of(rig.factory).outbox_events, 0);
	ck_assert_uint_eq(metrics_of(rig.factory).events_expired, 2);
	rig_start(&rig);
}
END_TEST

START_TEST(large_data_is_carried_and_too_large_is_refused)
{
	static char data[65537];
	char last[80];
	eef_event event = EEF_EVENT_INIT;

	memset(data, '1', sizeof(data));
	event.agent = "a";
	event.data_json = data;
	event.data_len = sizeof(data);
	ck_assert_int_eq(eef_emit(rig.factory, engine, &event, NULL), EEF_E_TOO_BIG);
	event.data_len--;
	ck_assert_int_eq(eef_emit(rig.factory, engine, &event, NULL), EEF_OK);
	ck_assert_uint_eq(drain_sub(sub, last, sizeof(last)), 1);
}
END_TEST

START_TEST(sixty_four_tools_may_be_open)
{
	char call[8];
	int i;

	teardown();
	rig_init(&rig);
	rig_start(&rig);
	engine = engine_of(&rig, "ada", "r1");
	ck_assert_int_eq(eef_sub_open(eef_bridge_sink(rig.bridge), "ada", NULL, NULL, 0, &sub, &hello), EEF_OK);
	emit_letter('s');
	for (i = 0; i < 64; i++) {
		snprintf(call, sizeof(call), "%d", i);
		ck_assert_int_eq(emit(EEF_EV_TOOL_EXECUTING, call), EEF_OK);
	}
	ck_assert_int_eq(emit(EEF_EV_TOOL_EXECUTING, "more"), EEF_E_QUOTA);
	eef_cleanup_engine(rig.factory, engine, EEF_CLEAN_ERROR);
	ck_assert_uint_eq(drain_sub(sub, NULL, 0), 1 + 64 + 64 + 1);
}
END_TEST

START_TEST(strict_five_wants_a_thought_and_a_tool)
{
	teardown();
	rig_init(&rig);
	rig.config.flags = EEF_F_STRICT_FIVE;
	rig_start(&rig);
	engine = engine_of(&rig, "ada", "r1");
	ck_assert_int_eq(eef_sub_open(eef_bridge_sink(rig.bridge), "ada", NULL, NULL, 0, &sub, &hello), EEF_OK);
	emit_letter('s');
	emit_letter('t');
	ck_assert_int_eq(emit_letter('c'), EEF_E_ORDER);
	emit_letter('x');
	emit_letter('X');
	ck_assert_int_eq(emit_letter('c'), EEF_OK);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("events");
	TCase *tests = tcase_create("events");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_set_timeout(tests, 60);
	tcase_add_loop_test(tests, the_grammar_is_kept, 0, COUNT_OF(grammar));
	tcase_add_test(tests, a_refused_event_changes_nothing);
	tcase_add_test(tests, the_text_says_it_all);
	tcase_add_test(tests, open_tools_are_aborted_at_the_end);
	tcase_add_loop_test(tests, an_unfinished_run_gets_its_end, 0, COUNT_OF(ends));
	tcase_add_test(tests, a_run_that_never_began_says_nothing);
	tcase_add_test(tests, a_full_outbox_says_so_and_still_ends_runs);
	tcase_add_test(tests, delivered_knows_the_fate_of_each);
	tcase_add_test(tests, a_client_resumes_where_it_was);
	tcase_add_test(tests, events_before_the_first_client_wait_for_it);
	tcase_add_test(tests, an_expired_place_is_a_gap);
	tcase_add_test(tests, what_one_client_has_not_confirmed_stays);
	tcase_add_test(tests, news_are_told_once_until_heard);
	tcase_add_test(tests, sixteen_connections_are_the_most);
	tcase_add_loop_test(tests, messages_of_clients_are_read, 0, COUNT_OF(messages));
	tcase_add_test(tests, only_a_broken_invariant_closes_with_1011);
	tcase_add_test(tests, a_hello_is_json);
	tcase_add_test(tests, a_connection_outlives_the_factory_safely);
	tcase_add_test(tests, events_that_a_shutdown_drops_are_counted);
	tcase_add_test(tests, large_data_is_carried_and_too_large_is_refused);
	tcase_add_test(tests, sixty_four_tools_may_be_open);
	tcase_add_test(tests, strict_five_wants_a_thought_and_a_tool);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
