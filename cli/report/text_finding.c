/* Findings in the text report: lines that editors understand, and tables where there are many of one kind. */
#include "base/base.h"
#include "cli/report/text.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "cli/member_text.h"

#define FOLD_ABOVE 3 /* findings of one rule in one family */
#define FOLD_SHOWN 5
#define UNSURE_BELOW 70 /* percent: then the line says how sure it is */
#define FINDING_INDENT 2

const enum style severity_styles[SEVERITY_COUNT] = {
	[SEVERITY_OFF] = STYLE_PLAIN,
	[SEVERITY_NOTE] = STYLE_NOTE,
	[SEVERITY_WARNING] = STYLE_WARNING,
	[SEVERITY_ERROR] = STYLE_ERROR,
};

static void add_place(struct text_report *t, const struct finding *x, const char *behind)
{
	struct str path = x->file == NONE ? STR(".") : t->audit->project.files[x->file].path;

	page_printf(&t->page, STYLE_PLACE, STR_FMT STR_FMT ":%u:%u%s", STR_ARG(t->options->prefix), STR_ARG(path),
		x->span.line, x->span.column, behind);
}

/* The message is wrapped on a terminal only: elsewhere grep and editors read the line. */
static void add_message(struct text_report *t, const struct finding *x, const char *before, unsigned indent)
{
	unsigned width = t->page.width;

	if (!t->options->is_terminal)
		t->page.width = 0;
	page_add(&t->page, STYLE_PLAIN, str_from(before));
	page_wrap(&t->page, STYLE_PLAIN, indent, x->message);
	if (x->confidence < UNSURE_BELOW)
		page_printf(&t->page, STYLE_DIM, " (%u %% sure)", x->confidence);
	t->page.width = width;
}

void text_finding_line(struct text_report *t, const struct finding *x, unsigned indent)
{
	page_pad(&t->page, indent);
	add_place(t, x, ":");
	page_add(&t->page, STYLE_PLAIN, STR(" "));
	page_add(&t->page, severity_styles[x->severity], str_from(severity_names[x->severity]));
	page_printf(&t->page, STYLE_BOLD, " %s", x->rule->code);
	add_message(t, x, " ", indent + 2 * FINDING_INDENT);
}

static void add_help(struct text_report *t, const struct finding *x, const char *label, unsigned indent)
{
	if (x->mend == MEND_NONE || x->mend_text.len == 0)
		return;
	page_pad(&t->page, indent);
	page_add(&t->page, STYLE_GOOD, str_from(label));
	page_add(&t->page, STYLE_PLAIN, STR(" "));
	page_wrap(&t->page, STYLE_PLAIN, indent + FINDING_INDENT, x->mend_text);
	page_end(&t->page);
}

/* What the table of the family says already: the place of a member, the best evidence for one. */
static bool is_shown_above(const struct text_report *t, const struct finding *x, const struct related *r)
{
	const struct family *f = x->family == NONE ? NULL : &t->audit->families.items.items[x->family];

	if (!f || text_shows_everything(t))
		return false;
	vec_foreach (struct member, m, &f->members)
		if ((m->file == r->file && m->span.line == r->line) || str_eq(member_best_evidence(m), r->text))
			return true;
	return false;
}

static void add_related(struct text_report *t, const struct related *r, unsigned indent)
{
	page_pad(&t->page, indent);
	if (r->file != NONE) {
		page_add(&t->page, STYLE_PLACE, text_place(t, r->file, r->line));
		page_add(&t->page, STYLE_PLAIN, STR(": "));
	}
	page_wrap(&t->page, STYLE_PLAIN, indent + FINDING_INDENT, r->text);
	page_end(&t->page);
}

/* `says_help`: the next one does not say the same. */
static void add_finding(struct text_report *t, const struct finding *x, bool says_help)
{
	unsigned indent = 3 * FINDING_INDENT;

	text_finding_line(t, x, FINDING_INDENT);
	page_end(&t->page);
	vec_foreach (struct related, r, &x->related)
		if (!is_shown_above(t, x, r))
			add_related(t, r, indent);
	if (says_help)
		add_help(t, x, "help:", indent);
}

/* --- Many of one kind --- */

static size_t count_files(const struct finding *const *items, size_t count)
{
	size_t files = 0;

	for (size_t i = 0; i < count; i++)
		files += i == 0 || items[i]->file != items[i - 1]->file;
	return files;
}

static bool have_same_help(const struct finding *const *items, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (!str_eq(items[i]->mend_text, items[0]->mend_text))
			return false;
	return true;
}

/* Findings that say the same: where the first is, and how many there are. */
struct voice {
	const struct finding *first;
	size_t count;
};

static int compare_voices(const void *left, const void *right)
{
	const struct voice *l = left, *r = right;

	if (l->count != r->count)
		return l->count > r->count ? -1 : 1;
	return l->first < r->first ? -1 : l->first > r->first;
}

