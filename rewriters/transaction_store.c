/* The directories of transactions: ids, opening, removing, and which one is under way. */
#include "base/base.h"
#include "rewriters/transaction_impl.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"

#define KEPT 20
#define CURRENT_LIMIT 64

enum { TIME_LEN = 15, SEQUENCE_MAX = 9 /* digits */ };

static const char current_name[] = "current";

/* --- Ids: 20261120-143508-1 --- */

static bool are_digits(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] < '0' || text.ptr[i] > '9')
			return false;
	return text.len > 0;
}

bool id_is_good(struct str id)
{
	struct str sequence = str_slice(id, TIME_LEN + 1, id.len);

	return id.len > TIME_LEN + 1 && are_digits(str_slice(id, 0, 8)) && id.ptr[8] == '-' &&
		are_digits(str_slice(id, 9, TIME_LEN)) && id.ptr[TIME_LEN] == '-' && are_digits(sequence) &&
		sequence.len <= SEQUENCE_MAX && sequence.ptr[0] != '0';
}

int id_compare(struct str a, struct str b)
{
	int by_time = str_cmp(str_slice(a, 0, TIME_LEN), str_slice(b, 0, TIME_LEN));

	if (by_time)
		return by_time;
	if (a.len != b.len)
		return a.len < b.len ? -1 : 1;
	return str_cmp(a, b);
}

static int compare_ids(const void *a, const void *b)
{
	return id_compare(*(const struct str *)a, *(const struct str *)b);
}

void id_list_read(const struct state_dir *s, struct id_list *ret)
{
	int fd = s->fd < 0 ? -1 : openat(s->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);

	*ret = (struct id_list){ 0 };
	for (struct dirent *e; dir && (e = readdir(dir));)
		if (id_is_good(str_from(e->d_name)))
			vec_push(&ret->items, arena_str(&ret->arena, str_from(e->d_name)));
	if (dir)
		closedir(dir);
	else if (fd >= 0)
		close(fd);
	vec_sort(&ret->items, compare_ids);
}

void id_list_release(struct id_list *l)
{
	vec_release(&l->items);
	arena_release(&l->arena);
}

/* "2026-11-20T14:35:08Z" -> "20261120-143508" */
static struct str time_part(struct str time, struct arena *a)
{
	struct strbuf digits CLEANUP(strbuf_release) = { 0 };
	struct timespec now;
	struct tm utc;

	for (size_t i = 0; i < time.len && digits.len < TIME_LEN; i++) {
		if (digits.len == 8)
			strbuf_addch(&digits, '-');
		if (time.ptr[i] >= '0' && time.ptr[i] <= '9')
			strbuf_addch(&digits, time.ptr[i]);
	}
	if (digits.len == TIME_LEN && id_is_good(arena_printf(a, "%s-1", digits.ptr)))
		return arena_str(a, strbuf_str(&digits));
	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &utc);
	return arena_printf(a, "%04d%02d%02d-%02d%02d%02d", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
		utc.tm_hour, utc.tm_min, utc.tm_sec);
}

struct str id_next(const struct id_list *known, struct str time, struct arena *a)
{
	struct str part = time_part(time, a), last = { 0 };
	unsigned long sequence = 0;

	if (known->items.len)
		last = *vec_last(&known->items);
	/* A clock that was set back must not make the newest the oldest. */
	if (last.len && str_cmp(str_slice(last, 0, TIME_LEN), part) >= 0) {
		part = str_slice(last, 0, TIME_LEN);
		sequence = strtoul(last.ptr + TIME_LEN + 1, NULL, 10);
	}
	return arena_printf(a, STR_FMT "-%lu", STR_ARG(part), sequence + 1);
}

/* --- Opening --- */

static void init(struct transaction *t, const struct state_dir *s, struct str id)
{
	*t = (struct transaction){ .state = s, .dir_fd = -1, .journal_fd = -1, .bytes_fd = -1 };
	t->tree = (struct beneath){ .root_fd = -1, .dir_fd = -1 };
	t->id = arena_str(&t->arena, id);
}

static int open_part(const struct transaction *t, const char *name, int flags)
{
	return openat(t->dir_fd, name, flags | O_RDWR | O_NOFOLLOW | O_CLOEXEC, 0600);
}

