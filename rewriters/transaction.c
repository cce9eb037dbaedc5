/* Lock, list, resume and undo: what can be done with transactions that are there. */
#include "base/base.h"
#include "rewriters/transaction.h"

#include <stdlib.h>

#include "rewriters/transaction_impl.h"

#define LOCK_ATTEMPTS 10

const char *const transaction_state_names[TRANSACTION_STATE_COUNT] = {
	[TRANSACTION_BROKEN] = "damaged",
	[TRANSACTION_STARTED] = "not started",
	[TRANSACTION_PREPARED] = "interrupted",
	[TRANSACTION_COMMITTED] = "done",
	[TRANSACTION_UNDOING] = "interrupted undo",
	[TRANSACTION_UNDONE] = "undone",
};

void transaction_result_release(struct transaction_result *r)
{
	vec_release(&r->refusals);
	arena_release(&r->arena);
}

/* --- The lock --- */

/* What was under way and cannot be read now may be half. */
static void keep_unreadable(struct transaction_lock *l, struct str id)
{
	if (str_eq(current_get(&l->state, &l->state.arena), id))
		l->interrupted = arena_str(&l->state.arena, id);
}

/* What came to nothing, or was undone, goes; what is half stays. */
static void sweep_one(struct transaction_lock *l, struct str id)
{
	struct transaction t;
	enum transaction_state state;
	bool is_interrupted;

	if (!transaction_open(&t, &l->state, id, NULL)) {
		keep_unreadable(l, id);
		return;
	}
	state = t.journal.state;
	is_interrupted = transaction_is_interrupted(&t);
	transaction_close(&t);
	if (state == TRANSACTION_STARTED || state == TRANSACTION_UNDONE)
		transaction_discard(&l->state, id);
	if (is_interrupted)
		l->interrupted = arena_str(&l->state.arena, id);
}

static void sweep(struct transaction_lock *l)
{
	struct id_list ids;

	l->interrupted = (struct str){ 0 };
	id_list_read(&l->state, &ids);
	vec_foreach (struct str, id, &ids.items)
		sweep_one(l, *id);
	id_list_release(&ids);
	if (!l->interrupted.len)
		current_clear(&l->state);
}

static bool open_locked(struct transaction_lock *l, struct str root, struct err *err)
{
	for (unsigned i = 0;; i++) {
		struct err own = { 0 };

		if (!state_dir_open(&l->state, root, true, err))
			return false;
		if (lock_take(&l->lock, l->state.fd, &own)) {
			if (!lock_lost_dir(l->state.fd))
				return true;
			lock_release(&l->lock);
		} else if (!lock_lost_dir(l->state.fd) || i >= LOCK_ATTEMPTS) {
			state_dir_remove_empty(&l->state);
			state_dir_release(&l->state);
			return err_set(err, "%s", own.message);
		}
		/* Who held it before has removed the directory: it is made again. */
		state_dir_release(&l->state);
	}
}

bool transaction_lock(struct str root, struct transaction_lock **ret, struct err *err)
{
	struct transaction_lock *l = xcalloc(1, sizeof(*l));

	if (!open_locked(l, root, err)) {
		free(l);
		return false;
	}
	if (!state_dir_settle(&l->state, err)) {
		transaction_unlock(l);
		return false;
	}
	sweep(l);
	*ret = l;
	return true;
}

void transaction_unlock(struct transaction_lock *l)
{
	if (!l)
		return;
	lock_release(&l->lock);
	state_dir_remove_empty(&l->state);
	state_dir_release(&l->state);
	free(l);
}

/* --- Resume and undo --- */

struct recovery {
	struct transaction_lock *lock;
	struct transaction t;
	struct transaction_result *ret;
	bool force;
};

static bool end_with(struct recovery *r, enum transaction_end end)
{
	r->ret->end = end;
	return false;
}

static bool mark(struct recovery *r, enum journal_mark mark, struct err *err)
{
	return journal_mark(&r->t.journal, r->t.journal_fd, mark, 0, err) || end_with(r, TRANSACTION_UNFINISHED);
}

/* An undo that failed leaves what it found, unless that was half already or somebody else's. */
static bool turn_round(struct recovery *r, const struct put *failed, struct err *err)
{
	struct put put = { .t = &r->t, .side = SIDE_NEW, .taking_back = failed };
	struct transaction_result ignored = { 0 };
	bool ok = put_check(&put, &ignored, NULL) && put_move(&put, NULL) &&
		journal_mark(&r->t.journal, r->t.journal_fd, MARK_COMMITTED, 0, NULL);

	put_release(&put);
	transaction_result_release(&ignored);
	if (ok)
		current_clear(&r->lock->state);
	return end_with(r, ok ? TRANSACTION_TAKEN_BACK : TRANSACTION_UNFINISHED);
}

