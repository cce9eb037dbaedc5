/* The report for people: a headline, the worst families, what was not seen, and the verdict. */
#include "base/base.h"
#include "cli/report/text.h"

#include "analyzers/cfacts.h"
#include "cli/command.h"
#include "cli/coverage.h"

#define FAMILIES_SHOWN 10
#define PLACES_SHOWN 5
#define INDENT 2

bool text_shows_everything(const struct text_report *t)
{
	return t->options->is_verbose || t->options->is_narrowed;
}

/* --- Headline --- */

struct totals {
	uint32_t families, fragmented, undecided;
};

static struct totals count_families(const struct audit *a)
{
	struct totals t = { 0 };

	for (size_t i = 0; i < a->families.items.len; i++) {
		const struct family *f = &a->families.items.items[i];

		t.families += a->shows_family[i];
		t.fragmented += a->shows_family[i] && f->independent > 1;
		t.undecided += a->shows_family[i] && f->canonical == NONE;
	}
	return t;
}

/* "3 errors, 9 warnings" */
static void add_severities(const struct verdict *v, struct strbuf *out)
{
	static const char *const many[] = { "", "notes", "warnings", "errors" };
	const char *between = "";

	for (int s = SEVERITY_ERROR; s > SEVERITY_OFF; s--) {
		if (!v->by_severity[s])
			continue;
		strbuf_printf(out, "%s%s %s", between, number_text(v->by_severity[s]).text,
			plural(v->by_severity[s], severity_names[s], many[s]));
		between = ", ";
	}
}

static void add_suppressed(const struct verdict *v, struct strbuf *out)
{
	if (v->suppressed[SUPPRESS_IGNORE])
		strbuf_printf(out, "; %s ignored", number_text(v->suppressed[SUPPRESS_IGNORE]).text);
	if (v->suppressed[SUPPRESS_FIXME])
		strbuf_printf(out, "; %s to be mended later (fixme)", number_text(v->suppressed[SUPPRESS_FIXME]).text);
}

/* Files among the paths: everything was read, and this is what of it is shown. */
static void add_focus(struct text_report *t)
{
	const struct audit_scope *scope = &t->audit->scope;
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	if (scope->focus_count == 0)
		return;
	strbuf_addz(&text, "Only what touches");
	for (size_t i = 0; i < scope->focus_count && i < PLACES_SHOWN; i++)
		strbuf_printf(
			&text, "%s " STR_FMT STR_FMT, i ? "," : "", STR_ARG(scope->prefix), STR_ARG(scope->focus[i]));
	if (scope->focus_count > PLACES_SHOWN)
		strbuf_printf(&text, " and %s more", number_text(scope->focus_count - PLACES_SHOWN).text);
	page_wrap(&t->page, STYLE_DIM, INDENT, strbuf_str(&text));
	page_end(&t->page);
}

/* Nothing to show is an answer too: it says how much was looked at. */
static void add_nothing(const struct audit *a, struct strbuf *out)
{
	uint32_t looked = a->families.candidates;

	strbuf_printf(out, "No fragmented family in %s %s", number_text(a->project.file_count).text, plural(a->project.file_count, "file", "files"));
	if (looked)
		strbuf_printf(out, ": %s %s to create something %s looked at", number_text(looked).text,
			plural(looked, "definition that claims", "definitions that claim"), plural(looked, "was", "were"));
}

static void add_count_of_families(const struct audit *a, const struct totals *n, struct strbuf *out)
{
	strbuf_printf(out, "%s %s in %s %s", number_text(n->families).text, plural(n->families, "family", "families"),
		number_text(a->project.file_count).text, plural(a->project.file_count, "file", "files"));
	strbuf_printf(out, ": %s with duplicates", n->fragmented ? number_text(n->fragmented).text : "none");
	if (n->undecided)
		strbuf_printf(out, ", %s to decide", number_text(n->undecided).text);
}

