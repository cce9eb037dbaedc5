/* From a set of files to a committed transaction: everything is checked and saved before the first change. */
#include "base/base.h"
#include "rewriters/transaction_impl.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/map.h"
#include "base/path.h"

#define SAVE_CHUNK ((size_t)1 << 20)
#define OPEN_DIR (O_RDONLY | O_DIRECTORY | O_CLOEXEC)

struct writer {
	struct transaction_lock *lock;
	const struct write_set *set;
	const volatile bool *cancel;
	struct transaction_result *ret;
	struct transaction t;
	struct strbuf bytes, unsaved;
	uint64_t saved;    /* bytes in the file */
	struct map inodes; /* -> index of the file in the journal */
	struct map paths;  /* the same by path, for files that are to be made */
	bool has_failed;   /* of the machine: *err is set */
};

/* --- Looking up --- */

static bool refuse(struct writer *w, const struct write_item *item, const char *reason)
{
	result_refuse(w->ret, item->path, "%s", reason);
	return false;
}

static bool refuse_errno(struct writer *w, const struct write_item *item)
{
	result_refuse(w->ret, item->path, "%s", strerror(errno));
	return false;
}

/* The directory of the file is real: what is below it is named by one component. */
static bool real_path(struct writer *w, const struct write_item *item, struct str *ret)
{
	struct arena *a = &w->t.arena;
	struct str whole = path_join(a, w->t.root, arena_str(a, item->path)), dir = arena_str(a, path_dir(whole));
	struct stat info;
	char *real;

	if (lstat(whole.ptr, &info) == 0 && S_ISLNK(info.st_mode) && item->is_removed)
		return refuse(w, item, "is a symbolic link");
	real = realpath(item->old_hash.len ? whole.ptr : dir.ptr, NULL);
	if (!real)
		return errno == ENOENT && item->old_hash.len ? refuse(w, item, "is gone") : refuse_errno(w, item);
	*ret = arena_str(a, str_from(real));
	free(real);
	if (!item->old_hash.len)
		*ret = path_join(a, *ret, arena_str(a, path_base(whole)));
	return true;
}

static bool find_path(struct writer *w, const struct write_item *item, struct str *ret)
{
	struct str real;

	if (item->path.len == 0 || memchr(item->path.ptr, 0, item->path.len) || str_is(path_base(item->path), ".."))
		return refuse(w, item, "is no path of a file");
	if (!real_path(w, item, &real))
		return false;
	if (!path_is_inside(real, w->t.root) || str_eq(real, w->t.root))
		return refuse(w, item, "lies outside of the root");
	*ret = str_slice(real, w->t.root.len + (w->t.root.len > 1), real.len);
	if (path_has_component(*ret, STR(".git")) || path_has_component(*ret, STR(".canonry")))
		return refuse(w, item, "is no part of the code");
	return true;
}

/* --- Checking --- */

static bool is_my_group(gid_t gid)
{
	gid_t groups[256];
	int count = getgroups(ARRAY_LEN(groups), groups);

	for (int i = 0; i < count; i++)
		if (groups[i] == gid)
			return true;
	return gid == getegid();
}

/* Could a new file be given to whom the old one belongs? */
static bool can_give(const struct stat *info)
{
	return geteuid() == 0 || (info->st_uid == geteuid() && is_my_group(info->st_gid));
}

static bool check_writable(
	struct writer *w, const struct write_item *item, const struct journal_file *f, const struct stat *info, int dir)
{
	bool bits_at_risk = info->st_uid != geteuid() && geteuid() != 0 && (info->st_mode & (S_ISUID | S_ISGID));

	if (!(info->st_mode & 0222) || faccessat(dir, beneath_name(f->path), W_OK, AT_EACCESS))
		return refuse(w, item, "is read-only");
	if (f->in_place && bits_at_risk)
		return refuse(w, item, "belongs to somebody else, and its set-user-ID bit would be lost");
	if (item->is_removed && info->st_nlink > 1)
		return refuse(w, item, "has hard links, which could not be brought back");
	return true;
}

static bool check_dir(struct writer *w, const struct write_item *item, int dir)
{
	if (faccessat(dir, ".", W_OK | X_OK, AT_EACCESS) == 0)
		return true;
	return refuse(w, item, "lies in a directory in which nothing may be made or removed");
}

static bool check_content(struct writer *w, const struct write_item *item, const struct look *look)
{
	struct content_hash expected;

	if (!content_hash_parse(item->old_hash, &expected))
		return refuse(w, item, "has no valid hash in the plan");
	if (content_hash_eq(look->hash, expected) && (uint64_t)look->info.st_size == item->old_size)
		return true;
	return refuse(w, item, "was edited since it was read");
}

