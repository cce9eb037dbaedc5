/* Every call of the system fails once, and from then on, at every place: errors are right, nothing leaks, counts agree (T6). */
#include "runtime/tests/test.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * The linker sends the library's calls (which go by their names for large files) to the functions below. The N-th call of a kind that may fail does; N grows until a
 * whole scenario passes without one. What was allocated and not freed is counted, so that a leak shows without a sanitizer.
 */
static _Atomic long countdown; /* 0: nothing fails */
static _Atomic bool persistent, failed_now;
static _Atomic long live;

static bool fails(void)
{
	long left = atomic_load(&countdown);

	if (left == 0)
		return false;
	if (left > 1) {
		atomic_fetch_sub(&countdown, 1);
		return false;
	}
	atomic_store(&failed_now, true);
	if (!atomic_load(&persistent))
		atomic_store(&countdown, 0);
	return true;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void __real_free(void *memory);
char *__real_strdup(const char *text);
void *__real_mmap64(void *at, size_t size, int prot, int flags, int fd, off_t offset);
int __real_mprotect(void *at, size_t size, int prot);
int __real_madvise(void *at, size_t size, int advice);
int __real_mlock(const void *at, size_t size);
int __real_sodium_init(void);
int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*fn)(void *), void *arg);
int __real_eventfd(unsigned value, int flags);
ssize_t __real_write(int fd, const void *bytes, size_t size);
int __real_fdatasync(int fd);
int __real_openat64(int dir, const char *path, int flags, ...);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void __wrap_free(void *memory);
char *__wrap_strdup(const char *text);
void *__wrap_mmap64(void *at, size_t size, int prot, int flags, int fd, off_t offset);
int __wrap_mprotect(void *at, size_t size, int prot);
int __wrap_madvise(void *at, size_t size, int advice);
int __wrap_mlock(const void *at, size_t size);
int __wrap_sodium_init(void);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*fn)(void *), void *arg);
int __wrap_eventfd(unsigned value, int flags);
ssize_t __wrap_write(int fd, const void *bytes, size_t size);
int __wrap_fdatasync(int fd);
int __wrap_openat64(int dir, const char *path, int flags, ...);

static void *counted(void *memory)
{
	atomic_fetch_add(&live, memory != NULL);
	return memory;
}

void *__wrap_malloc(size_t size)
{
	return fails() ? NULL : counted(__real_malloc(size));
}

void *__wrap_calloc(size_t n, size_t size)
{
	return fails() ? NULL : counted(__real_calloc(n, size));
}

char *__wrap_strdup(const char *text)
{
	return fails() ? NULL : counted(__real_strdup(text));
}

void __wrap_free(void *memory)
{
	atomic_fetch_sub(&live, memory != NULL);
	__real_free(memory);
}

void *__wrap_mmap64(void *at, size_t size, int prot, int flags, int fd, off_t offset)
{
	return fails() ? MAP_FAILED : __real_mmap64(at, size, prot, flags, fd, offset);
}

int __wrap_mprotect(void *at, size_t size, int prot)
{
	return fails() ? -1 : __real_mprotect(at, size, prot);
}

int __wrap_madvise(void *at, size_t size, int advice)
{
	return fails() ? -1 : __real_madvise(at, size, advice);
}

/* One that works needs a right that not everybody has. */
int __wrap_mlock(const void *at, size_t size)
{
	return fails() ? -1 : 0;
}

int __wrap_sodium_init(void)
{
	return fails() ? -1 : __real_sodium_init();
}

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*fn)(void *), void *arg)
{
	return fails() ? EAGAIN : __real_pthread_create(thread, attr, fn, arg);
}

int __wrap_eventfd(unsigned value, int flags)
{
	return fails() ? -1 : __real_eventfd(value, flags);
}

ssize_t __wrap_write(int fd, const void *bytes, size_t size)
{
	if (!fails())
		return __real_write(fd, bytes, size);
	errno = ENOSPC;
	return -1;
}

int __wrap_fdatasync(int fd)
{
	if (!fails())
		return __real_fdatasync(fd);
	errno = EIO;
	return -1;
}

int __wrap_openat64(int dir, const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
	va_end(args);
	if (!fails())
		return __real_openat64(dir, path, flags, mode);
	errno = EMFILE;
	return -1;
}

static bool is_fault(eef_status st)
{
	return st == EEF_E_NOMEM || st == EEF_E_AUDIT || st == EEF_E_QUOTA || st == EEF_E_GOLDEN_PATH || st == EEF_E_IO;
}

static bool is_fine(eef_status st)
{
	return st >= EEF_OK || (atomic_load(&failed_now) && is_fault(st));
}

static void nothing(void *arg)
{
}

static char large[30000]; /* a number */

static void use_pin(eef_factory *factory, eef_engine engine)
{
	eef_view view;

	MUST(eef_pin(factory, engine, &view) == EEF_OK);
	MUST(is_fine(eef_set(&view, "key", "[1]", 3)));
	MUST(is_fine(eef_set(&view, "key", "[1,2,3,4,5,6,7,8]", 17)));
	MUST(eef_alloc(&view, 40000, 16) || atomic_load(&failed_now));
	MUST(is_fine(eef_set(&view, "large", large, sizeof(large))));
	MUST(is_fine(eef_set(&view, "key", large, sizeof(large))));
	MUST(is_fine(eef_defer(&view, nothing, NULL)));
	eef_unpin(&view);
}

