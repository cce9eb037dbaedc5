/* A family in the text report: what it is, who claims it and why, who imports it from where, what is wrong. */
#include "base/base.h"
#include "cli/report/text.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "cli/member_text.h"
#include "cli/statement.h"

#define INDENT 2
#define EVIDENCE_MIN 30     /* a narrower column of sentences cannot be read */
#define EVIDENCE_MIN_ALL 60 /* and of all the evidence there is */
#define SYMBOL_MAX 40       /* longer names do not widen the column for all */
#define ROWS_SHOWN 5        /* of a class that is trouble */
#define SOUND_SHOWN 2       /* of one that is not */
#define NAMES_SHOWN 3       /* of classes that are named only */
#define UNSURE_BELOW 70     /* percent: then it is said how sure the class is */

/* One member as the table shows it; all text is safe. */
struct row {
	const struct member *member;
	struct str place, symbol;
};

struct table {
	struct row *rows;
	size_t len;
	unsigned class_column; /* where places begin, behind the longest class name */
	unsigned place_width, symbol_width;
	bool is_wide; /* everything about a member fits on one line */
};

/* What creates nothing is named, not explained. */
static bool is_named_only(enum member_class class)
{
	return class == CLASS_HELPER || class == CLASS_BACKUP;
}

/* Classes that are as they should be, or at least in nobody's way. */
static bool is_sound(enum member_class class)
{
	switch (class) {
	case CLASS_REDIRECT:
	case CLASS_WRAPPER:
	case CLASS_ALIAS:
	case CLASS_VARIANT:
	case CLASS_TEST_DOUBLE:
	case CLASS_ACCESSOR:
	case CLASS_CONFIGURATOR:
	case CLASS_SCOPE_HELPER: return true;
	default: return false;
	}
}

static enum style class_style(enum member_class class)
{
	switch (class) {
	case CLASS_CANONICAL: return STYLE_GOOD;
	case CLASS_DUPLICATE:
	case CLASS_NEAR_DUPLICATE:
	case CLASS_IMPOSTOR: return STYLE_ERROR;
	case CLASS_IMPURE_WRAPPER:
	case CLASS_EMPTY_SUBCLASS:
	case CLASS_FALLBACK:
	case CLASS_BYPASS:
	case CLASS_BACKUP: return STYLE_WARNING;
	default: return STYLE_BOLD;
	}
}

static struct str safe(struct text_report *t, struct str text)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };

	utf8_add_safe(&b, text);
	return arena_str(&t->scratch, strbuf_str(&b));
}

struct str text_place(struct text_report *t, file_id file, uint32_t line)
{
	struct str path = safe(t, t->audit->project.files[file].path);

	return arena_printf(&t->scratch, STR_FMT STR_FMT ":%u", STR_ARG(t->options->prefix), STR_ARG(path), line);
}

static struct table make_table(struct text_report *t, const struct family *f)
{
	unsigned evidence = text_shows_everything(t) ? EVIDENCE_MIN_ALL : EVIDENCE_MIN;
	struct table table = { .class_column = sizeof("imports") - 1 + 2 * INDENT,
		.rows = arena_array(&t->scratch, struct row, f->members.len + 1) };

	vec_foreach (struct member, m, &f->members) {
		struct row *row = &table.rows[table.len++];

		table.class_column =
			MAX(table.class_column, (unsigned)strlen(member_class_names[m->class]) + 2 * INDENT);
		*row = (struct row){ m, text_place(t, m->file, member_place(m).line), safe(t, m->symbol) };
		if (is_named_only(m->class))
			continue;
		table.place_width = MAX(table.place_width, (unsigned)utf8_width(row->place));
		table.symbol_width = MAX(table.symbol_width, (unsigned)utf8_width(row->symbol));
	}
	table.symbol_width = MIN(table.symbol_width, SYMBOL_MAX);
	table.is_wide = t->page.width == 0 ||
		table.class_column + table.place_width + table.symbol_width + 4 + evidence <= t->page.width;
	return table;
}

