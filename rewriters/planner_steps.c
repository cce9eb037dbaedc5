/* From what the rewriters yielded to a plan in order: states, overlaps, steps. */
#include "base/base.h"
#include "rewriters/planner_impl.h"

#include <stdlib.h>

/* --- States --- */

static enum change_state state_of(const struct planner *p, const struct change *c)
{
	if (c->edit_count == 0 || c->level <= MEND_SHOW)
		return CHANGE_SHOWN;
	return c->level == MEND_SAFE || p->options->unsafe ? CHANGE_READY : CHANGE_HELD;
}

static void set_states(struct planner *p)
{
	vec_foreach(struct change, c, &p->plan->changes)
		c->state = state_of(p, c);
	/* What needs something that is not done is not done either. */
	for (bool again = true; again;) {
		again = false;
		vec_foreach(struct change, c, &p->plan->changes) {
			if (c->state != CHANGE_READY || c->needs == NONE || p->plan->changes.items[c->needs].state == CHANGE_READY)
				continue;
			c->state = p->plan->changes.items[c->needs].state;
			again = true;
		}
	}
}

/* --- Order of changes --- */

struct place {
	size_t rank; /* of the step's rewriter */
	struct str product; /* of the step */
	uint32_t change;
	const struct change *c;
};

static size_t rank_of(const struct rewriter *kind)
{
	size_t rank = 0;

	while (rewriter_table[rank] && rewriter_table[rank] != kind)
		rank++;
	return rank;
}

static int compare_places(const void *left, const void *right)
{
	const struct place *a = left, *b = right;
	int order = a->rank < b->rank ? -1 : a->rank > b->rank;

	order = order ? order : str_cmp(a->product, b->product);
	order = order ? order : str_cmp(a->c->path, b->c->path);
	order = order ? order : a->c->line < b->c->line ? -1 : a->c->line > b->c->line;
	order = order ? order : a->c->column < b->c->column ? -1 : a->c->column > b->c->column;
	return order ? order : a->change < b->change ? -1 : a->change > b->change;
}

/* The first of those that need each other. */
static uint32_t first_of_ring(const struct planner *p, uint32_t change)
{
	uint32_t first = change, at = p->plan->changes.items[change].needs;

	for (; at != change; at = p->plan->changes.items[at].needs) {
		size_t rank = rank_of(p->kinds.items[at]), best = rank_of(p->kinds.items[first]);

		if (rank < best || (rank == best && at < first))
			first = at;
	}
	return first;
}

/* A change that is wrong without another goes into the same commit: the other's. */
static uint32_t leader_of(const struct planner *p, uint32_t change)
{
	for (uint32_t steps = 0; p->plan->changes.items[change].needs != NONE && !p->plan->changes.items[change].follows; steps++) {
		if (steps == p->plan->changes.len)
			return first_of_ring(p, change);
		change = p->plan->changes.items[change].needs;
	}
	return change;
}

static struct place place_of(const struct planner *p, uint32_t change)
{
	uint32_t leader = leader_of(p, change);

	return (struct place){ rank_of(p->kinds.items[leader]), p->plan->changes.items[leader].product, change, &p->plan->changes.items[change] };
}

static void renumber(struct planner *p, const uint32_t *new_of)
{
	vec_foreach(struct change, c, &p->plan->changes)
		c->needs = c->needs == NONE ? NONE : new_of[c->needs];
	vec_foreach(struct plan_mend, m, &p->plan->mends)
		m->change = new_of[m->change];
	vec_foreach(struct planner_claim, c, &p->claims)
		c->change = new_of[c->change];
	vec_foreach(struct plan_file, f, &p->plan->files) {
		f->remover = f->remover == NONE ? NONE : new_of[f->remover];
		vec_foreach(struct edit, e, &f->edits)
			e->change = new_of[e->change];
	}
}

/* The places of the changes in their new order. In the arena. */
static struct place *sort_changes(struct planner *p)
{
	size_t count = p->plan->changes.len;
	struct place *places = arena_array(&p->arena, struct place, count);
	struct change *sorted = arena_array(&p->arena, struct change, count);
	uint32_t *new_of = arena_array(&p->arena, uint32_t, count);

	for (uint32_t i = 0; i < count; i++)
		places[i] = place_of(p, i);
	if (count)
		qsort(places, count, sizeof(*places), compare_places);
	for (uint32_t i = 0; i < count; i++) {
		sorted[i] = *places[i].c;
		new_of[places[i].change] = i;
	}
	for (size_t i = 0; i < count; i++)
		p->plan->changes.items[i] = sorted[i];
	renumber(p, new_of);
	return places;
}

/* --- Order of edits, overlaps --- */

static int compare_edits(const void *left, const void *right)
{
	const struct edit *a = left, *b = right;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	if (a->end != b->end)
		return a->end < b->end ? -1 : 1;
	return a->change < b->change ? -1 : a->change > b->change;
}

static bool overlap(const struct edit *a, const struct edit *b)
{
	if (a->change == b->change || edit_is_same(a, b))
		return false;
	return a->start < b->end && b->start < a->end;
}

