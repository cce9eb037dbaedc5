/* Tries a plan's steps on the units that they concern, and finds by halves which change does damage. */
#include "base/base.h"
#include "rewriters/check_units.h"

#include <stdlib.h>

#include "analyzers/lang/c/clang_check.h"
#include "analyzers/lang/c/clang_project.h"
#include "base/strbuf.h"
#include "rewriters/rewriter.h"
#include "rewriters/units.h"

/* A file of C or C++ that ready changes touch. */
struct c_file {
	struct plan_file *file;
	file_id id;
	struct strbuf old;
	uint32_t *readers; /* units, as it is and as it would be */
	uint32_t reader_count;
};

typedef VEC(uint32_t) id_list;

struct trial {
	struct plan *plan;
	struct project *project;
	struct units *units;
	VEC(struct c_file) files;
	bool *accepted; /* by change */
	bool holds;
	struct arena arena;
	struct err *err;
};

static void refuse(struct trial *t, uint32_t change, struct str why)
{
	plan_refuse(t->plan, change, STR_FMT, STR_ARG(why));
	t->holds = false;
}

static bool is_ready(const struct trial *t, uint32_t change)
{
	return t->plan->changes.items[change].state == CHANGE_READY;
}

/* --- The files and who reads them --- */

static bool is_c(const struct project *p, file_id file)
{
	return file != NONE && p->files[file].lang && p->files[file].lang->creations;
}

static bool list_files(struct trial *t)
{
	vec_foreach(struct plan_file, f, &t->plan->files) {
		struct c_file new = { .file = f, .id = project_find(t->project, f->path) };

		if (!plan_touches(t->plan, f, NULL) || !is_c(t->project, new.id))
			continue;
		if (!project_source(t->project, new.id, &new.old, t->err)) {
			strbuf_release(&new.old);
			return false;
		}
		vec_push(&t->files, new);
	}
	return true;
}

