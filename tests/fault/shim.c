/* Stands before libc's calls that change files: counts them, ends the process before one, makes one fail, or logs all of them. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/xattr.h>
#include <unistd.h>

/*
 *	FAULT_AT=N       the N-th call, from 1, is the one; 0 or unset: none
 *	FAULT_HOW=kill   the process dies before it
 *	FAULT_HOW=stop   it is stopped until somebody wakes it
 *	FAULT_HOW=NUMBER it fails with this errno
 *	FAULT_FOREVER=1  and so do all later ones
 *	FAULT_HOW=short  a write takes half of the bytes; other calls are left alone
 *	FAULT_LOG=FILE   a line for each call that succeeded, for the model of a disk that loses power
 *	FAULT_COUNT=FILE the number of calls, written at the end
 */
static unsigned long calls;
static unsigned long fault_at;
static bool fault_stays;
static const char *fault_how;
static int log_fd = -1;

static void raw_write(int fd, const char *text, size_t size)
{
	if (syscall(SYS_write, fd, text, size) < 0)
		abort();
}

__attribute__((constructor)) static void start(void)
{
	const char *at = getenv("FAULT_AT"), *log = getenv("FAULT_LOG");

	fault_at = at ? strtoul(at, NULL, 10) : 0;
	fault_how = getenv("FAULT_HOW");
	fault_stays = getenv("FAULT_FOREVER") != NULL;
	if (log)
		log_fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

__attribute__((destructor)) static void end(void)
{
	const char *path = getenv("FAULT_COUNT");
	char line[32];
	int fd, len;

	if (!path)
		return;
	fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	len = snprintf(line, sizeof(line), "%lu\n", calls);
	raw_write(fd, line, (size_t)len);
}

/* True: the call fails, errno is set. */
static bool is_hit(bool *ret_short)
{
	*ret_short = false;
	calls++;
	if (!fault_at || !fault_how || (fault_stays ? calls < fault_at : calls != fault_at))
		return false;
	if (strcmp(fault_how, "kill") == 0) {
		syscall(SYS_kill, getpid(), SIGKILL);
		for (;;)
			pause();
	}
	if (strcmp(fault_how, "stop") == 0) {
		syscall(SYS_kill, getpid(), SIGSTOP);
		return false;
	}
	if (strcmp(fault_how, "short") == 0) {
		*ret_short = true;
		return false;
	}
	errno = (int)strtol(fault_how, NULL, 10);
	return true;
}

/* --- The log: files and directories by inode, one call a line; fault.py reads it --- */

static char line[1 << 20];

static unsigned long long inode_of(int fd)
{
	struct stat info;

	return fstat(fd, &info) ? 0 : (unsigned long long)info.st_ino;
}

static unsigned long long inode_at(int dir_fd, const char *name)
{
	struct stat info;

	return fstatat(dir_fd, name, &info, AT_SYMLINK_NOFOLLOW) ? 0 : (unsigned long long)info.st_ino;
}

/* Only paths relative to an open directory, and absolute ones: all that the code under test uses. */
static unsigned long long parent_of(int dir_fd, const char *path)
{
	char parent[4096];
	const char *slash = strrchr(path, '/');

	if (!slash)
		return dir_fd == AT_FDCWD ? inode_at(AT_FDCWD, ".") : inode_of(dir_fd);
	snprintf(parent, sizeof(parent), "%.*s", slash == path ? 1 : (int)(slash - path), path);
	return inode_at(dir_fd, parent);
}

static const char *base_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

__attribute__((format(printf, 1, 2))) static void log_call(const char *format, ...)
{
	int saved = errno, len;
	va_list args;

	if (log_fd < 0)
		return;
	va_start(args, format);
	len = vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	raw_write(log_fd, line, (size_t)len);
	errno = saved;
}

static void log_bytes(int fd, const unsigned char *bytes, size_t size, off_t offset)
{
	static char hex[1 << 19];

	if (log_fd < 0)
		return;
	if (size * 2 >= sizeof(hex))
		abort();
	for (size_t i = 0; i < size; i++)
		snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
	hex[2 * size] = '\0';
	log_call("write %llu %lld %s\n", inode_of(fd), (long long)offset, hex);
}

/* --- The calls --- */

#define SHIM_BEGIN             \
	bool is_short;         \
	if (is_hit(&is_short)) \
		return -1;

ssize_t write(int fd, const void *bytes, size_t size)
{
	ssize_t put;
	off_t offset;

	SHIM_BEGIN
	offset = lseek(fd, 0, SEEK_CUR);
	put = (ssize_t)syscall(SYS_write, fd, bytes, is_short && size > 1 ? size / 2 : size);
	if (put > 0 && offset >= 0)
		log_bytes(fd, bytes, (size_t)put, offset);
	return put;
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t offset)
{
	ssize_t put;

	SHIM_BEGIN
	put = (ssize_t)syscall(SYS_pwrite64, fd, bytes, is_short && size > 1 ? size / 2 : size, offset);
	if (put > 0)
		log_bytes(fd, bytes, (size_t)put, offset);
	return put;
}

int ftruncate(int fd, off_t size)
{
	int result;

	SHIM_BEGIN
	result = (int)syscall(SYS_ftruncate, fd, size);
	if (result == 0)
		log_call("truncate %llu %lld\n", inode_of(fd), (long long)size);
	return result;
}

int fsync(int fd)
{
	int result;

	SHIM_BEGIN
	result = (int)syscall(SYS_fsync, fd);
	if (result == 0)
		log_call("fsync %llu\n", inode_of(fd));
	return result;
}

int syncfs(int fd)
{
	int result;

	SHIM_BEGIN
	result = (int)syscall(SYS_syncfs, fd);
	if (result == 0)
		log_call("syncfs\n");
	return result;
}

static int open_file(int dir_fd, const char *path, int flags, mode_t mode)
{
	bool is_short, is_new = flags & O_CREAT && inode_at(dir_fd, path) == 0;
	struct stat info;
	int fd;

	if ((flags & (O_CREAT | O_TRUNC)) && is_hit(&is_short))
		return -1;
	fd = (int)syscall(SYS_openat, dir_fd, path, flags, mode);
	if (fd < 0 || fstat(fd, &info))
		return fd;
	if (is_new)
		log_call("create %llu %s %llu %o\n", parent_of(dir_fd, path), base_of(path),
			(unsigned long long)info.st_ino, (unsigned)(info.st_mode & 07777));
	else if (flags & O_TRUNC)
		log_call("truncate %llu 0\n", (unsigned long long)info.st_ino);
	return fd;
}

int open(const char *path, int flags, ...)
{
	mode_t mode = 0;
	va_list args;

	va_start(args, flags);
	if (flags & O_CREAT)
		mode = va_arg(args, mode_t);
	va_end(args);
	return open_file(AT_FDCWD, path, flags, mode);
}

int openat(int dir_fd, const char *path, int flags, ...)
{
	mode_t mode = 0;
	va_list args;

	va_start(args, flags);
	if (flags & O_CREAT)
		mode = va_arg(args, mode_t);
	va_end(args);
	return open_file(dir_fd, path, flags, mode);
}

int renameat(int from_fd, const char *from, int to_fd, const char *to)
{
	unsigned long long from_dir, to_dir;
	int result;

	SHIM_BEGIN
	from_dir = parent_of(from_fd, from);
	to_dir = parent_of(to_fd, to);
	result = (int)syscall(SYS_renameat2, from_fd, from, to_fd, to, 0);
	if (result == 0)
		log_call("rename %llu %s %llu %s\n", from_dir, base_of(from), to_dir, base_of(to));
	return result;
}

int rename(const char *from, const char *to)
{
	return renameat(AT_FDCWD, from, AT_FDCWD, to);
}

int unlinkat(int dir_fd, const char *path, int flags)
{
	unsigned long long dir;
	int result;

	SHIM_BEGIN
	dir = parent_of(dir_fd, path);
	result = (int)syscall(SYS_unlinkat, dir_fd, path, flags);
	if (result == 0)
		log_call("unlink %llu %s\n", dir, base_of(path));
	return result;
}

int unlink(const char *path)
{
	return unlinkat(AT_FDCWD, path, 0);
}

int rmdir(const char *path)
{
	return unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}

int mkdirat(int dir_fd, const char *path, mode_t mode)
{
	int result;

	SHIM_BEGIN
	result = (int)syscall(SYS_mkdirat, dir_fd, path, mode);
	if (result == 0)
		log_call("mkdir %llu %s %llu %o\n", parent_of(dir_fd, path), base_of(path), inode_at(dir_fd, path),
			(unsigned)mode);
	return result;
}

int mkdir(const char *path, mode_t mode)
{
	return mkdirat(AT_FDCWD, path, mode);
}

/* Nothing makes links yet: the model does not know them. */
int linkat(int from_fd, const char *from, int to_fd, const char *to, int flags)
{
	abort();
}

int symlinkat(const char *target, int dir_fd, const char *path)
{
	abort();
}

static void log_mode(int fd)
{
	struct stat info;

	if (fstat(fd, &info) == 0)
		log_call("chmod %llu %o\n", (unsigned long long)info.st_ino, (unsigned)(info.st_mode & 07777));
}

int fchmod(int fd, mode_t mode)
{
	int result;

	SHIM_BEGIN
	result = (int)syscall(SYS_fchmod, fd, mode);
	log_mode(fd);
	return result;
}

int fchown(int fd, uid_t uid, gid_t gid)
{
	int result;

	SHIM_BEGIN
	result = (int)syscall(SYS_fchown, fd, uid, gid);
	log_mode(fd);
	return result;
}

/* Times and extended attributes are not part of the model; the calls can fail all the same. */
int futimens(int fd, const struct timespec times[2])
{
	SHIM_BEGIN
	return (int)syscall(SYS_utimensat, fd, NULL, times, 0);
}

int fsetxattr(int fd, const char *name, const void *value, size_t size, int flags)
{
	SHIM_BEGIN
	return (int)syscall(SYS_fsetxattr, fd, name, value, size, flags);
}
