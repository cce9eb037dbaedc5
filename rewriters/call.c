/* CN101, CN102 of C and C++: callers of a duplicate that is proven equal call the canonical, and what nobody needs then goes. */
#include "base/base.h"
#include "rewriters/twin.h"

#include "base/strbuf.h"
#include "rewriters/twin_impl.h"
#include "rewriters/users.h"
#include "rules/creators.h"

/* --- The moves --- */

/* In C++ a name of the same namespace needs no more than itself. */
static struct str namespace_of(struct str qualified)
{
	return str_slice(qualified, 0, qualified.len - str_tail(qualified, ':').len);
}

static struct twin_edit edit_of(const struct twin *t, const struct twin_move *m)
{
	struct str whole = twin_target_name(t), last = str_tail(whole, ':');
	bool is_near = str_eq(namespace_of(whole), namespace_of(t->func->name));
	struct twin_edit e = { m->file, is_near ? m->name : m->start, m->end, is_near ? last : whole, 0 };

	e.name_at = m->is_using ? 0 : (uint32_t)(e.text.len - last.len) + 1;
	return e;
}

static void leave(struct twin *t, const struct twin_move *m, const char *why)
{
	vec_push(&t->rests, (struct twin_rest){ planner_input(t->planner)->project->files[m->file].path, m->line, why, true });
}

/* Moves whose file cannot come to see the canonical stay; and what programs that are not here may compare with an address of theirs. */
static void add_moves(struct twin *t, twin_edits *edits, uint32_t *ret_count)
{
	bool is_compared = !t->is_cpp && twin_exported(t) && !twin_can_alias(t);

	vec_foreach(struct twin_move, m, &t->moves) {
		struct str why;

		if (m->is_address && is_compared) {
			leave(t, m, "takes its address, with which others may compare");
			continue;
		}
		if (!twin_include(t->planner, m->file, t->header, edits, &why)) {
			leave(t, m, why.ptr);
			continue;
		}
		twin_edit_add(edits, edit_of(t, m));
		++*ret_count;
	}
}

/* --- What becomes of the definition --- */

static bool has_uses_left(const struct twin *t)
{
	vec_foreach(struct twin_rest, r, &t->rests)
		if (r->is_use)
			return true;
	return false;
}

static bool can_go(struct twin *t)
{
	return t->is_complete && !has_uses_left(t) && !t->has_other_protos && (t->is_static || !twin_exported(t));
}

static void add_removals(struct twin *t, twin_edits *edits)
{
	twin_edit_add(edits, twin_removal(t->planner, t->old->file, t->func->start, t->func->end));
	vec_foreach(struct twin_edit, proto, &t->protos)
		twin_edit_add(edits, *proto);
	vec_foreach(struct twin_edit, helper, &t->helpers_gone)
		twin_edit_add(edits, *helper);
}

/* --- The change --- */

static struct str rests_text(struct twin *t)
{
	struct strbuf out CLEANUP(strbuf_release) = { 0 };

	vec_foreach(struct twin_rest, r, &t->rests)
		strbuf_printf(&out, STR_FMT ":%u %s; left as it is\n", STR_ARG(r->path), r->line, r->why);
	return arena_str(planner_arena(t->planner), strbuf_str(&out));
}

static void advise_rests(struct twin *t, uint32_t change)
{
	const struct twin_rest *first = t->rests.items;

	if (t->rests.len == 1)
		change_advice(t->planner, change, "look at " STR_FMT ":%u, which %s", STR_ARG(first->path), first->line, first->why);
	else if (t->rests.len > 1)
		change_advice(t->planner, change, "look at %zu places that keep the old name; --verbose lists them", t->rests.len);
}

/* Whoever names the duplicate is linked with its file, and so with what that one calls. */
static file_id first_unlinked(struct twin *t)
{
	if (!t->is_static && is_linked_with(t->planner, t->old->file, t->canonical->file))
		return NONE;
	vec_foreach(struct twin_move, m, &t->moves)
		if (!is_header(planner_input(t->planner)->project->files[m->file].path) && !is_linked_with(t->planner, m->file, t->canonical->file))
			return m->file;
	return NONE;
}

static void lower_unlinked(struct twin *t, uint32_t change, file_id file)
{
	const struct project *project = planner_input(t->planner)->project;

	if (file != NONE)
		change_lower(t->planner, change, MEND_ASK, "nothing shows that " STR_FMT " is always linked with " STR_FMT,
			     STR_ARG(project->files[file].path), STR_ARG(project->files[t->canonical->file].path));
}

