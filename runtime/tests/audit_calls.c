/* The wrapped calls; some have a second name, which large files give them. */
#include "runtime/tests/audit_calls.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static _Atomic uint64_t counted, nth, seen[CALL_COUNT];
static atomic_bool is_persistent, has_failed;
static _Atomic int errors[CALL_COUNT];
static _Atomic int64_t disk = -1;
static _Atomic uint64_t writes, kill_write, kill_part;

static _Atomic bool interrupting, writing_nothing, refusing_sodium;

void calls_reset(void)
{
	counted = nth = 0;
	is_persistent = has_failed = false;
	for (int i = 0; i < CALL_COUNT; i++)
		errors[i] = 0;
	disk = -1;
	writes = kill_write = 0;
}

void calls_fail_nth(uint64_t n, bool is_for_good)
{
	nth = n;
	is_persistent = is_for_good;
}

uint64_t calls_counted(void)
{
	return counted;
}

uint64_t calls_seen(enum calls_kind kind)
{
	return seen[kind];
}

bool calls_have_failed(void)
{
	return has_failed;
}

void calls_fail_kind(enum calls_kind kind, int error)
{
	errors[kind] = error;
}

void calls_limit_disk(int64_t bytes)
{
	disk = bytes;
}

void calls_kill_in_write(uint64_t n, uint64_t part_of_a_thousand)
{
	kill_part = part_of_a_thousand;
	kill_write = n;
}

void calls_interrupt(bool is_on)
{
	interrupting = is_on;
}

void calls_write_nothing(bool is_on)
{
	writing_nothing = is_on;
}

void calls_refuse_sodium(bool is_on)
{
	refusing_sodium = is_on;
}

static bool is_interrupted(void)
{
	static _Thread_local unsigned turn;

	if (!interrupting || turn++ % 2 == 1)
		return false;
	errno = EINTR;
	return true;
}

/* Sets errno when this call has to fail. */
static bool fails(enum calls_kind kind, int usual_error)
{
	uint64_t number = ++counted;

	seen[kind]++;
	if (errors[kind]) {
		errno = errors[kind];
		return true;
	}
	if (!nth || (is_persistent ? number < nth : number != nth))
		return false;
	has_failed = true;
	errno = usual_error;
	return true;
}

int __real_sodium_init(void);
int __wrap_sodium_init(void);
void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
char *__real_strdup(const char *text);
int __real_open(const char *path, int flags, ...);
int __real_open64(const char *path, int flags, ...);
int __real_openat(int dir, const char *path, int flags, ...);
int __real_openat64(int dir, const char *path, int flags, ...);
int __real_mkdir(const char *path, mode_t mode);
ssize_t __real_read(int fd, void *bytes, size_t size);
ssize_t __real_write(int fd, const void *bytes, size_t size);
int __real_fsync(int fd);
int __real_fdatasync(int fd);
int __real_renameat(int from, const char *old, int to, const char *new);
int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*run)(void *), void *data);
int __real_fstat(int fd, struct stat *st);
int __real_fstat64(int fd, struct stat *st);
int __real_scandir(const char *dir, struct dirent ***list, int (*filter)(const struct dirent *),
	int (*compare)(const struct dirent **, const struct dirent **));
int __real_scandir64(const char *dir, struct dirent ***list, int (*filter)(const struct dirent *),
	int (*compare)(const struct dirent **, const struct dirent **));

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);
char *__wrap_strdup(const char *text);
int __wrap_open(const char *path, int flags, ...);
int __wrap_open64(const char *path, int flags, ...);
int __wrap_openat(int dir, const char *path, int flags, ...);
int __wrap_openat64(int dir, const char *path, int flags, ...);
int __wrap_mkdir(const char *path, mode_t mode);
ssize_t __wrap_read(int fd, void *bytes, size_t size);
ssize_t __wrap_write(int fd, const void *bytes, size_t size);
int __wrap_fsync(int fd);
int __wrap_fdatasync(int fd);
int __wrap_sodium_init(void)
{
	return refusing_sodium ? -1 : __real_sodium_init();
}

int __wrap_renameat(int from, const char *old, int to, const char *new);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*run)(void *), void *data);
int __wrap_fstat(int fd, struct stat *st);
int __wrap_fstat64(int fd, struct stat *st);
int __wrap_scandir(const char *dir, struct dirent ***list, int (*filter)(const struct dirent *),
	int (*compare)(const struct dirent **, const struct dirent **));
int __wrap_scandir64(const char *dir, struct dirent ***list, int (*filter)(const struct dirent *),
	int (*compare)(const struct dirent **, const struct dirent **));

