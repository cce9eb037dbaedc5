/* openat() from component to component. */
#include "base/base.h"
#include "rewriters/beneath.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"

#define OPEN_DIR (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)

bool beneath_open(struct beneath *b, struct str root, struct err *err)
{
	char *path = strndup(root.ptr, root.len);

	*b = (struct beneath){ .root_fd = -1, .dir_fd = -1 };
	if (path)
		b->root_fd = open(path, OPEN_DIR);
	free(path);
	return b->root_fd >= 0 || err_errno(err, "cannot open " STR_FMT, STR_ARG(root));
}

static void forget_dir(struct beneath *b)
{
	if (b->dir_fd >= 0)
		close(b->dir_fd);
	b->dir_fd = -1;
}

void beneath_release(struct beneath *b)
{
	forget_dir(b);
	if (b->root_fd >= 0)
		close(b->root_fd);
	b->root_fd = -1;
	strbuf_release(&b->dir);
}

static int make_and_open(int at, const char *name)
{
	int fd;

	if (mkdirat(at, name, 0777) && errno != EEXIST)
		return -1;
	fd = openat(at, name, OPEN_DIR);
	/* The entry is in the parent, which nobody else has a reason to sync. */
	if (fd >= 0 && fsync(at)) {
		close(fd);
		return -1;
	}
	return fd;
}

static int step(int at, struct str part, bool make)
{
	char name[NAME_MAX + 1];
	int fd;

	if (part.len > NAME_MAX || part.len == 0 || str_is(part, "..")) {
		errno = part.len > NAME_MAX ? ENAMETOOLONG : EINVAL;
		return -1;
	}
	snprintf(name, sizeof(name), STR_FMT, STR_ARG(part));
	fd = openat(at, name, OPEN_DIR);
	return fd < 0 && errno == ENOENT && make ? make_and_open(at, name) : fd;
}

static int descend(int root_fd, struct str dir, bool make)
{
	int at = fcntl(root_fd, F_DUPFD_CLOEXEC, 0);
	struct str part;

	while (at >= 0 && str_next(&dir, '/', &part)) {
		int next = step(at, part, make), why = errno;

		close(at);
		errno = why;
		at = next;
	}
	return at;
}

int beneath_dir(struct beneath *b, struct str path, bool make)
{
	struct str dir = path_dir(path);

	if (b->dir_fd >= 0 && str_eq(dir, strbuf_str(&b->dir)))
		return b->dir_fd;
	forget_dir(b);
	b->dir_fd = descend(b->root_fd, dir, make);
	if (b->dir_fd < 0)
		return -1;
	strbuf_clear(&b->dir);
	strbuf_add(&b->dir, dir);
	return b->dir_fd;
}

const char *beneath_name(struct str path)
{
	return path.ptr + (path.len - path_base(path).len);
}