static void read_events(eef_factory *factory, const char *user)
{
	eef_sub *sub;
	eef_hello hello;
	eef_status st = eef_sub_open(&factory->sink, user, NULL, NULL, 0, &sub, &hello);

	MUST(is_fine(st));
	if (st != EEF_OK)
		return;
	drain_sub(sub, NULL, 0);
	eef_sub_close(sub, 1000);
}

/* A begun run has an end in the outbox, whatever fails meanwhile. */
static void one_run(eef_factory *factory, const char *user, bool ended)
{
	eef_context context = context_of(user, "r");
	eef_event done = EEF_EVENT_INIT;
	eef_metrics before = metrics_of(factory), after;
	eef_engine engine;
	eef_status st = eef_create_for_user(factory, &context, &engine);
	bool began;

	MUST(is_fine(st));
	if (st != EEF_OK)
		return;
	use_pin(factory, engine);
	st = emit_type(factory, engine, EEF_EV_AGENT_STARTED, NULL);
	MUST(is_fine(st));
	began = st == EEF_OK;
	for (int i = 0; i < 10 && began; i++)
		MUST(is_fine(emit_type(factory, engine, EEF_EV_AGENT_THINKING, NULL)));
	if (began)
		MUST(is_fine(emit_type(factory, engine, EEF_EV_TOOL_EXECUTING, "c")));
	done.type = EEF_EV_TOOL_COMPLETED;
	done.call_id = "c";
	done.data_json = large;
	done.data_len = sizeof(large);
	if (began)
		st = eef_emit(factory, engine, &done, NULL);
	MUST(is_fine(st) || st == EEF_E_ORDER); /* the tool may not have begun */
	done.type = EEF_EV_AGENT_COMPLETED;
	done.call_id = NULL;
	st = ended ? eef_emit(factory, engine, &done, NULL) : EEF_E_ORDER;
	MUST(is_fine(st) || st == EEF_E_ORDER);
	MUST(eef_cleanup_engine(factory, engine, EEF_CLEAN_ERROR) == EEF_OK);
	after = metrics_of(factory);
	MUST(after.runs_error + after.runs_ok == before.runs_error + before.runs_ok + began);
}

static void scenario(const char *audit_dir, const char *key_file)
{
	eef_config config;
	eef_bridge *bridge = NULL;
	eef_factory *factory = NULL;
	eef_status st;
	int fd;

	eef_config_init(&config);
	config.max_engines = 4;
	config.sweep_ms = 3600000;
	config.flags = EEF_F_MLOCK;
	config.audit_dir = audit_dir;
	config.audit_key_file = key_file;
	config.audit_sync = key_file ? EEF_AUDIT_SYNC : EEF_AUDIT_INTERVAL;
	config.placeholders = (const char *const[]){ "nobody", NULL };
	st = eef_bridge_fd_new(&bridge, &fd);
	MUST(is_fine(st));
	if (st != EEF_OK)
		return;
	st = eef_configure(&config, bridge, &factory);
	MUST(is_fine(st));
	if (st == EEF_OK) {
		one_run(factory, "ada", true);
		one_run(factory, "bob", false);
		read_events(factory, "ada");
		read_events(factory, "cyd");
		MUST(is_consistent(factory));
		st = eef_shutdown(factory, 1000);
		MUST(st == EEF_OK || (st == EEF_E_AUDIT && atomic_load(&failed_now)));
		MUST(metrics_of(factory).engines_active == 0 && is_consistent(factory));
	}
	MUST(!eef_get());
	MUST(eef_bridge_free(bridge) == EEF_OK);
}

/* The whole loop; returns how many places could fail. */
static long loop(bool for_good, const char *audit_dir, const char *key_file)
{
	long n = 1;

	for (;; n++) {
		long before = atomic_load(&live);

		atomic_store(&failed_now, false);
		atomic_store(&persistent, for_good);
		atomic_store(&countdown, n);
		scenario(audit_dir, key_file);
		atomic_store(&countdown, 0);
		if (atomic_load(&live) != before)
			fprintf(stderr, "failure %ld leaves %ld blocks\n", n, atomic_load(&live) - before);
		MUST(atomic_load(&live) == before);
		if (!atomic_load(&failed_now))
			return n - 1;
	}
}

int main(void)
{
	char dir[] = "/tmp/eef-fault-XXXXXX", command[64], key[64];
	long once, for_good, with_audit, with_key;
	FILE *file;

	memset(large, '7', sizeof(large));
	for (long n = 1; n < 30; n++) {
		atomic_store(&countdown, n);
		scenario(NULL, NULL);
		atomic_store(&countdown, 0);
	}
	scenario(NULL, NULL); /* what is made once for the process is there from here on */
	once = loop(false, NULL, NULL);
	for_good = loop(true, NULL, NULL);
	MUST(once > 20 && for_good > 20);
	MUST(mkdtemp(dir));
	snprintf(key, sizeof(key), "%s/key", dir);
	file = fopen(key, "w");
	MUST(file && fwrite(large, 1, 32, file) == 32 && fclose(file) == 0);
	with_audit = loop(false, dir, NULL);
	with_key = loop(true, dir, key);
	snprintf(command, sizeof(command), "rm -r '%s'", dir);
	MUST(system(command) == 0);
	printf("%ld places fail once, %ld for good, %ld with an audit trail, %ld for good with one that is synchronous\n"
	       "4 passed, 0 failed\n",
		once, for_good, with_audit, with_key);
	return 0;
}
