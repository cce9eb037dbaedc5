/* Findings for other programs: every file is read once, whatever the order that they are written in. */
#include "base/base.h"
#include "cli/report/item.h"

#include <stdlib.h>

#include "base/path.h"
#include "base/utf8.h"
#include "cli/page.h"
#include "cli/report/line_hash.h"

struct str item_path(struct arena *arena, const struct audit *a, file_id file)
{
	struct str path = file == NONE ? STR(".") : a->project.files[file].path;

	return a->scope.in_repository.len ?
		       arena_printf(arena, STR_FMT STR_FMT, STR_ARG(a->scope.in_repository), STR_ARG(path)) :
		       path;
}

const struct item_kind *item_kind(const struct rule *rule)
{
	/* Shared state, and what is not there or dead, is a mistake waiting; all else is one thing in several places. */
	static const char *const mistakes[] = { "CN111", "CN112", "CN202", "CN204", "CN3", "CN403" };
	static const struct item_kind mistake = { "Bug Risk", "reliability" }, suppression = { "Clarity", "maintainability" },
				      duplication = { "Duplication", "maintainability" };

	for (size_t i = 0; i < ARRAY_LEN(mistakes); i++)
		if (str_starts(str_from(rule->code), str_from(mistakes[i])))
			return &mistake;
	return str_starts(str_from(rule->code), STR("CN9")) ? &suppression : &duplication;
}

static struct str short_text(struct str text)
{
	return text.len <= ITEM_TEXT_MAX ? text : str_slice(text, 0, utf8_valid_prefix(str_slice(text, 0, ITEM_TEXT_MAX)));
}

static struct item item_of(struct items *t, const struct audit *a, const struct report_options *o, const struct finding *x)
{
	return (struct item){
		.finding = x,
		.path = item_path(&t->arena, a, x->file),
		.symbol = short_text(x->symbol),
		.message = short_text(x->message),
		.column = x->span.column,
		.end_column = x->span.end_line == x->span.line ? x->span.end_column : 0,
		.is_failing = gate_fails(o->gate, x),
	};
}

/* --- What the source says --- */

/* The text of a line without its end. *at and *line: where the last call stopped; lines only go up. */
static struct str line_of(struct str text, uint32_t wanted, size_t *at, uint32_t *line)
{
	while (*line < wanted && *at < text.len) {
		*at += str_find(str_slice(text, *at, text.len), '\n') + 1;
		++*line;
	}
	text = str_slice(text, *at, text.len);
	return str_slice(text, 0, str_find(text, '\n'));
}

/* A column in bytes as one in code points. */
static uint32_t column_in(struct str line, uint32_t column)
{
	struct str before = str_slice(line, 0, column - 1);
	uint32_t points = 1;
	size_t len;

	for (; before.len; before = str_slice(before, len, before.len)) {
		utf8_decode(before, &len);
		points++;
	}
	return points + (column - 1 > line.len ? column - 1 - (uint32_t)line.len : 0);
}

static void set_columns(struct item *items, size_t count, struct str text)
{
	uint32_t line = 1;
	size_t at = 0;

	for (size_t i = 0; i < count; i++) {
		struct str source = line_of(text, items[i].finding->span.line, &at, &line);

		if (items[i].column)
			items[i].column = column_in(source, items[i].column);
		if (items[i].end_column)
			items[i].end_column = column_in(source, items[i].end_column);
	}
}

static void set_hashes(struct items *t, struct item *items, size_t count, struct str text)
{
	uint32_t *lines = arena_array(&t->arena, uint32_t, count);
	struct str *hashes = arena_array(&t->arena, struct str, count);

	for (size_t i = 0; i < count; i++)
		lines[i] = items[i].finding->span.line;
	line_hashes(text, lines, count, &t->arena, hashes);
	for (size_t i = 0; i < count; i++)
		items[i].line_hash = hashes[i];
}

/* Those of one file, which are in the order of its lines. */
static void read_source(const struct audit *a, enum item_wish wish, struct items *t, struct item *items, size_t count)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	if (items->finding->file == NONE || !project_source(&a->project, items->finding->file, &text, NULL))
		return;
	set_columns(items, count, strbuf_str(&text));
	if (wish == ITEM_HASHES)
		set_hashes(t, items, count, strbuf_str(&text));
}