/* --- One member --- */

/* What is known of a member in a few words: how sure, who imports it, the fact that speaks most for its class. */
static void add_summary(struct text_report *t, const struct family *f, const struct member *m, unsigned indent)
{
	struct str best = member_best_evidence(m);
	const char *between = "";

	if (m->class == CLASS_CANONICAL || m->confidence < UNSURE_BELOW) {
		page_printf(&t->page, STYLE_PLAIN, "%u %% sure",
			m->class == CLASS_CANONICAL ? f->confidence : m->confidence);
		between = "; ";
	}
	if (m->importers) {
		page_printf(&t->page, STYLE_PLAIN, "%s%s %s", between, number_text(m->importers).text,
			plural(m->importers, "import", "imports"));
		between = "; ";
	}
	if (best.len) {
		page_add(&t->page, STYLE_PLAIN, str_from(between));
		page_wrap(&t->page, STYLE_PLAIN, indent, best);
	}
}

static bool has_summary(const struct member *m)
{
	return m->class == CLASS_CANONICAL || m->confidence < UNSURE_BELOW || m->importers || m->evidence.len;
}

/* "election: 43 points (+24: import statements end at it, +5: it is a class)" */
static void add_points(struct text_report *t, const struct member *m, unsigned indent)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	vec_foreach (struct evidence, e, &m->evidence)
		if (evidence_is_points(e))
			strbuf_printf(&text, "%s" STR_FMT, text.len ? ", " : "", STR_ARG(e->text));
	if (text.len == 0)
		return;
	page_pad(&t->page, indent);
	page_wrap(&t->page, STYLE_PLAIN, indent + INDENT,
		arena_printf(&t->scratch, "election: %d points (%s)", m->score, text.ptr));
	page_end(&t->page);
}

/* What the summary has not said. */
static void add_all_evidence(struct text_report *t, const struct member *m, unsigned indent)
{
	struct str best = member_best_evidence(m);

	vec_foreach (struct evidence, e, &m->evidence) {
		bool is_elsewhere = e->file != NONE && (e->file != m->file || e->line != member_place(m).line);

		if (evidence_is_points(e) || (e->text.ptr == best.ptr && !is_elsewhere))
			continue;
		page_pad(&t->page, indent);
		page_wrap(&t->page, STYLE_PLAIN, indent + INDENT, e->text.ptr == best.ptr ? STR("see") : e->text);
		if (is_elsewhere) {
			page_add(&t->page, STYLE_PLAIN, STR(" "));
			page_wrap(&t->page, STYLE_PLACE, indent + INDENT, text_place(t, e->file, e->line));
		}
		page_end(&t->page);
	}
	add_points(t, m, indent);
}

static void add_wide_row(
	struct text_report *t, const struct family *f, const struct table *table, const struct row *row)
{
	unsigned symbol_column = table->class_column + table->place_width + 2;
	unsigned text_column = symbol_column + table->symbol_width + 2;

	page_pad(&t->page, table->class_column);
	page_add(&t->page, STYLE_PLACE, row->place);
	page_pad(&t->page, symbol_column);
	page_add(&t->page, STYLE_PLAIN, row->symbol);
	page_pad(&t->page, text_column);
	add_summary(t, f, row->member, text_column);
	page_end(&t->page);
	if (text_shows_everything(t))
		add_all_evidence(t, row->member, text_column);
}

