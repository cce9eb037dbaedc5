/* One step after the other, each whole: the tree is good between any two of them. */
#include "base/base.h"
#include "cli/migrate_steps.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/page.h"
#include "cli/shell.h"

#define OUTPUT_LINES 10
#define STEP_ALL NONE /* without verification and commits everything is one step */

/* Changes in an order in which none comes before what it needs, but for those that need each other: they stand together. */
struct group {
	const uint32_t *changes;
	uint32_t count;
};

static const struct change *change_of(const struct stepping *t, uint32_t change)
{
	return &t->migration->plan.changes.items[change];
}

/* --- Transactions --- */

static struct str time_text(struct arena *a)
{
	time_t now = time(NULL);
	struct tm date;
	char text[32];

	if (!gmtime_r(&now, &date) || strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &date) == 0)
		return STR("1970-01-01T00:00:00Z");
	return arena_str(a, str_from(text));
}

/* "12 changes in 9 files: imports: take Engine from app.engine" */
static struct str title_of(struct stepping *t, uint32_t step, uint32_t changes, size_t files)
{
	const struct plan *p = &t->migration->plan;

	return arena_printf(&t->arena, "%u %s in %zu %s%s" STR_FMT, changes, plural(changes, "change", "changes"), files,
		plural(files, "file", "files"), step == STEP_ALL ? "" : ": ",
		STR_ARG(step == STEP_ALL ? STR("") : p->steps.items[step].title));
}

static void keep_refusals(struct stepping *t, const struct transaction_result *r)
{
	vec_foreach (struct transaction_refusal, x, &r->refusals)
		vec_push(&t->refusals,
			(struct transaction_refusal){ arena_str(&t->arena, x->path), arena_str(&t->arena, x->reason) });
}

/* What must be written to come from one state to the other: the code, and the baseline that belongs to it. */
static bool writes_between(struct stepping *t, const bool *before, const bool *after, struct arena *scratch, struct write_set *ret, struct err *err)
{
	struct migration *m = t->migration;

	if (!apply_between(&m->apply, before, after, scratch, ret, err))
		return false;
	rekey_add(&m->rekey, &m->plan, m->is_chosen, before, after, scratch, ret);
	return true;
}

/* From `applied` to `after`. */
static bool write_changes(struct stepping *t, const bool *after, uint32_t step, uint32_t changes, struct err *err)
{
	struct transaction_result result = { 0 };
	struct arena scratch = { 0 };
	struct write_set set;
	bool ok = writes_between(t, t->applied, after, &scratch, &set, err);

	if (ok && set.items.len) {
		set.title = title_of(t, step, changes, set.items.len);
		set.command = str_from(t->wish->command);
		set.time = time_text(&scratch);
		ok = transaction_write(t->lock, &set, t->session->cancel, &result, err);
		if (ok)
			vec_push(&t->ids, arena_str(&t->arena, result.id));
		keep_refusals(t, &result);
		transaction_result_release(&result);
		vec_release(&set.items);
	} else if (ok) {
		vec_push(&t->ids, STR("")); /* nothing to write: other changes do the same */
	}
	if (ok)
		memcpy(t->applied, after, t->migration->plan.changes.len * sizeof(bool));
	arena_release(&scratch);
	return ok;
}

/* The latest transaction that stands. */
static bool undo_last(struct stepping *t, struct err *err)
{
	struct transaction_result result = { 0 };
	struct str id = vec_pop(&t->ids);
	bool ok = id.len == 0 || transaction_undo(t->lock, id, false, &result, err);

	if (id.len)
		transaction_result_release(&result);
	return ok;
}

/* --- Verifying --- */

static void take_back(struct stepping *t, uint32_t change, struct str output, const char *reason)
{
	plan_refuse(&t->migration->plan, change, "%s", reason);
	vec_push(&t->taken_back, (struct taken_back){ change, arena_str(&t->arena, output) });
}

/* Does the tree as it is pass? *ret_output: the last lines of one that does not. */
static bool passes(struct stepping *t, struct str *ret_output)
{
	struct shell_result result;

	shell_run(t->migration->root.ptr, t->wish->verify, t->session->cancel, &result);
	if (result.status != 0)
		*ret_output = arena_str(&t->arena, shell_last_lines(&result, OUTPUT_LINES));
	shell_release(&result);
	return result.status == 0;
}

/* Without those whose need is neither applied nor among them. */
static void settle_group(const struct stepping *t, const struct group *g, bool *after)
{
	for (bool again = true; again;) {
		again = false;
		for (uint32_t i = 0; i < g->count; i++) {
			uint32_t needs = change_of(t, g->changes[i])->needs;

			if (!after[g->changes[i]] || needs == NONE || after[needs])
				continue;
			after[g->changes[i]] = false;
			again = true;
		}
	}
}