static int compare_ids(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static void sort_unique(uint32_t *ids, uint32_t *count)
{
	uint32_t kept = 0;

	if (*count > 1)
		qsort(ids, *count, sizeof(*ids), compare_ids);
	for (uint32_t i = 0; i < *count; i++)
		if (kept == 0 || ids[kept - 1] != ids[i])
			ids[kept++] = ids[i];
	*count = kept;
}

static void add_readers(struct trial *t)
{
	vec_foreach(struct c_file, f, &t->files) {
		const uint32_t *more;
		uint32_t count = units_that_read(t->units, f->id, &more);
		uint32_t *all = arena_array(&t->arena, uint32_t, (size_t)f->reader_count + count + 1);

		for (uint32_t i = 0; i < f->reader_count; i++)
			all[i] = f->readers[i];
		for (uint32_t i = 0; i < count; i++)
			all[f->reader_count + i] = more[i];
		f->reader_count += count;
		f->readers = all;
		sort_unique(f->readers, &f->reader_count);
	}
}

/* What the file includes as it is, and what it would include; or, back again, only the first. */
static void amend(struct trial *t, bool has_both)
{
	VEC(struct amendment) items = { 0 };

	vec_foreach(struct c_file, f, &t->files) {
		struct strbuf both = { 0 }, new = { 0 };
		bool is_removed;

		strbuf_add(&both, strbuf_str(&f->old));
		if (has_both && plan_render(t->plan, f->file, NULL, strbuf_str(&f->old), &new, &is_removed, NULL)) {
			strbuf_addch(&both, '\n');
			strbuf_add(&both, strbuf_str(&new));
		}
		vec_push(&items, (struct amendment){ .file = f->id, .bytes = arena_str(&t->arena, strbuf_str(&both)) });
		strbuf_release(&both);
		strbuf_release(&new);
	}
	project_amend(t->project, items.items, items.len);
	vec_release(&items);
}

/* Under any choice of the changes: a step may touch a file that a unit reads only since an earlier step. */
static void find_readers(struct trial *t)
{
	amend(t, true);
	add_readers(t);
	amend(t, false);
}

/* --- Refusals before anything is tried --- */

static void refuse_touching(struct trial *t, const struct c_file *f, struct str why)
{
	vec_foreach(struct edit, e, &f->file->edits)
		if (is_ready(t, e->change))
			refuse(t, e->change, why);
	if (f->file->is_removed && is_ready(t, f->file->remover))
		refuse(t, f->file->remover, why);
}

static bool reads(const struct c_file *f, uint32_t unit)
{
	return bsearch(&unit, f->readers, f->reader_count, sizeof(unit), compare_ids) != NULL;
}

static struct str first_words(struct trial *t, const struct clang_outcome *o)
{
	for (uint32_t i = 0; i < o->diagnostic_count; i++) {
		const struct clang_diagnostic *d = &o->diagnostics[i];

		if (d->severity >= CLANG_ERROR)
			return arena_printf(&t->arena, STR_FMT ":%u: " STR_FMT, STR_ARG(clang_project_relative(t->project, d->path)), d->line,
					    STR_ARG(d->message));
	}
	return o->message;
}

static struct str unit_name(const struct trial *t, uint32_t unit)
{
	return clang_project_relative(t->project, units_get(t->units, unit)->path);
}

static bool refuse_unproven(struct trial *t, const uint32_t *all, uint32_t count)
{
	const struct clang_outcome **outcomes;

	if (!units_parse(t->units, all, count, NULL, 0, &t->arena, &outcomes, t->err))
		return false;
	for (uint32_t i = 0; i < count; i++) {
		struct str why;

		if (outcomes[i]->status == CLANG_PARSED)
			continue;
		why = arena_printf(&t->arena, STR_FMT " does not compile as it is: " STR_FMT, STR_ARG(unit_name(t, all[i])),
				   STR_ARG(first_words(t, outcomes[i])));
		vec_foreach(struct c_file, f, &t->files)
			if (reads(f, all[i]))
				refuse_touching(t, f, why);
	}
	return true;
}

/* Of all files together. */
static uint32_t all_readers(struct trial *t, uint32_t **ret)
{
	id_list all = { 0 };
	uint32_t count;

	vec_foreach(struct c_file, f, &t->files)
		for (uint32_t i = 0; i < f->reader_count; i++)
			vec_push(&all, f->readers[i]);
	*ret = arena_copy(&t->arena, all.items, all.len, sizeof(*all.items));
	count = (uint32_t)all.len;
	sort_unique(*ret, &count);
	vec_release(&all);
	return count;
}

/* A unit that reads no touched file as it is has nothing to do with any of them. */
static bool is_concerned(const struct trial *t, const struct clang_outcome *o)
{
	vec_foreach(struct c_file, f, &t->files)
		if (!units_denies(t->units, o, f->id))
			return true;
	return false;
}

static void drop_reader(struct c_file *f, uint32_t unit)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < f->reader_count; i++)
		if (f->readers[i] != unit)
			f->readers[kept++] = f->readers[i];
	f->reader_count = kept;
}

/* The text of the includes names more than there are. */
static bool drop_others(struct trial *t)
{
	const struct clang_outcome **outcomes;
	uint32_t *all, count = all_readers(t, &all);

	if (!units_parse(t->units, all, count, NULL, 0, &t->arena, &outcomes, t->err))
		return false;
	for (uint32_t i = 0; i < count; i++)
		if (!is_concerned(t, outcomes[i]))
			vec_foreach(struct c_file, f, &t->files)
				drop_reader(f, all[i]);
	return true;
}

static bool check_before(struct trial *t)
{
	const char *why = units_refusal(t->units);
	uint32_t *all, count;

	if (!why && !drop_others(t))
		return false;
	vec_foreach(struct c_file, f, &t->files)
		if (why || f->reader_count == 0)
			refuse_touching(t, f, why ? str_from(why) : STR("no unit of the compile database reads it"));
	count = all_readers(t, &all);
	return why || refuse_unproven(t, all, count);
}

/* --- A try --- */

static bool touches(const struct c_file *f, const bool *chosen)
{
	vec_foreach(struct edit, e, &f->file->edits)
		if (chosen[e->change])
			return true;
	return f->file->is_removed && chosen[f->file->remover];
}

static void choose(const struct trial *t, uint32_t change, bool *chosen)
{
	for (; change != NONE && !chosen[change]; change = t->plan->changes.items[change].needs)
		chosen[change] = true;
}

