/* Every refusal that there is: wrong arguments, wrong moments, other processes. */
#include <check.h>
#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/json.h"
#include "runtime/tests/quiet.h"
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

static eef_status emit(eef_engine engine, const eef_event *event)
{
	return eef_emit(rig.factory, engine, event, NULL);
}

START_TEST(calls_without_a_factory_are_refused)
{
	eef_engine engine = { 1 };
	eef_context context = context_of("ada", "r");
	eef_event event = EEF_EVENT_INIT;
	eef_info info = { .size = sizeof(info) };
	eef_metrics metrics = { .size = sizeof(metrics) };
	eef_view view;
	uint64_t seq;
	uint8_t hash[32];
	size_t count;
	int rc;

	ck_assert_int_eq(eef_create_for_user(NULL, &context, &engine), EEF_E_INVAL);
	ck_assert_int_eq(eef_cleanup_engine(NULL, engine, 0), EEF_E_INVAL);
	ck_assert_int_eq(eef_cleanup_wait(NULL, engine, 0), EEF_E_INVAL);
	ck_assert_int_eq(eef_cleanup_user(NULL, "ada", NULL), EEF_E_INVAL);
	ck_assert_int_eq(eef_engine_info(NULL, engine, &info), EEF_E_INVAL);
	ck_assert_int_eq(eef_touch(NULL, engine), EEF_E_INVAL);
	ck_assert_int_eq(eef_list(NULL, NULL, 0, &count), EEF_E_INVAL);
	ck_assert_int_eq(eef_pin(NULL, engine, &view), EEF_E_INVAL);
	ck_assert_int_eq(eef_scope_run(NULL, &context, NULL, NULL, &rc), EEF_E_INVAL);
	ck_assert_int_eq(eef_emit(NULL, engine, &event, NULL), EEF_E_INVAL);
	ck_assert_int_eq(eef_emit_wait(NULL, engine, 0), EEF_E_INVAL);
	ck_assert_int_eq(eef_delivered(NULL, engine, 1), EEF_E_INVAL);
	ck_assert_int_eq(eef_audit(NULL, engine, "a", "ok", NULL), EEF_E_INVAL);
	ck_assert_int_eq(eef_audit_flush(NULL, 0), EEF_E_INVAL);
	ck_assert_int_eq(eef_audit_head(NULL, &seq, hash), EEF_E_INVAL);
	ck_assert_int_eq(eef_metrics_get(NULL, &metrics), EEF_E_INVAL);
	ck_assert_uint_eq(eef_metrics_json(NULL, NULL, 0), 0);
	ck_assert_uint_eq(eef_metrics_prometheus(NULL, NULL, 0), 0);
	ck_assert_int_eq(eef_shutdown(NULL, 0), EEF_E_INVAL);
	ck_assert_int_eq(eef_factory_state(NULL), EEF_STATE_UNCONFIGURED);
	ck_assert_uint_eq(eef_sink_dirty(NULL, NULL, 0), 0);
	eef_sink_upgrade(NULL, 101);
}
END_TEST

START_TEST(calls_without_a_place_for_the_answer_are_refused)
{
	eef_context context = context_of("ada", "r");
	eef_engine engine = engine_of(&rig, "ada", "x");
	eef_info info = { .size = 1 };
	eef_metrics metrics = { .size = 1 };
	eef_config config;
	char why[8];
	uint64_t seq;
	uint8_t hash[32];

	eef_config_init(&config);
	ck_assert_int_eq(eef_create_for_user(rig.factory, &context, NULL), EEF_E_INVAL);
	ck_assert_int_eq(eef_engine_info(rig.factory, engine, NULL), EEF_E_INVAL);
	ck_assert_int_eq(eef_engine_info(rig.factory, engine, &info), EEF_E_ABI);
	ck_assert_int_eq(eef_list(rig.factory, NULL, 0, NULL), EEF_E_INVAL);
	ck_assert_int_eq(eef_list(rig.factory, NULL, 4, &(size_t){ 0 }), EEF_E_INVAL);
	ck_assert_int_eq(eef_list(rig.factory, NULL, 0, &(size_t){ 0 }), EEF_OK);
	ck_assert_int_eq(eef_pin(rig.factory, engine, NULL), EEF_E_INVAL);
	ck_assert_int_eq(eef_cleanup_engine(rig.factory, engine, -1), EEF_E_INVAL);
	ck_assert_int_eq(eef_cleanup_engine(rig.factory, engine, EEF_CLEAN_COUNT), EEF_E_INVAL);
	ck_assert_int_eq(eef_cleanup_engine(rig.factory, (eef_engine){ 0xFFFF000000000001 }, 0), EEF_E_STALE);
	ck_assert_int_eq(eef_cleanup_wait(rig.factory, (eef_engine){ 0xFFFF000000000001 }, 0), EEF_E_STALE);
	ck_assert_int_eq(eef_cleanup_wait(rig.factory, (eef_engine){ engine.v + 1 }, 0), EEF_E_STALE);
	ck_assert_int_eq(eef_cleanup_wait(rig.factory, engine, 1), EEF_E_TIMEOUT);
	ck_assert_int_eq(eef_metrics_get(rig.factory, NULL), EEF_E_INVAL);
	ck_assert_int_eq(eef_metrics_get(rig.factory, &metrics), EEF_E_ABI);
	ck_assert_int_eq(eef_audit_head(rig.factory, NULL, hash), EEF_E_INVAL);
	ck_assert_int_eq(eef_audit_head(rig.factory, &seq, NULL), EEF_E_INVAL);
	ck_assert_int_eq(eef_audit_head(rig.factory, &seq, hash), EEF_E_AUDIT);
	ck_assert_int_eq(eef_audit_flush(rig.factory, 1), EEF_OK);
	ck_assert_int_eq(eef_context_check(NULL, &context, why, sizeof(why)), EEF_E_INVAL);
	ck_assert_int_eq(eef_context_check(&config, &context, NULL, 8), EEF_OK);
	ck_assert_int_eq(eef_context_check(&config, &context, why, 0), EEF_OK);
	ck_assert_int_eq(eef_emit_wait(rig.factory, (eef_engine){ 7 }, 0), EEF_E_STALE);
	ck_assert_int_eq(eef_delivered(rig.factory, (eef_engine){ 7 }, 1), EEF_E_STALE);
	ck_assert_int_eq(eef_audit(rig.factory, (eef_engine){ 7 }, "a", "ok", NULL), EEF_E_STALE);
	ck_assert_int_eq(eef_configure(&rig.config, rig.bridge, NULL), EEF_E_INVAL);
}
END_TEST