static bool has_path(const struct transaction *t, struct str path)
{
	vec_foreach (struct journal_file, f, &t->journal.files)
		if (str_eq(f->path, path))
			return true;
	return false;
}

static void explain_by(struct recovery *r, const struct transaction *later)
{
	if (later->journal.state != TRANSACTION_COMMITTED || !str_eq(later->journal.root, r->t.journal.root))
		return;
	vec_foreach (struct transaction_refusal, x, &r->ret->refusals)
		if (has_path(later, x->path))
			x->reason = arena_printf(&r->ret->arena,
				"was changed again by " STR_FMT ", which has to be undone first", STR_ARG(later->id));
}

/* What looks like an edit may be a later migration's; the latest of these is the first to be undone. */
static void explain_refusals(struct recovery *r)
{
	struct id_list ids;

	id_list_read(&r->lock->state, &ids);
	vec_foreach (struct str, id, &ids.items) {
		struct transaction later;

		if (id_compare(*id, r->t.id) <= 0 || !transaction_open(&later, &r->lock->state, *id, NULL))
			continue;
		explain_by(r, &later);
		transaction_close(&later);
	}
	id_list_release(&ids);
}

static bool check(struct recovery *r, struct put *p, struct err *err)
{
	if (put_check(p, r->ret, err))
		return true;
	explain_refusals(r);
	return end_with(r, r->ret->refusals.len ? TRANSACTION_REFUSED : TRANSACTION_UNFINISHED);
}

static bool undo_checked(struct recovery *r, struct put *p, struct err *err)
{
	bool was_committed = r->t.journal.state == TRANSACTION_COMMITTED;

	if (was_committed && !current_set(&r->lock->state, r->t.id, err))
		return end_with(r, TRANSACTION_TAKEN_BACK);
	if (r->t.journal.state != TRANSACTION_UNDOING && !mark(r, MARK_UNDOING, err))
		return false;
	if (!put_move(p, err))
		return was_committed && !r->force ? turn_round(r, p, err) : end_with(r, TRANSACTION_UNFINISHED);
	if (!mark(r, MARK_UNDONE, err))
		return false;
	current_clear(&r->lock->state);
	transaction_discard(&r->lock->state, r->t.id);
	return true;
}

static bool undo(struct recovery *r, struct err *err)
{
	struct put p = { .t = &r->t, .side = SIDE_OLD, .force = r->force };
	bool ok = check(r, &p, err) && undo_checked(r, &p, err);

	r->ret->files = p.todo;
	put_release(&p);
	return ok;
}

static bool complete(struct recovery *r, struct err *err)
{
	struct put p = { .t = &r->t, .side = SIDE_NEW };
	bool ok = check(r, &p, err) && (put_move(&p, err) || end_with(r, TRANSACTION_UNFINISHED)) &&
		mark(r, MARK_COMMITTED, err);

	r->ret->files = p.todo;
	put_release(&p);
	if (ok) {
		current_clear(&r->lock->state);
		transaction_prune(&r->lock->state);
	}
	return ok;
}

/* The latest of this root that was committed; empty when there is none. */
static struct str find_latest(const struct state_dir *s, struct arena *a)
{
	struct id_list ids;
	struct str found = { 0 };

	id_list_read(s, &ids);
	for (size_t i = ids.items.len; i-- > 0 && !found.len;) {
		struct transaction t;

		if (!transaction_open(&t, s, ids.items.items[i], NULL))
			continue;
		if (t.journal.state == TRANSACTION_COMMITTED && str_eq(t.journal.root, s->root_name))
			found = arena_str(a, t.id);
		transaction_close(&t);
	}
	id_list_release(&ids);
	return found;
}

static bool refuse_other(struct recovery *r, struct err *err)
{
	end_with(r, TRANSACTION_REFUSED);
	return err_set(err, "migration " STR_FMT " was interrupted and has to be resumed or undone first",
		STR_ARG(r->lock->interrupted));
}

static bool open_known(struct recovery *r, struct str id, struct err *err)
{
	struct str interrupted = r->lock->interrupted;

	if (!id_is_good(id) || !transaction_open(&r->t, &r->lock->state, arena_str(&r->ret->arena, id), NULL)) {
		end_with(r, TRANSACTION_UNKNOWN);
		return err_set(err, "no migration is called '" STR_FMT "'", STR_ARG(id));
	}
	r->ret->id = arena_str(&r->ret->arena, id);
	r->ret->title = arena_str(&r->ret->arena, r->t.journal.title);
	r->ret->is_taken_back = r->t.journal.state == TRANSACTION_UNDOING;
	if (interrupted.len && !str_eq(interrupted, id)) {
		transaction_close(&r->t);
		return refuse_other(r, err);
	}
	return true;
}

