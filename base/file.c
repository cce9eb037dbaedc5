/* Whole files by plain system calls: 10,000 small ones are the usual load. */
#include "base/file.h"
#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/path.h"

#define TEMP_ATTEMPTS 100

static const char *kind_text(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFDIR: return "a directory";
	case S_IFIFO: return "a FIFO, not a regular file";
	case S_IFSOCK: return "a socket, not a regular file";
	case S_IFCHR:
	case S_IFBLK: return "a device, not a regular file";
	default: return "not a regular file";
	}
}

static bool check_regular(const char *path, const struct stat *info, struct err *err)
{
	if (S_ISREG(info->st_mode))
		return true;
	return err_set(err, "%s is %s", path, kind_text(info->st_mode));
}

static ssize_t read_retry(int fd, char *to, size_t size)
{
	ssize_t got;

	do {
		got = read(fd, to, size);
	} while (got < 0 && errno == EINTR);
	return got;
}

/*
 * A read that ends at the announced size and before the end of the buffer
 * has met the end of the file: no second read is needed to learn it. Files
 * that announce 0 bytes (as in /proc) are read until nothing comes.
 */
static bool read_bytes(int fd, const char *path, size_t size, size_t limit, struct strbuf *b, struct err *err)
{
	for (;;) {
		size_t room;
		ssize_t got;

		strbuf_grow(b, b->len < size ? size - b->len + 1 : BUFSIZ);
		room = b->cap - b->len - 1;
		got = read_retry(fd, b->ptr + b->len, room);
		if (got < 0)
			return err_errno(err, "cannot read %s", path);
		b->len += (size_t)got;
		if (limit && b->len > limit)
			return err_set(err, "%s is longer than %zu bytes", path, limit);
		if (got == 0 || (size > 0 && b->len == size && (size_t)got < room))
			break;
	}
	b->ptr[b->len] = '\0';
	return true;
}

static bool read_open(int fd, const char *path, size_t limit, struct strbuf *b, struct err *err)
{
	struct stat info;
	size_t size;

	if (fstat(fd, &info))
		return err_errno(err, "cannot stat %s", path);
	if (!check_regular(path, &info, err))
		return false;
	size = (size_t)info.st_size;
	if (limit && size > limit)
		return err_set(err, "%s is longer than %zu bytes", path, limit);
	return read_bytes(fd, path, size, limit, b, err);
}

/* A socket cannot be opened at all; say what it is rather than ENXIO. */
static bool refuse_open(int dir_fd, const char *path, struct err *err)
{
	int why = errno;
	struct stat info;

	if (why == ENXIO && fstatat(dir_fd, path, &info, 0) == 0 && !check_regular(path, &info, err))
		return false;
	errno = why;
	return err_errno(err, "cannot open %s", path);
}