START_TEST(events_are_checked_part_by_part)
{
	eef_engine engine = engine_of(&rig, "ada", "r");
	eef_event event = EEF_EVENT_INIT;

	ck_assert_int_eq(emit(engine, NULL), EEF_E_INVAL);
	event.size--;
	ck_assert_int_eq(emit(engine, &event), EEF_E_ABI);
	event.size++;
	event.type = (eef_event_type)9;
	ck_assert_int_eq(emit(engine, &event), EEF_E_INVAL);
	event.type = EEF_EV_AGENT_STARTED;
	ck_assert_int_eq(emit(engine, &event), EEF_E_INVAL);
	event.agent = "helper";
	event.tool = "";
	ck_assert_int_lt(emit(engine, &event), 0);
	event.tool = NULL;
	ck_assert_int_eq(emit(engine, &event), EEF_OK);
	event.type = EEF_EV_TOOL_EXECUTING;
	event.call_id = "c";
	ck_assert_int_eq(emit(engine, &event), EEF_E_INVAL);
	event.tool = "search";
	event.call_id = NULL;
	ck_assert_int_eq(emit(engine, &event), EEF_E_INVAL);
	ck_assert_int_eq(emit((eef_engine){ 7 }, &event), EEF_E_STALE);
	ck_assert_int_eq(eef_delivered(rig.factory, engine, 0), EEF_E_INVAL);
	ck_assert_int_eq(eef_delivered(rig.factory, engine, 2), EEF_E_INVAL);
}
END_TEST

/* More than was set aside: new room is taken, or the event refused and the run as it was. */
START_TEST(large_ends_take_new_room_or_are_refused)
{
	static char large[60000];
	eef_engine engine = engine_of(&rig, "ada", "r");
	eef_event event = EEF_EVENT_INIT;
	eef_status st;

	memset(large, '7', sizeof(large));
	ck_assert_int_eq(emit_type(rig.factory, engine, EEF_EV_AGENT_STARTED, NULL), EEF_OK);
	ck_assert_int_eq(emit_type(rig.factory, engine, EEF_EV_TOOL_EXECUTING, "a"), EEF_OK);
	ck_assert_int_eq(emit_type(rig.factory, engine, EEF_EV_TOOL_EXECUTING, "b"), EEF_OK);
	event.type = EEF_EV_TOOL_COMPLETED;
	event.call_id = "a";
	event.data_json = large;
	event.data_len = sizeof(large);
	ck_assert_int_eq(emit(engine, &event), EEF_OK);
	event.type = EEF_EV_AGENT_THINKING;
	event.call_id = NULL;
	while ((st = emit(engine, &event)) == EEF_OK)
		;
	ck_assert_int_eq(st, EEF_E_BACKPRESSURE);
	event.type = EEF_EV_TOOL_COMPLETED;
	event.call_id = "b";
	ck_assert_int_eq(emit(engine, &event), EEF_E_BACKPRESSURE);
	event.type = EEF_EV_AGENT_COMPLETED;
	event.call_id = NULL;
	ck_assert_int_eq(emit(engine, &event), EEF_E_BACKPRESSURE);
	ck_assert_int_eq(emit_type(rig.factory, engine, EEF_EV_TOOL_COMPLETED, "b"), EEF_OK);
	ck_assert_int_eq(emit_type(rig.factory, engine, EEF_EV_AGENT_COMPLETED, NULL), EEF_OK);
	ck_assert_uint_eq(metrics_of(rig.factory).runs_ok, 2); /* the probe's, too */
}
END_TEST

