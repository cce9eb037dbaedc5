/* What the library costs, beside what nothing can be cheaper than, in one run of one process on one machine. */
#include <eef.h>

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"

#ifdef HAVE_APR
#include <apr_general.h>
#include <apr_pools.h>
#endif
#ifdef HAVE_TALLOC
#include <talloc.h>
#endif
#ifdef HAVE_GOBJECT
#include <glib-object.h>
#endif

#define SHARES 100

static void *volatile sink;
static eef_factory *factory;
static eef_bridge *bridge;

uint64_t now_ns(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (uint64_t)at.tv_sec * 1000000000 + (uint64_t)at.tv_nsec;
}

void must(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "bench: %s failed\n", what);
	exit(1);
}

int by_size(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/*
 * ns for one of `n` calls: the time of a share that was hardly disturbed, the tenth best of a hundred. Shares are short, so that
 * most of them are not interrupted by what else runs on the machine.
 */
static double best_between(void (*fn)(size_t n), size_t n, void (*between)(void))
{
	uint64_t times[SHARES];
	size_t share = n / SHARES;

	for (size_t i = 0; i < SHARES; i++) {
		uint64_t start = now_ns();

		fn(share);
		times[i] = now_ns() - start;
		if (between)
			between();
	}
	qsort(times, SHARES, sizeof(times[0]), by_size);
	return (double)times[SHARES / 10] / (double)share;
}

static double best(void (*fn)(size_t n), size_t n)
{
	return best_between(fn, n, NULL);
}

static void use_malloc(size_t n)
{
	while (n-- > 0) {
		sink = malloc(256);
		free(sink);
	}
}

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void use_mutex(size_t n)
{
	while (n-- > 0) {
		pthread_mutex_lock(&mutex);
		pthread_mutex_unlock(&mutex);
	}
}

static _Atomic uint64_t counter;

static void use_atomic(size_t n)
{
	while (n-- > 0)
		atomic_fetch_add(&counter, 1);
}

static void use_clock(size_t n)
{
	struct timespec at;

	while (n-- > 0)
		clock_gettime(CLOCK_MONOTONIC_COARSE, &at);
}

static void use_precise_clock(size_t n)
{
	while (n-- > 0)
		now_ns();
}

#ifdef HAVE_APR
static void use_apr(size_t n)
{
	while (n-- > 0) {
		apr_pool_t *pool;

		apr_pool_create(&pool, NULL);
		sink = apr_palloc(pool, 64);
		sink = apr_palloc(pool, 200);
		apr_pool_destroy(pool);
	}
}
#endif

#ifdef HAVE_TALLOC
static void use_talloc(size_t n)
{
	while (n-- > 0) {
		void *context = talloc_new(NULL);

		sink = talloc_size(context, 64);
		sink = talloc_size(context, 200);
		talloc_free(context);
	}
}
#endif

#ifdef HAVE_GOBJECT
static void use_gobject(size_t n)
{
	while (n-- > 0)
		g_object_unref(g_object_new(G_TYPE_OBJECT, NULL));
}
#endif

static eef_context context_of(const char *user, const char *run)
{
	eef_context context = EEF_CONTEXT_INIT;

	context.user_id = user;
	context.run_id = run;
	return context;
}

static void use_engine(size_t n)
{
	eef_context context = context_of("user-4711", "run-20250914-0001");
	eef_engine engine;

	while (n-- > 0) {
		must(eef_create_for_user(factory, &context, &engine) == EEF_OK, "create");
		must(eef_cleanup_engine(factory, engine, EEF_CLEAN_DONE) == EEF_OK, "cleanup");
	}
}

static eef_engine speaker;

static void use_emit(size_t n)
{
	static char data[201];
	eef_event event = EEF_EVENT_INIT;
	eef_sub *sub;
	eef_hello hello;

	memset(data, '7', 200);
	event.type = EEF_EV_AGENT_THINKING;
	event.data_json = data;
	event.data_len = 200;
	must(eef_sub_open(eef_bridge_sink(bridge), "speaker", NULL, NULL, 0, &sub, &hello) == EEF_OK, "sub_open");
	for (uint64_t seq; n-- > 0;) {
		must(eef_emit(factory, speaker, &event, &seq) == EEF_OK, "emit");
		if (n % 256 == 0) {
			eef_sub_sent(sub, seq); /* the user's only run: seq is the offset, too */
			eef_sub_ack(sub, seq);
		}
	}
	eef_sub_close(sub, 1000);
}

/* Emit, and what a bridge does: next, sent, ack. */
static void use_delivery(size_t n)
{
	eef_event event = EEF_EVENT_INIT;
	eef_sub *sub;
	eef_hello hello;
	const void *json;
	size_t len;
	uint64_t offset;

	event.type = EEF_EV_AGENT_THINKING;
	must(eef_sub_open(eef_bridge_sink(bridge), "speaker", NULL, NULL, 0, &sub, &hello) == EEF_OK, "sub_open");
	while (n-- > 0) {
		must(eef_emit(factory, speaker, &event, NULL) == EEF_OK, "emit");
		while (eef_sub_next(sub, &json, &len, &offset) == EEF_OK)
			eef_sub_sent(sub, offset);
		eef_sub_ack(sub, offset);
	}
	eef_sub_close(sub, 1000);
}

static int sync_mode = EEF_AUDIT_INTERVAL;

static void start_factory(const char *audit_dir, uint32_t engines)
{
	eef_config config;

	eef_config_init(&config);
	config.max_engines = engines;
	config.flags = engines > 30000 ? EEF_F_NO_GUARD : 0;
	config.arena_bytes = 4096;
	config.engine_quota_bytes = 65536;
	config.audit_dir = audit_dir;
	config.audit_sync = sync_mode;
	must(eef_configure(&config, bridge, &factory) == EEF_OK, "configure");
}

static void stop_factory(void)
{
	must(eef_shutdown(factory, 1000) == EEF_OK, "shutdown");
}

/* Each create by itself, with the two clock reads that it takes to see it. */
static void measure_tail(void)
{
	enum { N = 200000 };
	uint64_t *times = malloc(N * sizeof(*times));
	eef_context context = context_of("user-4711", "run-20250914-0001");

	for (size_t i = 0; i < N; i++) {
		eef_engine engine;
		uint64_t start = now_ns();

		must(eef_create_for_user(factory, &context, &engine) == EEF_OK, "create");
		times[i] = now_ns() - start;
		eef_cleanup_engine(factory, engine, EEF_CLEAN_DONE);
	}
	qsort(times, N, sizeof(*times), by_size);
	printf("%-44s %llu / %llu / %llu ns\n", "create p50 / p99 / p99.9, with 2 clock reads",
		(unsigned long long)times[N / 2], (unsigned long long)times[N / 100 * 99],
		(unsigned long long)times[N / 1000 * 999]);
	free(times);
}

static void *spin(void *arg)
{
	uint64_t x = 1;

	for (size_t i = 0; i < 100000000; i++) {
		x = x * 6364136223846793005u + 1;
		__asm__ volatile("" : "+r"(x));
	}
	sink = (void *)(uintptr_t)x;
	return NULL;
}

static void *churn(void *arg)
{
	char user[32] = "";
	eef_context context = context_of(user, "run");

	snprintf(user, sizeof(user), "user-%u", (unsigned)(uintptr_t)arg);
	for (size_t i = 0; i < 500000; i++) {
		eef_engine engine;

		must(eef_create_for_user(factory, &context, &engine) == EEF_OK, "create");
		eef_cleanup_engine(factory, engine, EEF_CLEAN_DONE);
	}
	return NULL;
}

static double seconds_of(void *(*fn)(void *), size_t threads)
{
	pthread_t ids[8];
	uint64_t start = now_ns();

	for (size_t i = 0; i < threads; i++)
		must(pthread_create(&ids[i], NULL, fn, (void *)(uintptr_t)i) == 0, "thread");
	for (size_t i = 0; i < threads; i++)
		pthread_join(ids[i], NULL);
	return (double)(now_ns() - start) / 1e9;
}

/* How much more two threads do than one. */
static double scaling(void *(*fn)(void *))
{
	double most = 0;

	for (int round = 0; round < 3; round++) {
		double one = seconds_of(fn, 1), two = seconds_of(fn, 2);

		most = 2 * one / two > most ? 2 * one / two : most;
	}
	return most;
}

static long rss_kib(void)
{
	FILE *file = fopen("/proc/self/statm", "r");
	long size = 0, resident = 0;

	must(file && fscanf(file, "%ld %ld", &size, &resident) == 2, "statm");
	fclose(file);
	return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

/* Users with a past, up to the number; then engines, as many as there can be. */
static void measure_crowd(size_t users)
{
	char user[32] = "";
	eef_context context = context_of(user, "run");
	eef_event event = EEF_EVENT_INIT;
	double alone = best(use_engine, 200000), among;
	long before;

	event.agent = "helper";
	for (size_t i = 0; i < users; i++) {
		eef_engine engine;

		snprintf(user, sizeof(user), "crowd-%zu", i);
		must(eef_create_for_user(factory, &context, &engine) == EEF_OK, "create");
		must(eef_emit(factory, engine, &event, NULL) == EEF_OK, "emit");
		eef_cleanup_engine(factory, engine, EEF_CLEAN_DONE);
	}
	among = best(use_engine, 200000);
	printf("%-44s %.0f ns, %.2f x alone (at most 1.5): %s\n", "create+cleanup among 100,000 users", among,
		among / alone, among <= 1.5 * alone ? "met" : "MISSED");
	before = rss_kib();
	for (size_t i = 0; i < 40000; i++) {
		eef_engine engine;

		snprintf(user, sizeof(user), "live-%zu", i);
		must(eef_create_for_user(factory, &context, &engine) == EEF_OK, "create");
	}
	printf("%-44s %.2f KiB\n", "resident for each live engine", (double)(rss_kib() - before) / 40000);
	printf("%-44s %.0f ns\n", "create+cleanup beside 40,000 live engines", best(use_engine, 200000));
}

static void *idle(void *arg)
{
	for (;;)
		pause();
	return arg;
}

static double measure_floor(void)
{
	double m = best(use_malloc, 2000000), l = best(use_mutex, 2000000), a = best(use_atomic, 2000000),
	       c = best(use_clock, 2000000);

	printf("%-44s %.0f + %.0f + %.0f + %.0f = %.0f ns\n", "floor: malloc 256, mutex, atomic, coarse clock", m, l, a,
		c, m + l + a + c);
	printf("%-44s %.0f ns\n", "precise clock", best(use_precise_clock, 1000000));
#ifdef HAVE_APR
	apr_initialize();
	printf("%-44s %.0f ns\n", "APR pool, 2 allocations", best(use_apr, 1000000));
#endif
#ifdef HAVE_TALLOC
	printf("%-44s %.0f ns\n", "talloc context, 2 allocations", best(use_talloc, 1000000));
#endif
#ifdef HAVE_GOBJECT
	printf("%-44s %.0f ns\n", "g_object_new, unref", best(use_gobject, 500000));
#endif
	return m + l + a + c;
}

static void measure_engines(double floor)
{
	double cost = best(use_engine, 1000000), limit = 3.5 * floor > 250 ? 3.5 * floor : 250;

	printf("%-44s %.0f ns, %.1f x floor (at most %.0f): %s\n", "create+cleanup, no audit", cost, cost / floor,
		limit, cost <= limit ? "met" : "MISSED");
	measure_tail();
}

static void measure_events(void)
{
	eef_context context = context_of("speaker", "run");
	eef_event event = EEF_EVENT_INIT;

	event.agent = "helper";
	must(eef_create_for_user(factory, &context, &speaker) == EEF_OK, "create");
	must(eef_emit(factory, speaker, &event, NULL) == EEF_OK, "emit");
	printf("%-44s %.0f ns\n", "emit, 200 bytes of data", best(use_emit, 256 * 4000));
	printf("%-44s %.0f ns\n", "emit, next, sent, ack", best(use_delivery, 200000));
	eef_cleanup_engine(factory, speaker, EEF_CLEAN_DONE);
}

/* So that the ring is never full and every record is taken in. */
static void flush_audit(void)
{
	must(eef_audit_flush(factory, 10000) == EEF_OK, "flush");
}

static void measure_audit(void)
{
	char dir[] = "/var/tmp/eef-bench-XXXXXX", command[64];
	double cost;

	must(mkdtemp(dir), "mkdtemp");
	start_factory(dir, 4096);
	cost = best_between(use_engine, 100000, flush_audit);
	printf("%-44s %.0f ns (at most 400): %s\n", "create+cleanup, audit queued", cost,
		cost <= 400 ? "met" : "MISSED");
	stop_factory();
	snprintf(command, sizeof(command), "rm -r '%s'", dir);
	must(system(command) == 0, "rm");
}

enum { SYNCS = 400 };

/* What the disk itself takes for a line: nothing that is on it can be quicker. */
static uint64_t disk_p99(const char *dir)
{
	char path[64], line[320];
	uint64_t times[SYNCS];
	int fd;

	memset(line, 'x', sizeof(line));
	snprintf(path, sizeof(path), "%s/floor", dir);
	fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	must(fd >= 0, "open");
	for (size_t i = 0; i < SYNCS; i++) {
		uint64_t start = now_ns();

		must(write(fd, line, sizeof(line)) == sizeof(line) && fdatasync(fd) == 0, "fdatasync");
		times[i] = now_ns() - start;
	}
	close(fd);
	qsort(times, SYNCS, sizeof(*times), by_size);
	printf("%-44s %.2f / %.2f ms\n", "write and fdatasync of a line, p50 / p99", (double)times[SYNCS / 2] / 1e6,
		(double)times[SYNCS / 100 * 99] / 1e6);
	return times[SYNCS / 100 * 99];
}

#define SYNC_LIMIT_NS 10000000

/* The target stays what it is on a slow disk, too: there it is missed, and why is said. */
static void print_sync(uint64_t p50, uint64_t p99, uint64_t disk)
{
	printf("%-44s %.2f / %.2f ms (p99 at most 10): ", "create with its record on the disk", (double)p50 / 1e6, (double)p99 / 1e6);
	if (p99 <= SYNC_LIMIT_NS)
		puts("met");
	else if (disk > SYNC_LIMIT_NS)
		printf("MISSED, the disk alone takes %.2f ms\n", (double)disk / 1e6);
	else
		printf("MISSED, though the disk alone takes %.2f ms\n", (double)disk / 1e6);
}

/* Each create waits until its record is on the disk. */
static void measure_sync(void)
{
	char dir[] = "/var/tmp/eef-bench-XXXXXX", command[64];
	uint64_t times[SYNCS], disk;
	eef_context context = context_of("user-4711", "run-20250914-0001");

	must(mkdtemp(dir), "mkdtemp");
	disk = disk_p99(dir);
	sync_mode = EEF_AUDIT_SYNC;
	start_factory(dir, 4096);
	for (size_t i = 0; i < SYNCS; i++) {
		eef_engine engine;
		uint64_t start = now_ns();

		must(eef_create_for_user(factory, &context, &engine) == EEF_OK, "create");
		times[i] = now_ns() - start;
		eef_cleanup_engine(factory, engine, EEF_CLEAN_DONE);
	}
	stop_factory();
	sync_mode = EEF_AUDIT_INTERVAL;
	qsort(times, SYNCS, sizeof(*times), by_size);
	print_sync(times[SYNCS / 2], times[SYNCS / 100 * 99], disk);
	snprintf(command, sizeof(command), "rm -r '%s'", dir);
	must(system(command) == 0, "rm");
}

/* Ten million scopes, after a million that fill whatever is filled once. */
static void measure_memory(void)
{
	long before;

	use_engine(1000000);
	before = rss_kib();
	use_engine(10000000);
	printf("%-44s %ld KiB more (at most 1024): %s\n", "resident after 10,000,000 scopes", rss_kib() - before,
		rss_kib() - before <= 1024 ? "met" : "MISSED");
}

static void measure_start(void)
{
	uint64_t start = now_ns();

	start_factory(NULL, 1);
	printf("%-44s %.2f ms (at most 5): %s\n", "configure for one engine, with golden path",
		(double)(now_ns() - start) / 1e6, now_ns() - start <= 5000000 ? "met" : "MISSED");
	stop_factory();
	start = now_ns();
	start_factory(NULL, 4096);
	printf("%-44s %.2f ms\n", "configure for 4096, with 8192 guards", (double)(now_ns() - start) / 1e6);
}

int main(void)
{
	pthread_t second;
	double floor, control, ours;

	/* glibc's locks are cheaper while there is one thread; a server has more. */
	must(pthread_create(&second, NULL, idle, NULL) == 0, "thread");
	must(eef_bridge_mem_new(&bridge) == EEF_OK, "bridge");
	floor = measure_floor();
	measure_start();
	measure_engines(floor);
	measure_events();
	control = scaling(spin);
	ours = scaling(churn);
	printf("%-44s %.2f x, spinning alone %.2f x: %.0f %% of it\n", "two threads do", ours, control,
		100 * ours / control);
	measure_memory();
	stop_factory();
	measure_audit();
	measure_sync();
#ifdef HAVE_LWS
	bench_bridge();
#endif
	start_factory(NULL, 65535);
	measure_crowd(100000);
	stop_factory();
	return eef_bridge_free(bridge) == EEF_OK ? 0 : 1;
}
