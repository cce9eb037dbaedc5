/* The plan for people: how much, what kind, how sure; each change with its place; what is left to a human; what is next. */
#include "base/base.h"
#include "cli/migrate.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "cli/page.h"

#define PLACES_SHOWN 8
#define SKIPS_SHOWN 5
#define DETAILS_SHOWN 12
#define TEXTS_SHOWN 8
#define INDENT 2
#define TEXT_INDENT (2 * INDENT + 5) /* behind the level */

struct plan_text {
	struct migration *migration;
	const struct plan *plan;
	const struct plan_view *view;
	struct page page;
	struct arena scratch;
	bool is_cut; /* something was folded */
};

static size_t limit(const struct plan_text *t, size_t usual)
{
	return t->view->is_verbose ? SIZE_MAX : usual;
}

static const struct change *change_at(const struct plan_text *t, size_t i)
{
	return &t->plan->changes.items[i];
}

/* --- Headline --- */

static void add_part(struct strbuf *out, uint32_t count, const char *what)
{
	if (count)
		strbuf_printf(out, "%s%s %s", str_ends(strbuf_str(out), STR("(")) ? "" : ", ", number_text(count).text, what);
}

static uint32_t count_state(const struct plan_text *t, enum change_state state, struct str product)
{
	uint32_t count = 0;

	vec_foreach (struct change, x, &t->plan->changes)
		count += x->state == state && (!product.ptr || str_eq(x->product, product));
	return count;
}

/* "2 ready, 1 to look at, 3 for a human, 1 refused" */
static void add_states(const struct plan_text *t, struct str product, struct strbuf *out)
{
	add_part(out, count_state(t, CHANGE_READY, product), "ready");
	add_part(out, count_state(t, CHANGE_HELD, product), "to look at first");
	add_part(out, count_state(t, CHANGE_SHOWN, product), "for a human");
	add_part(out, count_state(t, CHANGE_REFUSED, product), "refused");
}

static void add_headline(struct plan_text *t)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	size_t changes = t->plan->changes.len;
	uint32_t files = migration_count_files(t->migration);

	if (changes == 0) {
		strbuf_addz(&text, "Nothing to change");
	} else {
		strbuf_printf(&text, "%s %s (", number_text(changes).text, plural(changes, "change", "changes"));
		add_states(t, (struct str){ 0 }, &text);
		strbuf_printf(&text, "); %s %s would be written", files ? number_text(files).text : "no", plural(files, "file", "files"));
	}
	page_wrap(&t->page, STYLE_BOLD, 0, strbuf_str(&text));
	page_end(&t->page);
}

/* --- Table of kinds and levels --- */

/* The kinds in the order of the changes, each once. */
static struct str *find_kinds(struct plan_text *t, size_t *ret_count)
{
	struct str *kinds = arena_array(&t->scratch, struct str, t->plan->changes.len + 1);
	size_t count = 0, k;

	vec_foreach (struct change, x, &t->plan->changes) {
		for (k = 0; k < count && !str_eq(kinds[k], x->kind); k++)
			;
		kinds[k] = x->kind;
		count = MAX(count, k + 1);
	}
	*ret_count = count;
	return kinds;
}

/* A column of the table: what it counts. */
static const struct {
	const char *name;
	enum change_state state;
	enum mend level; /* MEND_NONE: of every level */
} columns[] = {
	{ "safe", CHANGE_READY, MEND_SAFE },
	{ "ask, made", CHANGE_READY, MEND_ASK },
	{ "ask", CHANGE_HELD, MEND_NONE },
	{ "show", CHANGE_SHOWN, MEND_NONE },
	{ "refused", CHANGE_REFUSED, MEND_NONE },
};

static uint32_t count_cell(const struct plan_text *t, struct str kind, size_t column)
{
	uint32_t count = 0;

	vec_foreach (struct change, x, &t->plan->changes)
		count += x->state == columns[column].state && (columns[column].level == MEND_NONE || x->level == columns[column].level) &&
			(!kind.ptr || str_eq(x->kind, kind));
	return count;
}

#define KIND_COLUMN 16
#define COLUMN_WIDTH 11

/* Right-aligned in its column. */
static void add_cell(struct plan_text *t, enum style style, unsigned column, const char *text)
{
	size_t width = str_from(text).len;

	page_pad(&t->page, KIND_COLUMN + COLUMN_WIDTH * column + (unsigned)(COLUMN_WIDTH - MIN(width, COLUMN_WIDTH - 1u)));
	page_add(&t->page, style, str_from(text));
}

