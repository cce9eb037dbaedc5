/* What the audit trail costs, beside the floor of the same run: DIRECTORY-ON-A-DISK [SYNCS]. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "runtime/audit.h"
#include "runtime/audit_verify.h"

enum { RUNS = 7, SEALS = 200000, BURST = 4096, BURSTS = 24, RECORDS = 1000000 };

static const uint8_t key[EEF_AUDIT_KEY_SIZE] = "a key for measuring, 32 bytes...";
static volatile uint8_t sink;

static double now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static int compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Of sorted times. */
static double percentile(const double *times, size_t count, double p)
{
	size_t i = (size_t)(p * (double)count);

	return times[i < count ? i : count - 1];
}

static void print(const char *what, double ns, double target)
{
	printf("%-44s %10.0f ns", what, ns);
	if (target > 0)
		printf("   target %8.0f %s", target, ns <= target ? "met" : "MISSED");
	putchar('\n');
}

static struct eef_audit_record typical(void)
{
	struct eef_audit_record record = {
		.op = EEF_AUDIT_ENGINE_CREATED,
		.user = { "user-000042", 11 },
		.run = { "run-2025-09-14-0042", 19 },
		.engine = 0x00010000000000a3,
		.ts_ns = 1757869215123456789,
	};

	return record;
}

/* The best run: what disturbs only ever adds. */
static double measure_seal(const uint8_t *key_or_null)
{
	struct eef_audit_record record = typical();
	struct eef_audit_chain chain;
	char line[EEF_AUDIT_LINE_MAX];
	double best = 1e18;

	for (int run = 0; run < RUNS; run++) {
		double start;

		eef_audit_chain_init(&chain, key_or_null);
		start = now_ns();
		for (int i = 0; i < SEALS; i++) {
			record.ts_ns += 1000;
			eef_audit_chain_seal(&chain, &record, line);
		}
		start = (now_ns() - start) / SEALS;
		best = start < best ? start : best;
		sink = chain.head[0];
	}
	return best;
}

static double measure_sha(size_t size)
{
	uint8_t text[512] = { 1 }, hash[32];
	double best = 1e18;

	for (int run = 0; run < RUNS; run++) {
		double start = now_ns();

		for (int i = 0; i < SEALS; i++) {
			crypto_hash_sha256(hash, text, size);
			text[0] = hash[0];
		}
		start = (now_ns() - start) / SEALS;
		best = start < best ? start : best;
	}
	return best;
}

/* libsodium's SHA-256 is portable C: on a machine where it alone takes longer than 2 us, its cost is the measure. */
static void measure_chain(void)
{
	struct eef_audit_record record = typical();
	struct eef_audit_clock_text clock = { 0 };
	uint8_t prev[EEF_AUDIT_HASH_SIZE] = { 0 };
	char line[EEF_AUDIT_LINE_MAX];
	size_t hashed = sizeof(prev) + eef_audit_line_write(line, &clock, &record, 100000, 0, prev);
	double floor = measure_sha(hashed), target = 1.35 * floor > 2000 ? 1.35 * floor : 2000;

	printf("bytes under the hash of a typical record: %zu\n", hashed);
	print("floor: SHA-256 of as many bytes", floor, 0);
	print("append with chain, in line, plain", measure_seal(NULL), target);
	print("append with chain, in line, keyed", measure_seal(key), target);
}

static struct eef_audit_log *open_log(const char *dir, enum eef_audit_mode mode, size_t ring)
{
	struct eef_audit_options options;
	struct eef_audit_log *log;

	eef_audit_options_init(&options);
	options.dir = dir;
	options.mode = mode;
	options.ring_bytes = ring;
	if (eef_audit_log_open(&options, &log) != EEF_AUDIT_OK) {
		perror(dir);
		exit(1);
	}
	return log;
}

static void must(int status)
{
	if (status != EEF_AUDIT_OK) {
		fprintf(stderr, "status %d\n", status);
		exit(1);
	}
}

