/* What belongs to a file beside its bytes, carried over to the one that takes its place. */
#include "base/base.h"
#include "rewriters/attributes.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/xattr.h>
#include <unistd.h>

#define XATTRS_LIMIT ((size_t)1 << 20)

static void put_length(struct strbuf *out, size_t value)
{
	for (unsigned i = 0; i < 4; i++)
		strbuf_addch(out, (char)(value >> 8 * i & 0xFF));
}

static size_t get_length(const char *at)
{
	size_t value = 0;

	for (unsigned i = 0; i < 4; i++)
		value |= (size_t)(unsigned char)at[i] << 8 * i;
	return value;
}

/* A value that goes away between the two calls, or that we may not read, is not ours to keep. */
static bool add_xattr(int fd, const char *name, struct strbuf *out)
{
	ssize_t size = fgetxattr(fd, name, NULL, 0);
	size_t name_len = strlen(name), start = out->len;

	if (size < 0)
		return errno == ENODATA || errno == ENOTSUP || errno == EPERM || errno == EACCES;
	if (out->len + (size_t)size > XATTRS_LIMIT) {
		errno = E2BIG;
		return false;
	}
	put_length(out, name_len);
	put_length(out, (size_t)size);
	strbuf_add(out, (struct str){ name, name_len });
	strbuf_grow(out, (size_t)size);
	if (fgetxattr(fd, name, out->ptr + out->len, (size_t)size) != size) {
		out->len = start;
		return false;
	}
	out->len += (size_t)size;
	return true;
}

static bool add_xattrs(int fd, struct strbuf *out)
{
	ssize_t size = flistxattr(fd, NULL, 0);
	char *names;
	bool ok = true;

	if (size <= 0)
		return size == 0 || errno == ENOTSUP || errno == ENOSYS;
	names = xmalloc((size_t)size + 1);
	size = flistxattr(fd, names, (size_t)size);
	if (size < 0) {
		free(names);
		return false;
	}
	names[size] = '\0';
	for (const char *name = names; ok && name < names + size; name += strlen(name) + 1)
		ok = add_xattr(fd, name, out);
	free(names);
	return ok;
}

bool attributes_take(int fd, const struct stat *info, struct arena *a, struct attributes *ret, struct err *err)
{
	struct strbuf xattrs CLEANUP(strbuf_release) = { 0 };

	if (!add_xattrs(fd, &xattrs))
		return err_errno(err, "cannot read the extended attributes");
	*ret = (struct attributes){
		.mode = info->st_mode & 07777,
		.uid = info->st_uid,
		.gid = info->st_gid,
		.mtime = info->st_mtim.tv_sec,
		.mtime_ns = (uint32_t)info->st_mtim.tv_nsec,
		.xattrs = arena_str(a, strbuf_str(&xattrs)),
	};
	return true;
}

static bool has_xattr(int fd, const char *name, struct str value)
{
	struct strbuf now CLEANUP(strbuf_release) = { 0 };
	ssize_t size;

	strbuf_grow(&now, value.len + 1);
	size = fgetxattr(fd, name, now.ptr, value.len + 1);
	return size == (ssize_t)value.len && memcmp(now.ptr, value.ptr, value.len) == 0;
}

/* Labels of the system are given by its policy, and only it may change them. */
static bool give_xattr(int fd, const char *name, struct str value)
{
	if (has_xattr(fd, name, value) || fsetxattr(fd, name, value.ptr, value.len, 0) == 0)
		return true;
	return errno == ENOTSUP && strncmp(name, "user.", strlen("user.")) != 0;
}

static bool give_xattrs(int fd, struct str all)
{
	bool ok = true;

	for (size_t at = 0; ok && at < all.len;) {
		size_t name_len = get_length(all.ptr + at), value_len = get_length(all.ptr + at + 4);
		char *name = strndup(all.ptr + at + 8, name_len);

		ok = name && give_xattr(fd, name, str_slice(all, at + 8 + name_len, at + 8 + name_len + value_len));
		free(name);
		at += 8 + name_len + value_len;
	}
	return ok;
}

bool attributes_give(int fd, const struct attributes *attributes)
{
	struct stat now;

	if (attributes->mode == MODE_USUAL)
		return true;
	if (fstat(fd, &now))
		return false;
	if ((now.st_uid != attributes->uid || now.st_gid != attributes->gid) &&
		fchown(fd, attributes->uid, attributes->gid))
		return false;
	if (!give_xattrs(fd, attributes->xattrs) || fstat(fd, &now))
		return false;
	return (now.st_mode & 07777) == attributes->mode || fchmod(fd, attributes->mode) == 0;
}

bool attributes_give_mtime(int fd, const struct attributes *attributes)
{
	struct timespec times[2] = {
		{ .tv_nsec = UTIME_OMIT },
		{ .tv_sec = (time_t)attributes->mtime, .tv_nsec = attributes->mtime_ns },
	};

	return attributes->mode == MODE_USUAL || futimens(fd, times) == 0;
}
