/* Brings all files of a transaction to their old or their new side, from whichever they are on. */
#include "base/base.h"
#include "rewriters/transaction_impl.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/map.h"
#include "base/path.h"
#include "rewriters/sync_batch.h"

#define NAME_SIZE 64

void result_refuse(struct transaction_result *r, struct str path, const char *format, ...)
{
	char reason[512];
	va_list args;

	va_start(args, format);
	vsnprintf(reason, sizeof(reason), format, args);
	va_end(args);
	vec_push(&r->refusals,
		(struct transaction_refusal){ arena_str(&r->arena, path), arena_str(&r->arena, str_from(reason)) });
}

static enum side other(enum side side)
{
	return side == SIDE_OLD ? SIDE_NEW : SIDE_OLD;
}

static void temp_name(const struct transaction *t, size_t item, char *ret)
{
	snprintf(ret, NAME_SIZE, ".canonry-" STR_FMT "-%zu.tmp", STR_ARG(t->id), item);
}

/* --- Looking --- */

static bool holds(const struct look *look, const struct version *v)
{
	if (!v->exists)
		return look->kind == LOOK_GONE;
	return look->kind == LOOK_FILE && (uint64_t)look->info.st_size == v->size &&
		content_hash_eq(look->hash, v->hash);
}

static struct look look_at(struct transaction *t, const struct journal_file *f, struct strbuf *bytes)
{
	struct look look = { .kind = LOOK_GONE };
	int dir = beneath_dir(&t->tree, f->path, false);

	if (dir >= 0)
		return file_look(dir, beneath_name(f->path), bytes, NULL, NULL);
	if (errno != ENOENT) {
		look.kind = errno == ELOOP || errno == ENOTDIR ? LOOK_OTHER : LOOK_UNREADABLE;
		look.error = errno;
	}
	return look;
}

static void refuse_foreign(
	const struct put *p, const struct journal_file *f, const struct look *look, struct transaction_result *ret)
{
	switch (look->kind) {
	case LOOK_GONE: result_refuse(ret, f->path, "is gone"); return;
	case LOOK_OTHER:
		result_refuse(ret, f->path, "is no regular file any more, or lies behind a symbolic link");
		return;
	case LOOK_UNREADABLE: result_refuse(ret, f->path, "cannot be read: %s", strerror(look->error)); return;
	case LOOK_FILE:
		if (!f->side[other(p->side)].exists)
			result_refuse(ret, f->path, "is there again, with other content");
		else
			result_refuse(ret, f->path, "was edited since");
	}
}

/* Writing in place may have been cut off between the bytes and the mode. */
static bool lacks_mode(const struct journal_file *f, const struct look *look)
{
	return f->is_half && (look->info.st_mode & 07777) != f->attributes.mode;
}

enum verdict { VERDICT_KEEP, VERDICT_CHANGE, VERDICT_FOREIGN };

static enum verdict judge(const struct put *p, size_t i)
{
	const struct journal_file *f = &p->t->journal.files.items[i];
	const struct look *look = &p->files[i].look;

	if (holds(look, &f->side[p->side]))
		return lacks_mode(f, look) ? VERDICT_CHANGE : VERDICT_KEEP;
	if (holds(look, &f->side[other(p->side)]) || (f->is_half && look->kind == LOOK_FILE))
		return VERDICT_CHANGE;
	if (p->taking_back && !p->taking_back->files[i].is_applied)
		return VERDICT_KEEP;
	return p->force && look->kind != LOOK_UNREADABLE ? VERDICT_CHANGE : VERDICT_FOREIGN;
}