static void add_table(struct plan_text *t)
{
	size_t count;
	const struct str *kinds = find_kinds(t, &count);
	unsigned at = 0;

	page_end(&t->page);
	for (size_t c = 0; c < ARRAY_LEN(columns); c++)
		if (count_cell(t, (struct str){ 0 }, c))
			add_cell(t, STYLE_DIM, at++, columns[c].name);
	page_end(&t->page);
	for (size_t k = 0; k < count; k++) {
		page_pad(&t->page, INDENT);
		page_add(&t->page, STYLE_PLAIN, kinds[k]);
		at = 0;
		for (size_t c = 0; c < ARRAY_LEN(columns); c++) {
			uint32_t cell = count_cell(t, kinds[k], c);

			if (count_cell(t, (struct str){ 0 }, c))
				add_cell(t, cell ? STYLE_PLAIN : STYLE_DIM, at++, cell ? number_text(cell).text : "-");
		}
		page_end(&t->page);
	}
}

/* --- Changes --- */

static void add_details(struct plan_text *t, const struct change *x)
{
	struct str rest = x->details, line;
	size_t shown = 0;

	while (str_next(&rest, '\n', &line)) {
		if (shown++ == limit(t, DETAILS_SHOWN)) {
			page_pad(&t->page, TEXT_INDENT + INDENT);
			page_add(&t->page, STYLE_DIM, STR("..."));
			page_end(&t->page);
			t->is_cut = true;
			return;
		}
		page_pad(&t->page, TEXT_INDENT + INDENT);
		page_add(&t->page, STYLE_PLAIN, line);
		page_end(&t->page);
	}
}

/* The reason of a safe change is for who wants to know everything. */
static bool wants_reason(const struct plan_text *t, const struct change *x)
{
	return x->reason.len && (t->view->is_verbose || x->level != MEND_SAFE || x->state == CHANGE_REFUSED);
}

static void add_note(struct plan_text *t, const char *before, struct str text)
{
	page_pad(&t->page, TEXT_INDENT);
	page_wrap(&t->page, STYLE_DIM, TEXT_INDENT, arena_printf(&t->scratch, "%s" STR_FMT, before, STR_ARG(text)));
	page_end(&t->page);
}

/* What is done, how sure, and why that sure. */
static void add_what(struct plan_text *t, const struct change *x)
{
	static const enum style level_styles[] = {
		[MEND_NONE] = STYLE_DIM, [MEND_SHOW] = STYLE_NOTE, [MEND_ASK] = STYLE_WARNING, [MEND_SAFE] = STYLE_GOOD,
	};

	page_pad(&t->page, 2 * INDENT);
	page_printf(&t->page, level_styles[x->level], "%-4s ", mend_names[x->level]);
	page_wrap(&t->page, STYLE_PLAIN, TEXT_INDENT, x->text);
	page_end(&t->page);
	if (wants_reason(t, x))
		add_note(t, "because ", x->reason);
	if (x->advice.len)
		add_note(t, "to do: ", x->advice);
}

static void add_place(struct plan_text *t, const struct change *x)
{
	page_pad(&t->page, TEXT_INDENT);
	page_add(&t->page, STYLE_PLACE, migration_place(t->migration, x, &t->scratch));
	page_end(&t->page);
	if (x->state != CHANGE_READY || t->view->is_verbose)
		add_details(t, x);
}

static void add_more(struct plan_text *t, unsigned indent, size_t count)
{
	if (!count)
		return;
	page_pad(&t->page, indent);
	page_printf(&t->page, STYLE_DIM, "and %s more", number_text(count).text);
	page_end(&t->page);
	t->is_cut = true;
}

typedef bool together(const struct plan_text *t, const struct change *x, const struct change *first);

/* Do they say the same, but for the place? */
static bool is_same_text(const struct plan_text *t, const struct change *x, const struct change *y)
{
	return x->level == y->level && str_eq(x->text, y->text) && (!wants_reason(t, x) || str_eq(x->reason, y->reason)) &&
		str_eq(x->advice, y->advice);
}