bool file_read_at(int dir_fd, const char *path, size_t limit, struct strbuf *b, struct err *err)
{
	int fd = openat(dir_fd, path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	bool ok;

	strbuf_clear(b);
	if (fd < 0)
		return refuse_open(dir_fd, path, err);
	ok = read_open(fd, path, limit, b, err);
	close(fd);
	if (!ok)
		strbuf_clear(b);
	return ok;
}

bool file_read(const char *path, size_t limit, struct strbuf *b, struct err *err)
{
	return file_read_at(AT_FDCWD, path, limit, b, err);
}

bool file_write_all(int fd, struct str bytes)
{
	while (bytes.len) {
		ssize_t put = write(fd, bytes.ptr, bytes.len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		bytes = str_slice(bytes, (size_t)put, bytes.len);
	}
	return true;
}

bool file_write_all_at(int fd, struct str bytes, uint64_t offset)
{
	while (bytes.len) {
		ssize_t put = pwrite(fd, bytes.ptr, bytes.len, (off_t)offset);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		offset += (uint64_t)put;
		bytes = str_slice(bytes, (size_t)put, bytes.len);
	}
	return true;
}

/*
 * The kernel applies the umask to a file made by open(); mkstemp() would
 * need it read, which no thread can do safely.
 */
static int open_temp(const char *target, struct strbuf *temp, struct err *err)
{
	struct str dir = path_dir(str_from(target));
	struct timespec now;
	int fd = -1;

	clock_gettime(CLOCK_MONOTONIC, &now);
	for (unsigned i = 0; fd < 0 && i < TEMP_ATTEMPTS; i++) {
		strbuf_clear(temp);
		strbuf_printf(temp, STR_FMT "/.canonry-%ld-%lu.tmp", STR_ARG(dir.len ? dir : STR(".")), (long)getpid(),
			(unsigned long)now.tv_nsec + i);
		fd = open(temp->ptr, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
		if (fd < 0 && errno != EEXIST)
			break;
	}
	if (fd < 0)
		err_errno(err, "cannot create a file beside %s", target);
	return fd;
}

/* Owner is best effort: only root may give a file away. Mode last, chown drops bits of it. */
static bool keep_owner_and_mode(int fd, const struct stat *old)
{
	struct stat made;

	if (fstat(fd, &made))
		return false;
	if ((made.st_uid != old->st_uid || made.st_gid != old->st_gid) && fchown(fd, old->st_uid, old->st_gid) != 0)
		errno = 0;
	return fchmod(fd, old->st_mode & 07777) == 0;
}

/* Network and quota file systems report a full disk as late as fsync() or close(). */
static bool fill_temp(int fd, const struct stat *old, struct str bytes)
{
	bool ok = (!old || keep_owner_and_mode(fd, old)) && file_write_all(fd, bytes) && fsync(fd) == 0;
	int why = errno;

	if (close(fd) && ok)
		return false;
	errno = why;
	return ok;
}

static bool replace(const char *target, const struct stat *old, struct str bytes, struct err *err)
{
	struct strbuf temp CLEANUP(strbuf_release) = { 0 };
	int fd = open_temp(target, &temp, err);

	if (fd < 0)
		return false;
	if (!fill_temp(fd, old, bytes) || rename(temp.ptr, target)) {
		err_errno(err, "cannot write %s", target);
		unlink(temp.ptr);
		return false;
	}
	return true;
}

bool file_write_atomic(const char *path, struct str bytes, struct err *err)
{
	struct stat old;
	char *real;
	bool ok;

	if (stat(path, &old)) {
		if (errno != ENOENT)
			return err_errno(err, "cannot write %s", path);
		return replace(path, NULL, bytes, err);
	}
	if (!check_regular(path, &old, err))
		return false;
	/* rename() would replace what its owner made read-only. */
	if (access(path, W_OK))
		return err_errno(err, "cannot write %s", path);
	/* A symbolic link stays one: what it points to is replaced. */
	real = realpath(path, NULL);
	if (!real)
		return err_errno(err, "cannot write %s", path);
	ok = replace(real, &old, bytes, err);
	free(real);
	return ok;
}

static bool make_dir(const char *path)
{
	int why;

	if (mkdir(path, 0777) == 0)
		return true;
	why = errno;
	if (why == EEXIST && file_is_dir(path))
		return true;
	errno = why;
	return false;
}

bool file_make_dirs(const char *path, struct err *err)
{
	char *partial, *slash;
	bool ok = true;

	if (*path == '\0' || make_dir(path))
		return true;
	if (errno != ENOENT)
		return err_errno(err, "cannot create directory %s", path);
	partial = xstrdup(path);
	for (slash = strchr(partial + 1, '/'); ok && slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		ok = make_dir(partial);
		if (ok)
			*slash = '/';
	}
	ok = ok && make_dir(partial);
	if (!ok)
		err_errno(err, "cannot create directory %s", partial);
	free(partial);
	return ok;
}

bool file_exists(const char *path)
{
	struct stat info;

	return stat(path, &info) == 0;
}

bool file_is_dir(const char *path)
{
	struct stat info;

	return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}
