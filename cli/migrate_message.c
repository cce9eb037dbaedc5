/* What a commit says: the step's title, why, and exactly the changes that were made. */
#include "base/base.h"
#include "cli/migrate_steps.h"

#include "base/strbuf.h"
#include "cli/page.h"

#define BODY_WIDTH 72
#define LINES_MAX 50

/* The plan's own list holds what was planned; what was made is another question. */
static struct str without_list(struct str body)
{
	size_t at = 0;

	while (at < body.len && !str_starts(str_slice(body, at, body.len), STR("- ")))
		at += str_find(str_slice(body, at, body.len), '\n') + 1;
	return str_trim(str_slice(body, 0, at));
}

static void add_line(const struct change *x, struct page *p)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	strbuf_printf(&text, STR_FMT ":%u: " STR_FMT " (" STR_FMT ")", STR_ARG(x->path), x->line, STR_ARG(x->text), STR_ARG(x->code));
	page_add(p, STYLE_PLAIN, STR("- "));
	page_wrap(p, STYLE_PLAIN, 2, strbuf_str(&text));
	page_end(p);
}

void stepping_message(const struct stepping *t, uint32_t step, const bool *before, struct strbuf *out)
{
	const struct plan *p = &t->migration->plan;
	const struct step *x = &p->steps.items[step];
	struct page page = { .out = out, .width = BODY_WIDTH };
	uint32_t count = 0;

	page_add(&page, STYLE_PLAIN, x->title);
	page_end(&page);
	page_end(&page);
	strbuf_add(out, without_list(x->body));
	strbuf_addz(out, without_list(x->body).len ? "\n\n" : "");
	for (size_t i = 0; i < p->changes.len; i++)
		if (t->applied[i] && !before[i] && count++ < LINES_MAX)
			add_line(&p->changes.items[i], &page);
	if (count > LINES_MAX) {
		page_printf(&page, STYLE_PLAIN, "- and %u more", count - LINES_MAX);
		page_end(&page);
	}
}
