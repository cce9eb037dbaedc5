/* Markdown as GitHub and GitLab render it: a verdict, a table of findings, a table of families. */
#include "base/base.h"
#include "cli/report/markdown.h"

#include "base/utf8.h"
#include "cli/command.h"
#include "cli/page.h"
#include "cli/report/item.h"
#include "rules/conformance.h"

/* GitHub takes 65,536 characters in a comment; GitLab a million. */
#define COMMENT_MAX 65000

#define REST_ROOM 400      /* for saying what is left out, and the foot */
#define FAMILIES_ROOM 8000 /* for the families, which come last */
#define NAME_MAX_SHOWN 300 /* bytes */

/* --- Text --- */

static bool is_alnum(struct str text, size_t at)
{
	unsigned char c = at < text.len ? (unsigned char)text.ptr[at] : 0;

	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* What Markdown, HTML, an address, or a mention of a person or an issue could begin with. Most are words like any other. */
static bool is_special(struct str text, size_t at)
{
	switch (text.ptr[at]) {
	case '_': return at == 0 || !is_alnum(text, at - 1) || !is_alnum(text, at + 1);
	case ':': return str_starts(str_slice(text, at, text.len), STR("://"));
	case '.': return at >= 3 && str_starts(str_slice(text, at - 3, text.len), STR("www"));
	default: return strchr("&<>*`[]|\\~#@!$\"'", text.ptr[at]);
	}
}

static void add_literal(struct strbuf *out, struct str text)
{
	struct strbuf safe CLEANUP(strbuf_release) = { 0 };

	utf8_add_safe(&safe, text);
	for (size_t i = 0; i < safe.len; i++)
		if (is_special(strbuf_str(&safe), i))
			strbuf_printf(out, "&#%d;", safe.ptr[i]);
		else
			strbuf_addch(out, safe.ptr[i]);
}

/* Nothing in a code span means anything, but a backtick ends it, and a bar ends the cell of a table. */
void markdown_add_code(struct strbuf *out, struct str text)
{
	bool fits = text.len && text.ptr[0] != ' ' && text.ptr[text.len - 1] != ' ' && str_find(text, '`') == text.len &&
		    str_find(text, '|') == text.len && str_find(text, '\\') == text.len && str_find(text, '<') == text.len;

	strbuf_addz(out, fits ? "`" : "<code>");
	if (fits)
		utf8_add_safe(out, text);
	else
		add_literal(out, text);
	strbuf_addz(out, fits ? "`" : "</code>");
}

void markdown_add_text(struct strbuf *out, struct str text)
{
	struct str part;

	while (text.len) {
		size_t open = str_find(text, '`');
		struct str behind = str_slice(text, open + 1, text.len);
		size_t close = str_find(behind, '`');

		part = str_slice(text, 0, close < behind.len ? open : text.len);
		add_literal(out, part);
		if (part.len == text.len)
			return;
		markdown_add_code(out, str_slice(behind, 0, close));
		text = str_slice(behind, close + 1, behind.len);
	}
}

static struct str shortened(struct str text)
{
	return str_slice(text, 0, NAME_MAX_SHOWN);
}

/* --- Findings --- */

static void add_finding(struct strbuf *out, const struct item *x)
{
	const struct finding *f = x->finding;

	strbuf_printf(out, "| %s | %s | ", severity_names[f->severity], f->rule->code);
	markdown_add_code(out, shortened(x->path));
	strbuf_printf(out, ":%u | ", f->span.line);
	markdown_add_text(out, x->message);
	if (f->mend_text.len) {
		strbuf_addz(out, "<br>*help:* ");
		markdown_add_text(out, f->mend_text);
	}
	strbuf_addz(out, " |\n");
}

/* `limit`: of the whole text. Returns how many did not fit. */
static size_t add_findings(struct strbuf *out, const struct items *items, size_t limit)
{
	struct strbuf row CLEANUP(strbuf_release) = { 0 };
	size_t fresh = items->count - items->known;

	if (fresh)
		strbuf_addz(out, "\n| level | rule | place | finding |\n|---|---|---|---|\n");
	for (size_t i = 0; i < fresh; i++) {
		strbuf_clear(&row);
		add_finding(&row, items->rank[i]);
		if (out->len + row.len > limit)
			return fresh - i;
		strbuf_add(out, strbuf_str(&row));
	}
	return 0;
}

/* --- Families --- */

static void add_family(struct strbuf *out, const struct audit *a, const struct family *f)
{
	const struct member *c = canonical_of(f);

	strbuf_addz(out, "| ");
	markdown_add_code(out, shortened(f->product));
	strbuf_addz(out, " | ");
	if (c) {
		markdown_add_code(out, shortened(c->symbol));
		strbuf_addz(out, " in ");
		markdown_add_code(out, shortened(a->project.files[c->file].path));
	} else {
		strbuf_addz(out, "*to be decided*");
	}
	strbuf_printf(out, " | %u | %zu |\n", f->independent, f->members.len);
}

static bool is_fragmented(const struct audit *a, size_t index)
{
	const struct family *f = &a->families.items.items[index];

	return a->shows_family[index] && (f->independent > 1 || f->canonical == NONE);
}

static void add_families(struct strbuf *out, const struct audit *a, size_t limit)
{
	struct strbuf row CLEANUP(strbuf_release) = { 0 };
	size_t shown = 0, rest = 0;

	for (size_t i = 0; i < a->families.items.len; i++) {
		if (!is_fragmented(a, i))
			continue;
		strbuf_clear(&row);
		if (shown == 0)
			strbuf_addz(&row, "\n| product | canonical | implementations | members |\n|---|---|---|---|\n");
		add_family(&row, a, &a->families.items.items[i]);
		if (rest || out->len + row.len > limit)
			rest++;
		else
			strbuf_add(out, strbuf_str(&row));
		shown++;
	}
	if (rest)
		strbuf_printf(out, "\n%s more %s not shown.\n", number_text(rest).text, plural(rest, "family is", "families are"));
}

/* --- The API of each family, where a member's is another --- */

/* One row for each method that is not the same; "the rest is the same" needs none. */
static void add_surface(struct strbuf *out, const struct member *m, const struct surface *s)
{
	vec_foreach(const struct surface_entry, e, &s->items) {
		if (e->state == SURFACE_SAME)
			continue;
		strbuf_addz(out, "| ");
		markdown_add_code(out, shortened(m->symbol));
		strbuf_addz(out, " | ");
		markdown_add_code(out, shortened(e->method.len ? e->method : m->symbol));
		strbuf_printf(out, " | %s", surface_state_names[e->state]);
		if (e->renamed.len) {
			strbuf_addz(out, " to ");
			markdown_add_code(out, shortened(e->renamed));
		}
		strbuf_addz(out, " | ");
		if (e->text.len)
			markdown_add_code(out, shortened(e->text));
		strbuf_addz(out, " |\n");
	}
}

static void add_api(struct strbuf *out, const struct audit *a, const struct family *f)
{
	struct arena scratch = { 0 };
	struct surface_input in = { &a->project, a->link, &a->families, &scratch };
	struct strbuf rows CLEANUP(strbuf_release) = { 0 };

	vec_foreach(const struct member, m, &f->members) {
		struct surface s = { 0 };

		if (m->is_production && surface_find(&in, f, m, &s))
			add_surface(&rows, m, &s);
		surface_release(&s);
	}
	if (rows.len) {
		strbuf_addz(out, "\nThe API of ");
		markdown_add_code(out, shortened(f->product));
		strbuf_addz(out, " beside the canonical's:\n\n| member | method | is | difference |\n|---|---|---|---|\n");
		strbuf_add(out, strbuf_str(&rows));
	}
	arena_release(&scratch);
}

static void add_apis(struct strbuf *out, const struct audit *a, size_t limit)
{
	struct strbuf table CLEANUP(strbuf_release) = { 0 };
	size_t rest = 0;

	for (size_t i = 0; i < a->families.items.len; i++) {
		strbuf_clear(&table);
		if (a->shows_family[i])
			add_api(&table, a, &a->families.items.items[i]);
		if (out->len + table.len > limit)
			rest++;
		else
			strbuf_add(out, strbuf_str(&table));
	}
	if (rest)
		strbuf_printf(out, "\n%s more %s of an API not shown; the JSON report has all.\n", number_text(rest).text,
			plural(rest, "table is", "tables are"));
}

/* --- The whole --- */

static void add_head(struct strbuf *out, const struct report_options *o, const struct items *items)
{
	const struct verdict *v = o->verdict;
	bool is_open = o->gate->exit_zero && v->failing > o->gate->allowed_new;

	/* Who keeps one comment up to date finds it by this. */
	strbuf_addz(out, "<!-- canonry -->\n### Canonry: ");
	strbuf_addz(out, v->code == EXIT_INCOMPLETE ? "incomplete" : v->code == EXIT_FINDINGS ? "fails" : is_open ? "is held open (--exit-zero)" : "passes");
	strbuf_addz(out, "\n\n");
	items_add_counts(items, o, out);
	strbuf_addch(out, '.');
	if (v->stale)
		strbuf_printf(out, " %s %s of the baseline %s gone.", number_text(v->stale).text,
			plural(v->stale, "finding", "findings"), plural(v->stale, "is", "are"));
	if (v->unread)
		strbuf_printf(out, " %s %s not be read.", number_text(v->unread).text, plural(v->unread, "path could", "paths could"));
	if (v->unparsed)
		strbuf_printf(out, " %s %s not parse.", number_text(v->unparsed).text, plural(v->unparsed, "file does", "files do"));
	strbuf_addch(out, '\n');
}

void markdown_add(const struct audit *a, const struct report_options *o, size_t limit, struct strbuf *out)
{
	struct items items CLEANUP(items_release) = { 0 };
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	size_t rest;

	items_find(a, o, ITEM_PLACES, &items);
	add_head(&text, o, &items);
	rest = add_findings(&text, &items, limit - FAMILIES_ROOM - REST_ROOM);
	if (rest)
		strbuf_printf(&text, "\n%s more %s not shown; none is worse.\n", number_text(rest).text,
			plural(rest, "finding is", "findings are"));
	add_families(&text, a, limit - REST_ROOM);
	add_apis(&text, a, limit - REST_ROOM);
	strbuf_printf(&text, "\n<sub>canonry %s; `canonry explain CODE` says why and what to do</sub>\n", program_version);
	strbuf_add(out, strbuf_str(&text));
}

static bool write_markdown(const struct audit *a, const struct report_options *o, struct strbuf *out, struct err *err)
{
	markdown_add(a, o, COMMENT_MAX, out);
	return true;
}

const struct report report_markdown = {
	.name = "markdown",
	.description = "a comment for a pull request",
	.write = write_markdown,
};
