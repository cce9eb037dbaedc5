/* Looking at, staging, overwriting and removing one file. */
#include "base/base.h"
#include "rewriters/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"

/* --- Looking --- */

static bool read_all(int fd, size_t size, struct strbuf *bytes)
{
	strbuf_clear(bytes);
	strbuf_grow(bytes, size + 1);
	for (;;) {
		ssize_t got;

		strbuf_grow(bytes, bytes->len < size ? size - bytes->len + 1 : BUFSIZ);
		got = read(fd, bytes->ptr + bytes->len, bytes->cap - bytes->len - 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return false;
		if (got == 0)
			break;
		bytes->len += (size_t)got;
	}
	bytes->ptr[bytes->len] = '\0';
	return true;
}

static struct look unreadable(struct look look, int error)
{
	look.kind = LOOK_UNREADABLE;
	look.error = error;
	return look;
}

static struct look look_open(int fd, struct strbuf *bytes, struct arena *a, struct attributes *ret_attributes)
{
	struct look look = { .kind = LOOK_FILE };

	if (fstat(fd, &look.info))
		return unreadable(look, errno);
	if (!S_ISREG(look.info.st_mode)) {
		look.kind = LOOK_OTHER;
		return look;
	}
	if (!read_all(fd, (size_t)look.info.st_size, bytes))
		return unreadable(look, errno);
	if (ret_attributes && !attributes_take(fd, &look.info, a, ret_attributes, NULL))
		return unreadable(look, errno);
	look.hash = content_hash(strbuf_str(bytes));
	return look;
}

struct look file_look(
	int dir_fd, const char *name, struct strbuf *bytes, struct arena *a, struct attributes *ret_attributes)
{
	struct look look = { .kind = LOOK_GONE };
	int fd = openat(dir_fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	if (fd < 0) {
		if (errno == ENOENT)
			return look;
		look.kind = errno == ELOOP || errno == ENXIO ? LOOK_OTHER : LOOK_UNREADABLE;
		look.error = errno;
		return look;
	}
	look = look_open(fd, bytes, a, ret_attributes);
	close(fd);
	return look;
}

bool look_holds(const struct look *look, int dir_fd, const char *name, struct strbuf *scratch)
{
	struct look now = file_look(dir_fd, name, scratch, NULL, NULL);

	if (now.kind != look->kind || now.kind == LOOK_GONE)
		return now.kind == look->kind;
	if (now.info.st_ino != look->info.st_ino || now.info.st_dev != look->info.st_dev)
		return false;
	return now.kind != LOOK_FILE || content_hash_eq(now.hash, look->hash);
}

/* --- Changing --- */

bool file_remove(int dir_fd, const char *name)
{
	return unlinkat(dir_fd, name, 0) == 0 || errno == ENOENT;
}

bool file_stage(int dir_fd, const char *temp, struct str bytes, const struct attributes *attributes, int *ret_fd)
{
	mode_t mode = attributes->mode == MODE_USUAL ? 0666 : 0600;
	int why, fd = openat(dir_fd, temp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);

	if (fd < 0 && errno == EEXIST && file_remove(dir_fd, temp))
		fd = openat(dir_fd, temp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
	if (fd < 0)
		return false;
	if (file_write_all(fd, bytes) && attributes_give(fd, attributes)) {
		*ret_fd = fd;
		return true;
	}
	why = errno;
	close(fd);
	unlinkat(dir_fd, temp, 0);
	errno = why;
	return false;
}

static bool is_same(int fd, const struct look *look)
{
	struct stat info;

	if (fstat(fd, &info))
		return false;
	if (S_ISREG(info.st_mode) && info.st_ino == look->info.st_ino && info.st_dev == look->info.st_dev)
		return true;
	errno = ESTALE;
	return false;
}

/* Longer first, shorter last: a file in the middle of it is never empty. */
static bool write_over(int fd, struct str bytes, const struct attributes *attributes)
{
	struct stat info;

	if (!file_write_all(fd, bytes) || ftruncate(fd, (off_t)bytes.len) || fstat(fd, &info))
		return false;
	if ((info.st_mode & 07777) != attributes->mode && fchmod(fd, attributes->mode))
		return false;
	return fsync(fd) == 0;
}

bool file_overwrite(
	int dir_fd, const char *name, const struct look *look, struct str bytes, const struct attributes *attributes)
{
	int why, fd = openat(dir_fd, name, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	bool ok;

	if (fd < 0)
		return false;
	ok = is_same(fd, look) && write_over(fd, bytes, attributes);
	why = errno;
	if (close(fd) && ok)
		return false;
	errno = why;
	return ok;
}