/* Bursts that fit into the ring, so that it is the caller's cost that is measured and not the waiting for the thread. */
static void measure_enqueue(const char *dir)
{
	struct eef_audit_log *log = open_log(dir, EEF_AUDIT_MODE_NONE, 8 << 20);
	struct eef_audit_record record = typical();
	double times[BURSTS];

	record.ts_ns = 0;
	for (int burst = 0; burst < BURSTS; burst++) {
		double start = now_ns();

		for (int i = 0; i < BURST; i++)
			must(eef_audit_log_append(log, &record, NULL));
		times[burst] = (now_ns() - start) / BURST;
		must(eef_audit_log_flush(log, 60000));
	}
	must(eef_audit_log_close(log));
	qsort(times, BURSTS, sizeof(*times), compare);
	print("enqueue, best burst", times[0], 180);
	print("enqueue, median burst", percentile(times, BURSTS, 0.5), 0);
}

/* Returns the slowest hundredth. */
static double measure_floor_of_sync(const char *dir, int count, double *times)
{
	char path[1024], text[320] = "";
	int fd;

	snprintf(path, sizeof(path), "%s/floor", dir);
	fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	for (int i = 0; i < count; i++) {
		double start = now_ns();

		if (write(fd, text, sizeof(text)) < 0 || fdatasync(fd) != 0)
			perror("floor");
		times[i] = now_ns() - start;
	}
	close(fd);
	unlink(path);
	qsort(times, (size_t)count, sizeof(*times), compare);
	print("floor: write + fdatasync, p50", percentile(times, (size_t)count, 0.5), 0);
	print("floor: write + fdatasync, p99", percentile(times, (size_t)count, 0.99), 0);
	return percentile(times, (size_t)count, 0.99);
}

static void measure_sync(const char *dir, int count)
{
	double *times = calloc((size_t)count, sizeof(*times));
	struct eef_audit_record record = typical();
	struct eef_audit_log *log;
	double floor;

	if (!times)
		exit(1);
	floor = measure_floor_of_sync(dir, count, times);
	log = open_log(dir, EEF_AUDIT_MODE_SYNC, 2 << 20);
	for (int i = 0; i < count; i++) {
		double start = now_ns();

		must(eef_audit_log_commit(log, &record, 60000));
		times[i] = now_ns() - start;
	}
	must(eef_audit_log_close(log));
	qsort(times, (size_t)count, sizeof(*times), compare);
	print("commit in SYNC, p50", percentile(times, (size_t)count, 0.5), 0);
	print("commit in SYNC, p99", percentile(times, (size_t)count, 0.99), 1.5 * floor > 10e6 ? 1.5 * floor : 10e6);
	free(times);
}

static void measure_through_and_verify(const char *dir)
{
	struct eef_audit_log *log = open_log(dir, EEF_AUDIT_MODE_NONE, 2 << 20);
	struct eef_audit_record record = typical();
	struct eef_audit_verify_options options = { 0 };
	struct eef_audit_verify_report report;
	double start = now_ns();

	for (int i = 0; i < RECORDS; i++)
		while (eef_audit_log_append(log, &record, NULL) != EEF_AUDIT_OK)
			usleep(500);
	must(eef_audit_log_close(log));
	printf("%-44s %10.0f /s\n", "records through to the file", RECORDS / ((now_ns() - start) / 1e9));
	start = now_ns();
	must(eef_audit_verify_files(&dir, 1, &options, &report));
	start = report.records ? (double)report.records / ((now_ns() - start) / 1e9) : 0;
	printf("%-44s %10.0f /s   target   300000 %s, %s\n", "records verified", start,
		start >= 300000 ? "met" : "MISSED", eef_audit_verdict_name(report.verdict));
	eef_audit_verify_report_release(&report);
}

int main(int argc, char **argv)
{
	char dir[1024], *made;

	if (argc < 2 || sodium_init() < 0)
		return 1;
	snprintf(dir, sizeof(dir), "%s/audit-bench-XXXXXX", argv[1]);
	made = mkdtemp(dir);
	if (!made) {
		perror(dir);
		return 1;
	}
	measure_chain();
	measure_enqueue(made);
	measure_sync(made, argc > 2 ? atoi(argv[2]) : 500);
	measure_through_and_verify(made);
	printf("files left in %s\n", made);
	return 0;
}