static void add_headline(struct text_report *t)
{
	const struct audit *a = t->audit;
	struct totals n = count_families(a);
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	size_t findings = a->findings.items.len;

	if (n.families)
		add_count_of_families(a, &n, &text);
	else
		add_nothing(a, &text);
	strbuf_printf(&text, "; %s %s", findings ? number_text(findings).text : "no",
		plural(findings, "finding", "findings"));
	if (findings) {
		strbuf_addz(&text, " (");
		add_severities(t->options->verdict, &text);
		strbuf_addz(&text, ")");
		if (t->options->gate->has_baseline)
			strbuf_printf(&text, ", %s of them known", number_text(t->options->verdict->known).text);
	}
	add_suppressed(t->options->verdict, &text);
	page_wrap(&t->page, STYLE_BOLD, 0, strbuf_str(&text));
	page_end(&t->page);
	add_focus(t);
}

/* --- Families --- */

/* How many findings each family has, and behind the last one those that have none. */
static uint32_t *count_findings(const struct audit *a, struct arena *arena)
{
	size_t families = a->families.items.len;
	uint32_t *counts = arena_array(arena, uint32_t, families + 1);

	vec_foreach (struct finding, x, &a->findings.items)
		counts[x->family == NONE ? families : x->family] += !x->is_known;
	return counts;
}

/* Is there anything to mend or to decide? */
static bool needs_work(const struct text_report *t, size_t index)
{
	const struct family *f = &t->audit->families.items.items[index];

	return f->independent > 1 || f->canonical == NONE || t->counts[index] > 0;
}

/* The troubled families within the limit, worst first. Returns how many more there are. */
static size_t add_troubled(struct text_report *t, size_t limit)
{
	const struct audit *a = t->audit;
	size_t shown = 0, more = 0;

	for (size_t i = 0; i < a->families.items.len; i++) {
		if (!a->shows_family[i] || (!t->options->is_narrowed && !needs_work(t, i)))
			continue;
		if (shown == limit) {
			more++;
			continue;
		}
		shown++;
		page_end(&t->page);
		text_family(t, (uint32_t)i);
	}
	return more;
}

static void add_sound(struct text_report *t)
{
	const struct audit *a = t->audit;
	bool is_first = true;

	for (size_t i = 0; i < a->families.items.len; i++) {
		if (!a->shows_family[i] || needs_work(t, i))
			continue;
		if (is_first)
			page_end(&t->page);
		is_first = false;
		text_family_line(t, (uint32_t)i);
	}
}

static void add_more(struct text_report *t, size_t troubled)
{
	const struct audit *a = t->audit;
	size_t sound = 0;

	for (size_t i = 0; i < a->families.items.len; i++)
		sound += a->shows_family[i] && !needs_work(t, i);
	if (!troubled && !sound)
		return;
	page_end(&t->page);
	if (troubled)
		page_printf(&t->page, STYLE_PLAIN, "and %s more %s", number_text(troubled).text,
			plural(troubled, "family", "families"));
	if (sound)
		page_printf(&t->page, STYLE_PLAIN, "%s%s %swith nothing to mend", troubled ? ", " : "and ",
			number_text(sound).text, troubled ? "" : plural(sound, "family ", "families "));
	page_add(&t->page, STYLE_DIM, STR(": canonry audit --all, or --family NAME"));
	page_end(&t->page);
}

static void add_families(struct text_report *t)
{
	bool shows_all = t->options->shows_all || text_shows_everything(t);
	size_t more = add_troubled(t, shows_all ? SIZE_MAX : FAMILIES_SHOWN);

	if (t->options->is_narrowed)
		return;
	if (shows_all)
		add_sound(t);
	else
		add_more(t, more);
}

static void add_homeless(struct text_report *t)
{
	if (t->counts[t->audit->families.items.len] == 0)
		return;
	page_end(&t->page);
	page_add(&t->page, STYLE_BOLD, STR("Beside the families"));
	page_end(&t->page);
	text_findings(t, NONE);
	arena_reset(&t->scratch);
}

