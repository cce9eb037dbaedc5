/* Moves strings that are read as names, mock.patch("a.b.C"), along with those who look the name up: CN203. */
#include "base/base.h"
#include "rewriters/seam_impl.h"

#include "base/strbuf.h"

/* --- What a change says --- */

static struct str places_text(struct planner *p, const struct seam_reader *readers, size_t count, bool moved)
{
	struct strbuf out CLEANUP(strbuf_release) = { 0 };
	size_t shown = 0, all = 0;

	for (size_t i = 0; i < count; i++) {
		if ((readers[i].change != NONE) != moved)
			continue;
		if (all++ < SEAM_PLACES_SHOWN) {
			strbuf_printf(&out, "%s" STR_FMT ":%u", shown ? ", " : "", STR_ARG(planner_input(p)->project->files[readers[i].file].path),
				      readers[i].line);
			shown++;
		}
	}
	if (all > shown)
		strbuf_printf(&out, " and %zu more", all - shown);
	return arena_str(planner_arena(p), strbuf_str(&out));
}

/* Who looks it up in the new module today is reached by the patch from then on. */
static void add_reached(struct planner *p, const struct seam_plan *s, struct strbuf *out)
{
	struct seam_plan there = { .old_file = s->new_file, .new_file = NONE, .name = s->name };

	seam_find_readers(p, &there);
	vec_foreach(struct seam_reader, r, &there.readers)
		strbuf_printf(out, STR_FMT ":%u looks it up in " STR_FMT ", and is reached too from then on\n",
			      STR_ARG(planner_input(p)->project->files[r->file].path), r->line, STR_ARG(s->new_module));
	vec_release(&there.readers);
}

static struct str readers_table(struct planner *p, const struct seam_plan *s)
{
	struct strbuf out CLEANUP(strbuf_release) = { 0 };

	vec_foreach(struct seam_reader, r, &s->readers)
		strbuf_printf(&out, STR_FMT ":%u looks it up in " STR_FMT "%s\n", STR_ARG(planner_input(p)->project->files[r->file].path), r->line,
			      STR_ARG(s->old_module), r->change != NONE ? ", and moves" : "");
	add_reached(p, s, &out);
	return arena_str(planner_arena(p), strbuf_str(&out));
}

static uint32_t show(const struct rewriter *self, struct planner *p, const struct finding *x)
{
	uint32_t c = change_begin(p, self, x, MEND_SHOW, STR_FMT, STR_ARG(x->message));

	change_advice(p, c, STR_FMT, STR_ARG(x->mend_text));
	return c;
}

/* --- Levels --- */

static size_t count_moved(const struct seam_plan *s)
{
	size_t count = 0;

	vec_foreach(struct seam_reader, r, &s->readers)
		count += r->change != NONE;
	return count;
}

static void say_effect(struct planner *p, const struct seam_plan *s, uint32_t c)
{
	size_t moved = count_moved(s), stays = s->readers.len - moved;
	struct str there = places_text(p, s->readers.items, s->readers.len, false), gone = places_text(p, s->readers.items, s->readers.len, true);

	if (moved && stays)
		change_reason(p, c, STR_FMT " would look it up in " STR_FMT ", " STR_FMT " still in " STR_FMT ": one patch cannot reach both", STR_ARG(gone),
			      STR_ARG(s->new_module), STR_ARG(there), STR_ARG(s->old_module));
	else if (moved)
		change_reason(p, c, "whoever looks it up in " STR_FMT " does so in " STR_FMT " from then on", STR_ARG(s->old_module), STR_ARG(s->new_module));
	else if (stays)
		change_reason(p, c, "it is looked up in " STR_FMT ", where the patch replaces it: " STR_FMT, STR_ARG(s->old_module), STR_ARG(there));
	else
		change_reason(p, c, "nothing looks it up in " STR_FMT " when the code runs: the patch is without effect, and in " STR_FMT " it would have one",
			      STR_ARG(s->old_module), STR_ARG(s->new_module));
}

static enum mend level_of_patch(const struct seam_plan *s)
{
	size_t moved = count_moved(s);

	if (!moved)
		return MEND_SHOW;
	return moved == s->readers.len ? MEND_SAFE : MEND_ASK;
}

/* --- All or nothing: the readers and the string --- */

static uint32_t next_of(const struct planner *p, uint32_t change)
{
	uint32_t next = p->plan->changes.items[change].needs;

	return next == NONE ? change : next;
}

/* Each of a ring needs the next one. */
static bool is_ring(const struct planner *p, uint32_t change)
{
	uint32_t at = next_of(p, change);

	for (size_t steps = 0; at != change && steps < p->plan->changes.len; steps++) {
		if (p->plan->changes.items[at].needs == NONE)
			return false;
		at = next_of(p, at);
	}
	return at == change;
}

static bool is_in_ring(const struct planner *p, uint32_t change, uint32_t other)
{
	uint32_t at = change;

	do {
		if (at == other)
			return true;
		at = next_of(p, at);
	} while (at != change);
	return false;
}

static void join(struct planner *p, uint32_t a, uint32_t b)
{
	uint32_t next_a = next_of(p, a), next_b = next_of(p, b);

	if (!is_ring(p, a) || !is_ring(p, b)) {
		if (p->plan->changes.items[b].needs == NONE)
			change_needs(p, b, a);
		return;
	}
	if (is_in_ring(p, a, b))
		return;
	change_needs(p, a, next_b);
	change_needs(p, b, next_a);
}

static void bind_readers(struct planner *p, const struct seam_plan *s, uint32_t c)
{
	vec_foreach(struct seam_reader, r, &s->readers)
		if (r->change != NONE)
			join(p, r->change, c);
}

