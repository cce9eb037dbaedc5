/* CN104: a second name that nobody uses any more goes. */
#include "base/base.h"
#include "rewriters/redirect_impl.h"

#include "rewriters/exports.h"

static bool is_read_at_home(struct planner *p, const struct finding *x, struct str name)
{
	const struct source_names *names = planner_names(p, x->file);

	for (uint32_t i = 0; i < names->read_count; i++)
		if (str_eq(names->reads[i].name, name) && (names->reads[i].binder == 0 || names->reads[i].binder == NONE))
			return true;
	return false;
}

/* What stands in its way, or empty. */
static struct str obstacle(struct planner *p, const struct finding *x, const struct member *m)
{
	const struct outline *o = &planner_input(p)->project->files[x->file].outline;
	struct users users = { .counts_moved = true };
	struct str why = { 0 };

	users_of_name(p, x->file, m->symbol, &users);
	/* Who names the module in a text may ask it for the alias by getattr(). */
	if (!users.items.len && !planner_is_draft(p))
		users_in_texts(p, &x->file, 1, &users);
	if (users.items.len)
		why = users_text(p, &users);
	else if (is_read_at_home(p, x, m->symbol))
		why = STR("its own module uses it");
	else if (o->bindings[m->index].block != NONE || o->bindings[m->index].def != NONE)
		why = STR("it is bound under a condition or in a class");
	users_release(&users);
	return why;
}

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

/* Between blank lines: those before it part what is left well enough. */
static void take_blank_lines(struct str source, uint32_t start, uint32_t *end)
{
	uint32_t eol = start >= 2 && source.ptr[start - 2] == '\r' && source.ptr[start - 1] == '\n' ? 2 : 1;
	uint32_t at = start, after = *end, before = 0;

	while (at >= eol && is_line_end(source.ptr[at - 1])) {
		at -= eol;
		before++;
	}
	if (before < 2)
		return;
	for (uint32_t n = 1; n < before && after + eol <= source.len && is_line_end(source.ptr[after]); n++)
		after += eol;
	*end = after;
}

/* The imports that only the alias read go with it. */
static bool drop_imports(struct planner *p, const struct finding *x, const struct member *m, uint32_t start, uint32_t end, struct source_edits *ret,
			 const char **ret_why)
{
	const struct member *c = canonical_of_finding(p, x);
	struct redirect r = { .planner = p, .file = x->file };
	bool ok;

	r.outline = &planner_input(p)->project->files[x->file].outline;
	r.source = planner_source(p, x->file);
	r.names = planner_names(p, x->file);
	vec_push(&r.moved, (struct moved){ .finding = x, .name = m->symbol, .home = c ? c->file : x->file, .target = m->symbol, .start = start, .end = end });
	ok = redirect_drop_orphans(&r, ret, ret_why);
	vec_release(&r.moved);
	return ok;
}

static void plan(const struct rewriter *self, struct planner *p, const struct finding *x)
{
	const struct member *m = member_of_finding(p, x);
	struct source_edits imports = { 0 };
	struct source_edit exported;
	const char *obstacle_of_imports = NULL;
	uint32_t start, end, c;
	struct str why;

	/* What this very migration frees has warned nobody yet: it stays until somebody asks again. */
	if (planner_is_later(p) || planner_has_mended(p, x) || !m || m->kind != MEMBER_ASSIGNMENT || planner_refusal(p, x->file))
		return;
	why = obstacle(p, x, m);
	if (why.len) {
		show_reason(p, self, x, STR_FMT, STR_ARG(why));
		return;
	}
	if (!planner_lang(p, x->file)->statement(planner_source(p, x->file), m->span.start, &start, &end)) {
		show_reason(p, self, x, "it shares its line with another statement");
		return;
	}
	if (!export_drop(p, x->file, m->symbol, &exported)) {
		show_reason(p, self, x, "it is exported in a way that cannot be changed by itself");
		return;
	}
	if (!drop_imports(p, x, m, start, end, &imports, &obstacle_of_imports)) {
		show_reason(p, self, x, "%s", obstacle_of_imports);
		return;
	}
	take_blank_lines(planner_source(p, x->file), start, &end);
	c = change_begin(p, self, x, MEND_ASK, "remove the unused alias " STR_FMT, STR_ARG(m->symbol));
	change_reason(p, c, "nothing in this code base uses it, but code elsewhere may");
	change_edit(p, c, x->file, start, end, (struct str){ 0 });
	change_edits(p, c, x->file, &imports);
	if (exported.end > exported.start)
		change_edit(p, c, x->file, exported.start, exported.end, exported.text);
}

static const char *const codes[] = { "CN104", NULL };

extern const struct rewriter rewriter_alias;
const struct rewriter rewriter_alias = {
	.name = "alias",
	.codes = codes,
	.title = "remove unused aliases",
	.why = "A second name keeps old habits alive, and hides users of the first from whoever searches for it.",
	.plan = plan,
};