/* "path:59, 72, 76" and then "First, Second, Third: why" */
static void add_stacked_rows(struct text_report *t, const struct family *f, const struct row *rows, size_t count)
{
	struct strbuf symbols CLEANUP(strbuf_release) = { 0 };
	unsigned indent = 3 * INDENT;
	bool fits;

	page_pad(&t->page, 2 * INDENT);
	page_add(&t->page, STYLE_PLACE, rows->place);
	for (size_t i = 0; i < count; i++) {
		if (i)
			page_printf(&t->page, STYLE_PLACE, ", %u", member_place(rows[i].member).line);
		strbuf_printf(&symbols, "%s" STR_FMT, i ? ", " : "", STR_ARG(rows[i].symbol));
	}
	fits = page_fits(&t->page, 2 + utf8_width(strbuf_str(&symbols)));
	if (fits)
		page_printf(&t->page, STYLE_PLAIN, "  %s", symbols.ptr);
	page_end(&t->page);
	if (!fits || has_summary(rows->member)) {
		page_pad(&t->page, indent);
		if (!fits) {
			strbuf_addch(&symbols, ':');
			page_wrap(&t->page, STYLE_PLAIN, indent, strbuf_str(&symbols));
			page_add(&t->page, STYLE_PLAIN, STR(" "));
		}
		add_summary(t, f, rows->member, indent);
		page_end(&t->page);
	}
	if (text_shows_everything(t))
		add_all_evidence(t, rows->member, indent);
}

/* How many rows from here on say the same of one file, and so can share their lines. */
static size_t same_story(const struct text_report *t, const struct row *rows, size_t count)
{
	const struct member *first = rows->member;
	size_t n = 1;

	while (n < count && !text_shows_everything(t)) {
		const struct member *m = rows[n].member;

		if (m->file != first->file || m->importers != first->importers || m->confidence != first->confidence ||
			!str_eq(member_best_evidence(m), member_best_evidence(first)))
			break;
		n++;
	}
	return n;
}

/* --- The members of one class --- */

static void add_class_head(struct text_report *t, const struct table *table, const struct row *row, size_t count)
{
	enum member_class class = row->member->class;

	page_pad(&t->page, INDENT);
	page_add(&t->page, class_style(class), str_from(member_class_names[class]));
	if (table->is_wide)
		return;
	if (count > 1)
		page_printf(&t->page, STYLE_PLAIN, " (%s)", number_text(count).text);
	page_end(&t->page);
}

static void add_more(struct text_report *t, const struct table *table, size_t count)
{
	page_pad(&t->page, table->is_wide ? table->class_column : 2 * INDENT);
	page_printf(&t->page, STYLE_DIM, "and %s more", number_text(count).text);
	page_end(&t->page);
	t->is_cut = true;
}

static void add_rows(
	struct text_report *t, const struct family *f, const struct table *table, const struct row *rows, size_t count)
{
	size_t limit = is_sound(rows->member->class) ? SOUND_SHOWN : ROWS_SHOWN, shown = 0, entries = 0;

	/* A single one more is shown as soon as counted. */
	if (text_shows_everything(t) || count <= limit + 1)
		limit = count;
	add_class_head(t, table, rows, count);
	for (; shown < count && entries < limit; entries++) {
		size_t n = table->is_wide ? 1 : same_story(t, rows + shown, count - shown);

		if (table->is_wide)
			add_wide_row(t, f, table, &rows[shown]);
		else
			add_stacked_rows(t, f, &rows[shown], n);
		shown += n;
	}
	if (shown < count)
		add_more(t, table, count - shown);
}

static void add_names(struct text_report *t, const struct table *table, const struct row *rows, size_t count)
{
	size_t shown = MIN(count, (size_t)NAMES_SHOWN);
	enum member_class class = rows->member->class;
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	unsigned column = table->is_wide ? table->class_column : 2 * INDENT;

	strbuf_printf(&text, "%s: ", number_text(count).text);
	for (size_t i = 0; i < shown; i++) {
		struct str name = class == CLASS_BACKUP ? rows[i].place : rows[i].symbol;

		strbuf_printf(&text, "%s" STR_FMT, i ? ", " : "", STR_ARG(name));
	}
	if (shown < count)
		strbuf_printf(&text, " and %s more", number_text(count - shown).text);
	t->is_cut |= shown < count;
	page_pad(&t->page, INDENT);
	page_add(&t->page, class_style(class), str_from(member_class_names[class]));
	page_pad(&t->page, table->is_wide ? table->class_column : t->page.column + INDENT);
	page_wrap(&t->page, STYLE_PLAIN, column, strbuf_str(&text));
	page_end(&t->page);
}