bool put_check(struct put *p, struct transaction_result *ret, struct err *err)
{
	struct transaction *t = p->t;

	if (!transaction_open_tree(t, err))
		return false;
	p->files = xcalloc(t->journal.files.len, sizeof(*p->files));
	for (size_t i = 0; i < t->journal.files.len; i++) {
		const struct journal_file *f = &t->journal.files.items[i];
		enum verdict verdict;

		p->files[i].look = look_at(t, f, &p->bytes);
		verdict = judge(p, i);
		p->files[i].is_todo = verdict == VERDICT_CHANGE;
		p->todo += verdict == VERDICT_CHANGE;
		if (verdict == VERDICT_FOREIGN)
			refuse_foreign(p, f, &p->files[i].look, ret);
	}
	if (ret->refusals.len)
		return err_set(err, "%zu %s in the way", ret->refusals.len,
			ret->refusals.len == 1 ? "file stands" : "files stand");
	return true;
}

uint32_t put_count(struct transaction *t, enum side side)
{
	struct strbuf bytes CLEANUP(strbuf_release) = { 0 };
	uint32_t count = 0;

	if (!transaction_open_tree(t, NULL))
		return 0;
	vec_foreach (struct journal_file, f, &t->journal.files) {
		struct look look = look_at(t, f, &bytes);

		count += holds(&look, &f->side[side]);
	}
	return count;
}

/* --- Staging --- */

static bool fail(const struct journal_file *f, struct err *err)
{
	return err_errno(err, "cannot write " STR_FMT, STR_ARG(f->path));
}

static bool is_cancelled(const struct put *p, struct err *err)
{
	return p->cancel && *p->cancel && !err_set(err, "interrupted");
}

/* What was there is gone, or is no file any more (force): then it has to be made. */
static bool writes_in_place(const struct put *p, size_t i)
{
	return p->t->journal.files.items[i].in_place && p->files[i].look.kind == LOOK_FILE;
}

static bool needs_temp(const struct put *p, size_t i)
{
	return p->files[i].is_todo && p->t->journal.files.items[i].side[p->side].exists && !writes_in_place(p, i);
}

static bool stage(struct put *p, size_t i, struct sync_batch *batch, struct err *err)
{
	struct transaction *t = p->t;
	const struct journal_file *f = &t->journal.files.items[i];
	char temp[NAME_SIZE];
	int fd, dir;
	bool ok;

	if (!transaction_bytes(t, &f->side[p->side], &p->bytes, err))
		return false;
	temp_name(t, i, temp);
	dir = beneath_dir(&t->tree, f->path, true);
	if (dir < 0 || !file_stage(dir, temp, strbuf_str(&p->bytes), &f->attributes, &fd))
		return fail(f, err);
	p->files[i].has_temp = true;
	ok = f->side[other(p->side)].exists || attributes_give_mtime(fd, &f->attributes);
	ok = (ok && sync_batch_add(batch, fd)) || fail(f, err);
	if (close(fd) && ok)
		return fail(f, err);
	return ok;
}

static bool stage_all(struct put *p, struct err *err)
{
	struct sync_batch batch;
	bool ok = true;

	sync_batch_init(&batch, p->todo);
	for (size_t i = 0; ok && i < p->t->journal.files.len; i++)
		if (needs_temp(p, i))
			ok = !is_cancelled(p, err) && stage(p, i, &batch, err);
	if (ok && !sync_batch_finish(&batch))
		ok = err_errno(err, "cannot write the changed files");
	sync_batch_release(&batch);
	return ok;
}

/* --- Applying --- */

static bool overwrite(struct put *p, size_t i, int dir, struct err *err)
{
	struct transaction *t = p->t;
	const struct journal_file *f = &t->journal.files.items[i];

	if (!transaction_bytes(t, &f->side[p->side], &p->bytes, err))
		return false;
	if (!f->is_half && !journal_mark(&t->journal, t->journal_fd, MARK_WRITING, (uint32_t)i, err))
		return false;
	/* From here on it may be half, and taking back must write it, whatever it holds. */
	p->files[i].is_applied = true;
	if (!file_overwrite(dir, beneath_name(f->path), &p->files[i].look, strbuf_str(&p->bytes), &f->attributes))
		return fail(f, err);
	return journal_mark(&t->journal, t->journal_fd, MARK_DONE, (uint32_t)i, err);
}

