/* All calls from many threads at once, over cycles of configure and shutdown: T4, T5, T11. Meant for the sanitizers. */
#include "runtime/tests/test.h"

#include <unistd.h>

#define USERS 24
#define HELD 4

struct worker {
	pthread_t thread;
	uint64_t seed;
	uint64_t calls;
};

static struct rig rig;
static _Atomic bool stop;
static _Atomic uint64_t started, terminal, read_back, wrong;

static void pick(uint64_t *seed, char user[16], char run[16])
{
	snprintf(user, 16, "user%u", (unsigned)(random_next(seed) % USERS));
	snprintf(run, 16, "run%u", (unsigned)(random_next(seed) % 3));
}

static void release(void *arg)
{
	atomic_fetch_add((_Atomic uint64_t *)arg, 1);
}

/* Whatever is in the memory must be what this thread put there. */
static void use_memory(eef_engine engine, uint64_t *seed)
{
	static _Atomic uint64_t released;
	uint64_t mark = random_next(seed), *cell;
	eef_view view;
	char buf[32];
	size_t len = sizeof(buf);

	if (eef_pin(rig.factory, engine, &view) != EEF_OK)
		return;
	cell = eef_alloc(&view, random_next(seed) % 4 ? 64 : 20000, 8);
	if (cell) {
		atomic_fetch_add(&wrong, *cell != 0);
		*cell = mark;
		test_yield(1);
		atomic_fetch_add(&wrong, *cell != mark);
	}
	eef_defer(&view, release, &released);
	eef_set(&view, "key", "[1,2]", 5);
	eef_get_value(&view, "key", buf, &len);
	atomic_fetch_add(&wrong, strncmp(view.user_id, "user", 4) != 0);
	eef_unpin(&view);
}

static void speak(eef_engine engine, uint64_t *seed)
{
	static const eef_event_type types[] = { EEF_EV_AGENT_STARTED, EEF_EV_AGENT_THINKING, EEF_EV_TOOL_EXECUTING,
		EEF_EV_TOOL_COMPLETED, EEF_EV_AGENT_COMPLETED };
	char call[8];

	for (int i = 0; i < 6; i++) {
		eef_event_type type = types[random_next(seed) % COUNT_OF(types)];
		bool tool = type == EEF_EV_TOOL_EXECUTING || type == EEF_EV_TOOL_COMPLETED;

		snprintf(call, sizeof(call), "c%u", (unsigned)(random_next(seed) % 3));
		if (emit_type(rig.factory, engine, type, tool ? call : NULL) == EEF_OK)
			atomic_fetch_add(&started, type == EEF_EV_AGENT_STARTED);
	}
	eef_emit_wait(rig.factory, engine, 0);
	eef_delivered(rig.factory, engine, 1);
}

static void listen(uint64_t *seed)
{
	eef_sub *sub, *dirty[4];
	eef_hello hello;
	char user[16], run[16], text[128];
	uint64_t before = 0;

	pick(seed, user, run);
	if (eef_sub_open(&rig.factory->sink, user, NULL, NULL, 0, &sub, &hello) != EEF_OK)
		return;
	atomic_fetch_add(&read_back, drain_sub(sub, text, sizeof(text)));
	eef_sub_hello(sub, &hello);
	eef_sub_message(sub, "{\"op\":\"ack\",\"offset\":1}", 23);
	atomic_fetch_add(&wrong, hello.newest < before);
	eef_sub_close(sub, 1000);
	(void)dirty;
}

static void look(uint64_t *seed)
{
	static const char *const metrics_names[] = { "a", "b" };
	eef_info infos[4];
	char text[256];
	size_t n;

	eef_list(rig.factory, infos, COUNT_OF(infos), &n);
	eef_metrics_json(rig.factory, text, sizeof(text));
	eef_metrics_prometheus(rig.factory, text, sizeof(text));
	eef_shim_hit(eef_shim_id(metrics_names[random_next(seed) % 2], "c"));
	eef_audit_flush(rig.factory, 0);
	eef_audit(rig.factory, (eef_engine){ 0 }, "looked", NULL, NULL);
	atomic_fetch_add(&wrong, !is_consistent(rig.factory));
}

