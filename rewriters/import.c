/* Moves import statements to the canonical module: CN201, CN202, CN205. */
#include "base/base.h"
#include "rewriters/import_impl.h"

#include "base/strbuf.h"

const struct outline *outline_of(struct planner *p, file_id file)
{
	return &planner_input(p)->project->files[file].outline;
}

const struct import *import_of(struct planner *p, const struct statement_plan *s)
{
	return &outline_of(p, s->file)->imports[s->import];
}

struct str bound_of(struct planner *p, file_id file, uint32_t import, uint32_t n)
{
	const struct outline *o = outline_of(p, file);
	const struct import_name *name = &o->names[o->imports[import].first_name + n];

	return name->alias.len ? name->alias : name->name;
}

/* NONE when the finding is at no import statement. */
static uint32_t import_at(struct planner *p, const struct finding *x)
{
	const struct outline *o = outline_of(p, x->file);

	for (uint32_t i = 0; i < o->import_count; i++)
		if (o->imports[i].span.start == x->span.start)
			return i;
	return NONE;
}

/* --- What a change says of itself --- */

static struct str names_text(struct planner *p, const struct statement_plan *s, const bool *takes)
{
	struct strbuf out CLEANUP(strbuf_release) = { 0 };

	for (uint32_t n = 0; n < s->count; n++)
		if (takes[n])
			strbuf_printf(&out, "%s" STR_FMT, out.len ? ", " : "", STR_ARG(s->names[n].move.name.len ? s->names[n].move.name : s->names[n].move.module));
	return arena_str(planner_arena(p), strbuf_str(&out));
}

/* One module, or how many. */
static struct str modules_text(struct planner *p, const struct statement_plan *s, const bool *takes)
{
	struct str first = { 0 };
	uint32_t others = 0;

	for (uint32_t n = 0; n < s->count; n++) {
		struct str name = takes[n] && s->names[n].target != NONE ? link_module_name(planner_input(p)->link, s->names[n].target) : (struct str){ 0 };

		if (name.len && !first.len)
			first = name;
		else if (name.len && !str_eq(name, first))
			others++;
	}
	return others ? arena_printf(planner_arena(p), STR_FMT " and %u more", STR_ARG(first), others) : first;
}

static struct str change_text(struct planner *p, const struct statement_plan *s, const bool *takes)
{
	const struct import *im = import_of(p, s);
	struct str modules = modules_text(p, s, takes);

	/* A module that is imported whole is not taken from anywhere. */
	if (im->form == IMPORT_MODULE || (im->form == IMPORT_FROM && s->count == 1 && link_import(planner_input(p)->link, s->file, s->import, 0).kind == TARGET_MODULE))
		return arena_printf(planner_arena(p), "import the module " STR_FMT, STR_ARG(modules));
	return arena_printf(planner_arena(p), "%s " STR_FMT " from " STR_FMT, im->form == IMPORT_STAR ? "name" : "import",
			    STR_ARG(names_text(p, s, takes)), STR_ARG(modules));
}

/* --- One statement --- */

/* The names that this run moves: all of them under --unsafe, otherwise those that are safe. */
static enum mend choose(const struct statement_plan *s, bool unsafe, bool *takes, const char **ret_reason)
{
	enum mend best = MEND_NONE, level = MEND_SAFE;

	*ret_reason = NULL;
	for (uint32_t n = 0; n < s->count; n++)
		best = MAX(best, s->names[n].level);
	for (uint32_t n = 0; n < s->count; n++) {
		const struct name_plan *x = &s->names[n];

		takes[n] = x->move.kind != MOVE_KEEP && x->level >= MEND_ASK && (x->level == best || unsafe);
		if (takes[n] && (x->level < level || !*ret_reason)) {
			level = MIN(level, x->level);
			*ret_reason = x->reason;
		}
	}
	return best < MEND_ASK ? best : level;
}

static bool edit_statement(struct planner *p, const struct statement_plan *s, const bool *takes, struct source_edits *ret, struct err *err)
{
	struct import_move *moves = arena_array(planner_arena(p), struct import_move, s->count);

	for (uint32_t n = 0; n < s->count; n++) {
		moves[n] = s->names[n].move;
		if (!takes[n])
			moves[n].kind = MOVE_KEEP;
	}
	return planner_lang(p, s->file)->move_import(planner_source(p, s->file), outline_of(p, s->file), s->import, moves, s->count, planner_arena(p), ret, err);
}

static void note_star(struct planner *p, uint32_t change, const struct statement_plan *s, const bool *takes)
{
	struct str *names = arena_array(planner_arena(p), struct str, s->count + 1);
	file_id *homes = arena_array(planner_arena(p), file_id, s->count + 1);

	for (uint32_t n = 0; n < s->count; n++) {
		if (!takes[n] || s->names[n].target == NONE)
			return;
		names[n] = s->names[n].move.bound;
		homes[n] = s->names[n].target;
	}
	change_expands_star(p, change, s->file, s->import, &(struct star_names){ names, homes, s->count });
}

