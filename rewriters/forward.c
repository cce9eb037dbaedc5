/* A header that only says again what the canonical one says becomes one that forwards to it. */
#include "base/base.h"
#include "rewriters/header_pieces.h"
#include "rewriters/include_impl.h"
#include "rewriters/users.h"
#include "rules/headers.h"

#include "analyzers/lang/c/clang_check.h"
#include "analyzers/lang/c/clang_project.h"
#include "base/path.h"
#include "base/strbuf.h"

struct forward {
	struct planner *planner;
	const struct finding *finding;
	file_id from, to;
	struct str source;
	uint32_t start, end; /* what the guard holds */
	struct map known;    /* hashes of what the canonical header and all below it say whatever the configuration */
	struct map below;    /* those files */
	const char *lack;    /* what makes the header more than a copy; NULL when nothing does */
	file_id reading;
};

/* --- What both say --- */

static bool is_conditional(const struct cfacts *f, uint32_t at)
{
	for (uint32_t i = 0; i < f->condition_count; i++)
		if (!f->conditions[i].is_guard && f->conditions[i].start <= at && at < f->conditions[i].end)
			return true;
	return false;
}

static void know(void *context, struct str piece, uint32_t at)
{
	struct forward *f = context;

	if (!is_conditional(facts_of(f->planner, f->reading), at))
		map_add(&f->known, str_hash(piece), 0);
}

static void know_below(struct forward *f, uint32_t unit)
{
	file_id *files;
	uint32_t count = units_files_below(planner_units(f->planner), unit, f->to, planner_arena(f->planner), &files);

	for (uint32_t i = 0; i < count; i++) {
		struct str text = planner_source(f->planner, files[i]);

		if (!facts_of(f->planner, files[i]))
			continue;
		map_add(&f->below, files[i], 0);
		f->reading = files[i];
		header_pieces(text, 0, (uint32_t)text.len, know, f);
	}
}

/* An #include of what the canonical header reads too. */
static bool is_known_include(struct forward *f, uint32_t at)
{
	const struct cfacts *facts = facts_of(f->planner, f->from);

	for (uint32_t i = 0; i < facts->include_count; i++) {
		const struct cinclude *x = &facts->includes[i];

		if (x->start > at || x->end <= at)
			continue;
		for (file_id file = 0; file < planner_input(f->planner)->project->file_count; file++)
			if (map_has(&f->below, file) && str_ends(planner_input(f->planner)->project->files[file].path, path_base(x->path)) &&
			    include_leads_to(f->planner, f->from, x->path, x->form == CINCLUDE_ANGLED, file))
				return true;
	}
	return false;
}

static void look_for(void *context, struct str piece, uint32_t at)
{
	struct forward *f = context;

	if (f->lack || map_has(&f->known, str_hash(piece)) || is_known_include(f, at))
		return;
	f->lack = arena_printf(planner_arena(f->planner), "it says what the canonical header does not: " STR_FMT, STR_ARG(str_trim(piece))).ptr;
}

/* --- The text --- */

static uint32_t next_line(struct str text, uint32_t at)
{
	size_t eol = str_find(str_slice(text, at, text.len), '\n');

	return (uint32_t)MIN(at + eol + 1, text.len);
}

/* Behind the #define of the guard up to its #endif; or behind #pragma once. */
static bool find_inside(struct forward *f)
{
	const struct cfacts *facts = facts_of(f->planner, f->from);
	for (uint32_t i = 0; i < facts->condition_count; i++) {
		const struct ccondition *c = &facts->conditions[i];

		if (!c->is_guard || facts->macro_count == 0)
			continue;
		f->start = next_line(f->source, facts->macros[0].end);
		f->end = c->end;
		while (f->end > f->start && f->source.ptr[f->end - 1] != '\n')
			f->end--;
		return facts->macros[0].start >= c->start && f->end > f->start;
	}
	for (uint32_t at = 0; at < f->source.len; at = next_line(f->source, at)) {
		if (!str_starts(str_slice(f->source, at, f->source.len), STR("#pragma once")))
			continue;
		f->start = next_line(f->source, at);
		f->end = (uint32_t)f->source.len;
		return f->end > f->start;
	}
	return false;
}

static struct str forwarding_text(struct forward *f, struct str spelling)
{
	struct str eol = planner_style(f->planner, f->from)->eol;

	return arena_printf(planner_arena(f->planner), "/* IWYU pragma: private, include " STR_FMT " */" STR_FMT "#include " STR_FMT STR_FMT,
			    STR_ARG(spelling), STR_ARG(eol), STR_ARG(spelling), STR_ARG(eol));
}

/* --- The proof --- */