/* "app/x.py:3:1: error CN101 message (ignore until 2027-01-31: reason)" */
static void add_suppressed_findings(struct text_report *t)
{
	const struct findings *f = &t->audit->findings;

	if (!t->options->shows_suppressed || f->suppressed.len == 0)
		return;
	if (!t->options->is_quiet) {
		page_end(&t->page);
		page_add(&t->page, STYLE_BOLD, STR("Suppressed"));
		page_end(&t->page);
	}
	vec_foreach (struct finding, x, &f->suppressed) {
		const struct suppression *s = &f->suppressions.items[x->suppression];

		text_finding_line(t, x, t->options->is_quiet ? 0 : INDENT);
		page_printf(&t->page, STYLE_DIM, " (%s%s" STR_FMT ": ", suppress_intent_names[s->intent], s->until.len ? " until " : "",
			STR_ARG(s->until));
		page_add(&t->page, STYLE_DIM, s->reason);
		page_add(&t->page, STYLE_DIM, STR(")"));
		page_end(&t->page);
	}
}

/* --- Coverage --- */

static void add_size(struct strbuf *out, uint64_t bytes)
{
	static const char *const units[] = { "bytes", "kB", "MB", "GB", "TB" };
	double size = (double)bytes;
	size_t unit = 0;

	while (size >= 1000 && unit + 1 < ARRAY_LEN(units)) {
		size /= 1000;
		unit++;
	}
	strbuf_printf(out, unit ? "%.1f %s" : "%.0f %s", size, units[unit]);
}

/* ", 3 vendored" */
static void add_count(struct strbuf *out, size_t count, const char *one, const char *many)
{
	if (count)
		strbuf_printf(out, ", %s %s", number_text(count).text, plural(count, one, many));
}

static void add_coverage_counts(struct text_report *t, const struct coverage *c)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	const struct project *p = &t->audit->project;

	strbuf_printf(&text, "Read %s %s (", number_text(c->read).text, plural(c->read, "file", "files"));
	add_size(&text, p->bytes);
	strbuf_printf(&text, ") and parsed %s of them", number_text(p->parsed).text);
	add_count(&text, c->unparsed, "does not parse", "do not parse");
	add_count(&text, c->gaps, "not read in full", "not read in full");
	add_count(&text, p->skips.len - c->gaps, "path left out", "paths left out");
	add_count(&text, c->dynamic_count, "dynamic import", "dynamic imports");
	add_count(&text, c->vendored, "vendored file", "vendored files");
	add_count(&text, c->generated, "generated file", "generated files");
	add_count(&text, c->backups, "backup", "backups");
	page_end(&t->page);
	page_wrap(&t->page, STYLE_PLAIN, INDENT, strbuf_str(&text));
	page_end(&t->page);
}

/* Without a database. */
static void add_guessed(const struct text_report *t, struct strbuf *out)
{
	const struct semantic_cover *s = &t->audit->families.semantic;

	strbuf_addz(out, "no compile database (compile_commands.json; --compdb): C findings are syntactic evidence only, and nothing is edited on it");
	if (s->why_not.len)
		strbuf_printf(out, "; with guessed flags no unit was read (" STR_FMT ")", STR_ARG(s->why_not));
	else if (s->parsed)
		strbuf_printf(out, "; %s %s read with guessed flags, %s of them with errors", number_text(s->parsed).text,
			plural(s->parsed, "unit", "units"), number_text(s->erroneous).text);
}

static void add_read(const struct text_report *t, struct strbuf *out)
{
	const struct semantic_cover *s = &t->audit->families.semantic;

	strbuf_printf(out, "%s %s in the compile database", number_text(s->units).text, plural(s->units, "unit", "units"));
	if (s->why_not.len)
		strbuf_printf(out, ", none read (" STR_FMT "): C findings are syntactic evidence only", STR_ARG(s->why_not));
	else if (t->audit->options->is_syntactic)
		strbuf_addz(out, ", none read, as asked: C findings are syntactic evidence only");
	else
		strbuf_printf(out, ", %s of them read%s", number_text(s->parsed).text, t->audit->options->is_full ? "" : " for the families");
}