START_TEST(pins_are_checked)
{
	static char large[400000];
	eef_engine engine = engine_of(&rig, "ada", "r");
	eef_view view, none = { 0 };
	char buf[8];
	size_t len = sizeof(buf), cap = 0;

	memset(large, '7', sizeof(large));
	eef_unpin(NULL);
	eef_unpin(&none);
	ck_assert_ptr_null(eef_alloc(&none, 1, 1));
	ck_assert_int_eq(eef_defer(NULL, NULL, NULL), EEF_E_INVAL);
	ck_assert_int_eq(eef_defer(&none, free, NULL), EEF_E_INVAL);
	ck_assert_int_eq(eef_set(NULL, "k", "1", 1), EEF_E_INVAL);
	ck_assert_int_eq(eef_set(&none, "k", "1", 1), EEF_E_INVAL);
	ck_assert_int_eq(eef_get_value(NULL, "k", buf, &len), EEF_E_INVAL);
	ck_assert_int_eq(eef_get_value(&none, "k", buf, &len), EEF_E_INVAL);
	ck_assert_int_eq(eef_pin(rig.factory, engine, &view), EEF_OK);
	ck_assert_int_eq(eef_defer(&view, NULL, NULL), EEF_E_INVAL);
	ck_assert_int_eq(eef_set(&view, "k", NULL, 1), EEF_E_INVAL);
	ck_assert_int_lt(eef_set(&view, "", "1", 1), 0);
	ck_assert_int_eq(eef_get_value(&view, NULL, buf, &len), EEF_E_INVAL);
	ck_assert_int_eq(eef_get_value(&view, "k", buf, NULL), EEF_E_INVAL);
	ck_assert_int_eq(eef_get_value(&view, "k", NULL, &len), EEF_E_INVAL);
	ck_assert_ptr_null(eef_alloc(&view, 1, 0));
	ck_assert_ptr_null(eef_alloc(&view, 1, 3));
	ck_assert_ptr_null(eef_alloc(&view, 1, 8192));
	ck_assert_ptr_null(eef_alloc(&view, SIZE_MAX, 1));
	ck_assert_int_eq(eef_set(&view, "a", "1", 1), EEF_OK);
	ck_assert_int_eq(eef_set(&view, "b", "2", 1), EEF_OK);
	ck_assert_int_eq(eef_set(&view, "new", large, sizeof(large)), EEF_E_QUOTA);
	ck_assert_int_eq(eef_get_value(&view, "new", NULL, &cap), EEF_E_STALE);
	ck_assert_int_eq(eef_set(&view, "a", large, sizeof(large)), EEF_E_QUOTA);
	ck_assert_int_eq(eef_set(&view, "b", large, sizeof(large)), EEF_E_QUOTA);
	ck_assert_int_eq(eef_get_value(&view, "a", buf, &len), EEF_OK);
	ck_assert_mem_eq(buf, "1", 1);
	while (eef_alloc(&view, 64, 16))
		;
	while (eef_alloc(&view, 1, 1))
		;
	ck_assert_int_eq(eef_defer(&view, free, NULL), EEF_E_QUOTA);
	ck_assert_int_eq(eef_set(&view, "c", "3", 1), EEF_E_QUOTA);
	eef_unpin(&view);
}
END_TEST

static eef_status hear(eef_sub *sub, const char *text)
{
	return eef_sub_message(sub, text, strlen(text));
}

START_TEST(connections_are_checked)
{
	eef_sub *sub, *subs[1];
	eef_hello hello;
	const void *json;
	size_t len;
	uint64_t offset;
	static char long_text[5000];

	memset(long_text, ' ', sizeof(long_text));
	ck_assert_int_eq(eef_sub_open(NULL, "ada", NULL, NULL, 0, &sub, &hello), EEF_E_INVAL);
	ck_assert_int_eq(eef_sub_open(&rig.factory->sink, "ada", NULL, NULL, 0, NULL, &hello), EEF_E_INVAL);
	ck_assert_int_eq(eef_sub_open(&rig.factory->sink, "ada", "r", NULL, 0, &sub, &hello), EEF_E_INVAL);
	ck_assert_int_lt(eef_sub_open(&rig.factory->sink, "", NULL, NULL, 0, &sub, &hello), 0);
	ck_assert_int_eq(eef_sub_next(NULL, &json, &len, &offset), EEF_E_INVAL);
	ck_assert_int_eq(eef_sub_hello(NULL, &hello), EEF_E_INVAL);
	ck_assert_int_eq(eef_sub_message(NULL, "{}", 2), EEF_E_INVAL);
	eef_sub_sent(NULL, 1);
	eef_sub_ack(NULL, 1);
	eef_sub_close(NULL, 1000);
	ck_assert_int_eq(eef_sub_open(&rig.factory->sink, "ada", NULL, NULL, 0, &sub, &hello), EEF_OK);
	ck_assert_int_eq(eef_sub_next(sub, NULL, &len, &offset), EEF_E_INVAL);
	ck_assert_int_eq(eef_sub_next(sub, &json, NULL, &offset), EEF_E_INVAL);
	ck_assert_int_eq(eef_sub_next(sub, &json, &len, NULL), EEF_E_INVAL);
	ck_assert_int_eq(eef_sub_hello(sub, NULL), EEF_E_INVAL);
	ck_assert_int_eq(eef_sub_message(sub, NULL, 0), EEF_E_INVAL);
	ck_assert_int_eq(eef_sub_message(sub, long_text, sizeof(long_text)), EEF_E_TOO_BIG);
	ck_assert_int_eq(hear(sub, "{\"op\"\t:\r\n \"ack\",\"offset\" :\t0}"), EEF_OK);
	ck_assert_int_eq(hear(sub, "{\"op\":\"ac\",\"offset\":1}"), EEF_E_INVAL);
	ck_assert_int_eq(hear(sub, "{\"op\":1,\"offset\":1}"), EEF_E_INVAL);
	ck_assert_int_eq(hear(sub, "{\"op\":\"ack\",\"offset\":1.5}"), EEF_E_INVAL);
	ck_assert_int_eq(hear(sub, "{\"op\":\"ack\",\"offset\":99999999999999999999}"), EEF_E_INVAL);
	emit_five(rig.factory, engine_of(&rig, "ada", "r"));
	eef_sub_sent(sub, 6); /* not there yet */
	ck_assert_int_eq(eef_sub_next(sub, &json, &len, &offset), EEF_OK);
	ck_assert_uint_eq(offset, 1);
	eef_sub_sent(sub, 1);
	eef_sub_sent(sub, 1); /* again */
	ck_assert_uint_eq(eef_sink_dirty(&rig.factory->sink, NULL, 1), 0);
	ck_assert_uint_eq(eef_sink_dirty(&rig.factory->sink, subs, 0), 0);
	ck_assert_uint_eq(eef_sink_dirty(&rig.factory->sink, subs, 1), 1);
	eef_sub_close(sub, 4000);
	ck_assert_uint_eq(eef_hello_json(NULL, NULL, 0), 0);
	ck_assert_int_eq(eef_close_code((eef_close_reason)-1), 1011);
}
END_TEST