static void read_sources(const struct audit *a, enum item_wish wish, struct items *t)
{
	for (size_t i = 0, n; i < t->count; i += n) {
		n = 1;
		while (i + n < t->count && t->items[i + n].finding->file == t->items[i].finding->file)
			n++;
		read_source(a, wish, t, &t->items[i], n);
	}
}

/* --- All of them --- */

static int compare_rank(const void *left, const void *right)
{
	const struct item *l = *(const struct item *const *)left, *r = *(const struct item *const *)right;

	if ((l->finding->suppression == NONE) != (r->finding->suppression == NONE))
		return l->finding->suppression == NONE ? -1 : 1;
	if (l->finding->is_known != r->finding->is_known)
		return l->finding->is_known ? 1 : -1;
	if (l->finding->severity != r->finding->severity)
		return l->finding->severity > r->finding->severity ? -1 : 1;
	return l < r ? -1 : l > r; /* they lie in one array, by place */
}

static bool comes_before(const struct finding *x, const struct finding *y)
{
	return x->file != y->file ? x->file < y->file : x->span.start < y->span.start;
}

/* Both lists are by place. */
static void merge(struct items *t, const struct audit *a, const struct report_options *o, const struct finding_list *more)
{
	const struct finding_list *items = &a->findings.items;
	size_t i = 0, k = 0;

	while (i < items->len || k < more->len) {
		bool is_more = i == items->len || (k < more->len && comes_before(&more->items[k], &items->items[i]));
		struct item *x = &t->items[t->count++];

		*x = item_of(t, a, o, is_more ? &more->items[k++] : &items->items[i++]);
		t->known += x->finding->is_known;
	}
}

static void find(const struct audit *a, const struct report_options *o, enum item_wish wish, const struct finding_list *more, struct items *ret)
{
	struct items *t = ret;
	size_t room = a->findings.items.len + more->len + 1;

	*t = (struct items){ 0 };
	t->items = arena_array(&t->arena, struct item, room);
	t->rank = arena_array(&t->arena, const struct item *, room);
	merge(t, a, o, more);
	for (size_t i = 0; i < t->count; i++)
		t->rank[i] = &t->items[i];
	if (wish != ITEM_PLACES)
		read_sources(a, wish, t);
	if (t->count)
		qsort(t->rank, t->count, sizeof(struct item *), compare_rank);
}

void items_find(const struct audit *a, const struct report_options *o, enum item_wish wish, struct items *ret)
{
	find(a, o, wish, &(struct finding_list){ 0 }, ret);
}

void items_find_all(const struct audit *a, const struct report_options *o, enum item_wish wish, struct items *ret)
{
	find(a, o, wish, o->shows_suppressed ? &a->findings.suppressed : &(struct finding_list){ 0 }, ret);
}

const struct suppression *item_suppression(const struct audit *a, const struct item *x)
{
	return x->finding->suppression == NONE ? NULL : &a->findings.suppressions.items[x->finding->suppression];
}

void items_release(struct items *t)
{
	arena_release(&t->arena);
}

void items_add_counts(const struct items *t, const struct report_options *o, struct strbuf *out)
{
	const char *before = " (";

	strbuf_printf(out, "%s %s", t->count ? number_text(t->count).text : "no", plural(t->count, "finding", "findings"));
	for (int severity = SEVERITY_ERROR; severity > SEVERITY_OFF; severity--) {
		uint32_t count = o->verdict->by_severity[severity];

		if (!count)
			continue;
		strbuf_printf(out, "%s%s %s%s", before, number_text(count).text, severity_names[severity], count == 1 ? "" : "s");
		before = ", ";
	}
	strbuf_addz(out, t->count ? ")" : "");
	if (o->gate->has_baseline)
		strbuf_printf(out, ", %s of them known", t->known ? number_text(t->known).text : "none");
	if (o->verdict->suppressed[SUPPRESS_IGNORE])
		strbuf_printf(out, "; %s ignored", number_text(o->verdict->suppressed[SUPPRESS_IGNORE]).text);
	if (o->verdict->suppressed[SUPPRESS_FIXME])
		strbuf_printf(out, "; %s to be mended later (fixme)", number_text(o->verdict->suppressed[SUPPRESS_FIXME]).text);
}
