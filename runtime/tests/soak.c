/* Nothing grows: many scopes, many users, many reconnections, and the process is as large as before (T13). */
#include "runtime/tests/test.h"

#include <dirent.h>
#include <unistd.h>

static struct rig rig;

static long rss_kib(void)
{
	FILE *file = fopen("/proc/self/statm", "r");
	long size = 0, resident = 0;

	MUST(file && fscanf(file, "%ld %ld", &size, &resident) == 2);
	fclose(file);
	return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

static int open_files(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int n = 0;

	while (readdir(dir))
		n++;
	closedir(dir);
	return n;
}

static int mappings(void)
{
	FILE *file = fopen("/proc/self/maps", "r");
	int lines = 0;

	for (int c; (c = getc(file)) != EOF;)
		lines += c == '\n';
	fclose(file);
	return lines;
}

static void scopes(size_t n)
{
	eef_context context = context_of("ada", "r");

	for (size_t i = 0; i < n; i++)
		EEF_SCOPE(rig.factory, &context, job);
}

static void users(size_t n)
{
	char user[32] = "";
	eef_context context = context_of(user, "r");

	for (size_t i = 0; i < n; i++) {
		eef_engine engine;

		snprintf(user, sizeof(user), "user%zu", i);
		MUST(eef_create_for_user(rig.factory, &context, &engine) == EEF_OK);
		emit_type(rig.factory, engine, EEF_EV_AGENT_STARTED, NULL);
		eef_cleanup_engine(rig.factory, engine, EEF_CLEAN_DONE);
	}
	test_clock_advance(121000);
	sweep(rig.factory);
	MUST(metrics_of(rig.factory).users_active == 0);
}

static void reconnects(size_t n)
{
	eef_engine engine = engine_of(&rig, "ada", "r");
	eef_sub *sub;
	eef_hello hello, now;

	MUST(eef_sub_open(&rig.factory->sink, "ada", NULL, NULL, 0, &sub, &hello) == EEF_OK);
	emit_type(rig.factory, engine, EEF_EV_AGENT_STARTED, NULL);
	for (size_t i = 1; i <= n; i++) {
		MUST(drain_sub(sub, NULL, 0) == 1);
		eef_sub_close(sub, 1006);
		emit_type(rig.factory, engine, EEF_EV_AGENT_THINKING, NULL);
		MUST(eef_sub_open(&rig.factory->sink, "ada", NULL, hello.epoch, i, &sub, &now) == EEF_OK &&
			now.recovered);
	}
	eef_sub_close(sub, 1000);
	eef_cleanup_engine(rig.factory, engine, EEF_CLEAN_DONE);
	test_clock_advance(121000);
	sweep(rig.factory);
}

static void round_of(size_t share)
{
	scopes(full(300000, 10000000) / share);
	users(full(20000, 100000) / share);
	reconnects(full(5000, 10000) / share);
}

int main(void)
{
	long before, after;
	int files, maps;

	rig_init(&rig);
	rig_start(&rig);
	round_of(1); /* warm */
	before = rss_kib();
	files = open_files();
	maps = mappings();
	round_of(1);
	after = rss_kib();
	printf("resident %ld KiB, then %ld KiB; %d files, %d mappings\n", before, after, files, maps);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) /* which keep freed memory for a while */
	MUST(after - before <= 1024);
#endif
	MUST(open_files() == files);
	MUST(mappings() <= maps + 1);
	rig_stop(&rig);
	printf("1 passed, 0 failed\n");
	return 0;
}