/* All places of one text. Returns how many. */
static size_t add_text(struct plan_text *t, size_t first, together *belongs, bool *shown, bool is_hidden)
{
	size_t count = 0;

	if (!is_hidden)
		add_what(t, change_at(t, first));
	for (size_t i = first; i < t->plan->changes.len; i++) {
		const struct change *x = change_at(t, i);

		if (shown[i] || !belongs(t, x, change_at(t, first)) || !is_same_text(t, x, change_at(t, first)))
			continue;
		shown[i] = true;
		if (count++ < limit(t, PLACES_SHOWN) && !is_hidden)
			add_place(t, x);
	}
	if (!is_hidden)
		add_more(t, TEXT_INDENT, count > limit(t, PLACES_SHOWN) ? count - PLACES_SHOWN : 0);
	return count;
}

/* Everything that belongs with `first`, what says the same together, folded when it is many. Marks it as shown. */
static void add_group(struct plan_text *t, size_t first, together *belongs, bool *shown)
{
	size_t texts = 0, hidden = 0;

	for (size_t i = first; i < t->plan->changes.len; i++) {
		bool is_hidden = texts >= limit(t, TEXTS_SHOWN);
		size_t count;

		if (shown[i] || !belongs(t, change_at(t, i), change_at(t, first)))
			continue;
		count = add_text(t, i, belongs, shown, is_hidden);
		texts++;
		hidden += is_hidden ? count : 0;
	}
	add_more(t, 2 * INDENT, hidden);
}

static size_t count_group(const struct plan_text *t, size_t first, together *belongs)
{
	size_t count = 0;

	for (size_t i = first; i < t->plan->changes.len; i++)
		count += belongs(t, change_at(t, i), change_at(t, first));
	return count;
}

static bool is_same_step(const struct plan_text *t, const struct change *x, const struct change *first)
{
	return x->state == first->state && x->step == first->step && (x->step != NONE || str_eq(x->kind, first->kind)) && str_eq(x->product, first->product);
}

static bool is_same_rule(const struct plan_text *t, const struct change *x, const struct change *first)
{
	return x->state == first->state && str_eq(x->code, first->code);
}

static bool is_same_state(const struct plan_text *t, const struct change *x, const struct change *first)
{
	return x->state == first->state;
}

static void add_step_heading(struct plan_text *t, size_t first, size_t count)
{
	const struct change *x = change_at(t, first);
	struct str title = x->step != NONE ? t->plan->steps.items[x->step].title : x->kind;

	page_pad(&t->page, INDENT);
	page_wrap(&t->page, STYLE_BOLD, INDENT, arena_printf(&t->scratch, STR_FMT " (%s)", STR_ARG(title), number_text(count).text));
	page_end(&t->page);
}

/* "CN403 argument-mismatch (3)" */
static void add_rule_heading(struct plan_text *t, size_t first, size_t count)
{
	const struct change *x = change_at(t, first);
	const struct rule *rule = rule_find(x->code);

	page_pad(&t->page, INDENT);
	page_printf(&t->page, STYLE_BOLD, STR_FMT "%s%s (%s)", STR_ARG(x->code), rule ? " " : "", rule ? rule->name : "", number_text(count).text);
	page_end(&t->page);
}

/* What would be made of one family, and what waits for --unsafe. */
static void add_family(struct plan_text *t, size_t first, bool *shown)
{
	struct str product = change_at(t, first)->product;
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	page_end(&t->page);
	strbuf_addz(&text, "(");
	add_states(t, product, &text);
	page_printf(&t->page, STYLE_BOLD, STR_FMT, STR_ARG(product.len ? product : STR("Beside the families")));
	page_printf(&t->page, STYLE_PLAIN, " " STR_FMT ")", STR_ARG(strbuf_str(&text)));
	page_end(&t->page);
	for (size_t i = first; i < t->plan->changes.len; i++) {
		const struct change *x = change_at(t, i);

		if (shown[i] || (x->state != CHANGE_READY && x->state != CHANGE_HELD) || !str_eq(x->product, product))
			continue;
		add_step_heading(t, i, count_group(t, i, is_same_step));
		add_group(t, i, is_same_step, shown);
	}
}