void *__wrap_malloc(size_t size)
{
	return fails(CALL_MALLOC, ENOMEM) ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
	return fails(CALL_CALLOC, ENOMEM) ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *old, size_t size)
{
	return fails(CALL_REALLOC, ENOMEM) ? NULL : __real_realloc(old, size);
}

char *__wrap_strdup(const char *text)
{
	return fails(CALL_STRDUP, ENOMEM) ? NULL : __real_strdup(text);
}

int __wrap_open(const char *path, int flags, ...)
{
	va_list rest;
	unsigned mode;

	va_start(rest, flags);
	mode = flags & O_CREAT ? va_arg(rest, unsigned) : 0;
	va_end(rest);
	return fails(CALL_OPEN, EMFILE) ? -1 : __real_open(path, flags, mode);
}

int __wrap_open64(const char *path, int flags, ...)
{
	va_list rest;
	unsigned mode;

	va_start(rest, flags);
	mode = flags & O_CREAT ? va_arg(rest, unsigned) : 0;
	va_end(rest);
	return fails(CALL_OPEN, EMFILE) ? -1 : __real_open64(path, flags, mode);
}

int __wrap_openat(int dir, const char *path, int flags, ...)
{
	va_list rest;
	unsigned mode;

	va_start(rest, flags);
	mode = flags & O_CREAT ? va_arg(rest, unsigned) : 0;
	va_end(rest);
	return fails(CALL_OPENAT, EMFILE) ? -1 : __real_openat(dir, path, flags, mode);
}

int __wrap_openat64(int dir, const char *path, int flags, ...)
{
	va_list rest;
	unsigned mode;

	va_start(rest, flags);
	mode = flags & O_CREAT ? va_arg(rest, unsigned) : 0;
	va_end(rest);
	return fails(CALL_OPENAT, EMFILE) ? -1 : __real_openat64(dir, path, flags, mode);
}

int __wrap_mkdir(const char *path, mode_t mode)
{
	return fails(CALL_MKDIR, ENOSPC) ? -1 : __real_mkdir(path, mode);
}

ssize_t __wrap_read(int fd, void *bytes, size_t size)
{
	return is_interrupted() || fails(CALL_READ, EIO) ? -1 : __real_read(fd, bytes, size);
}

static ssize_t write_part(int fd, const void *bytes, size_t size)
{
	if (disk == 0) {
		errno = ENOSPC;
		return -1;
	}
	if ((int64_t)size > disk)
		size = (size_t)disk;
	disk -= (int64_t)size;
	return __real_write(fd, bytes, size);
}

ssize_t __wrap_write(int fd, const void *bytes, size_t size)
{
	if (writing_nothing)
		return 0;
	if (is_interrupted() || fails(CALL_WRITE, ENOSPC))
		return -1;
	if (kill_write && ++writes == kill_write) {
		if (__real_write(fd, bytes, size * kill_part / 1000) >= 0)
			raise(SIGKILL);
	}
	return disk >= 0 ? write_part(fd, bytes, size) : __real_write(fd, bytes, size);
}

int __wrap_fsync(int fd)
{
	return fails(CALL_FSYNC, EIO) ? -1 : __real_fsync(fd);
}

int __wrap_fdatasync(int fd)
{
	return is_interrupted() || fails(CALL_FDATASYNC, EIO) ? -1 : __real_fdatasync(fd);
}

int __wrap_renameat(int from, const char *old, int to, const char *new)
{
	return fails(CALL_RENAMEAT, ENOSPC) ? -1 : __real_renameat(from, old, to, new);
}

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*run)(void *), void *data)
{
	return fails(CALL_THREAD, EAGAIN) ? EAGAIN : __real_pthread_create(thread, attr, run, data);
}

int __wrap_fstat(int fd, struct stat *st)
{
	return fails(CALL_FSTAT, EIO) ? -1 : __real_fstat(fd, st);
}

int __wrap_fstat64(int fd, struct stat *st)
{
	return fails(CALL_FSTAT, EIO) ? -1 : __real_fstat64(fd, st);
}

int __wrap_scandir(const char *dir, struct dirent ***list, int (*filter)(const struct dirent *),
	int (*compare)(const struct dirent **, const struct dirent **))
{
	return fails(CALL_SCANDIR, ENOMEM) ? -1 : __real_scandir(dir, list, filter, compare);
}

int __wrap_scandir64(const char *dir, struct dirent ***list, int (*filter)(const struct dirent *),
	int (*compare)(const struct dirent **, const struct dirent **))
{
	return fails(CALL_SCANDIR, ENOMEM) ? -1 : __real_scandir64(dir, list, filter, compare);
}