static bool open_dir(struct transaction *t)
{
	t->dir_fd = openat(t->state->fd, t->id.ptr, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return t->dir_fd >= 0;
}

static bool make_parts(struct transaction *t)
{
	if (mkdirat(t->state->fd, t->id.ptr, 0700) || !open_dir(t))
		return false;
	t->bytes_fd = open_part(t, "bytes", O_CREAT | O_EXCL);
	t->journal_fd = t->bytes_fd < 0 ? -1 : open_part(t, "journal", O_CREAT | O_EXCL);
	return t->journal_fd >= 0;
}

bool transaction_make(struct transaction *t, const struct state_dir *s, struct str id, struct err *err)
{
	init(t, s, id);
	t->journal.state = TRANSACTION_STARTED;
	t->root = s->root;
	if (make_parts(t))
		return true;
	err_errno(err, "cannot make the journal in " STR_FMT, STR_ARG(s->path));
	transaction_close(t);
	transaction_discard(s, id);
	return false;
}

static bool read_journal(struct transaction *t)
{
	t->journal.state = TRANSACTION_STARTED;
	if (!open_dir(t))
		return false;
	t->journal_fd = open_part(t, "journal", 0);
	if (t->journal_fd < 0)
		return errno == ENOENT;
	t->bytes_fd = open_part(t, "bytes", 0);
	if (!state_dir_read(t->dir_fd, "journal", JOURNAL_LIMIT, &t->text))
		return false;
	journal_parse(strbuf_str(&t->text), &t->journal);
	return true;
}

bool transaction_open(struct transaction *t, const struct state_dir *s, struct str id, struct err *err)
{
	init(t, s, id);
	if (!read_journal(t)) {
		err_errno(err, "cannot read the journal of " STR_FMT, STR_ARG(id));
		transaction_close(t);
		return false;
	}
	t->root = state_dir_root(s, t->journal.root, &t->arena);
	/* Names go to the system, which wants an end; the journal's bytes have none. */
	vec_foreach (struct journal_file, f, &t->journal.files)
		f->path = arena_str(&t->arena, f->path);
	return true;
}

bool transaction_open_tree(struct transaction *t, struct err *err)
{
	return t->tree.root_fd >= 0 || beneath_open(&t->tree, t->root, err);
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void transaction_close(struct transaction *t)
{
	close_fd(&t->journal_fd);
	close_fd(&t->bytes_fd);
	close_fd(&t->dir_fd);
	beneath_release(&t->tree);
	journal_release(&t->journal);
	strbuf_release(&t->text);
	arena_release(&t->arena);
}

bool transaction_is_interrupted(const struct transaction *t)
{
	return t->journal.state == TRANSACTION_PREPARED || t->journal.state == TRANSACTION_UNDOING;
}

static bool read_saved(int fd, const struct version *v, struct strbuf *ret)
{
	strbuf_clear(ret);
	strbuf_grow(ret, v->size);
	while (ret->len < v->size) {
		ssize_t got = pread(fd, ret->ptr + ret->len, v->size - ret->len, (off_t)(v->offset + ret->len));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return false;
		if (got == 0)
			break;
		ret->len += (size_t)got;
	}
	return true;
}

/* The size in a journal may be anything: it must not make us ask for more than there is. */
bool transaction_bytes(const struct transaction *t, const struct version *v, struct strbuf *ret, struct err *err)
{
	struct stat info;

	if (t->bytes_fd < 0 || fstat(t->bytes_fd, &info) || v->size > (uint64_t)info.st_size)
		return err_set(err, "the saved bytes of " STR_FMT " are damaged", STR_ARG(t->id));
	if (!read_saved(t->bytes_fd, v, ret))
		return err_errno(err, "cannot read the saved bytes of " STR_FMT, STR_ARG(t->id));
	if (ret->len != v->size || !content_hash_eq(content_hash(strbuf_str(ret)), v->hash))
		return err_set(err, "the saved bytes of " STR_FMT " are damaged", STR_ARG(t->id));
	return true;
}

/* --- Removing --- */

bool transaction_discard(const struct state_dir *s, struct str id)
{
	int fd = openat(s->fd, id.ptr, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	bool ok;

	if (fd < 0)
		return errno == ENOENT;
	ok = file_remove(fd, "journal") && fsync(fd) == 0 && file_remove(fd, "bytes");
	close(fd);
	return ok && unlinkat(s->fd, id.ptr, AT_REMOVEDIR) == 0;
}

static bool is_kept_kind(const struct state_dir *s, struct str id)
{
	struct transaction t;
	bool yes;

	if (!transaction_open(&t, s, id, NULL))
		return false;
	yes = t.journal.state == TRANSACTION_COMMITTED && str_eq(t.journal.root, s->root_name);
	transaction_close(&t);
	return yes;
}

void transaction_prune(const struct state_dir *s)
{
	struct id_list ids;
	size_t kept = 0;

	id_list_read(s, &ids);
	if (ids.items.len > KEPT)
		for (size_t i = ids.items.len; i-- > 0;)
			if (is_kept_kind(s, ids.items.items[i]) && ++kept > KEPT)
				transaction_discard(s, ids.items.items[i]);
	id_list_release(&ids);
}

/* --- The one under way --- */

struct str current_get(const struct state_dir *s, struct arena *a)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct str id;

	if (s->fd < 0 || !state_dir_read(s->fd, current_name, CURRENT_LIMIT, &text))
		return (struct str){ 0 };
	id = str_trim(strbuf_str(&text));
	return id_is_good(id) ? arena_str(a, id) : (struct str){ 0 };
}

bool current_set(const struct state_dir *s, struct str id, struct err *err)
{
	int fd = openat(s->fd, current_name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	bool ok;

	if (fd < 0)
		return err_errno(err, "cannot write to " STR_FMT, STR_ARG(s->path));
	ok = write(fd, id.ptr, id.len) == (ssize_t)id.len && fsync(fd) == 0 && fsync(s->fd) == 0;
	if (!ok)
		err_errno(err, "cannot write to " STR_FMT, STR_ARG(s->path));
	close(fd);
	return ok;
}

void current_clear(const struct state_dir *s)
{
	unlinkat(s->fd, current_name, 0);
}
