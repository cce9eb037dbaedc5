/* CN105: a silent redirect says where its content has gone. */
#include "base/base.h"
#include "rewriters/users.h"

#include "base/strbuf.h"

/* Does the module bind `warnings` to that module already? */
static bool has_warnings(const struct outline *o)
{
	for (uint32_t i = 0; i < o->import_count; i++)
		for (uint32_t n = 0; n < o->imports[i].name_count; n++) {
			const struct import_name *x = &o->names[o->imports[i].first_name + n];

			if (o->imports[i].form == IMPORT_MODULE && o->imports[i].def == NONE && o->imports[i].block == NONE && str_is(x->name, "warnings") && !x->alias.len)
				return true;
		}
	return false;
}

static bool is_future(const struct import *im)
{
	return im->form == IMPORT_FROM && !im->level && str_is(im->module, "__future__");
}

static bool is_top(const struct import *im)
{
	return im->def == NONE && im->block == NONE;
}

/* The first import that a new one may stand before, and the last of those that follow each other at the top. */
static bool find_imports(const struct outline *o, uint32_t *ret_first, uint32_t *ret_last)
{
	uint32_t end = o->def_count && o->defs[0].parent == NONE ? o->defs[0].span.start : NONE;

	*ret_first = *ret_last = NONE;
	for (uint32_t i = 0; i < o->import_count && o->imports[i].span.start < end; i++) {
		if (!is_top(&o->imports[i]))
			continue;
		if (!is_future(&o->imports[i]) && *ret_first == NONE)
			*ret_first = i;
		*ret_last = i;
	}
	return *ret_first != NONE;
}

static struct str notice_text(struct planner *p, const struct finding *x, const struct source_style *style)
{
	const struct member *c = canonical_of_finding(p, x);
	struct str removal = removal_of(p, x), i = style->indent, e = style->eol;

	return arena_printf(planner_arena(p),
			    STR_FMT "warnings.warn(" STR_FMT STR_FMT "f\"{__name__} is deprecated%s" STR_FMT "; import from " STR_FMT "\"," STR_FMT STR_FMT
				    "DeprecationWarning," STR_FMT STR_FMT "stacklevel=2," STR_FMT ")" STR_FMT,
			    STR_ARG(e), STR_ARG(e), STR_ARG(i), !removal.len ? "" : str_find(removal, '-') < removal.len ? " and will be removed on " : " and will be removed in ", STR_ARG(removal),
			    STR_ARG(link_module_name(planner_input(p)->link, c->file)), STR_ARG(e), STR_ARG(i), STR_ARG(e), STR_ARG(i), STR_ARG(e), STR_ARG(e));
}

static void plan(const struct rewriter *self, struct planner *p, const struct finding *x)
{
	const struct outline *o = &planner_input(p)->project->files[x->file].outline;
	uint32_t first, last, start, end, c;
	struct str source, text;

	if (planner_has_mended(p, x) || !canonical_of_finding(p, x) || planner_refusal(p, x->file))
		return;
	/* With the import goes what there is to warn of; what is left the next round sees. */
	if (planner_will_edit(p, x->file, x->span.start))
		return;
	source = planner_source(p, x->file);
	if (!find_imports(o, &first, &last) || o->imports[first].is_joined ||
	    !planner_lang(p, x->file)->statement(source, o->imports[last].span.start, &start, &end)) {
		show_reason(p, self, x, "its imports are not at the top, in lines of their own");
		return;
	}
	c = change_begin(p, self, x, MEND_ASK, "warn that " STR_FMT " is deprecated", STR_ARG(link_module_name(planner_input(p)->link, x->file)));
	change_reason(p, c, "whoever imports it will be warned, and it may be meant to stay");
	text = notice_text(p, x, planner_style(p, x->file));
	if (end > 0 && source.ptr[end - 1] != '\n' && source.ptr[end - 1] != '\r')
		text = arena_printf(planner_arena(p), STR_FMT STR_FMT, STR_ARG(planner_style(p, x->file)->eol), STR_ARG(text));
	if (!has_warnings(o))
		change_edit(p, c, x->file, o->imports[first].span.start, o->imports[first].span.start,
			    arena_printf(planner_arena(p), "import warnings" STR_FMT STR_FMT, STR_ARG(planner_style(p, x->file)->eol),
					 STR_ARG(planner_style(p, x->file)->eol)));
	change_edit(p, c, x->file, end, end, text);
}

static const char *const codes[] = { "CN105", NULL };

extern const struct rewriter rewriter_notice;
const struct rewriter rewriter_notice = {
	.name = "notice",
	.codes = codes,
	.title = "say that redirects are deprecated",
	.why = "A redirect that says nothing is imported from for ever.",
	.plan = plan,
};