/* Their patch would not reach them any more. */
static void hold_readers(struct planner *p, const struct seam_plan *s, file_id file, uint32_t line)
{
	vec_foreach(struct seam_reader, r, &s->readers)
		if (r->change != NONE)
			change_lower(p, r->change, MEND_ASK, "\"" STR_FMT "\" is patched at " STR_FMT ":%u, which would not reach it any more", STR_ARG(s->text),
				     STR_ARG(planner_input(p)->project->files[file].path), line);
}

/* --- The string --- */

static bool edit(struct planner *p, const struct seam_plan *s, file_id file, const struct seam *seam, uint32_t c)
{
	struct source_edit e;

	if (planner_refusal(p, file)) {
		change_lower(p, c, MEND_SHOW, "%s", planner_refusal(p, file));
		planner_skip(p, file);
		return false;
	}
	if (!seam_edit(planner_source(p, file), seam, s, &e)) {
		change_lower(p, c, MEND_SHOW, "the string is written with escapes, or in a way that cannot be changed byte by byte");
		return false;
	}
	change_edit(p, c, file, e.start, e.end, e.text);
	return true;
}

static uint32_t begin(const struct rewriter *self, struct planner *p, const struct finding *x, const struct seam_plan *s, enum mend level)
{
	return change_begin(p, self, x, level, "name \"" STR_FMT "\" instead of \"" STR_FMT "\"", STR_ARG(s->new_text), STR_ARG(s->text));
}

static void plan_patch(const struct rewriter *self, struct planner *p, const struct finding *x, const struct seam *seam, struct seam_plan *s)
{
	enum mend level;
	uint32_t c;

	seam_find_readers(p, s);
	level = level_of_patch(s);
	c = begin(self, p, x, s, level);
	say_effect(p, s, c);
	if (!planner_is_draft(p))
		change_details(p, c, readers_table(p, s));
	if (level == MEND_SHOW)
		return;
	if (edit(p, s, x->file, seam, c))
		bind_readers(p, s, c);
	if (level != MEND_SAFE || p->plan->changes.items[c].level != MEND_SAFE)
		hold_readers(p, s, x->file, x->span.line);
}

static void plan_other(const struct rewriter *self, struct planner *p, const struct finding *x, const struct seam *seam, const struct seam_plan *s)
{
	uint32_t c = begin(self, p, x, s, MEND_SAFE);

	if (s->kind == SEAM_OBJECT)
		change_reason(p, c, "what is patched is the object itself, which both ways lead to");
	else
		change_reason(p, c, "every attribute that is taken from it is the same object in " STR_FMT, STR_ARG(s->new_module));
	if (s->kind == SEAM_MODULE)
		seam_check_module(p, s, x->file, seam, c);
	if (p->plan->changes.items[c].level > MEND_SHOW)
		edit(p, s, x->file, seam, c);
}

static const struct seam *seam_at(struct planner *p, const struct finding *x)
{
	const struct outline *o = &planner_input(p)->project->files[x->file].outline;

	for (uint32_t i = 0; i < o->seam_count; i++)
		if (o->seams[i].span.start == x->span.start)
			return &o->seams[i];
	return NULL;
}

static void plan(const struct rewriter *self, struct planner *p, const struct finding *x)
{
	const struct seam *seam = seam_at(p, x);
	struct seam_plan s = { 0 };

	if (!seam || planner_has_mended(p, x))
		return;
	if (!seam_read(p, x, seam, &s))
		show(self, p, x);
	else if (s.kind == SEAM_ATTRIBUTE)
		plan_patch(self, p, x, seam, &s);
	else
		plan_other(self, p, x, seam, &s);
	vec_release(&s.readers);
}

/* --- Strings that this run leaves alone, while those who look their names up move --- */

/* Is a change of this run to move the string? */
static bool is_moved(struct planner *p, file_id file, const struct seam *seam)
{
	vec_foreach(struct plan_file, f, &p->plan->files) {
		if (!str_eq(f->path, planner_input(p)->project->files[file].path))
			continue;
		vec_foreach(struct edit, e, &f->edits)
			if (e->start >= seam->span.start && e->end <= seam->span.end)
				return true;
	}
	return false;
}

static void guard(struct planner *p, file_id file, const struct seam *seam, const struct map *moved_names)
{
	struct seam_plan s = { .new_file = NONE, .only_movers = true };

	if (seam->is_dynamic || !map_has(moved_names, str_hash(str_tail(seam->text, '.'))) || is_moved(p, file, seam))
		return;
	if (seam_split(p, file, seam, &s) && s.kind == SEAM_ATTRIBUTE) {
		seam_find_readers(p, &s);
		hold_readers(p, &s, file, seam->span.line);
	}
	vec_release(&s.readers);
}

static void finish(const struct rewriter *self, struct planner *p)
{
	const struct project *project = planner_input(p)->project;
	struct map names = { 0 };

	(void)self;
	seam_moved_names(p, &names);
	for (file_id i = 0; i < project->file_count && p->moves.len; i++)
		for (uint32_t k = 0; k < project->files[i].outline.seam_count && !(project->files[i].roles & (ROLE_BACKUP | ROLE_VENDORED)); k++)
			guard(p, i, &project->files[i].outline.seams[k], &names);
	map_release(&names);
}

static const char *const codes[] = { "CN203", NULL };

extern const struct rewriter rewriter_seam;
const struct rewriter rewriter_seam = {
	.name = "seam",
	.keeps_names = true,
	.codes = codes,
	.title = "name it where it is looked up",
	.why = "A patch replaces a name in one module, for those who look it up there. It moves with them.",
	.plan = plan,
	.finish = finish,
};