static void add_members(struct text_report *t, const struct family *f, const struct table *table)
{
	for (size_t i = 0, n; i < table->len; i += n) {
		enum member_class class = table->rows[i].member->class;

		for (n = 1; i + n < table->len && table->rows[i + n].member->class == class;)
			n++;
		if (is_named_only(class) && !text_shows_everything(t))
			add_names(t, table, &table->rows[i], n);
		else
			add_rows(t, f, table, &table->rows[i], n);
	}
}

/* --- The whole --- */

static void add_headline(struct text_report *t, const struct family *f, const struct statements *all)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	page_add(&t->page, STYLE_BOLD, f->product);
	strbuf_printf(&text, "%s independent %s", number_text(f->independent).text,
		f->is_factory ? plural(f->independent, "factory", "factories")
			      : plural(f->independent, "definition", "definitions"));
	if (all->astray)
		strbuf_printf(&text, ", %s of %s imports astray", number_text(all->astray).text,
			number_text(all->len - all->reexports).text);
	if (f->basis != BASIS_LINKED)
		strbuf_printf(&text, " (%s evidence)", basis_names[f->basis]);
	page_add(&t->page, STYLE_PLAIN, STR(": "));
	page_wrap(&t->page, STYLE_PLAIN, INDENT, strbuf_str(&text));
	page_end(&t->page);
}

static void add_decision(struct text_report *t, const struct family *f)
{
	if (f->canonical != NONE && f->decision.len == 0)
		return;
	page_pad(&t->page, INDENT);
	page_add(&t->page, STYLE_WARNING, STR("needs a decision:"));
	page_add(&t->page, STYLE_PLAIN, STR(" "));
	page_wrap(&t->page, STYLE_PLAIN, 2 * INDENT, f->decision);
	page_end(&t->page);
}

static void add_cut(struct text_report *t, const struct family *f)
{
	if (!t->is_cut)
		return;
	page_pad(&t->page, INDENT);
	page_wrap(&t->page, STYLE_DIM, INDENT,
		arena_printf(&t->scratch, "Everything about it: canonry audit --family " STR_FMT, STR_ARG(f->product)));
	page_end(&t->page);
	t->is_cut = false;
}

void text_family(struct text_report *t, uint32_t index)
{
	const struct family *f = &t->audit->families.items.items[index];
	struct table table = make_table(t, f);
	struct statements statements = statements_of(f, &t->scratch);

	add_headline(t, f, &statements);
	add_decision(t, f);
	add_members(t, f, &table);
	if (text_shows_everything(t))
		text_add_api(t, f);
	text_imports(t, &statements, table.is_wide ? table.class_column : 0);
	text_findings(t, index);
	add_cut(t, f);
	arena_reset(&t->scratch);
}

void text_family_line(struct text_report *t, uint32_t index)
{
	const struct family *f = &t->audit->families.items.items[index];

	page_add(&t->page, STYLE_BOLD, f->product);
	page_add(&t->page, STYLE_PLAIN, STR(": "));
	if (f->canonical != NONE) {
		const struct member *m = &f->members.items[f->canonical];

		page_printf(&t->page, STYLE_PLAIN, STR_FMT " at ", STR_ARG(m->symbol));
		page_wrap(&t->page, STYLE_PLACE, INDENT, text_place(t, m->file, m->span.line));
		page_add(&t->page, STYLE_PLAIN, STR(", "));
	}
	page_wrap(&t->page, STYLE_PLAIN, INDENT, STR("nothing to mend"));
	page_end(&t->page);
	arena_reset(&t->scratch);
}
