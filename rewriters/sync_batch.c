/* fsync() for few files, syncfs() for many where that is as good. */
#include "base/base.h"
#include "rewriters/sync_batch.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <sys/vfs.h>
#include <unistd.h>

#define MANY 16
#define MAGIC_F2FS 0xF2F52010
#define MAGIC_XFS 0x58465342

/* Local ones whose syncfs() writes data and metadata and commits. */
static const uint32_t good_systems[] = {
	EXT4_SUPER_MAGIC, /* of ext2 and ext3 too */
	BTRFS_SUPER_MAGIC,
	MAGIC_F2FS,
	MAGIC_XFS,
	TMPFS_MAGIC,
};

static bool kernel_reports_errors(void)
{
	struct utsname name;
	char *end;
	long major, minor;

	if (uname(&name))
		return false;
	major = strtol(name.release, &end, 10);
	minor = *end == '.' ? strtol(end + 1, NULL, 10) : 0;
	return major > 5 || (major == 5 && minor >= 8);
}

void sync_batch_init(struct sync_batch *b, size_t count)
{
	*b = (struct sync_batch){ .is_large = count > MANY && kernel_reports_errors() };
}

static bool is_good_system(int fd)
{
	struct statfs info;

	if (fstatfs(fd, &info))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(good_systems); i++)
		if ((uint32_t)info.f_type == good_systems[i])
			return true;
	return false;
}

bool sync_batch_add(struct sync_batch *b, int fd)
{
	struct stat info;
	struct sync_place place;

	if (!b->is_large || fstat(fd, &info))
		return fsync(fd) == 0;
	vec_foreach (struct sync_place, p, &b->places)
		if (p->device == info.st_dev)
			return true;
	if (!is_good_system(fd))
		return fsync(fd) == 0;
	place = (struct sync_place){ info.st_dev, fcntl(fd, F_DUPFD_CLOEXEC, 0) };
	if (place.fd < 0)
		return fsync(fd) == 0;
	vec_push(&b->places, place);
	return true;
}

bool sync_batch_finish(struct sync_batch *b)
{
	vec_foreach (struct sync_place, p, &b->places)
		if (syncfs(p->fd))
			return false;
	return true;
}

void sync_batch_release(struct sync_batch *b)
{
	vec_foreach (struct sync_place, p, &b->places)
		close(p->fd);
	vec_release(&b->places);
}