/* Of two changes that want the same bytes the later one waits for the next run. */
static void refuse_overlaps(struct plan *plan, const struct plan_file *f)
{
	for (size_t i = 0; i < f->edits.len; i++) {
		for (size_t k = i + 1; k < f->edits.len && f->edits.items[k].start < MAX(f->edits.items[i].end, f->edits.items[i].start + 1); k++) {
			const struct edit *a = &f->edits.items[i], *b = &f->edits.items[k];

			if (!overlap(a, b) || !plan_is_live(plan, a->change) || !plan_is_live(plan, b->change))
				continue;
			plan_refuse(plan, MAX(a->change, b->change), "wants the same bytes of " STR_FMT " as the change at line %u: run again after that one",
				    STR_ARG(f->path), plan->changes.items[MIN(a->change, b->change)].line);
		}
	}
}

static void refuse_claimed(struct planner *p, const struct planner_claim *claim)
{
	const struct plan_file *f = plan_find_file(p->plan, claim->path);

	if (!f || !plan_is_live(p->plan, claim->change))
		return;
	vec_foreach(struct edit, e, &f->edits) {
		if (e->change == claim->change || e->start >= claim->end || e->end <= claim->start || !plan_is_live(p->plan, e->change))
			continue;
		plan_refuse(p->plan, MAX(e->change, claim->change), "wants what stands around the change at line %u of " STR_FMT ": run again after that one",
			    p->plan->changes.items[MIN(e->change, claim->change)].line, STR_ARG(f->path));
	}
}

static void refuse_in_removed(struct plan *plan, const struct plan_file *f)
{
	if (!f->is_removed || !plan_is_live(plan, f->remover))
		return;
	vec_foreach(struct edit, e, &f->edits)
		if (plan_is_live(plan, e->change) && e->change != f->remover)
			plan_refuse(plan, e->change, STR_FMT " is removed by this plan", STR_ARG(f->path));
}

/* --- Steps --- */

static bool belongs(const struct step *s, struct str kind, struct str product)
{
	return str_eq(s->kind, kind) && str_eq(s->product, product);
}

static void add_steps(struct planner *p, const struct place *places)
{
	for (uint32_t i = 0; i < p->plan->changes.len; i++) {
		struct change *c = &p->plan->changes.items[i];
		struct str kind = rewriter_table[places[i].rank] ? str_from(rewriter_table[places[i].rank]->name) : c->kind;

		if (c->edit_count == 0)
			continue;
		if (!p->plan->steps.len || !belongs(vec_last(&p->plan->steps), kind, places[i].product))
			vec_push(&p->plan->steps, (struct step){ .kind = kind, .product = places[i].product });
		c->step = (uint32_t)p->plan->steps.len - 1;
	}
}

#define BODY_WIDTH 72
#define BODY_CHANGES_MAX 60 /* of a commit's changes, listed; the diff has them all */

static void add_wrapped(struct strbuf *out, struct str text, const char *first, const char *next)
{
	size_t column = 0;
	struct str word;

	while (str_next(&text, ' ', &word)) {
		if (column && column + 1 + word.len > BODY_WIDTH) {
			strbuf_addch(out, '\n');
			column = 0;
		}
		strbuf_addz(out, column ? " " : first);
		column += (column ? 1 : str_from(first).len) + word.len;
		strbuf_add(out, word);
		first = next;
	}
	strbuf_addch(out, '\n');
}

static void add_change_line(struct strbuf *out, const struct change *c)
{
	struct strbuf line CLEANUP(strbuf_release) = { 0 };

	strbuf_printf(&line, STR_FMT ":%u: " STR_FMT " (" STR_FMT ")", STR_ARG(c->path), c->line, STR_ARG(c->text), STR_ARG(c->code));
	add_wrapped(out, strbuf_str(&line), "- ", "  ");
}

static void describe_step(struct planner *p, uint32_t step, const struct rewriter *kind)
{
	struct step *s = &p->plan->steps.items[step];
	struct strbuf body CLEANUP(strbuf_release) = { 0 };
	uint32_t count = 0;

	s->title = arena_printf(&p->plan->arena, STR_FMT ": %s", STR_ARG(s->product.len ? s->product : s->kind),
				kind && kind->title ? kind->title : kind ? kind->name : "mend");
	if (kind && kind->why) {
		add_wrapped(&body, str_from(kind->why), "", "");
		strbuf_addch(&body, '\n');
	}
	vec_foreach(struct change, c, &p->plan->changes)
		if (c->step == step && count++ < BODY_CHANGES_MAX)
			add_change_line(&body, c);
	if (count > BODY_CHANGES_MAX)
		strbuf_printf(&body, "- and %u more\n", count - BODY_CHANGES_MAX);
	s->body = arena_str(&p->plan->arena, strbuf_str(&body));
}

static void describe_steps(struct planner *p, const struct place *places)
{
	uint32_t last = NONE;

	for (uint32_t i = 0; i < p->plan->changes.len; i++) {
		uint32_t step = p->plan->changes.items[i].step;

		if (step != NONE && step != last)
			describe_step(p, step, rewriter_table[places[i].rank]);
		last = step == NONE ? last : step;
	}
}

void plan_settle(struct planner *p)
{
	const struct place *places;

	set_states(p);
	places = sort_changes(p);
	plan_sort_files(p->plan);
	vec_foreach(struct plan_file, f, &p->plan->files) {
		vec_sort(&f->edits, compare_edits);
		keep_final_newline(p, f);
		refuse_overlaps(p->plan, f);
		refuse_in_removed(p->plan, f);
	}
	vec_foreach(struct planner_claim, c, &p->claims)
		refuse_claimed(p, c);
	add_steps(p, places);
	describe_steps(p, places);
}
