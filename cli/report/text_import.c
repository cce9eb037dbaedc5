/* Who imports the family from where, in the text report. */
#include "base/base.h"
#include "cli/report/text.h"

#include <stdlib.h>

#include "cli/statement.h"

#define INDENT 2
#define THROUGH_SHOWN 3

static const char *const status_phrases[IMPORT_STATUS_COUNT] = {
	[IMPORT_CANONICAL] = "from the canonical module",
	[IMPORT_MEMBER] = "of its other members",
	[IMPORT_OTHER] = "through others",
	[IMPORT_NO_MODULE] = "from missing modules",
	[IMPORT_NO_NAME] = "of missing names",
	[IMPORT_STAR_OF] = "by star",
};

struct through {
	file_id file;
	uint32_t count;
};

static int compare_through(const void *left, const void *right)
{
	const struct through *l = left, *r = right;

	if (l->count != r->count)
		return l->count > r->count ? -1 : 1;
	return l->file < r->file ? -1 : l->file > r->file;
}

/* Which modules lead astray, most used first. */
static void add_through(const struct text_report *t, const struct statements *all, struct strbuf *out)
{
	VEC(struct through) found = { 0 };

	for (size_t i = 0; i < all->len; i++) {
		file_id file = all->items[i].names[0]->through;
		size_t k = 0;

		if (all->items[i].status != IMPORT_OTHER || all->items[i].is_reexport || file == NONE)
			continue;
		while (k < found.len && found.items[k].file != file)
			k++;
		if (k == found.len)
			vec_push(&found, (struct through){ file, 0 });
		found.items[k].count++;
	}
	vec_sort(&found, compare_through);
	for (size_t i = 0; i < found.len && i < THROUGH_SHOWN; i++)
		strbuf_printf(out, "%s" STR_FMT " %u", i ? ", " : " (",
			STR_ARG(t->audit->project.files[found.items[i].file].path), found.items[i].count);
	if (found.len)
		strbuf_addz(out, found.len > THROUGH_SHOWN ? ", ...)" : ")");
	vec_release(&found);
}

/* "12 statements: 9 from the canonical module, 3 through others (app/compat.py 3)" */
static void describe(const struct text_report *t, const struct statements *all, struct strbuf *out)
{
	size_t count = all->len - all->reexports;
	const char *between = ": ";

	strbuf_printf(out, "%s %s", number_text(count).text, plural(count, "statement", "statements"));
	for (int status = 0; status < IMPORT_STATUS_COUNT; status++) {
		if (!all->by_status[status])
			continue;
		strbuf_printf(
			out, "%s%s %s", between, number_text(all->by_status[status]).text, status_phrases[status]);
		if (status == IMPORT_OTHER)
			add_through(t, all, out);
		between = ", ";
	}
}

void text_imports(struct text_report *t, const struct statements *all, unsigned column)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	if (all->len == all->reexports)
		return;
	describe(t, all, &text);
	page_pad(&t->page, INDENT);
	page_add(&t->page, STYLE_BOLD, STR("imports"));
	page_pad(&t->page, column ? column : t->page.column + INDENT);
	page_wrap(&t->page, STYLE_PLAIN, column ? column : 2 * INDENT, strbuf_str(&text));
	page_end(&t->page);
}