static bool check_there(
	struct writer *w, const struct write_item *item, struct journal_file *f, const struct look *look, int dir)
{
	switch (look->kind) {
	case LOOK_GONE: return refuse(w, item, "is gone");
	case LOOK_OTHER: return refuse(w, item, "is no regular file");
	case LOOK_UNREADABLE:
		result_refuse(w->ret, item->path, "cannot be read: %s", strerror(look->error));
		return false;
	case LOOK_FILE: break;
	}
	if (!check_content(w, item, look))
		return false;
	f->in_place = !item->is_removed && (look->info.st_nlink > 1 || !can_give(&look->info));
	return check_writable(w, item, f, &look->info, dir) && (f->in_place || check_dir(w, item, dir));
}

static bool check_not_there(
	struct writer *w, const struct write_item *item, struct journal_file *f, const struct look *look, int dir)
{
	if (look->kind != LOOK_GONE)
		return refuse(w, item, "is there already");
	f->attributes = (struct attributes){ .mode = MODE_USUAL };
	return check_dir(w, item, dir);
}

/* --- Saving --- */

static bool flush_saved(struct writer *w, struct err *err)
{
	if (!file_write_all_at(w->t.bytes_fd, strbuf_str(&w->unsaved), w->saved - w->unsaved.len))
		return err_errno(err, "cannot save the bytes of the files");
	strbuf_clear(&w->unsaved);
	return true;
}

static bool save(struct writer *w, struct str bytes, struct version *ret, struct err *err)
{
	*ret = (struct version){ true, content_hash(bytes), bytes.len, w->saved };
	strbuf_add(&w->unsaved, bytes);
	w->saved += bytes.len;
	return w->unsaved.len < SAVE_CHUNK || flush_saved(w, err);
}

static bool is_same_wish(const struct journal_file *f, const struct write_item *item)
{
	const struct version *v = &f->side[SIDE_NEW];

	if (item->is_removed || !v->exists)
		return item->is_removed && !v->exists;
	return v->size == item->new_bytes.len && content_hash_eq(v->hash, content_hash(item->new_bytes));
}

/* One file by two names, or one name twice. True when it is known; two wishes for it are refused. */
static bool is_known(struct writer *w, const struct write_item *item, struct str path, const struct look *look)
{
	struct map *map = look->kind == LOOK_FILE ? &w->inodes : &w->paths;
	uint64_t key = look->kind == LOOK_FILE ? look->info.st_ino ^ (uint64_t)look->info.st_dev << 40 : str_hash(path);
	uint32_t known = map_get(map, key);

	if (known == NONE) {
		map_set(map, key, (uint32_t)w->t.journal.files.len);
		return false;
	}
	if (!is_same_wish(&w->t.journal.files.items[known], item))
		refuse(w, item, "is the same file as another of this change, with other content");
	return true;
}

static bool save_both(struct writer *w, const struct write_item *item, struct journal_file *f, struct err *err)
{
	if (item->old_hash.len && !save(w, strbuf_str(&w->bytes), &f->side[SIDE_OLD], err))
		return false;
	if (!item->is_removed && !save(w, item->new_bytes, &f->side[SIDE_NEW], err))
		return false;
	vec_push(&w->t.journal.files, *f);
	return true;
}

static bool is_unchanged(const struct writer *w, const struct write_item *item)
{
	return item->old_hash.len && !item->is_removed && str_eq(strbuf_str(&w->bytes), item->new_bytes);
}

/* False only when the machine failed. */
static bool add_item(struct writer *w, const struct write_item *item, struct err *err)
{
	struct journal_file f = { 0 };
	struct look look;
	int dir;
	bool is_good;

	if (!find_path(w, item, &f.path))
		return true;
	dir = beneath_dir(&w->t.tree, f.path, false);
	if (dir < 0) {
		refuse_errno(w, item);
		return true;
	}
	look = file_look(dir, beneath_name(f.path), &w->bytes, &w->t.arena, &f.attributes);
	is_good = item->old_hash.len ? check_there(w, item, &f, &look, dir) : check_not_there(w, item, &f, &look, dir);
	if (!is_good || is_unchanged(w, item) || is_known(w, item, f.path, &look))
		return true;
	return save_both(w, item, &f, err);
}

static bool add_items(struct writer *w, struct err *err)
{
	for (size_t i = 0; i < w->set->items.len; i++) {
		if (w->cancel && *w->cancel)
			return err_set(err, "interrupted");
		if (!add_item(w, &w->set->items.items[i], err))
			return false;
	}
	if (w->ret->refusals.len)
		return err_set(err, "%zu %s refused", w->ret->refusals.len,
			w->ret->refusals.len == 1 ? "file was" : "files were");
	return flush_saved(w, err);
}

/* --- The journal --- */

static bool write_head(struct writer *w, struct err *err)
{
	struct strbuf head CLEANUP(strbuf_release) = { 0 };
	struct journal *j = &w->t.journal;

	j->root = w->lock->state.root_name;
	j->title = w->set->title;
	j->command = w->set->command;
	j->time = w->set->time;
	journal_write_head(j, &head);
	if (!file_write_all_at(w->t.journal_fd, strbuf_str(&head), 0))
		return err_errno(err, "cannot write the journal");
	j->valid = head.len;
	return true;
}

