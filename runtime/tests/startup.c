/* Start and end under contention: many threads configure with two bridges (T10), shutdown under load (T11), fork (T17). */
#include "runtime/tests/test.h"

#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#define THREADS 64

static eef_bridge *bridges[2];
static eef_config config;
static _Atomic int results[2][3]; /* by bridge: OK, ALREADY, CONFLICT */
static _Atomic bool go, stop;
static unsigned passed;

static void *configure(void *arg)
{
	size_t which = (size_t)(uintptr_t)arg & 1;
	eef_factory *factory = NULL;
	eef_status st;

	while (!atomic_load(&go))
		sched_yield();
	st = eef_configure(&config, bridges[which], &factory);
	MUST(st == EEF_OK || st == EEF_ALREADY || st == EEF_E_CONFLICT);
	MUST((st == EEF_E_CONFLICT) == (factory == NULL));
	atomic_fetch_add(&results[which][st == EEF_OK ? 0 : st == EEF_ALREADY ? 1 : 2], 1);
	return NULL;
}

/* While others configure: either it is not there yet, or it is there whole. */
static void *create(void *arg)
{
	eef_context context = context_of("ada", "r");
	char user[16];

	snprintf(user, sizeof(user), "user%u", (unsigned)(uintptr_t)arg);
	context.user_id = user;
	while (!atomic_load(&stop)) {
		eef_factory *factory = eef_get();
		eef_engine engine;

		if (!factory)
			sched_yield();
		else if (eef_create_for_user(factory, &context, &engine) == EEF_OK)
			eef_cleanup_engine(factory, engine, EEF_CLEAN_DONE);
	}
	return NULL;
}

static void check_results(void)
{
	int winner = atomic_load(&results[0][0]) ? 0 : 1;

	MUST(results[winner][0] == 1 && results[!winner][0] == 0);
	MUST(results[winner][1] == THREADS / 2 - 1 && results[winner][2] == 0);
	MUST(results[!winner][1] == 0 && results[!winner][2] == THREADS / 2);
	MUST(eef_bridge_sink(bridges[winner]) && !eef_bridge_sink(bridges[!winner]));
	memset((void *)results, 0, sizeof(results));
}

static void many_configure(void)
{
	pthread_t threads[THREADS], creators[2];
	size_t rounds = full(30, 1000);
	uint64_t attached;

	for (size_t round = 0; round < rounds; round++) {
		atomic_store(&go, false);
		atomic_store(&stop, false);
		for (size_t i = 0; i < 2; i++)
			MUST(pthread_create(&creators[i], NULL, create, (void *)(uintptr_t)i) == 0);
		for (size_t i = 0; i < THREADS; i++)
			MUST(pthread_create(&threads[i], NULL, configure, (void *)(uintptr_t)i) == 0);
		atomic_store(&go, true);
		for (size_t i = 0; i < THREADS; i++)
			pthread_join(threads[i], NULL);
		check_results();
		attached = metrics_of(eef_get()).bridge_attached;
		MUST(attached == round + 1);
		MUST(eef_shutdown(eef_get(), 5000) == EEF_OK);
		atomic_store(&stop, true);
		for (size_t i = 0; i < 2; i++)
			pthread_join(creators[i], NULL);
	}
	passed++;
}

/* A bridge that fails where it is told to. */
static struct {
	int ready;
	eef_status attach;
	int attached, detached, drained, reason;
} fake;

static int fake_ready(void *self)
{
	return fake.ready;
}

static eef_status fake_attach(void *self, eef_sink *sink)
{
	fake.attached += fake.attach == EEF_OK;
	return fake.attach;
}

static void fake_wake(void *self)
{
}

static eef_status fake_drain(void *self, int reason, uint32_t ms)
{
	fake.drained++;
	fake.reason = reason;
	return EEF_OK;
}

static void fake_detach(void *self)
{
	fake.detached++;
}

static const eef_bridge_ops fake_ops = { sizeof(eef_bridge_ops), EEF_BRIDGE_ABI, fake_ready, fake_attach, fake_wake,
	fake_drain, fake_detach, fake_wake };

