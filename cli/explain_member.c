/* One member explained, or all of a family. */
#include "base/base.h"
#include "cli/explain.h"

#include <stdlib.h>
#include <string.h>

#include "cli/member_text.h"
#include "cli/report/text.h"
#include "cli/statement.h"
#include "rules/conformance.h"
#include "rules/differences.h"

#define INDENT 2
#define POINTS_COLUMN 8
#define IMPORTERS_SHOWN 8

struct str explain_place(struct explainer *e, file_id file, uint32_t line)
{
	return arena_printf(&e->arena, STR_FMT STR_FMT ":%u", STR_ARG(e->audit->scope.prefix),
		STR_ARG(e->audit->project.files[file].path), line);
}

struct str explain_path(struct explainer *e, const struct member *m)
{
	return member_path(e->audit->link, m, &e->arena);
}

void explain_heading(struct explainer *e, const char *heading)
{
	page_end(&e->page);
	page_add(&e->page, STYLE_BOLD, str_from(heading));
	page_end(&e->page);
}

void explain_text(struct explainer *e, unsigned indent, struct str text)
{
	page_pad(&e->page, indent);
	page_wrap(&e->page, STYLE_PLAIN, indent, text);
	page_end(&e->page);
}

/* --- The parts of an explanation --- */

/* "the canonical member", "an alias" */
static struct str role_of(struct explainer *e, const struct member *m)
{
	const char *class = member_class_names[m->class];

	if (m->class == CLASS_CANONICAL)
		return STR("the canonical member");
	return arena_printf(&e->arena, "%s %s", strchr("aeiou", *class) ? "an" : "a", class);
}

static void add_verdict(struct explainer *e, const struct family *f, const struct member *m)
{
	page_add(&e->page, STYLE_BOLD, m->symbol);
	page_add(&e->page, STYLE_PLAIN, STR(" at "));
	page_wrap(&e->page, STYLE_PLACE, INDENT, explain_place(e, m->file, member_place(m).line));
	page_add(&e->page, STYLE_PLAIN, STR(" "));
	page_wrap(&e->page, STYLE_PLAIN, INDENT,
		arena_printf(&e->arena, "is " STR_FMT " of the family of " STR_FMT " (%u %% sure): %s.",
			STR_ARG(role_of(e, m)), STR_ARG(f->product),
			m->class == CLASS_CANONICAL ? f->confidence : m->confidence, member_class_meanings[m->class]));
	page_end(&e->page);
}

static void add_fact(struct explainer *e, const struct member *m, const struct evidence *fact)
{
	bool is_here = fact->file == m->file && fact->line == member_place(m).line;

	page_pad(&e->page, INDENT);
	page_wrap(&e->page, STYLE_PLAIN, 2 * INDENT, fact->text);
	if (fact->file != NONE && !is_here) {
		page_add(&e->page, STYLE_PLAIN, STR(" "));
		page_wrap(&e->page, STYLE_PLACE, 2 * INDENT,
			arena_printf(&e->arena, "(" STR_FMT ")", STR_ARG(explain_place(e, fact->file, fact->line))));
	}
	page_end(&e->page);
}

static struct str points_text(struct explainer *e, int points)
{
	return arena_printf(&e->arena, points == 1 || points == -1 ? "%d point" : "%d points", points);
}

static void add_points(struct explainer *e, const struct member *m)
{
	vec_foreach (struct evidence, fact, &m->evidence) {
		size_t colon = str_find(fact->text, ':');

		if (!evidence_is_points(fact))
			continue;
		page_pad(&e->page, 2 * INDENT);
		page_add(&e->page, STYLE_PLAIN, str_slice(fact->text, 0, colon));
		page_pad(&e->page, POINTS_COLUMN);
		page_wrap(&e->page, STYLE_PLAIN, POINTS_COLUMN,
			str_trim(str_slice(fact->text, colon + 1, fact->text.len)));
		page_end(&e->page);
	}
}

static bool stood_for_election(const struct member *m)
{
	vec_foreach (struct evidence, fact, &m->evidence)
		if (evidence_is_points(fact))
			return true;
	return false;
}

static void add_election(struct explainer *e, const struct family *f, const struct member *m)
{
	const struct member *canonical = f->canonical == NONE ? NULL : &f->members.items[f->canonical];

	if (!stood_for_election(m))
		return;
	page_pad(&e->page, INDENT);
	page_printf(&e->page, STYLE_PLAIN, "election: %s", points_text(e, m->score).ptr);
	if (canonical && canonical != m)
		page_printf(&e->page, STYLE_PLAIN, "; the canonical has %d", canonical->score);
	page_end(&e->page);
	add_points(e, m);
}

static void add_why(struct explainer *e, const struct family *f, const struct member *m)
{
	if (m->evidence.len == 0)
		return;
	explain_heading(e, "Why");
	vec_foreach (struct evidence, fact, &m->evidence)
		if (!evidence_is_points(fact))
			add_fact(e, m, fact);
	add_election(e, f, m);
}