/* The different messages, most frequent first. */
static size_t find_voices(struct text_report *t, const struct finding *const *items, size_t count, struct voice **ret)
{
	struct voice *voices = arena_array(&t->scratch, struct voice, count);
	struct map seen = { 0 };
	size_t len = 0;

	for (size_t i = 0; i < count; i++) {
		uint64_t key = str_hash(items[i]->message);
		uint32_t at = map_get(&seen, key);

		if (at == NONE) {
			at = (uint32_t)len;
			map_set(&seen, key, at);
			voices[len++].first = items[i];
		}
		voices[at].count++;
	}
	map_release(&seen);
	qsort(voices, len, sizeof(*voices), compare_voices);
	*ret = voices;
	return len;
}

/* `says_message`: it is the same for all. */
static void add_folded_head(struct text_report *t, const struct finding *const *items, size_t count, bool says_message)
{
	const struct finding *x = items[0];
	size_t files = count_files(items, count);

	page_pad(&t->page, FINDING_INDENT);
	page_add(&t->page, severity_styles[x->severity], str_from(severity_names[x->severity]));
	page_printf(&t->page, STYLE_BOLD, " %s %s", x->rule->code, x->rule->name);
	page_printf(&t->page, STYLE_PLAIN, ": %s in %s %s", number_text(count).text, number_text(files).text,
		plural(files, "file", "files"));
	if (says_message)
		add_message(t, x, ": ", 2 * FINDING_INDENT);
	page_end(&t->page);
}

static void add_folded_rest(struct text_report *t, const struct finding *x, size_t count)
{
	page_pad(&t->page, 2 * FINDING_INDENT);
	page_printf(&t->page, STYLE_DIM, "and %s more%s", number_text(count).text,
		x->family == NONE ? ": canonry audit --verbose" : "");
	page_end(&t->page);
	t->is_cut |= x->family != NONE;
}

/* All say the same: it is said once, and places follow. Returns how many are shown. */
static size_t add_places(struct text_report *t, const struct finding *const *items, size_t count)
{
	size_t shown = MIN(count, (size_t)FOLD_SHOWN);

	for (size_t i = 0; i < shown; i++) {
		page_pad(&t->page, 2 * FINDING_INDENT);
		add_place(t, items[i], "");
		page_end(&t->page);
	}
	return shown;
}

/* Each message with its first place. Returns how many findings are spoken for. */
static size_t add_voices(struct text_report *t, const struct voice *voices, size_t count)
{
	size_t shown = 0;

	for (size_t i = 0; i < MIN(count, (size_t)FOLD_SHOWN); i++) {
		page_pad(&t->page, 2 * FINDING_INDENT);
		add_place(t, voices[i].first, ":");
		add_message(t, voices[i].first, " ", 3 * FINDING_INDENT);
		if (voices[i].count > 1)
			page_printf(&t->page, STYLE_DIM, " (%s times)", number_text(voices[i].count).text);
		page_end(&t->page);
		shown += voices[i].count;
		t->is_cut |= voices[i].count > 1 && voices[i].first->family != NONE;
	}
	return shown;
}

static void add_folded(struct text_report *t, const struct finding *const *items, size_t count)
{
	struct voice *voices;
	size_t len = find_voices(t, items, count, &voices), shown;

	add_folded_head(t, items, count, len == 1);
	shown = len == 1 ? add_places(t, items, count) : add_voices(t, voices, len);
	if (shown < count)
		add_folded_rest(t, items[0], count - shown);
	add_help(
		t, voices[0].first, have_same_help(items, count) ? "help:" : "help for the first:", 2 * FINDING_INDENT);
}

/* --- All of a family --- */

static int compare_worst_first(const void *left, const void *right)
{
	const struct finding *l = *(const struct finding *const *)left;
	const struct finding *r = *(const struct finding *const *)right;
	int order;

	if (l->severity != r->severity)
		return l->severity > r->severity ? -1 : 1;
	order = strcmp(l->rule->code, r->rule->code);
	if (order)
		return order;
	return l < r ? -1 : l > r; /* they lie in one array, by place */
}

static size_t same_kind(const struct finding *const *items, size_t count)
{
	size_t n = 1;

	while (n < count && items[n]->rule == items[0]->rule && items[n]->severity == items[0]->severity)
		n++;
	return n;
}

size_t text_findings(struct text_report *t, uint32_t family)
{
	VEC(const struct finding *) found = { 0 };
	size_t count;

	vec_foreach (struct finding, x, &t->audit->findings.items)
		if (x->family == family && !x->is_known)
			vec_push(&found, x);
	vec_sort(&found, compare_worst_first);
	count = found.len;
	for (size_t i = 0, n; i < count; i += n) {
		const struct finding *const *items = found.items + i;

		n = same_kind(items, count - i);
		if (n > FOLD_ABOVE && !text_shows_everything(t)) {
			add_folded(t, items, n);
			continue;
		}
		for (size_t k = 0; k < n; k++)
			add_finding(t, items[k], k + 1 == n || !str_eq(items[k]->mend_text, items[k + 1]->mend_text));
	}
	vec_release(&found);
	return count;
}

void text_findings_flat(struct text_report *t)
{
	vec_foreach (struct finding, x, &t->audit->findings.items) {
		if (x->is_known)
			continue;
		text_finding_line(t, x, 0);
		page_end(&t->page);
	}
}