static void bridges_that_fail(void)
{
	eef_bridge_ops wrong = fake_ops;
	eef_bridge *bridge;
	eef_factory *factory = NULL;

	wrong.abi = 2;
	MUST(eef_bridge_from_ops(&wrong, NULL, &bridge) == EEF_E_ABI);
	wrong = fake_ops;
	wrong.drain = NULL;
	MUST(eef_bridge_from_ops(&wrong, NULL, &bridge) == EEF_E_INVAL);
	MUST(eef_bridge_from_ops(&fake_ops, NULL, &bridge) == EEF_OK);
	MUST(eef_configure(&config, bridge, &factory) == EEF_E_NOT_READY);
	fake.ready = 1;
	fake.attach = EEF_E_IO;
	MUST(eef_configure(&config, bridge, &factory) == EEF_E_BRIDGE);
	MUST(!factory && fake.attached == 0 && fake.detached == 0 && !eef_get());
	fake.attach = EEF_OK;
	MUST(eef_configure(&config, bridge, &factory) == EEF_OK);
	MUST(fake.attached == 1);
	MUST(eef_shutdown(factory, 10) == EEF_OK);
	MUST(fake.drained == 1 && fake.detached == 1 && eef_close_code((eef_close_reason)fake.reason) == 1012);
	MUST(eef_bridge_free(bridge) == EEF_OK);
	passed++;
}

static _Atomic uint64_t begun;

static void *load(void *arg)
{
	uint64_t seed = (uintptr_t)arg + 1;
	char user[16], run[24];

	for (unsigned n = 0; !atomic_load(&stop); n++) {
		eef_context context = context_of(user, run);
		eef_factory *factory = eef_get();
		eef_engine engine;

		snprintf(user, sizeof(user), "user%u", (unsigned)(random_next(&seed) % 50));
		snprintf(run, sizeof(run), "r%u-%u", (unsigned)(uintptr_t)arg, n);
		if (!factory || eef_create_for_user(factory, &context, &engine) != EEF_OK) {
			sched_yield();
			continue;
		}
		if (emit_type(factory, engine, EEF_EV_AGENT_STARTED, NULL) == EEF_OK)
			atomic_fetch_add(&begun, 1);
		if (random_next(&seed) % 2)
			eef_cleanup_engine(factory, engine, EEF_CLEAN_DONE);
	}
	return NULL;
}