static void add_units(const struct text_report *t, struct strbuf *out)
{
	const struct semantic_cover *s = &t->audit->families.semantic;

	if (s->database.len == 0)
		add_guessed(t, out);
	else
		add_read(t, out);
	add_count(out, s->failed, "could not be read", "could not be read");
	add_count(out, s->absent, "file of a family is in none", "files of families are in none");
	add_count(out, s->doubted, "allocation may make something else than its text suggests", "allocations may make something else than their text suggests");
	add_count(out, s->moved, "allocation makes something else than its text suggests", "allocations make something else than their text suggests");
}

static void add_c(struct text_report *t, const struct coverage *c)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	uint32_t looked = c->c_functions - c->c_skipped;

	if (c->c_files == 0)
		return;
	strbuf_printf(&text, "C and C++: %s %s, %s of", number_text(c->c_files).text, plural(c->c_files, "file", "files"), number_text(looked).text);
	strbuf_printf(&text, " %s %s looked into; ", number_text(c->c_functions).text, plural(c->c_functions, "function", "functions"));
	add_units(t, &text);
	add_count(&text, c->c_conditional, "function stands in an #if", "functions stand in some #if");
	add_count(&text, c->c_inactive, "in #if 0", "in #if 0");
	add_count(&text, c->c_invocations, "call of a macro may define more", "calls of macros may define more");
	add_count(&text, c->c_errors, "file could not be followed everywhere", "files could not be followed everywhere");
	page_wrap(&t->page, STYLE_PLAIN, INDENT, strbuf_str(&text));
	page_end(&t->page);
}

static size_t list_limit(const struct text_report *t)
{
	return t->options->is_verbose ? SIZE_MAX : PLACES_SHOWN;
}

static void add_gap(struct text_report *t, struct str place, struct str what)
{
	page_pad(&t->page, INDENT);
	page_add(&t->page, STYLE_PLACE, place);
	page_add(&t->page, STYLE_PLAIN, STR(": "));
	page_wrap(&t->page, STYLE_PLAIN, 2 * INDENT, what);
	page_end(&t->page);
}

static void add_rest(struct text_report *t, size_t count, const char *what)
{
	if (count <= list_limit(t))
		return;
	page_pad(&t->page, INDENT);
	page_printf(&t->page, STYLE_DIM, "and %s more %s: --verbose", number_text(count - list_limit(t)).text, what);
	page_end(&t->page);
}

static void add_semantic_gaps(struct text_report *t)
{
	const struct semantic_cover *s = &t->audit->families.semantic;

	for (uint32_t i = 0; i < MIN(s->gap_count, list_limit(t)); i++)
		add_gap(t, s->gaps[i].path, s->gaps[i].reason);
	add_rest(t, s->gap_count, "that no compiler read");
}

static void add_c_problems(struct text_report *t)
{
	const struct project *p = &t->audit->project;
	size_t count = 0;

	for (file_id i = 0; i < p->file_count; i++)
		if (p->files[i].creations && p->files[i].creations->has_error && count++ < list_limit(t))
			add_gap(t, text_place(t, i, p->files[i].creations->error_line), str_from(p->files[i].creations->error));
	add_rest(t, count, "that could not be followed everywhere");
}

static void add_unparsed(struct text_report *t)
{
	const struct project *p = &t->audit->project;
	size_t count = 0;

	for (file_id i = 0; i < p->file_count; i++)
		if (p->files[i].unparsed && count++ < list_limit(t))
			add_gap(t, text_place(t, i, p->files[i].unparsed_line), str_from(p->files[i].unparsed));
	add_rest(t, count, "that do not parse");
}

/* Gaps, and what concerns the whole root: that git could not be asked. */
static bool is_worth_telling(const struct project_skip *skip)
{
	return audit_is_gap(skip) || str_is(skip->path, ".");
}

