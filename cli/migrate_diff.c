/* Diffs on standard output: exact for programs, coloured and safe for people. */
#include "base/base.h"
#include "cli/migrate.h"

#include "cli/page.h"
#include "rewriters/diff.h"

static const enum style line_styles[] = {
	[DIFF_LINE_HEADER] = STYLE_BOLD,
	[DIFF_LINE_PLACE] = STYLE_PLACE,
	[DIFF_LINE_SAME] = STYLE_PLAIN,
	[DIFF_LINE_OLD] = STYLE_ERROR,
	[DIFF_LINE_NEW] = STYLE_GOOD,
	[DIFF_LINE_REMARK] = STYLE_DIM,
};

/* Tabs are harmless, and what people indent with. */
static void add_line(struct page *p, enum style style, struct str line)
{
	struct str part;

	for (bool is_first = true; str_next(&line, '\t', &part); is_first = false) {
		if (!is_first)
			strbuf_addch(p->out, '\t');
		page_add(p, style, part);
	}
	strbuf_addch(p->out, '\n');
}

void migration_add_diff(const struct session *s, struct str diff, struct strbuf *out)
{
	struct page page = { .out = out, .has_color = s->out.has_color };
	bool is_in_hunk = false;
	struct str line;

	if (!s->out.has_color && !s->out.is_terminal) {
		strbuf_add(out, diff);
		return;
	}
	while (str_next(&diff, '\n', &line))
		add_line(&page, line_styles[diff_line_of(line, &is_in_hunk)], line);
}

int migration_print_diff(const struct session *s, struct migration *m)
{
	struct strbuf diff CLEANUP(strbuf_release) = { 0 }, text CLEANUP(strbuf_release) = { 0 };
	const bool *none = arena_array(&m->arena, bool, m->plan.changes.len + 1);
	struct err err = { 0 };
	int code = migration_open(s, m);

	if (code != EXIT_CLEAN)
		return code;
	if (!apply_diff(&m->apply, none, m->is_chosen, &diff, &err))
		return say_error(s, "%s", err.message);
	migration_add_diff(s, strbuf_str(&diff), &text);
	return print_out(s, strbuf_str(&text));
}
