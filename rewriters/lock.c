/* Taking, telling and giving back the lock of a state directory. */
#include "base/base.h"
#include "rewriters/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "rewriters/state_dir.h"

#define ATTEMPTS 200
#define PAUSE_NS 1000000

enum { LOCK_LIMIT = 256, PID_MAX = 1 << 30, STAT_START_FIELD = 20 /* fields behind the name in parentheses */ };

static const char lock_name[] = "lock";

/* --- Who --- */

static bool read_number(struct str text, uint64_t limit, uint64_t *ret)
{
	uint64_t value = 0;

	if (text.len == 0 || text.len > 19)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] < '0' || text.ptr[i] > '9')
			return false;
		value = value * 10 + (uint64_t)(text.ptr[i] - '0');
	}
	*ret = value;
	return value <= limit;
}

bool lock_parse(struct str text, struct lock_holder *ret)
{
	struct lock_holder h = { 0 };
	struct str pid, start, boot;
	uint64_t number;

	text = str_slice(text, 0, str_find(text, '\n'));
	if (!str_next(&text, ' ', &pid) || !str_next(&text, ' ', &start) || !str_next(&text, ' ', &boot) || text.len)
		return false;
	if (!read_number(pid, PID_MAX, &number) || number == 0 || !read_number(start, INT64_MAX, &h.start))
		return false;
	if (boot.len == 0 || boot.len >= sizeof(h.boot_id))
		return false;
	h.pid = (uint32_t)number;
	memcpy(h.boot_id, boot.ptr, boot.len);
	*ret = h;
	return true;
}

/* The name may hold blanks and parentheses: what counts begins behind the last one. */
static bool read_start(uint32_t pid, uint64_t *ret)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct str rest, field;
	char path[64];
	size_t end;

	snprintf(path, sizeof(path), "/proc/%u/stat", pid);
	if (!file_read(path, 1 << 12, &text, NULL))
		return false;
	end = str_rfind(strbuf_str(&text), ')');
	rest = str_trim(str_slice(strbuf_str(&text), end + 1, text.len));
	for (unsigned i = 0; i < STAT_START_FIELD; i++)
		if (!str_next(&rest, ' ', &field))
			return false;
	return read_number(field, INT64_MAX, ret);
}

static void read_boot_id(char *ret, size_t size)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct str id = STR("unknown");

	if (file_read("/proc/sys/kernel/random/boot_id", LOCK_LIMIT, &text, NULL) && text.len > 1)
		id = str_trim(strbuf_str(&text));
	snprintf(ret, size, STR_FMT, STR_ARG(id));
}

static struct lock_holder myself(void)
{
	struct lock_holder h = { .pid = (uint32_t)getpid() };

	if (!read_start(h.pid, &h.start))
		h.start = 0;
	read_boot_id(h.boot_id, sizeof(h.boot_id));
	return h;
}

bool lock_is_alive(const struct lock_holder *holder)
{
	char boot_id[sizeof(holder->boot_id)];
	uint64_t start;

	read_boot_id(boot_id, sizeof(boot_id));
	if (strcmp(boot_id, holder->boot_id) != 0)
		return false;
	return read_start(holder->pid, &start) && start == holder->start;
}

static bool read_holder(int dir_fd, struct lock_holder *ret)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	return state_dir_read(dir_fd, lock_name, LOCK_LIMIT, &text) && lock_parse(strbuf_str(&text), ret);
}

/* --- The file --- */

static bool write_myself(int fd)
{
	struct lock_holder h = myself();
	char line[LOCK_LIMIT];
	int len = snprintf(line, sizeof(line), "%u %llu %s\n", h.pid, (unsigned long long)h.start, h.boot_id);

	return ftruncate(fd, 0) == 0 && pwrite(fd, line, (size_t)len, 0) == len;
}

static bool refuse_held(int dir_fd, struct err *err)
{
	struct lock_holder h;

	if (!read_holder(dir_fd, &h))
		return err_set(err, "another canonry is changing files here");
	return err_set(err, "another canonry (process %u) is changing files here", h.pid);
}