/* T4: numbers that are no handle of ours must never be one of somebody's. */
static void forge(eef_engine like, uint64_t *seed)
{
	eef_engine engine = { random_next(seed) % 2 ? random_next(seed)
						    : like.v ^ (UINT64_C(1) << (16 + random_next(seed) % 32)) };
	eef_view view;

	if (eef_pin(rig.factory, engine, &view) == EEF_OK) {
		atomic_fetch_add(&wrong, 1);
		eef_unpin(&view);
	}
}

static void *work(void *arg)
{
	struct worker *w = arg;
	eef_engine held[HELD] = { 0 };
	char user[16], run[16];
	uint32_t n;

	for (; !atomic_load(&stop); w->calls++) {
		size_t at = random_next(&w->seed) % HELD;

		switch (random_next(&w->seed) % 12) {
		case 0:
		case 1:
		case 2: {
			eef_context context = context_of(user, run);

			pick(&w->seed, user, run);
			eef_create_for_user(rig.factory, &context, &held[at]);
			break;
		}
		case 3:
		case 4: use_memory(held[at], &w->seed); break;
		case 5:
		case 6: speak(held[at], &w->seed); break;
		case 7:
			eef_cleanup_engine(rig.factory, held[at], (int)(random_next(&w->seed) % EEF_CLEAN_COUNT));
			break;
		case 8: listen(&w->seed); break;
		case 9: forge(held[at], &w->seed); break;
		case 10:
			pick(&w->seed, user, run);
			if (random_next(&w->seed) % 8 == 0)
				eef_cleanup_user(rig.factory, user, &n);
			break;
		default:
			if (random_next(&w->seed) % 16 == 0)
				look(&w->seed);
		}
	}
	return NULL;
}

static void one_cycle(struct worker *workers, size_t n, uint64_t seed, unsigned ms)
{
	eef_metrics before, after;

	atomic_store(&stop, false);
	rig_start(&rig);
	before = metrics_of(rig.factory);
	for (size_t i = 0; i < n; i++) {
		workers[i].seed = seed * 1000003 + i + 1;
		MUST(pthread_create(&workers[i].thread, NULL, work, &workers[i]) == 0);
	}
	usleep(ms * 1000);
	MUST(eef_shutdown(rig.factory, 10000) == EEF_OK);
	MUST(eef_shutdown(rig.factory, 0) == EEF_ALREADY);
	MUST(eef_get() == NULL);
	atomic_store(&stop, true);
	for (size_t i = 0; i < n; i++)
		pthread_join(workers[i].thread, NULL);
	after = metrics_of(rig.factory);
	MUST(after.engines_active == 0 && after.engines_created == after.engines_cleaned);
	MUST(after.users_active == 0);
	MUST(after.engines_created >= before.engines_created);
	MUST(after.runs_ok + after.runs_error + after.runs_cancelled + after.runs_timeout >= atomic_load(&started));
	MUST(atomic_load(&wrong) == 0);
}

static const char *const nobodies[] = { "nobody", "no-one", NULL };

/* THREADS CYCLES MS; without arguments a short run, or the full one by EEF_TEST_FULL=1. */
int main(int argc, char **argv)
{
	static const size_t counts[] = { 2, 4, 8, 32 };
	struct worker workers[64] = { 0 };
	unsigned ms = argc > 3 ? (unsigned)atol(argv[3]) : 100;
	size_t cycles = argc > 2 ? (size_t)atol(argv[2]) : full(3, 150);
	uint64_t calls = 0;

	rig_init(&rig);
	rig.config.placeholders = nobodies; /* a list to be freed at shutdown, while others create */
	rig.config.max_engines = 40;
	rig.config.sweep_ms = 5;
	rig.config.idle_timeout_ms = 20;
	rig.config.run_deadline_ms = 60;
	rig.config.replay_ttl_ms = 30;
	rig.config.outbox_events = 64;
	test_yield_often(7);
	for (size_t c = 0; c < cycles * COUNT_OF(counts); c++)
		one_cycle(workers, argc > 1 ? (size_t)atol(argv[1]) : counts[c % COUNT_OF(counts)], c + 1, ms);
	for (size_t i = 0; i < COUNT_OF(workers); i++)
		calls += workers[i].calls;
	MUST(eef_bridge_free(rig.bridge) == EEF_OK);
	printf("%zu cycles, %llu calls, %llu runs, %llu events read\n1 passed, 0 failed\n", cycles * COUNT_OF(counts),
		(unsigned long long)calls, (unsigned long long)started, (unsigned long long)read_back);
	(void)terminal;
	return 0;
}
