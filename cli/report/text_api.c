/* The API of a family in the text report: what each member has of the canonical's, counted, and what is not the same. */
#include "base/base.h"
#include "cli/report/text.h"

#include "base/utf8.h"
#include "rules/conformance.h"

#define INDENT 2

static void add_entry(struct text_report *t, const struct member *m, const struct surface_entry *e)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	utf8_add_safe(&text, e->method.len ? e->method : m->symbol);
	strbuf_printf(&text, ": %s", surface_state_names[e->state]);
	if (e->renamed.len) {
		strbuf_addz(&text, " to ");
		utf8_add_safe(&text, e->renamed);
	}
	if (e->text.len) {
		strbuf_addz(&text, ": ");
		utf8_add_safe(&text, e->text);
	}
	page_pad(&t->page, 3 * INDENT);
	page_wrap(&t->page, STYLE_PLAIN, 4 * INDENT, strbuf_str(&text));
	page_end(&t->page);
}

static void add_member(struct text_report *t, const struct member *m, const struct surface *s)
{
	struct strbuf name CLEANUP(strbuf_release) = { 0 };

	utf8_add_safe(&name, m->symbol);
	page_pad(&t->page, 2 * INDENT);
	page_add(&t->page, STYLE_PLACE, text_place(t, m->file, m->span.line));
	page_add(&t->page, STYLE_PLAIN, STR("  "));
	page_wrap(&t->page, STYLE_PLAIN, 3 * INDENT,
		arena_printf(&t->scratch, "%s: %u same, %u differ, %u renamed, %u missing, %u extra", name.ptr, s->counts[SURFACE_SAME],
			s->counts[SURFACE_DIFFERS], s->counts[SURFACE_RENAMED], s->counts[SURFACE_LACKS], s->counts[SURFACE_EXTRA]));
	page_end(&t->page);
	vec_foreach (const struct surface_entry, e, &s->items)
		if (e->state != SURFACE_SAME)
			add_entry(t, m, e);
}

void text_add_api(struct text_report *t, const struct family *f)
{
	struct surface_input in = { &t->audit->project, t->audit->link, &t->audit->families, &t->scratch };
	bool is_first = true;

	vec_foreach (const struct member, m, &f->members) {
		struct surface s = { 0 };

		if (surface_find(&in, f, m, &s)) {
			if (is_first) {
				page_pad(&t->page, INDENT);
				page_add(&t->page, STYLE_BOLD, STR("API beside the canonical's"));
				page_end(&t->page);
			}
			is_first = false;
			add_member(t, m, &s);
		}
		surface_release(&s);
	}
}
