/* The plan as stable text, for golden tests and for whoever wants to see what was planned. */
#include "base/base.h"
#include "rewriters/plan.h"

#include <stdlib.h>

#include "base/strbuf.h"
#include "base/utf8.h"

#define TEXT_SHOWN 60

static void dump_change(const struct change *x, uint32_t index, struct strbuf *out)
{
	struct str rest = x->details, line;

	strbuf_printf(out, "change %u %s %s " STR_FMT " " STR_FMT " " STR_FMT " " STR_FMT ":%u:%u: " STR_FMT "\n", index,
		change_state_names[x->state], mend_names[x->level], STR_ARG(x->kind), STR_ARG(x->code),
		STR_ARG(x->product), STR_ARG(x->path), x->line, x->column, STR_ARG(x->text));
	if (x->reason.len)
		strbuf_printf(out, "  because " STR_FMT "\n", STR_ARG(x->reason));
	if (x->advice.len)
		strbuf_printf(out, "  to do: " STR_FMT "\n", STR_ARG(x->advice));
	if (x->round)
		strbuf_printf(out, "  in round %u\n", x->round);
	if (x->needs != NONE)
		strbuf_printf(out, "  needs %u\n", x->needs);
	while (str_next(&rest, '\n', &line))
		strbuf_printf(out, "  | " STR_FMT "\n", STR_ARG(line));
}

/* The changes of a step; with NONE those that no step holds. */
static void dump_changes(const struct plan *p, uint32_t step, struct strbuf *out)
{
	for (uint32_t i = 0; i < p->changes.len; i++)
		if (p->changes.items[i].step == step)
			dump_change(&p->changes.items[i], i, out);
}

/* The diff shows it whole. */
static void add_quoted(struct str text, struct strbuf *out)
{
	strbuf_addch(out, '"');
	utf8_add_safe(out, str_slice(text, 0, TEXT_SHOWN));
	strbuf_addch(out, '"');
	if (text.len > TEXT_SHOWN)
		strbuf_printf(out, " and %zu bytes more", text.len - TEXT_SHOWN);
}

static void dump_file(const struct plan_file *f, struct strbuf *out)
{
	strbuf_printf(out, "file " STR_FMT, STR_ARG(f->path));
	if (f->is_removed)
		strbuf_printf(out, " removed by %u", f->remover);
	strbuf_addch(out, '\n');
	vec_foreach (struct edit, e, &f->edits) {
		strbuf_printf(out, "  %u-%u by %u: ", e->start, e->end, e->change);
		add_quoted(e->old, out);
		strbuf_addz(out, " -> ");
		add_quoted(e->text, out);
		strbuf_addch(out, '\n');
	}
}

void plan_dump(const struct plan *p, struct strbuf *out)
{
	for (uint32_t i = 0; i < p->steps.len; i++) {
		const struct step *x = &p->steps.items[i];

		strbuf_printf(out, "step " STR_FMT " " STR_FMT ": " STR_FMT "\n", STR_ARG(x->kind), STR_ARG(x->product),
			STR_ARG(x->title));
		dump_changes(p, i, out);
	}
	dump_changes(p, NONE, out);
	vec_foreach (struct plan_file, f, &p->files)
		dump_file(f, out);
	vec_foreach (struct plan_skip, x, &p->skips)
		strbuf_printf(out, "skip " STR_FMT ": " STR_FMT " (%u)\n", STR_ARG(x->path), STR_ARG(x->reason), x->changes);
}