static uint32_t make_overlays(struct trial *t, const bool *chosen, struct clang_overlay **ret, struct unit_readers **ret_readers)
{
	struct clang_overlay *overlays = arena_array(&t->arena, struct clang_overlay, t->files.len + 1);
	struct unit_readers *readers = arena_array(&t->arena, struct unit_readers, t->files.len + 1);
	uint32_t count = 0;

	vec_foreach(struct c_file, f, &t->files) {
		struct clang_overlay *o = &overlays[count];
		struct strbuf new = { 0 };

		if (touches(f, chosen) && plan_render(t->plan, f->file, chosen, strbuf_str(&f->old), &new, &o->is_removed, NULL)) {
			o->path = clang_project_path(t->project, f->id, &t->arena);
			o->bytes = arena_str(&t->arena, strbuf_str(&new));
			readers[count++] = (struct unit_readers){ f->readers, f->reader_count };
		}
		strbuf_release(&new);
	}
	*ret = overlays;
	*ret_readers = readers;
	return count;
}

static uint32_t units_of_changes(struct trial *t, const bool *fresh, uint32_t **ret)
{
	id_list units = { 0 };
	uint32_t count;

	vec_foreach(struct c_file, f, &t->files)
		for (uint32_t i = 0; touches(f, fresh) && i < f->reader_count; i++)
			vec_push(&units, f->readers[i]);
	*ret = arena_copy(&t->arena, units.items, units.len, sizeof(*units.items));
	count = (uint32_t)units.len;
	sort_unique(*ret, &count);
	vec_release(&units);
	return count;
}

/* Empty when the unit has nothing new to say. */
static struct str complaint_of(struct trial *t, uint32_t unit, const struct clang_verdict *v)
{
	const struct clang_diagnostic *d = v->fresh_count ? &v->fresh[0] : NULL;
	struct str name = unit_name(t, unit);

	if (d && d->path.len)
		return arena_printf(&t->arena, STR_FMT ":%u: " STR_FMT, STR_ARG(clang_project_relative(t->project, d->path)), d->line, STR_ARG(d->message));
	if (d)
		return arena_printf(&t->arena, STR_FMT ": " STR_FMT, STR_ARG(name), STR_ARG(d->message));
	if (v->other_arm.len)
		return arena_printf(&t->arena, STR_FMT ": an #if would take another arm", STR_ARG(clang_project_relative(t->project, v->other_arm)));
	/* Beyond what is kept of the diagnostics only their number is known. */
	if (v->is_worse || v->is_unknown || v->after.warning_count > v->before.warning_count)
		return arena_printf(&t->arena, STR_FMT ": " STR_FMT, STR_ARG(name),
				    STR_ARG(v->after.message.len ? v->after.message : STR("more warnings than before")));
	return STR("");
}

#define FIRST_UNITS 16 /* parsed before more are: what is wrong shows early, most often */

static bool find_complaint(struct trial *t, const uint32_t *units, uint32_t count, const bool *chosen, struct str *ret_complaint)
{
	struct clang_overlay *overlays;
	struct unit_readers *readers;
	uint32_t overlay_count = make_overlays(t, chosen, &overlays, &readers);

	*ret_complaint = (struct str){ 0 };
	for (uint32_t done = 0, size = FIRST_UNITS; done < count && !ret_complaint->len; size *= 4) {
		uint32_t now = MIN(size, count - done);
		struct clang_verdict *verdicts;

		if (!units_try(t->units, units + done, now, overlays, readers, overlay_count, &t->arena, &verdicts, t->err))
			return false;
		for (uint32_t i = 0; i < now && !ret_complaint->len; i++)
			*ret_complaint = complaint_of(t, units[done + i], &verdicts[i]);
		done += now;
	}
	return true;
}

/* What is new with these changes on top of the accepted ones; empty when nothing is. */
static bool try_changes(struct trial *t, const uint32_t *changes, size_t count, struct str *ret_complaint)
{
	size_t all = t->plan->changes.len;
	bool *fresh = arena_array(&t->arena, bool, all), *chosen = arena_array(&t->arena, bool, all);
	uint32_t *units, unit_count;

	for (size_t i = 0; i < count; i++)
		choose(t, changes[i], fresh);
	for (size_t i = 0; i < all; i++)
		chosen[i] = fresh[i] || t->accepted[i];
	unit_count = units_of_changes(t, fresh, &units);
	return find_complaint(t, units, unit_count, chosen, ret_complaint);
}

/* --- By halves --- */

static size_t drop_refused(const struct trial *t, uint32_t *changes, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (is_ready(t, changes[i]))
			changes[kept++] = changes[i];
	return kept;
}