static void note_moves(struct planner *p, uint32_t change, const struct statement_plan *s, const bool *takes)
{
	if (import_of(p, s)->form == IMPORT_STAR) {
		note_star(p, change, s, takes);
		return;
	}
	for (uint32_t n = 0; n < s->count; n++)
		if (takes[n] && s->names[n].target != NONE)
			change_moves_import(p, change, s->file, s->import, n, s->names[n].target);
}

static bool closes_cycle(struct planner *p, const struct statement_plan *s, const bool *takes)
{
	const struct import *im = import_of(p, s);

	if (im->def != NONE || !link_is_live(planner_input(p)->link, s->file, im->block, im->span.start))
		return false;
	for (uint32_t n = 0; n < s->count; n++)
		if (takes[n] && s->names[n].target != NONE && planner_makes_cycle(p, s->file, s->names[n].target))
			return true;
	return false;
}

/* Other findings at the same statement are mended along. */
static void mend_along(struct planner *p, uint32_t change, const struct rewriter *self, const struct finding *x, uint32_t first, uint32_t last)
{
	const struct outline *o = outline_of(p, x->file);
	const struct finding *all = planner_findings(p)->items.items;
	size_t count = planner_findings(p)->items.len;

	for (size_t i = 0; i < count; i++) {
		const struct finding *y = &all[i];
		bool is_import = y->file == x->file && y->span.start >= o->imports[first].span.start && y->span.start <= o->imports[last].span.start;

		for (const char *const *code = self->codes; is_import && *code; code++)
			if (y != x && str_is(str_from(*code), y->rule->code) && !planner_has_mended(p, y))
				change_mends_too(p, change, y);
	}
}

static void show_only(struct planner *p, const struct rewriter *self, const struct finding *x, const char *reason)
{
	uint32_t c = change_begin(p, self, x, MEND_SHOW, STR_FMT, STR_ARG(x->message));

	if (reason)
		change_reason(p, c, "%s", reason);
	/* An audit has heard the reason already, and says it as its advice. */
	if (x->mend == MEND_SHOW && !(reason && str_is(x->mend_text, reason)))
		change_advice(p, c, STR_FMT, STR_ARG(x->mend_text));
}

static void plan_statement(const struct rewriter *self, struct planner *p, const struct finding *x, const struct statement_plan *s)
{
	bool *takes = arena_array(planner_arena(p), bool, s->count);
	struct source_edits edits = { 0 };
	struct err err = { 0 };
	const char *reason;
	enum mend level = choose(s, planner_is_unsafe(p), takes, &reason);
	bool has_cycle;
	uint32_t c;

	if (level < MEND_ASK) {
		show_only(p, self, x, s->count ? s->names[0].reason : NULL);
		return;
	}
	if (planner_refusal(p, x->file)) {
		show_only(p, self, x, planner_refusal(p, x->file));
		planner_skip(p, x->file);
		return;
	}
	if (!edit_statement(p, s, takes, &edits, &err)) {
		show_only(p, self, x, arena_str(planner_arena(p), str_from(err.message)).ptr);
		return;
	}
	has_cycle = closes_cycle(p, s, takes);
	c = change_begin(p, self, x, level, STR_FMT, STR_ARG(change_text(p, s, takes)));
	change_reason(p, c, "%s", reason ? reason : "");
	if (has_cycle)
		change_lower(p, c, MEND_ASK, "the new import would close a circle of modules that load each other");
	change_edits(p, c, s->file, &edits);
	change_edits(p, c, s->file, &s->extra);
	note_moves(p, c, s, takes);
	mend_along(p, c, self, x, s->import, s->import);
}

/* All names of a cascade end where the first arm takes them from. */
static void note_cascade(struct planner *p, uint32_t change, file_id file, uint32_t first, uint32_t last)
{
	for (uint32_t i = first; i <= last; i++) {
		struct statement_plan s = statement_plan(p, file, i);

		for (uint32_t n = 0; n < s.count; n++)
			if (s.names[n].level == MEND_SAFE && s.names[n].target != NONE)
				change_moves_import(p, change, file, i, n, s.names[n].target);
	}
}

static void plan(const struct rewriter *self, struct planner *p, const struct finding *x)
{
	uint32_t import = import_at(p, x), first, last, c;
	struct source_edit edit;
	struct statement_plan s;

	if (planner_has_mended(p, x) || import == NONE)
		return;
	if (!planner_refusal(p, x->file) && plan_cascade(p, x->file, import, &edit, &first, &last)) {
		c = change_begin(p, self, x, MEND_SAFE, "leave one import of those that try each other's place");
		change_reason(p, c, "every arm imports the same or cannot succeed, and the first one succeeds");
		change_edit(p, c, x->file, edit.start, edit.end, edit.text);
		note_cascade(p, c, x->file, first, last);
		mend_along(p, c, self, x, first, last);
		return;
	}
	s = statement_plan(p, x->file, import);
	statement_keep_doubles(p, &s);
	plan_statement(self, p, x, &s);
}

static const char *const codes[] = { "CN201", "CN202", "CN205", NULL };

extern const struct rewriter rewriter_import;
const struct rewriter rewriter_import = {
	.name = "import",
	.keeps_names = true,
	.codes = codes,
	.title = "import it from the canonical module",
	.why = "Every import names the one module that defines it, so that nobody depends on the way through redirects, "
	       "and no test patches a name that the code under test does not read.",
	.plan = plan,
};