START_TEST(an_orphan_answers_that_it_is_over)
{
	eef_sub *sub;
	eef_hello hello;
	const void *json;
	size_t len;
	uint64_t offset;

	ck_assert_int_eq(eef_sub_open(&rig.factory->sink, "ada", NULL, NULL, 0, &sub, &hello), EEF_OK);
	ck_assert_int_eq(eef_shutdown(rig.factory, 100), EEF_OK);
	ck_assert_int_eq(eef_sub_next(sub, &json, &len, &offset), EEF_E_SHUTDOWN);
	ck_assert_int_eq(eef_sub_hello(sub, &hello), EEF_E_SHUTDOWN);
	eef_sub_sent(sub, 1);
	eef_sub_ack(sub, 1);
	eef_sub_close(sub, 1006);
	rig_start(&rig);
}
END_TEST

static int nothing(void *self)
{
	return 1;
}

static eef_status attach(void *self, eef_sink *sink)
{
	return *(eef_status *)self;
}

static void ignore(void *self)
{
}

static eef_status drain(void *self, int reason, uint32_t ms)
{
	return EEF_OK;
}

static const eef_bridge_ops whole = { sizeof(whole), EEF_BRIDGE_ABI, nothing, attach, ignore, drain, ignore, ignore };

START_TEST(bridges_are_checked)
{
	eef_bridge_ops ops;
	eef_bridge *bridge;
	int fd;

	ck_assert_int_eq(eef_bridge_from_ops(NULL, NULL, &bridge), EEF_E_INVAL);
	ck_assert_int_eq(eef_bridge_from_ops(&whole, NULL, NULL), EEF_E_INVAL);
	ck_assert_int_eq(eef_bridge_mem_new(NULL), EEF_E_INVAL);
	ck_assert_int_eq(eef_bridge_fd_new(NULL, &fd), EEF_E_INVAL);
	ck_assert_int_eq(eef_bridge_fd_new(&bridge, NULL), EEF_E_INVAL);
	ck_assert_int_eq(eef_bridge_free(NULL), EEF_OK);
	ck_assert_ptr_null(eef_bridge_sink(NULL));
	ops = whole;
	ops.size = 8;
	ck_assert_int_eq(eef_bridge_from_ops(&ops, NULL, &bridge), EEF_E_ABI);
	ops = whole;
	ops.abi = 9;
	ck_assert_int_eq(eef_bridge_from_ops(&ops, NULL, &bridge), EEF_E_ABI);
#define WITHOUT(field)                                                                   \
	do {                                                                             \
		ops = whole;                                                             \
		ops.field = NULL;                                                        \
		ck_assert_int_eq(eef_bridge_from_ops(&ops, NULL, &bridge), EEF_E_INVAL); \
	} while (0)
	WITHOUT(ready);
	WITHOUT(attach);
	WITHOUT(wake);
	WITHOUT(drain);
	WITHOUT(detach);
	WITHOUT(destroy);
}
END_TEST

START_TEST(a_bridge_may_refuse)
{
	static eef_status answer;
	eef_bridge *bridge;
	eef_factory *factory;
	uint64_t before;

	teardown();
	ck_assert_int_eq(eef_bridge_from_ops(&whole, &answer, &bridge), EEF_OK);
	answer = EEF_E_IO;
	ck_assert_int_eq(eef_configure(&rig.config, bridge, &factory), EEF_E_BRIDGE);
	answer = EEF_E_CONFLICT;
	ck_assert_int_eq(eef_configure(&rig.config, bridge, &factory), EEF_E_CONFLICT);
	answer = EEF_OK;
	ck_assert_int_eq(eef_configure(&rig.config, bridge, &factory), EEF_OK);
	before = metrics_of(factory).bridge_reinit_attempts;
	ck_assert_uint_ge(before, 1);
	ck_assert_int_eq(eef_shutdown(factory, 0), EEF_OK);
	ck_assert_int_eq(eef_bridge_free(bridge), EEF_OK);
	setup();
}
END_TEST

#define LIMIT(field, value)                                \
	{                                                  \
		offsetof(eef_config, field), value, #field \
	}