static bool refuse_state(struct recovery *r, const char *wanted, struct err *err)
{
	end_with(r, TRANSACTION_UNKNOWN);
	return err_set(err, "migration " STR_FMT " cannot be %s: it is %s", STR_ARG(r->ret->id), wanted,
		transaction_state_names[r->t.journal.state]);
}

static void close_recovery(struct recovery *r)
{
	struct transaction_lock *l = r->lock;

	transaction_close(&r->t);
	if (r->ret->end == TRANSACTION_UNFINISHED)
		l->interrupted = arena_str(&l->state.arena, r->ret->id);
	else if (r->ret->end != TRANSACTION_REFUSED)
		l->interrupted = (struct str){ 0 };
}

bool transaction_undo(
	struct transaction_lock *l, struct str id, bool force, struct transaction_result *ret, struct err *err)
{
	struct recovery r = { .lock = l, .ret = ret, .force = force };
	bool ok;

	*ret = (struct transaction_result){ .end = TRANSACTION_DONE };
	if (!id.len)
		id = l->interrupted.len ? l->interrupted : find_latest(&l->state, &ret->arena);
	if (!id.len) {
		end_with(&r, TRANSACTION_NOTHING);
		return err_set(err, "there is nothing to undo");
	}
	if (!open_known(&r, id, err))
		return false;
	ok = transaction_is_interrupted(&r.t) || r.t.journal.state == TRANSACTION_COMMITTED
		? undo(&r, err)
		: refuse_state(&r, "undone", err);
	close_recovery(&r);
	return ok;
}

bool transaction_resume(struct transaction_lock *l, struct str id, struct transaction_result *ret, struct err *err)
{
	struct recovery r = { .lock = l, .ret = ret };
	bool ok;

	*ret = (struct transaction_result){ .end = TRANSACTION_DONE };
	if (!id.len)
		id = l->interrupted;
	if (!id.len) {
		end_with(&r, TRANSACTION_NOTHING);
		return err_set(err, "no migration was interrupted");
	}
	if (!open_known(&r, id, err))
		return false;
	if (!transaction_is_interrupted(&r.t))
		ok = refuse_state(&r, "resumed", err);
	else
		ok = r.t.journal.state == TRANSACTION_UNDOING ? undo(&r, err) : complete(&r, err);
	close_recovery(&r);
	return ok;
}

/* --- Looking --- */

static void add_info(struct transaction_list *l, struct transaction *t)
{
	const struct journal *j = &t->journal;
	struct transaction_info info = { .id = arena_str(&l->arena, t->id), .state = j->state };

	info.title = arena_str(&l->arena, j->title);
	info.command = arena_str(&l->arena, j->command);
	info.time = arena_str(&l->arena, j->time);
	info.root = arena_str(&l->arena, t->root);
	info.files = (uint32_t)j->files.len;
	if (transaction_is_interrupted(t))
		info.done = put_count(t, SIDE_NEW);
	else
		info.done = j->state == TRANSACTION_COMMITTED ? info.files : 0;
	vec_push(&l->items, info);
}

static bool is_listed(const struct transaction *t)
{
	return t->journal.state != TRANSACTION_STARTED && t->journal.state != TRANSACTION_UNDONE;
}

bool transaction_list(struct str root, struct transaction_list *ret, struct err *err)
{
	struct state_dir s;
	struct id_list ids;

	*ret = (struct transaction_list){ 0 };
	if (!state_dir_open(&s, root, false, err))
		return false;
	id_list_read(&s, &ids);
	vec_foreach (struct str, id, &ids.items) {
		struct transaction t;

		if (!transaction_open(&t, &s, *id, NULL))
			continue;
		if (is_listed(&t))
			add_info(ret, &t);
		transaction_close(&t);
	}
	id_list_release(&ids);
	state_dir_release(&s);
	return true;
}

void transaction_list_release(struct transaction_list *l)
{
	vec_release(&l->items);
	arena_release(&l->arena);
}

static void tell_current(const struct state_dir *s, struct arena *a, struct str *ret_id, struct str *ret_title)
{
	struct str id = current_get(s, a);
	struct transaction t;

	if (!id.len || lock_is_held(s->fd) || !transaction_open(&t, s, id, NULL))
		return;
	if (transaction_is_interrupted(&t)) {
		*ret_id = id;
		*ret_title = arena_str(a, t.journal.title);
	}
	transaction_close(&t);
}

void transaction_interrupted(struct str root, struct arena *a, struct str *ret_id, struct str *ret_title)
{
	struct state_dir s;

	*ret_id = *ret_title = (struct str){ 0 };
	if (!state_dir_open(&s, root, false, NULL))
		return;
	tell_current(&s, a, ret_id, ret_title);
	state_dir_release(&s);
}
