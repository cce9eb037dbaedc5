/* A file that ends in a newline ends in one afterwards, and one that does not does not: no rewriter has to think of it. */
#include "base/base.h"
#include "rewriters/planner_impl.h"

struct file_end {
	struct planner *planner;
	struct plan_file *file;
	struct str source, eol;
};

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

static uint32_t last_eol(struct str text)
{
	if (text.len == 0 || !is_line_end(text.ptr[text.len - 1]))
		return 0;
	return str_ends(text, STR("\r\n")) ? 2 : 1;
}

static void set_start(struct file_end *x, struct edit *e, uint32_t start)
{
	e->start = start;
	e->old = arena_str(&x->planner->plan->arena, str_slice(x->source, start, e->end));
}

/* The first of the removals of one change that lie side by side up to this one. */
static size_t first_removal(const struct file_end *x, size_t at)
{
	const struct edit *edits = x->file->edits.items;

	while (at > 0 && edits[at - 1].change == edits[at].change && edits[at - 1].end == edits[at].start && !edits[at - 1].text.len &&
	       edits[at - 1].start < edits[at - 1].end)
		at--;
	return at;
}

/* What goes from the end takes along the blank lines before it, and the last newline where there was none. */
static void widen(struct file_end *x, size_t at, bool keeps_one)
{
	struct edit *e;
	uint32_t start, eol, limit;

	at = first_removal(x, at);
	e = &x->file->edits.items[at];
	limit = at == 0 ? 0 : e[-1].end;
	start = e->start;
	while ((eol = last_eol(str_slice(x->source, 0, start))) && start - eol >= limit &&
	       (!keeps_one || last_eol(str_slice(x->source, 0, start - eol))))
		start -= eol;
	if (start > 0 && start < e->start)
		set_start(x, e, start);
}

static void leave_open(struct file_end *x, size_t at)
{
	struct edit *e = &x->file->edits.items[at];

	if (e->text.len == 0)
		widen(x, at, false);
	else
		e->text = str_slice(e->text, 0, e->text.len - last_eol(e->text));
}

/* Is what stands before the removals at the end no whole line: a byte order mark, or what shared the line? */
static bool leaves_line_open(const struct file_end *x, size_t at)
{
	uint32_t start = x->file->edits.items[first_removal(x, at)].start;

	return start > 0 && !is_line_end(x->source.ptr[start - 1]);
}

static void close_line(struct file_end *x, size_t at)
{
	struct edit *e = &x->file->edits.items[at];

	if (e->text.len == 0 && e->start < e->end) {
		widen(x, at, true);
		if (leaves_line_open(x, at))
			e->text = arena_str(&x->planner->plan->arena, x->eol);
	} else if (e->text.len && !last_eol(e->text))
		e->text = arena_printf(&x->planner->plan->arena, STR_FMT STR_FMT, STR_ARG(e->text), STR_ARG(x->eol));
}

void keep_final_newline(struct planner *p, struct plan_file *f)
{
	file_id file = project_find(p->options->input->project, f->path);
	struct file_end x = { .planner = p, .file = f };

	if (file == NONE || f->edits.len == 0)
		return;
	x.source = planner_source(p, file);
	x.eol = planner_style(p, file)->eol;
	for (size_t i = 0; i < f->edits.len && x.source.len; i++) {
		if (f->edits.items[i].end != x.source.len)
			continue;
		if (planner_style(p, file)->ends_in_eol)
			close_line(&x, i);
		else
			leave_open(&x, i);
	}
}