static const struct {
	size_t at;
	uint32_t value;
	const char *name;
} limits[] = {
	LIMIT(max_engines, 0),
	LIMIT(max_engines, 65536),
	LIMIT(max_engines_per_user, 0),
	LIMIT(max_engines_per_user, 65),
	LIMIT(arena_bytes, 0),
	LIMIT(arena_bytes, 4097),
	LIMIT(arena_bytes, 1 << 25),
	LIMIT(engine_quota_bytes, 4096),
	LIMIT(sweep_ms, 0),
	LIMIT(outbox_events, 15),
	LIMIT(outbox_events, 1 << 21),
	LIMIT(outbox_bytes, 100),
	LIMIT(outbox_bytes, UINT32_MAX),
	LIMIT(replay_ttl_ms, 0),
	LIMIT(event_max_bytes, 0),
	LIMIT(event_max_bytes, UINT32_MAX),
	LIMIT(metadata_max_bytes, 1),
	LIMIT(metadata_max_bytes, 1 << 21),
	LIMIT(audit_sync, 3),
	LIMIT(audit_on_failure, 2),
};

START_TEST(limits_have_limits)
{
	eef_bridge *bridge;
	eef_factory *factory;
	eef_config config;

	teardown();
	eef_config_init(&config);
	memcpy((char *)&config + limits[_i].at, &limits[_i].value, sizeof(uint32_t));
	ck_assert_int_eq(eef_bridge_mem_new(&bridge), EEF_OK);
	ck_assert_msg(eef_configure(&config, bridge, &factory) == EEF_E_INVAL, "%s", limits[_i].name);
	eef_config_init(&config);
	config.size = 4;
	ck_assert_int_eq(eef_configure(&config, bridge, &factory), EEF_E_ABI);
	ck_assert_int_eq(eef_bridge_free(bridge), EEF_OK);
	setup();
}
END_TEST

START_TEST(a_key_is_the_same_however_it_is_written)
{
	static const char *const twice[] = {
		"{\"\xC3\xA9\":1,\"\\u00e9\":2}",
		"{\"\xE2\x82\xAC\":1,\"\\u20AC\":2}",
		"{\"\xF0\x9F\x98\x80\":1,\"\\uD83D\\uDE00\":2}",
		"{\"a\\n\":1,\"\\u0061\\u000a\":2}",
	};
	eef_context context = context_of("ada", "r");

	context.metadata_json = twice[_i];
	context.metadata_len = strlen(twice[_i]);
	ck_assert_int_eq(eef_context_check(&rig.config, &context, NULL, 0), EEF_E_JSON);
}
END_TEST

START_TEST(ids_are_text_without_controls)
{
	static const struct {
		const char *user;
		eef_status st;
	} ids[] = {
		{ "J\xC3\xBCrgen \xE6\x97\xA5", EEF_OK },
		{ "a\xC2\xA0", EEF_OK },
		{ "a\xC2\x85", EEF_E_INVAL },
		{ "a\x7F", EEF_E_INVAL },
		{ "\xC3\xBC\x7F", EEF_E_INVAL },
		{ "\xC3\xBC\x1F", EEF_E_INVAL },
		{ "\xFF", EEF_E_INVAL },
	};
	eef_context context = context_of("ada", "r");
	eef_engine engine;
	eef_view view;

	for (size_t i = 0; i < COUNT_OF(ids); i++) {
		context.user_id = ids[i].user;
		ck_assert_int_eq(eef_context_check(&rig.config, &context, NULL, 0), ids[i].st);
	}
	context = context_of("ada", "r");
	context.parent_run_id = "\x01";
	ck_assert_int_eq(eef_context_check(&rig.config, &context, NULL, 0), EEF_E_INVAL);
	context.parent_run_id = "the-parent";
	ck_assert_int_eq(eef_create_for_user(rig.factory, &context, &engine), EEF_OK);
	ck_assert_int_eq(eef_pin(rig.factory, engine, &view), EEF_OK);
	ck_assert_str_eq(view.parent_run_id, "the-parent");
	eef_unpin(&view);
	context.metadata_json = "{\"a\":1,\"registry\":2}";
	context.metadata_len = strlen(context.metadata_json);
	context.parent_run_id = "placeholder";
	ck_assert_int_ne(eef_context_check(&rig.config, &context, NULL, 0), EEF_OK);
}
END_TEST

static int close_it(eef_view *view, void *arg)
{
	return eef_cleanup_engine(view->factory, view->engine, EEF_CLEAN_CANCELLED) == EEF_PENDING ? 0 : 1;
}

START_TEST(a_scope_may_be_closed_from_inside)
{
	eef_context context = context_of("ada", "r");
	int rc = 7;

	ck_assert_int_eq(eef_scope_run(rig.factory, &context, close_it, NULL, &rc), EEF_OK);
	ck_assert_int_eq(rc, 0);
	ck_assert_int_eq(eef_scope_run(rig.factory, &context, close_it, NULL, NULL), EEF_OK);
	ck_assert_int_eq(eef_scope_run(rig.factory, &context, NULL, NULL, NULL), EEF_E_INVAL);
	context.user_id = "";
	ck_assert_int_eq(eef_scope_run(rig.factory, &context, close_it, NULL, &rc), EEF_E_INVAL);
}
END_TEST

START_TEST(who_waits_for_room_hears_that_the_engine_is_closed)
{
	eef_engine engine = engine_of(&rig, "ada", "r");
	eef_view view;

	ck_assert_int_eq(eef_pin(rig.factory, engine, &view), EEF_OK);
	ck_assert_int_eq(eef_cleanup_engine(rig.factory, engine, EEF_CLEAN_DONE), EEF_PENDING);
	ck_assert_int_eq(eef_emit_wait(rig.factory, engine, 10), EEF_E_STALE);
	ck_assert_int_eq(eef_cleanup_wait(rig.factory, engine, 1), EEF_E_TIMEOUT);
	eef_unpin(&view);
	ck_assert_int_eq(eef_cleanup_wait(rig.factory, engine, 1000), EEF_OK);
}
END_TEST