static void accept(struct trial *t, const uint32_t *changes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		t->accepted[changes[i]] = true;
}

/* The changes come in an order in which what is needed comes first, but for rings, which are tried together. */
static bool admit(struct trial *t, uint32_t *changes, size_t count)
{
	size_t half = count / 2;
	struct str complaint;

	if (count == 0)
		return true;
	if (!try_changes(t, changes, count, &complaint))
		return false;
	if (!complaint.len) {
		accept(t, changes, count);
		return true;
	}
	if (count == 1) {
		refuse(t, changes[0], arena_printf(&t->arena, "it would not compile as before: " STR_FMT, STR_ARG(complaint)));
		return true;
	}
	return admit(t, changes, half) && admit(t, changes + half, drop_refused(t, changes + half, count - half));
}

static void add_change(const struct trial *t, uint32_t change, uint32_t step, bool *is_listed, id_list *out)
{
	id_list chain = { 0 };

	for (; change != NONE && !is_listed[change] && is_ready(t, change) && t->plan->changes.items[change].step == step;
	     change = t->plan->changes.items[change].needs) {
		is_listed[change] = true;
		vec_push(&chain, change);
	}
	while (chain.len)
		vec_push(out, vec_pop(&chain));
	vec_release(&chain);
}

struct weighed {
	uint32_t change, readers, place;
};

static int compare_weighed(const void *a, const void *b)
{
	const struct weighed *x = a, *y = b;

	if (x->readers != y->readers)
		return x->readers < y->readers ? -1 : 1;
	return x->place < y->place ? -1 : x->place > y->place;
}

/*
 * What concerns one unit is cheap to try, and is not tried again with other
 * such changes: headers that many read come last, and are halved least. How
 * many come first.
 */
static size_t sort_by_readers(struct trial *t, id_list *changes)
{
	size_t first = 0;

	struct weighed *all = arena_array(&t->arena, struct weighed, changes->len);

	for (uint32_t i = 0; i < changes->len; i++)
		all[i] = (struct weighed){ .change = changes->items[i], .place = i };
	for (uint32_t i = 0; i < changes->len; i++)
		vec_foreach(struct c_file, f, &t->files)
			vec_foreach(struct edit, e, &f->file->edits)
				if (e->change == all[i].change)
					all[i].readers = MAX(all[i].readers, f->reader_count);
	if (changes->len > 1)
		qsort(all, changes->len, sizeof(*all), compare_weighed);
	for (uint32_t i = 0; i < changes->len; i++) {
		changes->items[i] = all[i].change;
		first += all[i].readers <= 1;
	}
	return first;
}

static bool try_step(struct trial *t, uint32_t step)
{
	bool *is_listed = arena_array(&t->arena, bool, t->plan->changes.len);
	id_list changes = { 0 };
	struct str complaint;
	size_t first;
	bool ok;

	vec_foreach(struct c_file, f, &t->files) {
		vec_foreach(struct edit, e, &f->file->edits)
			add_change(t, e->change, step, is_listed, &changes);
		if (f->file->is_removed)
			add_change(t, f->file->remover, step, is_listed, &changes);
	}
	first = sort_by_readers(t, &changes);
	/* Most steps hold as a whole. */
	ok = try_changes(t, changes.items, changes.len, &complaint);
	if (ok && !complaint.len)
		accept(t, changes.items, changes.len);
	else
		ok = ok && admit(t, changes.items, first) && admit(t, changes.items + first, drop_refused(t, changes.items + first, changes.len - first));
	vec_release(&changes);
	return ok;
}

static bool try_all(struct trial *t)
{
	find_readers(t);
	if (!check_before(t))
		return false;
	t->accepted = arena_array(&t->arena, bool, t->plan->changes.len);
	for (uint32_t step = 0; step < t->plan->steps.len; step++)
		if (!try_step(t, step))
			return false;
	return true;
}

bool check_units(const struct plan_options *o, struct planner_memo *memo, struct plan *p, bool *ret_holds, struct err *err)
{
	struct trial t = { .plan = p, .project = o->input->project, .units = units_of(memo, o->input->project), .holds = true, .err = err };
	bool ok = list_files(&t) && (t.files.len == 0 || try_all(&t));

	*ret_holds = t.holds;
	vec_foreach(struct c_file, f, &t.files)
		strbuf_release(&f->old);
	vec_release(&t.files);
	arena_release(&t.arena);
	return ok;
}
