/* Asking for every change: what it does, its diff, and what the user wants. */
#include "base/base.h"
#include "cli/migrate.h"

#include <errno.h>
#include <unistd.h>

#include "cli/page.h"

struct asking {
	const struct session *s;
	struct migration *m;
	bool *before, *after;
	struct str all_of; /* the kind of which all are wanted from now on */
	bool is_over;      /* the rest is not wanted */
};

/* One line of the terminal. False at its end, and on a signal. */
static bool read_answer(const struct session *s, char *ret)
{
	char c = 0;

	*ret = 0;
	while (c != '\n') {
		ssize_t got = read(STDIN_FILENO, &c, 1);

		if (*s->cancel || got == 0 || (got < 0 && errno != EINTR))
			return false;
		if (got == 1 && c != '\n' && c != ' ' && !*ret)
			*ret = c;
	}
	return true;
}

/* The change on top of what it needs, which is shown with its own. */
static void mark_needs(struct asking *q, uint32_t change)
{
	const struct plan *p = &q->m->plan;

	for (size_t i = 0; i < p->changes.len; i++)
		q->before[i] = q->after[i] = false;
	q->after[change] = true;
	for (uint32_t at = p->changes.items[change].needs; at != NONE && !q->after[at]; at = p->changes.items[at].needs)
		q->before[at] = q->after[at] = true;
}

static void add_change(struct asking *q, const struct change *x, bool has_details, struct page *p)
{
	struct str rest = x->details, line;

	page_end(p);
	page_add(p, STYLE_PLACE, migration_place(q->m, x, &q->m->arena));
	page_add(p, STYLE_PLAIN, STR("  "));
	page_wrap(p, STYLE_BOLD, 2, x->text);
	page_end(p);
	page_printf(p, STYLE_DIM, "  %s, " STR_FMT "%s", mend_names[x->level], STR_ARG(x->code), x->reason.len ? ": " : "");
	page_wrap(p, STYLE_DIM, 2, x->reason);
	page_end(p);
	while (has_details && str_next(&rest, '\n', &line)) {
		page_pad(p, 2);
		page_add(p, STYLE_PLAIN, line);
		page_end(p);
	}
}

static bool show(struct asking *q, uint32_t change, bool has_details)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 }, diff CLEANUP(strbuf_release) = { 0 };
	const struct change *x = &q->m->plan.changes.items[change];
	struct page p = { .out = &text, .width = q->s->out.width, .has_color = q->s->out.has_color };
	struct err err = { 0 };

	add_change(q, x, has_details, &p);
	mark_needs(q, change);
	if (apply_diff(&q->m->apply, q->before, q->after, &diff, &err))
		migration_add_diff(q->s, strbuf_str(&diff), &text);
	page_printf(&p, STYLE_NOTE, "Make this change? [y]es, [n]o, [a]ll of kind " STR_FMT ", [d]etails, [q]uit: ", STR_ARG(x->kind));
	return print_out(q->s, strbuf_str(&text)) == EXIT_CLEAN;
}

/* Is it wanted? */
static bool ask(struct asking *q, uint32_t change)
{
	const struct change *x = &q->m->plan.changes.items[change];
	bool has_details = false;
	char answer;

	while (!q->is_over) {
		if (q->all_of.len && str_eq(q->all_of, x->kind))
			return true;
		if (!show(q, change, has_details) || !read_answer(q->s, &answer)) {
			q->is_over = true;
			break;
		}
		switch (answer) {
		case 'y': return true;
		case 'n': return false;
		case 'a': q->all_of = x->kind; break;
		case 'q': q->is_over = true; break;
		default: has_details = true;
		}
	}
	return false;
}

int migration_ask(const struct session *s, struct migration *m)
{
	struct asking q = { .s = s, .m = m };
	int code;

	if (!isatty(STDIN_FILENO) || !isatty(s->out.fd))
		return say_error(s, "--interactive asks at a terminal, and there is none");
	code = migration_open(s, m);
	if (code != EXIT_CLEAN)
		return code;
	q.before = arena_array(&m->arena, bool, m->plan.changes.len + 1);
	q.after = arena_array(&m->arena, bool, m->plan.changes.len + 1);
	for (uint32_t i = 0; i < m->plan.changes.len; i++)
		m->is_chosen[i] = m->is_chosen[i] && ask(&q, i);
	migration_settle(m);
	return *s->cancel ? EXIT_USAGE : EXIT_CLEAN;
}