static void *wait_for_room(void *arg)
{
	static eef_status st;
	eef_engine *engine = arg;

	st = eef_emit_wait(rig.factory, *engine, 20000);
	return &st;
}

START_TEST(who_waits_for_room_hears_of_a_close)
{
	static char large[60000];
	eef_engine engine = engine_of(&rig, "ada", "r");
	eef_event event = EEF_EVENT_INIT;
	pthread_t thread;
	void *st;

	memset(large, '7', sizeof(large));
	emit_type(rig.factory, engine, EEF_EV_AGENT_STARTED, NULL);
	event.type = EEF_EV_AGENT_THINKING;
	event.data_json = large;
	for (event.data_len = sizeof(large); event.data_len > 0; event.data_len /= 2)
		while (emit(engine, &event) == EEF_OK)
			;
	ck_assert_int_eq(eef_emit_wait(rig.factory, engine, 1), EEF_E_TIMEOUT);
	pthread_create(&thread, NULL, wait_for_room, &engine);
	while (atomic_load(&rig.factory->waiting.waiters) == 0)
		usleep(100);
	ck_assert_int_ge(eef_cleanup_engine(rig.factory, engine, EEF_CLEAN_DONE), EEF_OK);
	pthread_join(thread, &st);
	ck_assert_int_eq(*(eef_status *)st, EEF_E_STALE);
}
END_TEST

/* Every state, every operation: what is not allowed leaves the word as it was, and says so. */
START_TEST(a_word_allows_only_what_its_state_allows)
{
	for (int state = SLOT_FREE; state <= SLOT_RETIRED; state++)
		for (int op = WORD_CLAIM; op <= WORD_RETIRE; op++)
			for (uint32_t pins = 0; pins < 3; pins++) {
				_Atomic uint64_t word = word_make(7, (enum slot_state)state, pins), own = word;
				enum word_said said = word_do(&word, (enum word_op)op, 7),
					       owned = word_own(&own, (enum word_op)op, 7);

				ck_assert_int_eq(said, owned);
				ck_assert((said > WORD_LAST) == (word == word_make(7, (enum slot_state)state, pins)));
				ck_assert_uint_eq(word, own);
				ck_assert_int_eq(word_do(&word, (enum word_op)op, 6), WORD_STALE);
			}
}
END_TEST

/* A bridge whose drain waits, so that a shutdown can be looked at from beside. */
struct slow {
	eef_bridge *bridge;
	_Atomic bool draining, go;
	eef_status configure, first, second;
};

static struct slow slow;

static eef_status slow_attach(void *self, eef_sink *sink)
{
	return EEF_OK;
}

static eef_status slow_drain(void *self, int reason, uint32_t ms)
{
	eef_factory *factory;

	slow.configure = eef_configure(&rig.config, slow.bridge, &factory);
	atomic_store(&slow.draining, true);
	while (!atomic_load(&slow.go))
		usleep(100);
	usleep(2000); /* the other one waits by now, or will say ALREADY */
	return EEF_OK;
}

static void *end_it(void *arg)
{
	eef_status *st = arg;

	*st = eef_shutdown(rig.factory, 1000);
	return NULL;
}

static void *end_it_too(void *arg)
{
	eef_status *st = arg;

	while (!atomic_load(&slow.draining))
		usleep(100);
	atomic_store(&slow.go, true);
	*st = eef_shutdown(rig.factory, 1000);
	return NULL;
}

START_TEST(a_second_shutdown_waits_for_the_first)
{
	static const eef_bridge_ops ops = { sizeof(ops), EEF_BRIDGE_ABI, nothing, slow_attach, ignore, slow_drain,
		ignore, ignore };
	pthread_t threads[2];

	ck_assert_int_eq(eef_shutdown(rig.factory, 1000), EEF_OK);
	ck_assert_int_eq(eef_bridge_from_ops(&ops, NULL, &slow.bridge), EEF_OK);
	ck_assert_int_eq(eef_configure(&rig.config, slow.bridge, &rig.factory), EEF_OK);
	pthread_create(&threads[0], NULL, end_it, &slow.first);
	pthread_create(&threads[1], NULL, end_it_too, &slow.second);
	pthread_join(threads[0], NULL);
	pthread_join(threads[1], NULL);
	ck_assert_int_eq(slow.configure, EEF_E_SHUTDOWN);
	ck_assert_int_eq(slow.first, EEF_OK);
	ck_assert(slow.second == EEF_OK || slow.second == EEF_ALREADY);
	ck_assert_int_eq(eef_bridge_free(slow.bridge), EEF_OK);
	rig_start(&rig);
}
END_TEST

/* A pin that is never given back: the end says so, and can be asked for again. */
static eef_status hesitate(void *self, eef_sink *sink)
{
	atomic_store(&slow.go, true);
	usleep(20000); /* the shutdown from beside waits by now, or comes later */
	return EEF_OK;
}

static void *end_early(void *arg)
{
	eef_factory *factory = arg;

	while (!atomic_load(&slow.go))
		usleep(100);
	slow.first = eef_shutdown(factory, 1000);
	return NULL;
}

