/* CN109: a fallback that can never run goes, and the try around the import with it. */
#include "base/base.h"
#include "rewriters/users.h"

#include "rules/proof.h"

/* The handler that the member stands in. */
static uint32_t handler_of(struct planner *p, const struct member *m)
{
	const struct outline *o = &planner_input(p)->project->files[m->file].outline;
	uint32_t b = m->kind == MEMBER_ASSIGNMENT ? o->bindings[m->index].block : m->def != NONE ? o->defs[m->def].block : NONE;

	while (b != NONE && o->blocks[b].kind != BLOCK_EXCEPT_IMPORT && o->blocks[b].kind != BLOCK_EXCEPT_ANY && o->blocks[b].kind != BLOCK_EXCEPT)
		b = o->blocks[b].parent;
	return b;
}

/* The try arm's own block: what stays. */
static uint32_t try_of(const struct outline *o, uint32_t handler)
{
	for (uint32_t b = 0; b < o->block_count; b++)
		if (o->blocks[b].group == o->blocks[handler].group && o->blocks[b].kind == BLOCK_TRY)
			return b;
	return handler;
}

static bool is_read(struct planner *p, file_id file, struct str name)
{
	const struct source_names *names = planner_names(p, file);

	for (uint32_t i = 0; i < names->read_count; i++)
		if (str_eq(names->reads[i].name, name))
			return true;
	return false;
}

static struct str bound(const struct outline *o, const struct import *im, uint32_t n)
{
	const struct import_name *x = &o->names[im->first_name + n];

	return x->alias.len ? x->alias : str_slice(x->name, 0, im->form == IMPORT_MODULE ? str_find(x->name, '.') : x->name.len);
}

/* Linters forgive an import that nobody reads in a try; outside of one it has to say that it is there for others. */
static void mark_unread(struct planner *p, uint32_t change, file_id file, uint32_t try)
{
	const struct outline *o = &planner_input(p)->project->files[file].outline;
	struct str source = planner_source(p, file), line;

	for (uint32_t i = 0; i < o->import_count; i++) {
		const struct import *im = &o->imports[i];
		bool unread = im->block == try && !im->is_joined && im->def == NONE && im->span.line == im->span.end_line;

		for (uint32_t n = 0; n < im->name_count; n++)
			unread = unread && !is_read(p, file, bound(o, im, n)) && !is_exported_by(o, bound(o, im, n));
		line = str_slice(source, im->span.end, source.len);
		if (unread && !str_trim(str_slice(line, 0, MIN(str_find(line, '\n'), str_find(line, '\r')))).len)
			change_edit(p, change, file, im->span.end, im->span.end, STR("  # noqa: F401"));
	}
}

/* Outside of a try the import would bind what the module binds anew: one of the two says nothing. */
static bool is_bound_again(struct planner *p, file_id file, uint32_t try)
{
	const struct outline *o = &planner_input(p)->project->files[file].outline;

	for (uint32_t i = 0; i < o->import_count; i++)
		for (uint32_t n = 0; o->imports[i].block == try && n < o->imports[i].name_count; n++)
			for (uint32_t b = 0; b < o->binding_count; b++)
				if (o->bindings[b].block == NONE && o->bindings[b].def == o->imports[i].def && str_eq(o->bindings[b].name, bound(o, &o->imports[i], n)))
					return true;
	return false;
}

static void plan(const struct rewriter *self, struct planner *p, const struct finding *x)
{
	const struct member *m = member_of_finding(p, x);
	uint32_t handler = m ? handler_of(p, m) : NONE, c;
	const struct outline *o = &planner_input(p)->project->files[x->file].outline;
	struct source_edits edits = { 0 };
	struct err err = { 0 };
	struct str why;
	bool certain;

	if (planner_has_mended(p, x) || handler == NONE || x->mend < MEND_ASK || planner_refusal(p, x->file))
		return;
	if (!planner_lang(p, x->file)->unwrap_try(planner_source(p, x->file), o, try_of(o, handler), true, planner_arena(p), &edits, &err)) {
		show_reason(p, self, x, "%s", err.message);
		return;
	}
	certain = is_try_certain(planner_input(p), x->file, handler, planner_arena(p), &why);
	c = change_begin(p, self, x, certain ? MEND_SAFE : MEND_ASK, "remove the fallback " STR_FMT " and the try around the import", STR_ARG(m->symbol));
	if (certain)
		change_reason(p, c, "all that the try imports is defined in this code base, and nothing that it loads can be missing");
	else
		change_reason(p, c, STR_FMT, STR_ARG(why));
	if (is_bound_again(p, x->file, try_of(o, handler)))
		change_lower(p, c, MEND_ASK, "a name of the import is bound again further on");
	change_edits(p, c, x->file, &edits);
	if (edits.count)
		change_claims(p, c, x->file, edits.items[0].start, edits.items[edits.count - 1].end);
	mark_unread(p, c, x->file, try_of(o, handler));
}

static const char *const codes[] = { "CN109", NULL };

extern const struct rewriter rewriter_fallback;
const struct rewriter rewriter_fallback = {
	.name = "fallback",
	.codes = codes,
	.title = "remove fallbacks that can never run",
	.why = "The import before them always succeeds. What never runs is found by searches, read, and believed.",
	.plan = plan,
};