static bool rename_temp(const struct put *p, size_t i, int dir)
{
	char temp[NAME_SIZE];

	temp_name(p->t, i, temp);
	return renameat(dir, temp, dir, beneath_name(p->t->journal.files.items[i].path)) == 0;
}

static bool apply(struct put *p, size_t i, struct err *err)
{
	const struct journal_file *f = &p->t->journal.files.items[i];
	struct put_file *file = &p->files[i];
	int dir = beneath_dir(&p->t->tree, f->path, false);

	if (dir < 0)
		return fail(f, err);
	if (!look_holds(&file->look, dir, beneath_name(f->path), &p->bytes))
		return err_set(err, "cannot write " STR_FMT ": somebody else is changing it", STR_ARG(f->path));
	if (writes_in_place(p, i))
		return overwrite(p, i, dir, err);
	if (f->side[p->side].exists ? !rename_temp(p, i, dir) : !file_remove(dir, beneath_name(f->path)))
		return fail(f, err);
	file->is_applied = true;
	file->has_temp = false;
	return true;
}

static bool apply_all(struct put *p, struct err *err)
{
	for (size_t i = 0; i < p->t->journal.files.len; i++)
		if (p->files[i].is_todo && (is_cancelled(p, err) || !apply(p, i, err)))
			return false;
	return true;
}

/* --- Ends --- */

/* A directory that is gone has none. */
static bool remove_left_overs(struct put *p, struct err *err)
{
	char temp[NAME_SIZE];

	for (size_t i = 0; i < p->t->journal.files.len; i++) {
		const struct journal_file *f = &p->t->journal.files.items[i];
		int dir = beneath_dir(&p->t->tree, f->path, false);

		temp_name(p->t, i, temp);
		if (dir >= 0 && !file_remove(dir, temp))
			return err_errno(err, "cannot remove a temporary file beside " STR_FMT, STR_ARG(f->path));
	}
	return true;
}

/* What cannot be removed now is met again when this put is taken back. */
static void remove_temps(struct put *p)
{
	char temp[NAME_SIZE];

	for (size_t i = 0; i < p->t->journal.files.len; i++) {
		int dir =
			p->files[i].has_temp ? beneath_dir(&p->t->tree, p->t->journal.files.items[i].path, false) : -1;

		temp_name(p->t, i, temp);
		if (dir >= 0)
			file_remove(dir, temp);
	}
}

/* The directory of a file that was removed with it may be gone, and has nothing to be synced then. */
static bool sync_dir(struct put *p, const struct journal_file *f, struct sync_batch *batch, struct err *err)
{
	int dir = beneath_dir(&p->t->tree, f->path, false);

	if (dir < 0)
		return errno == ENOENT || errno == ENOTDIR || errno == ELOOP || fail(f, err);
	return sync_batch_add(batch, dir) || fail(f, err);
}

/* All of them, not only those with something to do: a run before this one may have been cut off before it came here. */
static bool sync_dirs(struct put *p, struct err *err)
{
	struct sync_batch batch;
	struct map seen = { 0 };
	bool ok = true;

	sync_batch_init(&batch, p->t->journal.files.len);
	for (size_t i = 0; ok && i < p->t->journal.files.len; i++) {
		const struct journal_file *f = &p->t->journal.files.items[i];

		if (map_add(&seen, str_hash(path_dir(f->path)), 0))
			ok = sync_dir(p, f, &batch, err);
	}
	if (ok && !sync_batch_finish(&batch))
		ok = err_errno(err, "cannot write the changed directories");
	sync_batch_release(&batch);
	map_release(&seen);
	return ok;
}

bool put_move(struct put *p, struct err *err)
{
	if (!p->is_fresh && !remove_left_overs(p, err))
		return false;
	if (stage_all(p, err) && apply_all(p, err) && sync_dirs(p, err))
		return true;
	remove_temps(p);
	return false;
}

void put_release(struct put *p)
{
	free(p->files);
	p->files = NULL;
	strbuf_release(&p->bytes);
}