START_TEST(a_shutdown_waits_for_a_configure)
{
	static const eef_bridge_ops ops = { sizeof(ops), EEF_BRIDGE_ABI, nothing, hesitate, ignore, drain, ignore,
		ignore };
	eef_bridge *bridge;
	eef_factory *factory = rig.factory;
	pthread_t thread;

	ck_assert_int_eq(eef_shutdown(rig.factory, 1000), EEF_OK);
	ck_assert_int_eq(eef_bridge_from_ops(&ops, NULL, &bridge), EEF_OK);
	pthread_create(&thread, NULL, end_early, rig.factory);
	ck_assert_int_eq(eef_configure(&rig.config, bridge, &factory), EEF_OK);
	pthread_join(thread, NULL);
	ck_assert_int_eq(slow.first, EEF_OK);
	ck_assert_int_eq(eef_factory_state(factory), EEF_STATE_STOPPED);
	ck_assert_int_eq(eef_bridge_free(bridge), EEF_OK);
	rig_start(&rig);
}
END_TEST

static void *open_late(void *arg)
{
	eef_sub *sub;

	*(eef_status *)arg = eef_sub_open(&rig.factory->sink, "ada", NULL, NULL, 0, &sub, NULL);
	return NULL;
}

static bool is_open(struct shard *shard)
{
	bool open;

	pthread_mutex_lock(&shard->lock);
	open = shard->open;
	pthread_mutex_unlock(&shard->lock);
	return open;
}

/* Who came in just before the end does not get a connection just after it. */
START_TEST(a_connection_that_comes_too_late_is_refused)
{
	eef_status late = EEF_OK, end = EEF_OK;
	pthread_t opener, ender;

	pthread_mutex_lock(&rig.factory->sink.lock);
	pthread_create(&opener, NULL, open_late, &late);
	usleep(20000); /* it stands before the lock; when it does not, it is refused at the door */
	pthread_create(&ender, NULL, end_it, &end);
	while (is_open(&rig.factory->shards[0]) || is_open(&rig.factory->shards[SHARD_COUNT - 1]))
		usleep(100);
	pthread_mutex_unlock(&rig.factory->sink.lock);
	pthread_join(opener, NULL);
	pthread_join(ender, NULL);
	ck_assert_int_eq(late, EEF_E_SHUTDOWN);
	ck_assert_int_eq(end, EEF_OK);
	rig_start(&rig);
}
END_TEST

static atomic_bool enough;

static void *close_always(void *arg)
{
	while (!atomic_load(&enough))
		eef_cleanup_user(rig.factory, "ada", NULL);
	return NULL;
}

static int count_it(eef_view *view, void *arg)
{
	++*(unsigned *)arg;
	return 0;
}

/* Closed before the function could begin: then it does not run, and nothing is left. */
START_TEST(a_scope_that_is_closed_at_once_does_not_run)
{
	eef_context context = context_of("ada", "r");
	unsigned ran = 0, stale = 0;
	pthread_t closer;

	test_yield_often(2);
	pthread_create(&closer, NULL, close_always, NULL);
	for (unsigned i = 0; i < 300000 && (stale == 0 || ran == 0); i++) {
		unsigned before = ran;
		eef_status st = eef_scope_run(rig.factory, &context, count_it, &ran, NULL);

		ck_assert(st == EEF_OK || st == EEF_E_STALE || st == EEF_E_DUPLICATE_RUN);
		ck_assert_uint_eq(ran, before + (st == EEF_OK));
		stale += st == EEF_E_STALE;
	}
	atomic_store(&enough, true);
	pthread_join(closer, NULL);
	test_yield_often(0);
	ck_assert_uint_gt(ran, 0);
	ck_assert_uint_eq(metrics_of(rig.factory).engines_active, 0);
}
END_TEST

START_TEST(small_things_are_checked)
{
	static char long_name[400];
	eef_shim_hit(-1);
	memset(long_name, 'x', sizeof(long_name) - 1);
	ck_assert_int_eq(eef_shim_id("", "b"), -1);
	ck_assert_int_eq(eef_shim_id("a", "\xFF"), -1);
	ck_assert_int_eq(eef_shim_id(long_name, "b"), -1);
	ck_assert_str_ne(eef_strstatus(EEF_E_GAP), "");
	ck_assert_int_eq(eef_audit(rig.factory, (eef_engine){ 0 }, "a", "ok", NULL), EEF_OK); /* no trail, no record */
}
END_TEST

START_TEST(a_host_that_does_not_drain_is_waited_for_in_vain)
{
	eef_hello hello;
	eef_sub *sub;
	int fd;

	teardown();
	rig_init(&rig);
	ck_assert_int_eq(eef_bridge_free(rig.bridge), EEF_OK);
	ck_assert_int_eq(eef_bridge_fd_new(&rig.bridge, &fd), EEF_OK);
	rig_start(&rig);
	ck_assert_int_eq(eef_sub_open(eef_bridge_sink(rig.bridge), "ada", NULL, NULL, 0, &sub, &hello), EEF_OK);
	ck_assert_int_eq(eef_shutdown(rig.factory, 1), EEF_OK);
	eef_sub_close(sub, 1006);
	rig_start(&rig);
}
END_TEST