/* What of a group can be made now; the rest is taken back. */
static struct group possible(struct stepping *t, const struct group *g, bool *after)
{
	uint32_t *changes = arena_array(&t->arena, uint32_t, g->count + 1), count = 0;

	memcpy(after, t->applied, t->migration->plan.changes.len * sizeof(bool));
	for (uint32_t i = 0; i < g->count; i++)
		after[g->changes[i]] = change_of(t, g->changes[i])->state == CHANGE_READY; /* what follows from what was taken back is not */
	settle_group(t, g, after);
	for (uint32_t i = 0; i < g->count; i++) {
		if (after[g->changes[i]])
			changes[count++] = g->changes[i];
		else
			take_back(t, g->changes[i], STR(""), "needs a change that was taken back");
	}
	return (struct group){ changes, count };
}

static bool try_group(struct stepping *t, uint32_t step, const struct group *wanted, const struct str *failure, struct err *err);

/* Does a change on the left need one on the right? Then they need each other. */
static bool parts_a_ring(const struct stepping *t, const struct group *g, uint32_t left)
{
	for (uint32_t i = 0; i < left; i++)
		for (uint32_t k = left; k < g->count; k++)
			if (change_of(t, g->changes[i])->needs == g->changes[k])
				return true;
	return false;
}

/* The cut next to the middle that leaves together what needs each other; 0 when there is none. */
static uint32_t find_cut(const struct stepping *t, const struct group *g)
{
	uint32_t half = g->count / 2;

	for (uint32_t away = 0; away <= half; away++) {
		if (away < half && !parts_a_ring(t, g, half - away))
			return half - away;
		if (half + away < g->count && !parts_a_ring(t, g, half + away))
			return half + away;
	}
	return 0;
}

static void take_all_back(struct stepping *t, const struct group *g, struct str output)
{
	for (uint32_t i = 0; i < g->count; i++)
		take_back(t, g->changes[i], output, "the verification fails with it");
}

/* A group fails. Its halves tell which part of it does; when the first is all right, the second is known to fail. */
static bool try_halves(struct stepping *t, uint32_t step, const struct group *g, struct str output, struct err *err)
{
	uint32_t cut = find_cut(t, g);
	struct group left = { g->changes, cut }, right = { g->changes + cut, g->count - cut };
	size_t bad = t->taken_back.len;

	if (cut == 0) {
		take_all_back(t, g, output);
		return true;
	}
	if (!try_group(t, step, &left, NULL, err))
		return false;
	return try_group(t, step, &right, t->taken_back.len == bad ? &output : NULL, err);
}

/* Write and verify; with `failure` it is known what the verification would say. */
static bool try_group(struct stepping *t, uint32_t step, const struct group *wanted, const struct str *failure, struct err *err)
{
	size_t count = t->migration->plan.changes.len;
	bool *after = arena_array(&t->arena, bool, count + 1), *before = arena_array(&t->arena, bool, count + 1);
	struct group g = possible(t, wanted, after);
	struct str output = failure ? *failure : STR("");

	if (g.count == 0)
		return true;
	if (failure && g.count == wanted->count)
		return try_halves(t, step, &g, output, err);
	memcpy(before, t->applied, count * sizeof(bool));
	if (!write_changes(t, after, step, g.count, err))
		return false;
	if (!t->wish->verify || passes(t, &output))
		return true;
	memcpy(t->applied, before, count * sizeof(bool));
	if (!undo_last(t, err))
		return false;
	if (*t->session->cancel)
		return err_set(err, "interrupted: the step under way was taken back");
	return try_halves(t, step, &g, output, err);
}

/* --- Steps --- */

static bool is_of_step(const struct stepping *t, uint32_t step, uint32_t change)
{
	return t->migration->is_chosen[change] && (step == STEP_ALL || change_of(t, change)->step == step);
}

/* What it needs goes before a change, and a ring in one piece. */
static void place(const struct stepping *t, uint32_t step, uint32_t change, bool *placed, uint32_t *changes, uint32_t *count)
{
	uint32_t first = *count;

	for (; change != NONE && !placed[change] && is_of_step(t, step, change); change = change_of(t, change)->needs) {
		placed[change] = true;
		changes[(*count)++] = change;
	}
	for (uint32_t last = *count; first + 1 < last; first++, last--) {
		uint32_t swapped = changes[first];

		changes[first] = changes[last - 1];
		changes[last - 1] = swapped;
	}
}

