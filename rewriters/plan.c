/* The plan as data: looking things up in it, refusing a change, and the bytes that it leads to. */
#include "base/base.h"
#include "base/bisect.h"
#include "rewriters/plan.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/strbuf.h"

const char *const change_state_names[CHANGE_STATE_COUNT] = {
	[CHANGE_READY] = "ready",
	[CHANGE_HELD] = "held",
	[CHANGE_SHOWN] = "shown",
	[CHANGE_REFUSED] = "refused",
};

void plan_release(struct plan *p)
{
	vec_foreach(struct plan_file, f, &p->files)
		vec_release(&f->edits);
	vec_release(&p->changes);
	vec_release(&p->steps);
	vec_release(&p->files);
	vec_release(&p->skips);
	vec_release(&p->mends);
	arena_release(&p->arena);
	*p = (struct plan){ 0 };
}

static bool is_chosen_change(const struct plan *p, const bool *is_chosen, uint32_t change)
{
	return is_chosen ? is_chosen[change] : p->changes.items[change].state == CHANGE_READY;
}

struct plan_file *plan_find_file(struct plan *p, struct str path)
{
	size_t at;

	bisect(at, p->files.len, str_cmp(p->files.items[at].path, path) < 0);
	return at < p->files.len && str_eq(p->files.items[at].path, path) ? &p->files.items[at] : NULL;
}

bool plan_touches(const struct plan *p, const struct plan_file *f, const bool *is_chosen)
{
	if (f->is_removed && is_chosen_change(p, is_chosen, f->remover))
		return true;
	vec_foreach(struct edit, e, &f->edits)
		if (is_chosen_change(p, is_chosen, e->change))
			return true;
	return false;
}

bool edit_is_same(const struct edit *a, const struct edit *b)
{
	return a->start == b->start && a->end == b->end && str_eq(a->text, b->text);
}

static uint32_t round_of(const struct plan *p, uint32_t change)
{
	return p->changes.items[change].round;
}

static uint32_t last_round(const struct plan *p)
{
	uint32_t last = 0;

	vec_foreach(struct change, c, &p->changes)
		last = MAX(last, c->round);
	return last;
}

/* Are all ready changes before a round made? Its edits fit no other text. */
static bool is_reached(const struct plan *p, const bool *is_chosen, uint32_t round)
{
	for (uint32_t i = 0; i < p->changes.len; i++)
		if (round_of(p, i) < round && p->changes.items[i].state == CHANGE_READY && !is_chosen_change(p, is_chosen, i))
			return false;
	return true;
}

static bool render_round(const struct plan *p, const struct plan_file *f, const bool *is_chosen, uint32_t round, struct str old, struct strbuf *ret,
			 struct err *err)
{
	const struct edit *last = NULL;
	uint32_t at = 0;

	strbuf_clear(ret);
	vec_foreach(struct edit, e, &f->edits) {
		if (round_of(p, e->change) != round || !is_chosen_change(p, is_chosen, e->change) || (last && edit_is_same(last, e)))
			continue;
		if (e->start < at || e->end > old.len || !str_eq(str_slice(old, e->start, e->end), e->old))
			return err_set(err, STR_FMT ": the bytes at %u are not those that the plan expects", STR_ARG(f->path), e->start);
		strbuf_add(ret, str_slice(old, at, e->start));
		strbuf_add(ret, e->text);
		at = e->end;
		last = e;
	}
	strbuf_add(ret, str_slice(old, at, old.len));
	return true;
}

bool plan_render(const struct plan *p, const struct plan_file *f, const bool *is_chosen, struct str old, struct strbuf *ret, bool *ret_removed,
		 struct err *err)
{
	struct strbuf before CLEANUP(strbuf_release) = { 0 };
	uint32_t rounds = last_round(p);

	*ret_removed = f->is_removed && is_chosen_change(p, is_chosen, f->remover) && is_reached(p, is_chosen, round_of(p, f->remover));
	if (!render_round(p, f, is_chosen, 0, old, ret, err))
		return false;
	for (uint32_t round = 1; round <= rounds && is_reached(p, is_chosen, round); round++) {
		strbuf_clear(&before);
		strbuf_add(&before, strbuf_str(ret));
		if (!render_round(p, f, is_chosen, round, strbuf_str(&before), ret, err))
			return false;
	}
	return true;
}

typedef VEC(uint32_t) change_list;

static void refuse_because(struct plan *p, uint32_t change, struct str reason, change_list *refused)
{
	p->changes.items[change].state = CHANGE_REFUSED;
	p->changes.items[change].reason = reason;
	vec_push(refused, change);
}

static void refuse_followers(struct plan *p, uint32_t change, change_list *refused)
{
	const struct change *x = &p->changes.items[change];

	for (uint32_t i = 0; i < p->changes.len; i++) {
		const struct change *c = &p->changes.items[i];

		if (c->state != CHANGE_READY)
			continue;
		if (c->needs == change)
			refuse_because(p, i, arena_printf(&p->arena, "needs the change at " STR_FMT ":%u, which is refused", STR_ARG(x->path), x->line),
				       refused);
		else if (c->round > x->round)
			refuse_because(p, i, arena_printf(&p->arena, "follows from changes of which the one at " STR_FMT ":%u is refused",
							  STR_ARG(x->path), x->line), refused);
	}
}

bool plan_is_live(const struct plan *p, uint32_t change)
{
	enum change_state state = p->changes.items[change].state;

	return state == CHANGE_READY || state == CHANGE_HELD;
}

static int compare_files(const void *left, const void *right)
{
	return str_cmp(((const struct plan_file *)left)->path, ((const struct plan_file *)right)->path);
}

void plan_sort_files(struct plan *p)
{
	vec_sort(&p->files, compare_files);
}

void plan_refuse(struct plan *p, uint32_t change, const char *format, ...)
{
	change_list refused = { 0 };
	char text[512];
	va_list args;

	if (p->changes.items[change].state == CHANGE_REFUSED)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	refuse_because(p, change, arena_str(&p->arena, str_from(text)), &refused);
	/* One after the other: a ring of needs may be as long as the plan. */
	for (size_t i = 0; i < refused.len; i++)
		refuse_followers(p, refused.items[i], &refused);
	vec_release(&refused);
}

uint32_t plan_count(const struct plan *p, enum change_state state)
{
	uint32_t count = 0;

	vec_foreach(struct change, x, &p->changes)
		count += x->state == state;
	return count;
}