/* Or it would hear of nothing that comes later, either: what is marked already is not told again. */
START_TEST(who_comes_to_a_backlog_is_told_of_it)
{
	uint64_t count = 0;
	eef_hello hello;
	eef_sub *sub;
	int fd;

	teardown();
	rig_init(&rig);
	ck_assert_int_eq(eef_bridge_free(rig.bridge), EEF_OK);
	ck_assert_int_eq(eef_bridge_fd_new(&rig.bridge, &fd), EEF_OK);
	rig_start(&rig);
	emit_five(rig.factory, engine_of(&rig, "ada", "r1"));
	if (read(fd, &count, sizeof(count)) < 0)
		ck_assert_int_eq(errno, EAGAIN);
	ck_assert_int_eq(eef_sub_open(eef_bridge_sink(rig.bridge), "ada", NULL, NULL, 0, &sub, &hello), EEF_OK);
	ck_assert_int_eq(read(fd, &count, sizeof(count)), sizeof(count));
	ck_assert_uint_eq(eef_sink_dirty(eef_bridge_sink(rig.bridge), &sub, 1), 1);
	eef_sub_close(sub, 1000);
}
END_TEST

#ifndef __SANITIZE_THREAD__
static int in_child(eef_engine engine, eef_view *view, eef_sub *sub)
{
	eef_context context = context_of("ada", "r2");
	eef_factory *factory = rig.factory;
	eef_sub *subs[1], *own;
	eef_hello hello;
	const void *json;
	size_t len;
	uint64_t offset;

	MUST(!eef_get());
	MUST(eef_create_for_user(factory, &context, &engine) == EEF_E_FORKED);
	MUST(eef_configure(&rig.config, rig.bridge, &factory) == EEF_E_FORKED);
	MUST(eef_shutdown(factory, 1) == EEF_E_FORKED);
	MUST(eef_defer(view, free, NULL) == EEF_E_FORKED);
	MUST(eef_set(view, "k", "1", 1) == EEF_E_FORKED);
	MUST(eef_get_value(view, "k", NULL, &(size_t){ 0 }) == EEF_E_FORKED);
	MUST(!eef_alloc(view, 1, 1));
	eef_unpin(view);
	MUST(eef_sub_next(sub, &json, &len, &offset) == EEF_E_FORKED);
	eef_sub_sent(sub, 1);
	eef_sub_close(sub, 1000);
	MUST(eef_sink_dirty(&rig.factory->sink, subs, 1) == 0);
	MUST(eef_shim_id("a", "b") == -1);
	MUST(eef_touch(factory, engine) == EEF_E_FORKED);
	MUST(eef_sub_open(&factory->sink, "ada", NULL, NULL, 0, &own, &hello) == EEF_E_FORKED);
	MUST(eef_after_fork_child() == EEF_OK);
	MUST(eef_after_fork_child() == EEF_ALREADY);
	MUST(eef_configure(&rig.config, rig.bridge, &factory) == EEF_E_CONFLICT); /* the parent has it */
	MUST(eef_bridge_mem_new(&rig.bridge) == EEF_OK);
	rig_start(&rig);
	MUST(eef_sub_open(&rig.factory->sink, "ada", NULL, NULL, 0, &own, &hello) == EEF_OK);
	MUST(hello.newest == 0);
	eef_sub_close(own, 1000);
	rig_stop(&rig);
	return 0;
}

START_TEST(a_child_is_told_that_it_is_one)
{
	eef_engine engine = engine_of(&rig, "ada", "r");
	eef_view view;
	eef_sub *sub;
	eef_hello hello;
	int status = 1;
	pid_t child;

	ck_assert_int_eq(eef_pin(rig.factory, engine, &view), EEF_OK);
	ck_assert_int_eq(eef_sub_open(&rig.factory->sink, "ada", NULL, NULL, 0, &sub, &hello), EEF_OK);
	child = fork_in_quiet();
	if (child == 0)
		leave_child(in_child(engine, &view, sub));
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
	eef_unpin(&view);
	eef_sub_close(sub, 1000);
}
END_TEST
#endif

int main(void)
{
	Suite *suite = suite_create("edges");
	TCase *tests = tcase_create("edges");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, calls_without_a_factory_are_refused);
	tcase_add_test(tests, calls_without_a_place_for_the_answer_are_refused);
	tcase_add_test(tests, events_are_checked_part_by_part);
	tcase_add_test(tests, large_ends_take_new_room_or_are_refused);
	tcase_add_test(tests, pins_are_checked);
	tcase_add_test(tests, connections_are_checked);
	tcase_add_test(tests, an_orphan_answers_that_it_is_over);
	tcase_add_test(tests, bridges_are_checked);
	tcase_add_test(tests, a_bridge_may_refuse);
	tcase_add_loop_test(tests, limits_have_limits, 0, COUNT_OF(limits));
	tcase_add_loop_test(tests, a_key_is_the_same_however_it_is_written, 0, 4);
	tcase_add_test(tests, ids_are_text_without_controls);
	tcase_add_test(tests, a_scope_may_be_closed_from_inside);
	tcase_add_test(tests, who_waits_for_room_hears_that_the_engine_is_closed);
	tcase_add_test(tests, who_waits_for_room_hears_of_a_close);
	tcase_add_test(tests, a_word_allows_only_what_its_state_allows);
	tcase_add_test(tests, a_second_shutdown_waits_for_the_first);
	tcase_add_test(tests, a_shutdown_waits_for_a_configure);
	tcase_add_test(tests, a_connection_that_comes_too_late_is_refused);
	tcase_add_test(tests, a_scope_that_is_closed_at_once_does_not_run);
	tcase_add_test(tests, small_things_are_checked);
	tcase_add_test(tests, a_host_that_does_not_drain_is_waited_for_in_vain);
	tcase_add_test(tests, who_comes_to_a_backlog_is_told_of_it);
#ifndef __SANITIZE_THREAD__ /* which cannot start threads in a child of a process with threads */
	tcase_add_test(tests, a_child_is_told_that_it_is_one);
#endif
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