static void shutdown_under_load(void)
{
	pthread_t threads[4];
	size_t rounds = full(40, 1000);
	eef_factory *factory = NULL;
	eef_metrics m = { 0 };

	atomic_store(&stop, false);
	for (size_t i = 0; i < 4; i++)
		MUST(pthread_create(&threads[i], NULL, load, (void *)(uintptr_t)i) == 0);
	for (size_t round = 0; round < rounds; round++) {
		MUST(eef_configure(&config, bridges[0], &factory) == EEF_OK);
		usleep(500);
		MUST(eef_shutdown(factory, 10000) == EEF_OK);
		MUST(eef_shutdown(factory, 0) == EEF_ALREADY);
		m = metrics_of(factory);
		MUST(m.engines_active == 0 && m.engines_created == m.engines_cleaned);
	}
	atomic_store(&stop, true);
	for (size_t i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	m = metrics_of(factory);
	/* The probes' runs are the ones that ended well. */
	MUST(m.runs_error + m.runs_cancelled + m.runs_timeout == atomic_load(&begun));
	MUST(begun > 0);
	passed++;
}

static void call_everything(eef_factory *factory, eef_engine engine, eef_sub *sub)
{
	eef_context context = context_of("ada", "child");
	eef_event event = EEF_EVENT_INIT;
	eef_info info = { .size = sizeof(info) };
	eef_metrics metrics = { .size = sizeof(metrics) };
	eef_view view = { .factory = factory, .engine = engine };
	eef_hello hello;
	uint8_t hash[32];
	uint64_t seq;
	uint32_t n;
	size_t len = 0;

	MUST(eef_get() == NULL);
	MUST(eef_configure(&config, bridges[0], &factory) == EEF_E_FORKED);
	MUST(eef_shutdown(factory, 0) == EEF_E_FORKED);
	MUST(eef_create_for_user(factory, &context, &engine) == EEF_E_FORKED);
	MUST(eef_cleanup_engine(factory, engine, 0) == EEF_E_FORKED);
	MUST(eef_cleanup_wait(factory, engine, 1) == EEF_E_FORKED);
	MUST(eef_cleanup_user(factory, "ada", &n) == EEF_E_FORKED);
	MUST(eef_engine_info(factory, engine, &info) == EEF_E_FORKED);
	MUST(eef_touch(factory, engine) == EEF_E_FORKED);
	MUST(eef_list(factory, &info, 1, &len) == EEF_E_FORKED);
	MUST(eef_pin(factory, engine, &view) == EEF_E_FORKED);
	MUST(eef_alloc(&view, 1, 1) == NULL);
	MUST(eef_set(&view, "k", "1", 1) == EEF_E_FORKED);
	MUST(eef_get_value(&view, "k", NULL, &len) == EEF_E_FORKED);
	MUST(eef_defer(&view, free, NULL) == EEF_E_FORKED);
	MUST(eef_emit(factory, engine, &event, NULL) == EEF_E_FORKED);
	MUST(eef_emit_wait(factory, engine, 1) == EEF_E_FORKED);
	MUST(eef_delivered(factory, engine, 1) == EEF_E_FORKED);
	MUST(eef_sub_open(&factory->sink, "ada", NULL, NULL, 0, &sub, &hello) == EEF_E_FORKED);
	MUST(eef_sub_hello(sub, &hello) == EEF_E_FORKED);
	MUST(eef_sub_next(sub, &(const void *){ 0 }, &len, &seq) == EEF_E_FORKED);
	eef_sub_ack(sub, 1);
	eef_sub_close(sub, 1000);
	MUST(eef_audit(factory, engine, "a", "ok", NULL) == EEF_E_FORKED);
	MUST(eef_audit_flush(factory, 1) == EEF_E_FORKED);
	MUST(eef_audit_head(factory, &seq, hash) == EEF_E_FORKED);
	MUST(eef_metrics_get(factory, &metrics) == EEF_E_FORKED);
	MUST(eef_metrics_json(factory, NULL, 0) == 0);
	MUST(eef_shim_id("a", "b") == -1);
}

/* A child has no other thread of its parent's, and locks may be held for ever. */
static int child_of_load(eef_factory *factory, eef_engine engine, eef_sub *sub)
{
	eef_bridge *bridge;

	alarm(10);
	call_everything(factory, engine, sub);
	MUST(eef_after_fork_child() == EEF_OK);
	MUST(eef_after_fork_child() == EEF_ALREADY);
	MUST(eef_bridge_mem_new(&bridge) == EEF_OK);
	MUST(eef_configure(&config, bridge, &factory) == EEF_OK);
	MUST(eef_touch(factory, engine) == EEF_E_STALE);
	MUST(metrics_of(factory).engines_active == 0);
	MUST(eef_shutdown(factory, 10) == EEF_OK);
	return 0;
}

static void fork_under_load(void)
{
	pthread_t threads[4];
	eef_factory *factory;
	eef_context context = context_of("parent", "r");
	eef_engine engine;
	eef_sub *sub;
	eef_hello hello;

	atomic_store(&stop, false);
	MUST(eef_configure(&config, bridges[0], &factory) == EEF_OK);
	for (size_t i = 0; i < 4; i++)
		MUST(pthread_create(&threads[i], NULL, load, (void *)(uintptr_t)i) == 0);
	MUST(eef_create_for_user(factory, &context, &engine) == EEF_OK);
	MUST(eef_sub_open(&factory->sink, "parent", NULL, NULL, 0, &sub, &hello) == EEF_OK);
	for (size_t round = 0; round < full(20, 300); round++) {
		int status = 0;
		pid_t child = fork();

		if (child == 0)
			leave_child(child_of_load(factory, engine, sub));
		MUST(child > 0 && waitpid(child, &status, 0) == child);
		MUST(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	MUST(eef_touch(factory, engine) == EEF_OK);
	eef_sub_close(sub, 1000);
	MUST(eef_shutdown(factory, 5000) == EEF_OK);
	atomic_store(&stop, true);
	for (size_t i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	passed++;
}

int main(void)
{
	eef_config_init(&config);
	config.max_engines = 64;
	config.outbox_events = 64;
	test_yield_often(5);
	MUST(eef_bridge_mem_new(&bridges[0]) == EEF_OK && eef_bridge_mem_new(&bridges[1]) == EEF_OK);
	many_configure();
	bridges_that_fail();
	shutdown_under_load();
#if !defined(__SANITIZE_THREAD__) && !defined(__SANITIZE_ADDRESS__)
	fork_under_load(); /* the sanitizers' own locks do not survive a fork of many threads */
#endif
	MUST(eef_bridge_free(bridges[0]) == EEF_OK && eef_bridge_free(bridges[1]) == EEF_OK);
	printf("%u passed, 0 failed\n", passed);
	return 0;
}