/* Everything that recovery needs is on the disk, names included, before PREPARED is. */
static bool sync_saved(struct writer *w, struct err *err)
{
	struct transaction *t = &w->t;

	if (fsync(t->bytes_fd) || fsync(t->journal_fd) || fsync(t->dir_fd))
		return err_errno(err, "cannot save the bytes of the files");
	return current_set(t->state, t->id, err);
}

static bool prepare(struct writer *w, struct err *err)
{
	return transaction_open_tree(&w->t, err) && add_items(w, err) && write_head(w, err) &&
		(w->t.journal.files.len == 0 ||
			(sync_saved(w, err) && journal_mark(&w->t.journal, w->t.journal_fd, MARK_PREPARED, 0, err)));
}

/* --- Going through with it --- */

/* Nothing of the tree has changed, or it has been put back. */
static void forget(struct writer *w)
{
	current_clear(&w->lock->state);
	transaction_discard(&w->lock->state, w->t.id);
}

static bool end_unfinished(struct writer *w, const struct err *why, struct err *err)
{
	struct err first = *err;

	*err = (struct err){ 0 };
	w->ret->end = TRANSACTION_UNFINISHED;
	return err_set(err, "%s; what was written could not be taken back: %s", first.message, why->message);
}

static bool take_back(struct writer *w, const struct put *failed, struct err *err)
{
	struct put back = { .t = &w->t, .side = SIDE_OLD, .taking_back = failed };
	struct transaction_result ignored = { 0 };
	struct err why = { 0 };
	bool ok = put_check(&back, &ignored, &why) && put_move(&back, &why);

	put_release(&back);
	transaction_result_release(&ignored);
	if (!ok)
		return end_unfinished(w, &why, err);
	/* Not being able to say so is no harm: forgetting it says as much. */
	journal_mark(&w->t.journal, w->t.journal_fd, MARK_UNDONE, 0, NULL);
	forget(w);
	w->ret->end = TRANSACTION_TAKEN_BACK;
	return false;
}

/* A mark that failed may be on the disk all the same: only when another stands in its place may the tree be moved. */
static bool commit(struct writer *w, struct put *done, struct err *err)
{
	struct journal *j = &w->t.journal;
	struct err why = { 0 };

	if (journal_mark(j, w->t.journal_fd, MARK_COMMITTED, 0, err))
		return true;
	if (journal_mark(j, w->t.journal_fd, MARK_UNDOING, 0, &why))
		return take_back(w, done, err);
	return end_unfinished(w, &why, err);
}

static bool go_through(struct writer *w, struct err *err)
{
	struct put put = { .t = &w->t, .side = SIDE_NEW, .is_fresh = true, .cancel = w->cancel };
	bool ok = put_check(&put, w->ret, err) && put_move(&put, err);

	w->ret->files = put.todo;
	if (ok)
		ok = commit(w, &put, err);
	else
		take_back(w, put.files ? &put : NULL, err);
	put_release(&put);
	return ok;
}

static bool write_prepared(struct writer *w, struct err *err)
{
	if (!prepare(w, err)) {
		w->ret->end = w->ret->refusals.len ? TRANSACTION_REFUSED : TRANSACTION_TAKEN_BACK;
		forget(w);
		return false;
	}
	if (w->t.journal.files.len == 0) {
		forget(w);
		return true;
	}
	if (!go_through(w, err))
		return false;
	current_clear(&w->lock->state);
	transaction_prune(&w->lock->state);
	return true;
}

static bool make(struct writer *w, struct err *err)
{
	struct id_list ids;
	bool ok;

	id_list_read(&w->lock->state, &ids);
	w->ret->id = id_next(&ids, w->set->time, &w->ret->arena);
	id_list_release(&ids);
	ok = transaction_make(&w->t, &w->lock->state, w->ret->id, err);
	if (!ok)
		w->ret->end = TRANSACTION_TAKEN_BACK;
	return ok;
}

bool transaction_write(struct transaction_lock *l, const struct write_set *set, const volatile bool *cancel,
	struct transaction_result *ret, struct err *err)
{
	struct writer w = { .lock = l, .set = set, .cancel = cancel, .ret = ret };
	struct err own = { 0 };
	bool ok;

	if (!err)
		err = &own;
	*ret = (struct transaction_result){ .end = TRANSACTION_DONE };
	ret->title = arena_str(&ret->arena, set->title);
	if (l->interrupted.len) {
		ret->end = TRANSACTION_REFUSED;
		return err_set(err, "migration " STR_FMT " was interrupted and has to be resumed or undone first",
			STR_ARG(l->interrupted));
	}
	if (!make(&w, err))
		return false;
	ok = write_prepared(&w, err);
	if (ret->end == TRANSACTION_UNFINISHED)
		l->interrupted = arena_str(&l->state.arena, ret->id);
	transaction_close(&w.t);
	strbuf_release(&w.bytes);
	strbuf_release(&w.unsaved);
	map_release(&w.inodes);
	map_release(&w.paths);
	return ok;
}