/* The statements that take this member; a statement with several of its names counts once. */
static void add_importers(struct explainer *e, const struct family *f, const struct member *m)
{
	uint32_t index = (uint32_t)(m - f->members.items);
	struct statements all = statements_of(f, &e->arena);
	struct strbuf places CLEANUP(strbuf_release) = { 0 };
	size_t count = 0;

	for (size_t i = 0; i < all.len; i++) {
		const struct statement *s = &all.items[i];
		bool takes = false;

		for (size_t k = 0; k < s->name_count; k++)
			takes = takes || s->names[k]->member == index;
		if (!takes || count++ >= IMPORTERS_SHOWN)
			continue;
		strbuf_printf(&places, "%s" STR_FMT, count > 1 ? ", " : "",
			STR_ARG(explain_place(e, s->file, statement_import(&e->audit->project, s)->span.line)));
	}
	if (count == 0)
		return;
	if (count > IMPORTERS_SHOWN)
		strbuf_printf(&places, " and %s more", number_text(count - IMPORTERS_SHOWN).text);
	explain_heading(e, "Imported by");
	explain_text(e, INDENT,
		arena_printf(&e->arena, "%s %s: %s", number_text(count).text, plural(count, "statement", "statements"),
			places.ptr));
}

/* What a rival does otherwise than the canonical, all of it. */
static void add_differences(struct explainer *e, const struct family *f, const struct member *m)
{
	const struct member *c = f->canonical == NONE ? NULL : &f->members.items[f->canonical];
	struct definition copy = { m->file, m->def };
	struct differences d = { 0 };

	if (!c || c->kind > MEMBER_METHOD || m->kind > MEMBER_METHOD || !m->is_independent || m == c)
		return;
	if (differences_find(&e->audit->project, e->audit->link, (struct definition){ c->file, c->def }, copy,
		    &e->arena, &d) &&
		d.items.len) {
		explain_heading(e, "What it does otherwise than the canonical");
		vec_foreach (struct difference, x, &d.items)
			explain_text(e, INDENT,
				arena_printf(&e->arena, STR_FMT " (" STR_FMT ")",
					STR_ARG(difference_text(x, &e->arena)),
					STR_ARG(explain_place(e, m->file, x->line))));
	}
	differences_release(&d);
}

static bool is_about(const struct finding *x, uint32_t family, const struct member *m)
{
	struct span place = member_place(m);

	return x->family == family && x->file == m->file && x->span.line <= place.line &&
		place.line <= x->span.end_line;
}

static void add_findings(struct explainer *e, const struct family *f, const struct member *m)
{
	uint32_t family = (uint32_t)(f - e->audit->families.items.items);
	bool is_first = true;

	vec_foreach (struct finding, x, &e->audit->findings.items) {
		if (!is_about(x, family, m))
			continue;
		if (is_first)
			explain_heading(e, "Findings");
		is_first = false;
		explain_finding(e, x);
	}
}

void explain_finding(struct explainer *e, const struct finding *x)
{
	page_pad(&e->page, INDENT);
	page_printf(&e->page, STYLE_PLACE, STR_FMT ":%u:", STR_ARG(explain_place(e, x->file, x->span.line)),
		x->span.column);
	page_add(&e->page, STYLE_PLAIN, STR(" "));
	page_add(&e->page, severity_styles[x->severity], str_from(severity_names[x->severity]));
	page_printf(&e->page, STYLE_BOLD, " %s ", x->rule->code);
	page_wrap(&e->page, STYLE_PLAIN, 3 * INDENT, x->message);
	page_end(&e->page);
	vec_foreach (struct related, r, &x->related) {
		page_pad(&e->page, 3 * INDENT);
		if (r->file != NONE)
			page_printf(&e->page, STYLE_PLACE, STR_FMT ": ", STR_ARG(explain_place(e, r->file, r->line)));
		page_wrap(&e->page, STYLE_PLAIN, 4 * INDENT, r->text);
		page_end(&e->page);
	}
	if (x->mend_text.len == 0)
		return;
	page_pad(&e->page, 3 * INDENT);
	page_printf(&e->page, STYLE_GOOD, "%s: ", x->mend == MEND_SAFE ? "safe mend" : "mend");
	page_wrap(&e->page, STYLE_PLAIN, 4 * INDENT, x->mend_text);
	page_end(&e->page);
}

/* --- The whole --- */

void explain_member(struct explainer *e, const struct family *f, const struct member *m)
{
	add_verdict(e, f, m);
	add_why(e, f, m);
	add_differences(e, f, m);
	add_importers(e, f, m);
	add_findings(e, f, m);
	explain_heading(e, "What would change that");
	explain_text(e, INDENT, explain_outlook(e, f, m));
}

