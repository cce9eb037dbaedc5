/* What the tests of the runtime share. */
#include "runtime/tests/test.h"

#include <sched.h>
#include <unistd.h>

static _Atomic unsigned yield_one_in;

void test_yield_often(unsigned one_in)
{
	atomic_store(&yield_one_in, one_in);
}

void test_yield(int place)
{
	static _Thread_local unsigned turn;
	unsigned one_in = atomic_load_explicit(&yield_one_in, memory_order_relaxed);

	if (!one_in || ++turn % one_in != (unsigned)place % one_in)
		return;
	if (place == YIELD_GUEST && turn % (one_in * 4) < one_in)
		usleep(3000); /* long enough for a whole shutdown that does not wait for guests */
	else
		sched_yield();
}

void rig_init(struct rig *rig)
{
	*rig = (struct rig){ 0 };
	eef_config_init(&rig->config);
	rig->config.max_engines = 256;
	rig->config.sweep_ms = 3600000;
	MUST(eef_bridge_mem_new(&rig->bridge) == EEF_OK);
}

void rig_start(struct rig *rig)
{
	eef_status st = eef_configure(&rig->config, rig->bridge, &rig->factory);

	if (st != EEF_OK)
		fprintf(stderr, "configure: %s\n", eef_strstatus(st));
	MUST(st == EEF_OK);
}

void rig_stop(struct rig *rig)
{
	MUST(eef_shutdown(rig->factory, 5000) == EEF_OK);
	MUST(eef_bridge_free(rig->bridge) == EEF_OK);
}

eef_context context_of(const char *user, const char *run)
{
	eef_context context = EEF_CONTEXT_INIT;

	context.user_id = user;
	context.run_id = run;
	return context;
}

eef_engine engine_of(struct rig *rig, const char *user, const char *run)
{
	eef_context context = context_of(user, run);
	eef_engine engine = { 0 };
	eef_status st = eef_create_for_user(rig->factory, &context, &engine);

	if (st != EEF_OK)
		fprintf(stderr, "create %s %s: %s\n", user, run, eef_strstatus(st));
	MUST(st == EEF_OK);
	return engine;
}

eef_status emit_type(eef_factory *factory, eef_engine engine, eef_event_type type, const char *call)
{
	eef_event event = EEF_EVENT_INIT;

	event.type = type;
	event.agent = type == EEF_EV_AGENT_STARTED ? "helper" : NULL;
	event.tool = type == EEF_EV_TOOL_EXECUTING ? "search" : NULL;
	event.call_id = call;
	return eef_emit(factory, engine, &event, NULL);
}

void emit_five(eef_factory *factory, eef_engine engine)
{
	MUST(emit_type(factory, engine, EEF_EV_AGENT_STARTED, NULL) == EEF_OK);
	MUST(emit_type(factory, engine, EEF_EV_AGENT_THINKING, NULL) == EEF_OK);
	MUST(emit_type(factory, engine, EEF_EV_TOOL_EXECUTING, "c1") == EEF_OK);
	MUST(emit_type(factory, engine, EEF_EV_TOOL_COMPLETED, "c1") == EEF_OK);
	MUST(emit_type(factory, engine, EEF_EV_AGENT_COMPLETED, NULL) == EEF_OK);
}

eef_metrics metrics_of(eef_factory *factory)
{
	eef_metrics metrics = { .size = sizeof(metrics) };

	MUST(eef_metrics_get(factory, &metrics) == EEF_OK);
	return metrics;
}

bool is_consistent(eef_factory *factory)
{
	eef_metrics m = metrics_of(factory);

	return m.engines_created == m.engines_cleaned + m.engines_active;
}

size_t drain_sub(eef_sub *sub, char *last, size_t cap)
{
	const void *json;
	size_t len, n = 0;
	uint64_t offset = 0;

	while (eef_sub_next(sub, &json, &len, &offset) == EEF_OK) {
		if (last)
			snprintf(last, cap, "%.*s", (int)len, (const char *)json);
		eef_sub_sent(sub, offset);
		n++;
	}
	if (n)
		eef_sub_ack(sub, offset);
	return n;
}

#ifdef EEF_COVERAGE
void __gcov_dump(void);
#endif

/* Not by exit(): what the parent holds is not the child's to release, and is no leak of it. */
void leave_child(int status)
{
#ifdef EEF_COVERAGE
	__gcov_dump();
#endif
	_exit(status);
}

uint64_t random_next(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

size_t full(size_t quick, size_t whole)
{
	const char *wish = getenv("EEF_TEST_FULL");

	return wish && *wish == '1' ? whole : quick;
}