static void add_section(struct plan_text *t, enum change_state state, const char *heading, together *belongs, bool *shown)
{
	bool is_first = true;

	for (size_t i = 0; i < t->plan->changes.len; i++) {
		if (shown[i] || change_at(t, i)->state != state)
			continue;
		if (is_first) {
			page_end(&t->page);
			page_wrap(&t->page, STYLE_BOLD, 0, str_from(heading));
			page_end(&t->page);
		}
		is_first = false;
		if (belongs == is_same_rule)
			add_rule_heading(t, i, count_group(t, i, belongs));
		add_group(t, i, belongs, shown);
	}
}

static void add_changes(struct plan_text *t)
{
	bool *shown = arena_array(&t->scratch, bool, t->plan->changes.len + 1);

	for (size_t i = 0; i < t->plan->changes.len; i++) {
		enum change_state state = change_at(t, i)->state;

		if (!shown[i] && (state == CHANGE_READY || state == CHANGE_HELD))
			add_family(t, i, shown);
	}
	add_section(t, CHANGE_SHOWN, "For a human: no change of the text would be right by itself", is_same_rule, shown);
	add_section(t, CHANGE_REFUSED, "Refused: these changes would not be right as things are", is_same_state, shown);
}

/* --- What is never touched --- */

static void add_skips(struct plan_text *t)
{
	size_t count = 0;

	if (t->plan->skips.len == 0)
		return;
	page_end(&t->page);
	page_add(&t->page, STYLE_BOLD, STR("Never touched"));
	page_end(&t->page);
	vec_foreach (struct plan_skip, x, &t->plan->skips) {
		if (count++ >= limit(t, SKIPS_SHOWN))
			continue;
		page_pad(&t->page, 2 * INDENT);
		page_printf(&t->page, STYLE_PLACE, STR_FMT STR_FMT, STR_ARG(t->migration->prefix), STR_ARG(x->path));
		page_add(&t->page, STYLE_PLAIN, STR(": "));
		page_wrap(&t->page, STYLE_PLAIN, 3 * INDENT, x->reason);
		page_printf(&t->page, STYLE_DIM, " (%s %s)", number_text(x->changes).text, plural(x->changes, "change", "changes"));
		page_end(&t->page);
	}
	add_more(t, 2 * INDENT, count > limit(t, SKIPS_SHOWN) ? count - SKIPS_SHOWN : 0);
}

/* --- What is next --- */

static void add_next(struct plan_text *t)
{
	uint32_t files = migration_count_files(t->migration), held = plan_count(t->plan, CHANGE_HELD);

	page_end(&t->page);
	if (t->is_cut) {
		page_add(&t->page, STYLE_DIM, STR("Long lists are cut: --verbose shows them whole."));
		page_end(&t->page);
	}
	if (held) {
		page_wrap(&t->page, STYLE_PLAIN, INDENT, arena_printf(&t->scratch,
			"%s --unsafe --diff shows %s more %s to look at first.", t->view->again, number_text(held).text,
			plural(held, "change", "changes")));
		page_end(&t->page);
	}
	if (files)
		page_wrap(&t->page, STYLE_PLAIN, INDENT, arena_printf(&t->scratch,
			"%s --write would change %s %s; --diff shows how, --branch NAME commits step by step.",
			t->view->again, number_text(files).text, plural(files, "file", "files")));
	else
		page_add(&t->page, STYLE_GOOD, STR("Nothing that Canonry would change by itself."));
	page_end(&t->page);
}

/* One line for each change. */
static void add_flat(struct plan_text *t)
{
	vec_foreach (struct change, x, &t->plan->changes) {
		page_add(&t->page, STYLE_PLACE, migration_place(t->migration, x, &t->scratch));
		page_printf(&t->page, STYLE_PLAIN, ": %s %s " STR_FMT " " STR_FMT, change_state_names[x->state], mend_names[x->level],
			STR_ARG(x->code), STR_ARG(x->text));
		page_end(&t->page);
	}
}

void migration_add_report(const struct session *s, struct migration *m, const struct plan_view *view, struct strbuf *out)
{
	struct plan_text t = {
		.migration = m,
		.plan = &m->plan,
		.view = view,
		.page = { .out = out, .width = s->out.width, .has_color = s->out.has_color },
	};

	if (view->is_quiet) {
		add_flat(&t);
	} else {
		add_headline(&t);
		if (m->plan.changes.len)
			add_table(&t);
		add_changes(&t);
		add_skips(&t);
		if (m->plan.changes.len)
			add_next(&t);
	}
	arena_release(&t.scratch);
}