static struct group changes_of_step(struct stepping *t, uint32_t step)
{
	size_t all = t->migration->plan.changes.len;
	bool *placed = arena_array(&t->arena, bool, all + 1);
	uint32_t *changes = arena_array(&t->arena, uint32_t, all + 1), count = 0;

	for (uint32_t i = 0; i < all; i++)
		place(t, step, i, placed, changes, &count);
	return (struct group){ changes, count };
}

/* The paths that differ between two states of the tree. */
static bool paths_between(struct stepping *t, const bool *before, const bool *after, struct str **ret, uint32_t *ret_count, struct err *err)
{
	struct arena scratch = { 0 };
	struct write_set set;

	if (!writes_between(t, before, after, &scratch, &set, err)) {
		arena_release(&scratch);
		return false;
	}
	*ret_count = (uint32_t)set.items.len;
	*ret = arena_array(&t->arena, struct str, set.items.len + 1);
	for (size_t i = 0; i < set.items.len; i++)
		(*ret)[i] = arena_str(&t->arena, set.items.items[i].path);
	vec_release(&set.items);
	arena_release(&scratch);
	return true;
}

static bool commit(struct stepping *t, uint32_t step, const bool *before, const struct str *paths, uint32_t count, struct str *ret_commit, struct err *err)
{
	struct strbuf message CLEANUP(strbuf_release) = { 0 };
	struct str hash;

	stepping_message(t, step, before, &message);
	if (!vcs_commit(t->vcs, paths, count, strbuf_str(&message), &hash, err))
		return false;
	*ret_commit = arena_str(&t->arena, hash);
	return true;
}

/* Everything since `transactions` goes back. */
static void undo_to(struct stepping *t, size_t transactions, const bool *applied)
{
	struct err ignored = { 0 };

	while (t->ids.len > transactions && undo_last(t, &ignored))
		;
	memcpy(t->applied, applied, t->migration->plan.changes.len * sizeof(bool));
}

static bool finish_step(struct stepping *t, uint32_t step, const bool *before, size_t transactions, struct err *err)
{
	struct made_step made = { .step = step };
	struct str *paths;

	if (!paths_between(t, before, t->applied, &paths, &made.files, err))
		return false;
	for (size_t i = 0; i < t->migration->plan.changes.len; i++)
		made.changes += t->applied[i] && !before[i];
	if (made.changes == 0)
		return true;
	if (t->vcs && made.files && !commit(t, step, before, paths, made.files, &made.commit, err)) {
		undo_to(t, transactions, before);
		return false;
	}
	vec_push(&t->made, made);
	return true;
}

static bool run_step(struct stepping *t, uint32_t step, struct err *err)
{
	size_t all = t->migration->plan.changes.len, transactions = t->ids.len;
	bool *before = arena_array(&t->arena, bool, all + 1);
	struct group g = changes_of_step(t, step);
	struct err why = { 0 };

	memcpy(before, t->applied, all * sizeof(bool));
	if (g.count == 0)
		return true;
	if (try_group(t, step, &g, NULL, &why))
		return finish_step(t, step, before, transactions, err);
	/* Half a step is no commit; without commits its good halves may stay. */
	if (t->vcs)
		undo_to(t, transactions, before);
	else
		finish_step(t, step, before, transactions, &(struct err){ 0 });
	return err_set(err, "%s", why.message);
}

/* One transaction in place of many, so that one undo takes the migration back. */
static bool join_transactions(struct stepping *t, struct err *err)
{
	size_t all = t->migration->plan.changes.len;
	bool *after = arena_array(&t->arena, bool, all + 1);
	uint32_t changes = 0;

	memcpy(after, t->applied, all * sizeof(bool));
	for (size_t i = 0; i < all; i++)
		changes += after[i];
	while (t->ids.len)
		if (!undo_last(t, err))
			return false;
	memset(t->applied, 0, all * sizeof(bool));
	return write_changes(t, after, STEP_ALL, changes, err);
}

bool stepping_run(struct stepping *t, struct err *err)
{
	bool is_one = !t->wish->verify && !t->vcs;

	t->applied = arena_array(&t->arena, bool, t->migration->plan.changes.len + 1);
	if (is_one)
		return run_step(t, STEP_ALL, err);
	for (uint32_t i = 0; i < t->migration->plan.steps.len; i++) {
		if (*t->session->cancel)
			return err_set(err, "interrupted");
		if (!run_step(t, i, err))
			return false;
	}
	return t->vcs || t->ids.len < 2 || join_transactions(t, err);
}

void stepping_release(struct stepping *t)
{
	vec_release(&t->ids);
	vec_release(&t->taken_back);
	vec_release(&t->made);
	vec_release(&t->refusals);
	arena_release(&t->arena);
}
