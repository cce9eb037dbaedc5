/* Joins the plan of a later round to the one that it follows from. */
#include "base/base.h"
#include "rewriters/plan.h"

#include <stdlib.h>

/* Where the changes and steps of both plans stand in the joined one. */
struct joint {
	struct plan *plan;
	const struct plan *next;
	uint32_t *new_of; /* by change of next; NONE for those that are left out */
	uint32_t first_step;
	uint32_t round;
};

static struct str keep(struct joint *j, struct str text)
{
	return arena_str(&j->plan->arena, text);
}

/* --- What is no longer true --- */

static bool is_made(const struct plan *next, struct str fingerprint)
{
	vec_foreach(struct change, c, &next->changes)
		if (c->state == CHANGE_READY && str_eq(c->fingerprint, fingerprint))
			return true;
	return false;
}

static void renumber(struct plan *p, const uint32_t *new_of)
{
	vec_foreach(struct change, c, &p->changes)
		c->needs = c->needs == NONE ? NONE : new_of[c->needs]; /* of what was dropped: NONE */
	vec_foreach(struct plan_file, f, &p->files) {
		f->remover = f->remover == NONE ? NONE : new_of[f->remover];
		vec_foreach(struct edit, e, &f->edits)
			e->change = new_of[e->change];
	}
	vec_foreach(struct plan_mend, m, &p->mends)
		m->change = new_of[m->change];
}

static void drop_edits(struct plan *p, const uint32_t *new_of)
{
	vec_foreach(struct plan_file, f, &p->files) {
		size_t kept = 0;

		for (size_t i = 0; i < f->edits.len; i++)
			if (new_of[f->edits.items[i].change] != NONE)
				f->edits.items[kept++] = f->edits.items[i];
		f->edits.len = kept;
		if (f->remover != NONE && new_of[f->remover] == NONE) {
			f->remover = NONE;
			f->is_removed = false;
		}
	}
}

static bool was_not_made(const struct change *c)
{
	return c->state == CHANGE_SHOWN || c->state == CHANGE_REFUSED;
}

/* What was only shown or refused, and is made now: a finding is in the plan once. */
static void drop_shown(struct plan *p, const struct plan *next)
{
	uint32_t *new_of = xcalloc(MAX(p->changes.len, 1), sizeof(*new_of));
	size_t kept = 0, mends = 0;

	for (uint32_t i = 0; i < p->changes.len; i++) {
		const struct change *c = &p->changes.items[i];
		bool is_dropped = was_not_made(c) && is_made(next, c->fingerprint);

		new_of[i] = is_dropped ? NONE : (uint32_t)kept;
		if (!is_dropped)
			p->changes.items[kept++] = *c;
	}
	p->changes.len = kept;
	for (size_t i = 0; i < p->mends.len; i++)
		if (new_of[p->mends.items[i].change] != NONE)
			p->mends.items[mends++] = p->mends.items[i];
	p->mends.len = mends;
	drop_edits(p, new_of);
	renumber(p, new_of);
	free(new_of);
}

/* --- What is new --- */

static void add_steps(struct joint *j)
{
	j->first_step = (uint32_t)j->plan->steps.len;
	vec_foreach(struct step, s, &j->next->steps)
		vec_push(&j->plan->steps, (struct step){ keep(j, s->kind), keep(j, s->product), keep(j, s->title), keep(j, s->body) });
}

static void add_change(struct joint *j, const struct change *c)
{
	struct change new = *c;

	new.kind = keep(j, c->kind);
	new.code = keep(j, c->code);
	new.fingerprint = keep(j, c->fingerprint);
	new.product = keep(j, c->product);
	new.path = keep(j, c->path);
	new.text = keep(j, c->text);
	new.reason = keep(j, c->reason);
	new.advice = keep(j, c->advice);
	new.details = keep(j, c->details);
	new.round = j->round;
	new.step = j->first_step + c->step;
	vec_push(&j->plan->changes, new);
}

static void add_changes(struct joint *j)
{
	for (uint32_t i = 0; i < j->next->changes.len; i++) {
		bool is_ready = j->next->changes.items[i].state == CHANGE_READY;

		j->new_of[i] = is_ready ? (uint32_t)j->plan->changes.len : NONE;
		if (is_ready)
			add_change(j, &j->next->changes.items[i]);
	}
	vec_foreach(struct change, c, &j->plan->changes)
		if (c->round == j->round && c->needs != NONE)
			c->needs = j->new_of[c->needs];
}

static struct plan_file *file_for(struct joint *j, const struct plan_file *f)
{
	struct plan_file new = { .size = f->size, .mode = f->mode, .remover = NONE };

	vec_foreach(struct plan_file, x, &j->plan->files)
		if (str_eq(x->path, f->path))
			return x;
	/* Not touched before: what next was planned on is what lies on the disk. */
	new.path = keep(j, f->path);
	new.hash = keep(j, f->hash);
	vec_push(&j->plan->files, new);
	return vec_last(&j->plan->files);
}

static void add_file(struct joint *j, const struct plan_file *f)
{
	bool is_removed = f->is_removed && j->new_of[f->remover] != NONE;
	struct plan_file *to = NULL;

	vec_foreach(struct edit, e, &f->edits) {
		struct edit new = *e;

		if (j->new_of[e->change] == NONE)
			continue;
		to = file_for(j, f);
		new.old = keep(j, e->old);
		new.text = keep(j, e->text);
		new.change = j->new_of[e->change];
		vec_push(&to->edits, new);
	}
	if (!is_removed)
		return;
	to = file_for(j, f);
	to->is_removed = true;
	to->remover = j->new_of[f->remover];
}

void plan_append(struct plan *p, const struct plan *next)
{
	struct joint j = { .plan = p, .next = next };

	drop_shown(p, next);
	vec_foreach(struct change, c, &p->changes)
		j.round = MAX(j.round, c->round);
	j.round++;
	j.new_of = xcalloc(MAX(next->changes.len, 1), sizeof(*j.new_of));
	add_steps(&j);
	add_changes(&j);
	vec_foreach(struct plan_file, f, &next->files)
		add_file(&j, f);
	plan_sort_files(p);
	free(j.new_of);
}