static struct str what_text(const struct twin *t, uint32_t moved, bool goes)
{
	struct arena *a = planner_arena(t->planner);
	struct str target = twin_target_name(t);

	if (!moved)
		return arena_printf(a, "remove " STR_FMT ", which nothing uses and " STR_FMT " equals", STR_ARG(t->func->name), STR_ARG(target));
	return arena_printf(a, "call " STR_FMT " in %u place%s instead of " STR_FMT "%s", STR_ARG(target), moved, moved == 1 ? "" : "s", STR_ARG(t->func->name),
			    goes ? ", and remove that" : "");
}

static void add_edits(struct planner *p, uint32_t change, const twin_edits *edits)
{
	vec_foreach(struct twin_edit, e, edits)
		change_edit(p, change, e->file, e->start, e->end, e->text);
}

static uint32_t begin(const struct rewriter *self, struct twin *t, const twin_edits *edits, uint32_t moved, bool goes)
{
	struct str text = what_text(t, moved, goes);
	uint32_t c = change_begin(t->planner, self, t->finding, MEND_SAFE, STR_FMT, STR_ARG(text));

	change_reason(t->planner, c, "the compiler reads the same in both: types, every name, every macro; neither keeps state");
	lower_unlinked(t, c, first_unlinked(t));
	advise_rests(t, c);
	change_details(t->planner, c, rests_text(t));
	add_edits(t->planner, c, edits);
	return c;
}

/* The definition that cannot go hands on to the canonical, once nobody here calls it. */
static void redirect(struct twin *t, uint32_t needs, const twin_edits *moved)
{
	twin_edits edits = { 0 }, all = { 0 };
	struct str why = { 0 };
	bool is_alias;

	if (!twin_redirect(t, !has_uses_left(t), &edits, &is_alias, &why)) {
		vec_release(&edits);
		return;
	}
	vec_foreach(struct twin_edit, m, moved)
		twin_edit_add(&all, *m);
	vec_foreach(struct twin_edit, e, &edits)
		twin_edit_add(&all, *e);
	if (twin_holds(t, &all, &why)) {
		uint32_t c = twin_begin_redirect(t, is_alias);

		if (needs != NONE && is_alias) {
			change_needs(t->planner, c, needs);
			change_needs(t->planner, needs, c);
		} else if (needs != NONE) {
			change_follows(t->planner, c, needs);
		}
		lower_unlinked(t, c, is_alias || is_linked_with(t->planner, t->old->file, t->canonical->file) ? NONE : t->old->file);
		add_edits(t->planner, c, &edits);
	}
	vec_release(&edits);
	vec_release(&all);
}

static void settle(const struct rewriter *self, struct twin *t)
{
	twin_edits edits = { 0 };
	struct str why = { 0 };
	uint32_t moved = 0, change = NONE;
	bool goes;

	add_moves(t, &edits, &moved);
	goes = can_go(t);
	if (goes)
		add_removals(t, &edits);
	if (edits.len && twin_holds(t, &edits, &why))
		change = begin(self, t, &edits, moved, goes);
	else if (edits.len)
		show_reason(t->planner, self, t->finding, STR_FMT, STR_ARG(why));
	if (!goes && !t->is_static && (change != NONE || !edits.len))
		redirect(t, change, &edits);
	vec_release(&edits);
}

static void plan(const struct rewriter *self, struct planner *p, const struct finding *x)
{
	struct twin t;
	struct str why;

	if (planner_is_draft(p) || planner_has_mended(p, x) || planner_refusal(p, x->file))
		return;
	if (!twin_prove(p, x, &t, &why)) {
		if (why.len)
			twin_show(&t, self, why);
	} else if (!twin_find_header(&t, &why) || !twin_locate(&t, &why)) {
		show_reason(p, self, x, STR_FMT, STR_ARG(why));
	} else {
		settle(self, &t);
		if (!planner_has_mended(p, x))
			show_reason(p, self, x, "it is the canonical's equal, but nothing of it can be moved");
	}
	twin_release(&t);
}

static const char *const codes[] = { "CN101", "CN102", NULL };

extern const struct rewriter rewriter_call;
const struct rewriter rewriter_call = {
	.name = "call",
	.codes = codes,
	.for_creations = true,
	.title = "call the canonical",
	.why = "The compiler reads the same in both functions, under all flags that they are built with. "
	       "What is internal and has no caller left goes.",
	.plan = plan,
};