/* With it alone, before anybody has moved: all that read it have to compile as they did. */
static const char *try_it(struct forward *f, struct str text)
{
	struct planner *p = f->planner;
	const struct project *project = planner_input(p)->project;
	struct clang_overlay overlay = { .path = clang_project_path(project, f->from, planner_arena(p)) };
	struct strbuf whole CLEANUP(strbuf_release) = { 0 };
	struct clang_verdict *verdicts;
	struct err err = { 0 };
	const uint32_t *units;
	uint32_t count = include_units(p, f->from, &units);

	strbuf_add(&whole, str_slice(f->source, 0, f->start));
	strbuf_add(&whole, text);
	strbuf_add(&whole, str_slice(f->source, f->end, f->source.len));
	overlay.bytes = strbuf_str(&whole);
	if (!units_check(planner_units(p), units, count, &overlay, 1, planner_arena(p), &verdicts, &err))
		return arena_str(planner_arena(p), str_from(err.message)).ptr;
	for (uint32_t i = 0; i < count; i++)
		if (verdicts[i].is_worse || verdicts[i].is_unknown || verdicts[i].fresh_count || verdicts[i].other_arm.len)
			return arena_printf(planner_arena(p), STR_FMT " would not compile as before",
					    STR_ARG(clang_project_relative(project, units_get(planner_units(p), units[i])->path))).ptr;
	return NULL;
}

static const char *find_obstacle(struct forward *f)
{
	const char *why = include_refusal(f->planner, f->from);
	const uint32_t *units;

	if (why)
		return why;
	if (!find_inside(f))
		return "it has no include guard";
	for (uint32_t i = 0; i < facts_of(f->planner, f->from)->condition_count; i++)
		if (!facts_of(f->planner, f->from)->conditions[i].is_guard)
			return "what it says depends on an #if";
	include_units(f->planner, f->from, &units);
	if (include_sees(f->planner, units[0], f->to, f->from))
		return "the canonical header itself reads it";
	know_below(f, units[0]);
	header_pieces(f->source, f->start, f->end, look_for, f);
	return f->lack;
}

/* --- The change --- */

static bool is_first(struct planner *p, const struct finding *x, file_id from)
{
	vec_foreach(struct finding, other, &planner_findings(p)->items) {
		file_id header, to;

		if (other == x)
			return true;
		if (header_detour_of(other, &header, &to) && header == from)
			return false;
	}
	return true;
}

/* One that forwards already, or says of itself that it is a part of the other, is as it should be. */
static bool is_meant(const struct cfacts *f)
{
	return f->public_header.len > 0 ||
	       (f->include_count == 1 && f->proto_count == 0 && f->record_count == 0 && f->func_count == 0 && f->macro_count <= 1);
}

static void make_change(const struct rewriter *self, struct forward *f)
{
	struct planner *p = f->planner;
	struct str spelling = include_spelling(p, f->from, f->to, WISH_QUOTED);
	const struct project *project = planner_input(p)->project;
	struct str text = forwarding_text(f, spelling);
	const char *why = spelling.len ? try_it(f, text) : "no spelling leads to the canonical header under all flags of all units that read it";
	struct span top = { .line = 1, .column = 1 };
	uint32_t moves = planner_change_of(p, f->finding), change;

	if (why)
		return;
	change = change_begin(p, self, f->finding, MEND_SAFE, "make " STR_FMT " forward to " STR_FMT, STR_ARG(project->files[f->from].path),
			      STR_ARG(project->files[f->to].path));
	/* What mends the finding is that its line moves; this follows from it. */
	if (moves != NONE)
		change_mends_too(p, moves, f->finding);
	change_at(p, change, f->from, top);
	change_edit(p, change, f->from, f->start, f->end, text);
}

static void plan(const struct rewriter *self, struct planner *p, const struct finding *x)
{
	struct forward f = { .planner = p, .finding = x };

	/* Most of it takes a compiler: a draft leaves it alone. */
	if (planner_is_draft(p) || !header_detour_of(x, &f.from, &f.to) || !is_first(p, x, f.from) || is_meant(facts_of(p, f.from)) ||
	    planner_refusal(p, f.from))
		return;
	f.source = planner_source(p, f.from);
	if (!find_obstacle(&f))
		make_change(self, &f);
	map_release(&f.known);
	map_release(&f.below);
}

static const char *const codes[] = { "CN201", NULL };

extern const struct rewriter rewriter_forward;
const struct rewriter rewriter_forward = {
	.name = "forward",
	.codes = codes,
	.title = "forward to the canonical header",
	.why = "Two headers that declare the same part sooner or later; one that only forwards cannot.",
	.for_creations = true,
	.plan = plan,
};
