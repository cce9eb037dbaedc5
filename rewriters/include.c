/* CN201 in C and C++: the #include names the canonical header, in its own place; nothing is sorted or moved. */
#include "base/base.h"
#include "rewriters/include_impl.h"
#include "rewriters/users.h"
#include "rules/headers.h"

static uint32_t find_include(const struct cfacts *f, const struct finding *x)
{
	for (uint32_t i = 0; f && i < f->include_count; i++)
		if (f->includes[i].span.start == x->span.start)
			return i;
	return NONE;
}

/* What the text itself says against it; NULL when nothing does. */
static const char *obstacle_in_text(struct planner *p, const struct finding *x, const struct cinclude *i, file_id from, file_id to)
{
	const struct project *project = planner_input(p)->project;

	if (i->form == CINCLUDE_MACRO)
		return "the header's name comes out of a macro";
	if (i->form == CINCLUDE_NEXT)
		return "what #include_next means depends on where this file itself was found";
	if (i->form == CINCLUDE_IMPORT)
		return "#import is left alone";
	if (i->is_in_extern_c)
		return "it stands inside of a block: an extern \"C\", a namespace or a body";
	if (project->files[from].roles & ROLE_GENERATED || project->files[to].roles & ROLE_GENERATED)
		return "one of the two headers is generated";
	if (!facts_of(p, to)->has_guard)
		return "the canonical header has no include guard: it may be meant to be read more than once";
	if (!facts_of(p, from)->has_guard && x->family != NONE)
		return "the header has no include guard: it may be meant to be read more than once";
	return NULL;
}

static const char *obstacle_in_units(struct planner *p, const struct finding *x, const struct cinclude *i, file_id from, file_id to)
{
	const char *why = include_refusal(p, x->file);
	const uint32_t *units;
	uint32_t count = why ? 0 : include_units(p, x->file, &units);

	if (why)
		return why;
	if (!include_leads_to(p, x->file, i->path, i->form == CINCLUDE_ANGLED, from))
		return "it means another file under some flags of the compile database";
	for (uint32_t k = 0; k < count; k++)
		if ((k == 0 || units_dirs(planner_units(p), units[k]) != units_dirs(planner_units(p), units[k - 1])) && include_sees(p, units[k], to, x->file))
			return "the canonical header itself reads this file";
	return NULL;
}

/* Further lines that lead there are no longer of use. */
static void drop_later(struct planner *p, uint32_t change, const struct finding *x, uint32_t import, file_id to)
{
	const struct cfacts *f = facts_of(p, x->file);
	uint32_t start, end;

	for (uint32_t i = import + 1; i < f->include_count && f->includes[import].condition == NONE; i++) {
		const struct cinclude *later = &f->includes[i];

		if (later->condition == NONE && !later->is_in_extern_c && !later->pragma.len &&
		    (later->form == CINCLUDE_QUOTED || later->form == CINCLUDE_ANGLED) &&
		    include_leads_to(p, x->file, later->path, later->form == CINCLUDE_ANGLED, to) &&
		    include_whole_line(planner_source(p, x->file), later, &start, &end))
			change_edit(p, change, x->file, start, end, (struct str){ 0 });
	}
}

static uint32_t redirect(const struct rewriter *self, struct planner *p, const struct finding *x, uint32_t import, file_id to,
			 struct str spelling)
{
	const struct cinclude *i = &facts_of(p, x->file)->includes[import];
	uint32_t change = change_begin(p, self, x, MEND_SAFE, "include " STR_FMT, STR_ARG(spelling));

	change_edit(p, change, x->file, i->span.start, i->span.end, spelling);
	change_moves_include(p, change, x->file, import, to);
	drop_later(p, change, x, import, to);
	return change;
}

/* The line goes when the file has read the canonical header already, whatever the configuration. NONE when it has not. */
static uint32_t drop_line(const struct rewriter *self, struct planner *p, const struct finding *x, uint32_t import, file_id to)
{
	const struct cinclude *i = &facts_of(p, x->file)->includes[import];
	uint32_t start, end, needs, change;

	if (i->condition != NONE || include_earlier(p, x->file, i->start, to, &needs) == NONE ||
	    !include_whole_line(planner_source(p, x->file), i, &start, &end))
		return NONE;
	change = change_begin(p, self, x, MEND_SAFE, "remove the #include: " STR_FMT " is included already",
			      STR_ARG(planner_input(p)->project->files[to].path));
	change_edit(p, change, x->file, start, end, (struct str){ 0 });
	if (needs != NONE)
		change_needs(p, change, needs);
	return change;
}

static void mend(const struct rewriter *self, struct planner *p, const struct finding *x, uint32_t import, file_id from, file_id to)
{
	const struct cinclude *i = &facts_of(p, x->file)->includes[import];
	enum include_wish wish = i->form == CINCLUDE_ANGLED ? WISH_ANGLED : WISH_QUOTED;
	struct str spelling = include_spelling(p, x->file, to, wish);
	const char *loss = spelling.len ? include_loss(p, x->file, import, from, to) : NULL;
	uint32_t change;

	if (!spelling.len) {
		show_reason(p, self, x, "no spelling leads to the canonical header under all flags of all units that read this file");
		return;
	}
	change = drop_line(self, p, x, import, to);
	if (change == NONE)
		change = redirect(self, p, x, import, to, spelling);
	if (loss)
		change_lower(p, change, MEND_ASK, "%s", loss);
}

static void plan(const struct rewriter *self, struct planner *p, const struct finding *x)
{
	file_id from, to;
	uint32_t import = find_include(facts_of(p, x->file), x);
	const char *why;

	if (import == NONE || planner_has_mended(p, x) || !header_detour_of(x, &from, &to) || planner_refusal(p, x->file))
		return;
	why = obstacle_in_text(p, x, &facts_of(p, x->file)->includes[import], from, to);
	if (!why)
		why = obstacle_in_units(p, x, &facts_of(p, x->file)->includes[import], from, to);
	if (why)
		show_reason(p, self, x, "%s", why);
	else
		mend(self, p, x, import, from, to);
}

static const char *const codes[] = { "CN201", NULL };

extern const struct rewriter rewriter_include;
const struct rewriter rewriter_include = {
	.name = "include",
	.codes = codes,
	.title = "include the canonical header",
	.why = "A header that only leads to another hides where things are declared, and cannot be removed while it is included.",
	.for_creations = true,
	.plan = plan,
};