void explain_member_briefly(struct explainer *e, const struct family *f, const struct member *m)
{
	struct str best = member_best_evidence(m);

	add_verdict(e, f, m);
	if (best.len)
		explain_text(e, INDENT, best);
}

static int compare_scores(const void *left, const void *right)
{
	const struct member *l = *(const struct member *const *)left, *r = *(const struct member *const *)right;

	if (l->score != r->score)
		return l->score > r->score ? -1 : 1;
	return l < r ? -1 : l > r;
}

static void add_candidates(struct explainer *e, const struct family *f)
{
	VEC(const struct member *) stood = { 0 };

	vec_foreach (struct member, m, &f->members)
		if (stood_for_election(m))
			vec_push(&stood, m);
	vec_sort(&stood, compare_scores);
	if (stood.len)
		explain_heading(e, "Election");
	for (size_t i = 0; i < stood.len; i++) {
		const struct member *m = stood.items[i];

		explain_text(e, INDENT,
			arena_printf(&e->arena, "%d points: " STR_FMT " (" STR_FMT ")", m->score,
				STR_ARG(explain_path(e, m)), STR_ARG(explain_place(e, m->file, m->span.line))));
		add_points(e, m);
	}
	vec_release(&stood);
}

static void add_classes(struct explainer *e, const struct family *f)
{
	size_t counts[CLASS_COUNT] = { 0 };

	vec_foreach (struct member, m, &f->members)
		counts[m->class]++;
	explain_heading(e, "Members");
	for (int class = 0; class < CLASS_COUNT; class ++)
		if (counts[class])
			explain_text(e, INDENT,
				arena_printf(&e->arena, "%s %s: %s", number_text(counts[class]).text,
					member_class_names[class], member_class_meanings[class]));
}

/* --- The API, method by method --- */

static void add_surface(struct explainer *e, const struct member *m, const struct surface *s)
{
	explain_text(e, INDENT,
		arena_printf(&e->arena, STR_FMT " (%s, " STR_FMT "): %u same, %u differ, %u renamed, %u missing, %u extra",
			STR_ARG(explain_path(e, m)), member_class_names[m->class],
			STR_ARG(explain_place(e, m->file, m->span.line)), s->counts[SURFACE_SAME], s->counts[SURFACE_DIFFERS],
			s->counts[SURFACE_RENAMED], s->counts[SURFACE_LACKS], s->counts[SURFACE_EXTRA]));
	vec_foreach (struct surface_entry, x, &s->items) {
		struct str name = x->method.len ? x->method : m->symbol;
		struct str more = x->renamed.len ? arena_printf(&e->arena, " to " STR_FMT, STR_ARG(x->renamed)) : STR("");

		explain_text(e, 2 * INDENT,
			arena_printf(&e->arena, STR_FMT ": %s" STR_FMT "%s" STR_FMT, STR_ARG(name), surface_state_names[x->state],
				STR_ARG(more), x->text.len ? ": " : "", STR_ARG(x->text)));
		if (x->errors.len)
			explain_text(e, 3 * INDENT, arena_printf(&e->arena, "in its own body it " STR_FMT, STR_ARG(x->errors)));
	}
}

static void add_surfaces(struct explainer *e, const struct family *f)
{
	struct surface_input in = { &e->audit->project, e->audit->link, &e->audit->families, &e->arena };
	bool is_first = true;

	vec_foreach (struct member, m, &f->members) {
		struct surface s = { 0 };

		if (surface_find(&in, f, m, &s)) {
			if (is_first)
				explain_heading(e, "API beside the canonical's");
			is_first = false;
			add_surface(e, m, &s);
		}
		surface_release(&s);
	}
}

void explain_family(struct explainer *e, const struct family *f)
{
	const struct member *canonical = f->canonical == NONE ? NULL : &f->members.items[f->canonical];
	struct str verdict;

	if (canonical)
		verdict = arena_printf(&e->arena, "the canonical is " STR_FMT " at " STR_FMT " (%u %% sure)",
			STR_ARG(explain_path(e, canonical)),
			STR_ARG(explain_place(e, canonical->file, canonical->span.line)), f->confidence);
	else
		verdict = arena_printf(&e->arena, "nothing is canonical yet: " STR_FMT, STR_ARG(f->decision));
	page_printf(&e->page, STYLE_BOLD, "The family of " STR_FMT, STR_ARG(f->product));
	page_add(&e->page, STYLE_PLAIN, STR(": "));
	page_wrap(&e->page, STYLE_PLAIN, INDENT, verdict);
	page_end(&e->page);
	add_classes(e, f);
	add_candidates(e, f);
	if (!canonical)
		return;
	add_surfaces(e, f);
	explain_heading(e, "What would change that");
	explain_text(e, INDENT, explain_outlook(e, f, canonical));
}