static void add_skips(struct text_report *t)
{
	size_t count = 0;

	vec_foreach (struct project_skip, skip, &t->audit->project.skips)
		if ((t->options->is_verbose || is_worth_telling(skip)) && count++ < list_limit(t))
			add_gap(t,
				arena_printf(
					&t->scratch, STR_FMT STR_FMT, STR_ARG(t->options->prefix), STR_ARG(skip->path)),
				skip->reason);
	add_rest(t, count, "that were not read in full");
}

static void add_dynamic(struct text_report *t, const struct coverage *c)
{
	for (size_t i = 0; i < c->dynamic_count && t->options->is_verbose; i++) {
		const struct dynamic_import *d = &c->dynamic[i];
		const struct seam *seam = &t->audit->project.files[d->file].outline.seams[d->seam];

		add_gap(t, text_place(t, d->file, seam->span.line),
			arena_printf(
				&t->scratch, STR_FMT "(...) imports what only the run knows", STR_ARG(seam->callee)));
	}
}

static void add_coverage(struct text_report *t)
{
	struct coverage c CLEANUP(coverage_release) = { 0 };

	coverage_find(t->audit, &c);
	add_coverage_counts(t, &c);
	add_c(t, &c);
	add_semantic_gaps(t);
	add_c_problems(t);
	add_unparsed(t);
	add_skips(t);
	add_dynamic(t, &c);
	arena_reset(&t->scratch);
}

/* --- Verdict --- */

static void add_verdict(struct text_report *t)
{
	const struct verdict *v = t->options->verdict;
	const struct gate *gate = t->options->gate;
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	bool fails = v->code != EXIT_CLEAN;

	if (v->code == EXIT_INCOMPLETE) {
		strbuf_printf(&text, "incomplete: %s not read and %s that do not parse, and --strict asks for all",
			number_text(v->unread).text, number_text(v->unparsed).text);
	} else if (gate->fail_on == SEVERITY_OFF) {
		strbuf_addz(&text, "no finding fails the run (--fail-on never)");
	} else {
		strbuf_printf(&text, "%s %s%s at or above %s", v->failing ? number_text(v->failing).text : "no",
			gate->has_baseline ? "new " : "", plural(v->failing, "finding", "findings"), severity_names[gate->fail_on]);
		if (v->failing && gate->allowed_new)
			strbuf_printf(&text, ", %s allowed", number_text(gate->allowed_new).text);
		if (v->stale)
			strbuf_printf(&text, ", %s of the baseline gone", number_text(v->stale).text);
		if (v->failing && gate->exit_zero)
			strbuf_addz(&text, " (--exit-zero)");
	}
	strbuf_printf(&text, " (exit code %d)", v->code);
	page_add(&t->page, fails ? STYLE_ERROR : STYLE_GOOD, fails ? STR("FAIL") : STR("PASS"));
	page_add(&t->page, STYLE_PLAIN, STR(" "));
	page_wrap(&t->page, STYLE_PLAIN, INDENT, strbuf_str(&text));
	page_end(&t->page);
}

static void add_hint(struct text_report *t)
{
	if (t->audit->findings.items.len == 0)
		return;
	page_wrap(&t->page, STYLE_DIM, INDENT, STR("canonry explain CODE, NAME or PATH:LINE says why and what to do."));
	page_end(&t->page);
}

static bool write_text(const struct audit *a, const struct report_options *o, struct strbuf *out, struct err *err)
{
	struct text_report t = {
		.audit = a,
		.options = o,
		.page = { .out = out, .width = o->width, .has_color = o->has_color },
	};
	struct arena arena = { 0 };

	t.counts = count_findings(a, &arena);
	if (o->is_quiet) {
		text_findings_flat(&t);
		add_suppressed_findings(&t);
	} else {
		add_headline(&t);
		add_families(&t);
		add_homeless(&t);
		add_suppressed_findings(&t);
		add_coverage(&t);
		add_verdict(&t);
		add_hint(&t);
	}
	arena_release(&t.scratch);
	arena_release(&arena);
	return true;
}

const struct report report_text = {
	.name = "text",
	.description = "for people: the worst families, their findings, the verdict",
	.write = write_text,
};