/* While we waited, the holder may have removed the file whose lock we have now. */
static bool has_its_name(int dir_fd, int fd)
{
	struct stat mine, named;

	if (fstat(fd, &mine) || fstatat(dir_fd, lock_name, &named, AT_SYMLINK_NOFOLLOW))
		return false;
	return mine.st_ino == named.st_ino && mine.st_dev == named.st_dev;
}

static bool take_without_flock(struct lock *l, int dir_fd, bool is_new, struct err *err)
{
	struct lock_holder h;

	if (is_new)
		return write_myself(l->fd) || err_errno(err, "cannot write the lock");
	if (read_holder(dir_fd, &h) && !lock_is_alive(&h))
		return err_set(err,
			"the process that held the lock has ended: remove the file \"%s\" in the state directory",
			lock_name);
	return refuse_held(dir_fd, err);
}

enum attempt { TAKEN, REFUSED, AGAIN };

static enum attempt try_open(struct lock *l, int dir_fd, bool *ret_is_new, struct err *err)
{
	l->fd = openat(dir_fd, lock_name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	*ret_is_new = l->fd >= 0;
	if (l->fd < 0 && errno == EEXIST)
		l->fd = openat(dir_fd, lock_name, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
	if (l->fd >= 0)
		return TAKEN;
	if (errno == ENOENT && !lock_lost_dir(dir_fd))
		return AGAIN;
	err_errno(err, "cannot take the lock");
	return REFUSED;
}

/* Who is not named (yet) as a living process may only have been asking whether the lock is held. */
static enum attempt refuse_or_wait(int dir_fd, struct err *err)
{
	struct timespec pause = { .tv_nsec = PAUSE_NS };
	struct lock_holder h;

	if (read_holder(dir_fd, &h) && lock_is_alive(&h)) {
		refuse_held(dir_fd, err);
		return REFUSED;
	}
	nanosleep(&pause, NULL);
	return AGAIN;
}

static enum attempt try_take(struct lock *l, int dir_fd, struct err *err)
{
	bool is_new;
	enum attempt opened = try_open(l, dir_fd, &is_new, err);

	if (opened != TAKEN)
		return opened;
	if (flock(l->fd, LOCK_EX | LOCK_NB)) {
		if (errno == EWOULDBLOCK || errno == EINTR)
			return refuse_or_wait(dir_fd, err);
		return take_without_flock(l, dir_fd, is_new, err) ? TAKEN : REFUSED;
	}
	if (!has_its_name(dir_fd, l->fd))
		return AGAIN;
	/* On a full disk nobody is named, but the lock is held all the same. */
	write_myself(l->fd);
	return TAKEN;
}

bool lock_take(struct lock *l, int dir_fd, struct err *err)
{
	*l = (struct lock){ .fd = -1, .dir_fd = dir_fd };
	for (unsigned i = 0; i < ATTEMPTS; i++) {
		enum attempt got = try_take(l, dir_fd, err);

		if (got == TAKEN)
			return true;
		if (l->fd >= 0)
			close(l->fd);
		l->fd = -1;
		if (got == REFUSED)
			return false;
	}
	return refuse_held(dir_fd, err);
}

void lock_release(struct lock *l)
{
	if (l->fd < 0)
		return;
	unlinkat(l->dir_fd, lock_name, 0);
	close(l->fd);
	l->fd = -1;
}

bool lock_is_held(int dir_fd)
{
	struct lock_holder h;
	int fd = openat(dir_fd, lock_name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	bool held;

	if (fd < 0)
		return false;
	held = flock(fd, LOCK_SH | LOCK_NB) != 0;
	if (held && errno != EWOULDBLOCK)
		held = read_holder(dir_fd, &h) && lock_is_alive(&h);
	close(fd);
	return held;
}

bool lock_lost_dir(int dir_fd)
{
	struct stat info;

	return fstat(dir_fd, &info) == 0 && info.st_nlink == 0;
}
