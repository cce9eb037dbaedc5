/* CN101, CN102 of C and C++: a duplicate that others may know hands on to the canonical; its declarations say so. */
#include "base/base.h"
#include "rewriters/twin_impl.h"

#include "base/strbuf.h"
#include "rules/creators.h"

extern const struct rewriter rewriter_handover;

/* --- Deprecation --- */

/* The project's own word for it, where the header sees one: a macro that comes to the attribute. */
static const struct cmacro *deprecation_macro(struct creators *c, file_id header)
{
	for (uint32_t i = 0; i < c->file_count; i++) {
		const struct cfacts *f = cfacts_of(c, c->files[i]);

		for (uint32_t k = 0; k < f->macro_count; k++)
			if (str_has(f->macros[k].name, STR("DEPRECATED")) && str_has_nocase(f->macros[k].body, STR("deprecated(")) && f->macros[k].param_count <= 1 &&
			    sees(c, header, c->files[i]))
				return &f->macros[k];
	}
	return NULL;
}

static struct str deprecation(struct twin *t, file_id header)
{
	const struct cmacro *own = deprecation_macro(planner_input(t->planner)->families->creators, header);
	struct arena *a = planner_arena(t->planner);
	struct str target = twin_target_name(t);

	if (!own)
		return arena_printf(a, "__attribute__((deprecated(\"use " STR_FMT "\")))", STR_ARG(target));
	if (!own->is_function_like)
		return own->name;
	/* G_DEPRECATED_FOR(f) takes the name itself and makes the words of it. */
	if (str_has(own->body, STR("#")))
		return arena_printf(a, STR_FMT "(" STR_FMT ")", STR_ARG(own->name), STR_ARG(target));
	return arena_printf(a, STR_FMT "(\"use " STR_FMT "\")", STR_ARG(own->name), STR_ARG(target));
}

static void deprecate(struct twin *t, file_id file, const struct cproto *proto, twin_edits *edits)
{
	struct str source = planner_source(t->planner, file);

	if (proto->flags & (CFUNC_DEPRECATED | CFUNC_CONDITIONAL) || str_has_nocase(str_slice(source, proto->start, proto->end), STR("deprecated")))
		return;
	twin_edit_add(edits, (struct twin_edit){ .file = file, .start = proto->start, .end = proto->start,
						 .text = arena_printf(planner_arena(t->planner), STR_FMT STR_FMT, STR_ARG(deprecation(t, file)), STR_ARG(twin_eol(source))) });
}

static void deprecate_all(struct twin *t, twin_edits *edits)
{
	struct creators *c = planner_input(t->planner)->families->creators;
	const struct name_ref *refs;
	uint32_t count = table_find(&c->protos, t->name, &refs);

	for (uint32_t i = 0; i < count; i++) {
		const struct cproto *proto = &cfacts_of(c, refs[i].file)->protos[refs[i].index];

		if (str_eq(proto->name, t->func->name) && is_header(c->project->files[refs[i].file].path) && sees(c, t->old->file, refs[i].file) &&
		    !planner_refusal(t->planner, refs[i].file))
			deprecate(t, refs[i].file, proto, edits);
	}
}

/* --- Forms --- */

/* The one declaration of the duplicate in all headers; NULL when there is none, several, or one that others share. */
static const struct cproto *only_proto(struct twin *t, file_id *ret_header)
{
	struct creators *c = planner_input(t->planner)->families->creators;
	const struct cproto *found = NULL;
	const struct name_ref *refs;
	uint32_t count = table_find(&c->protos, t->name, &refs);

	for (uint32_t i = 0; i < count; i++) {
		const struct cproto *proto = &cfacts_of(c, refs[i].file)->protos[refs[i].index];

		if (!str_eq(proto->name, t->func->name))
			continue;
		if (found || !is_header(c->project->files[refs[i].file].path))
			return NULL;
		found = proto;
		*ret_header = refs[i].file;
	}
	return t->has_other_protos || t->protos.len != 1 || planner_refusal(t->planner, *ret_header) ? NULL : found;
}

static void remove_definition(struct twin *t, twin_edits *edits)
{
	twin_edit_add(edits, twin_removal(t->planner, t->old->file, t->func->start, t->func->end));
	vec_foreach(struct twin_edit, helper, &t->helpers_gone)
		twin_edit_add(edits, *helper);
}

static bool is_old_c(struct twin *t)
{
	struct units *u = planner_units(t->planner);
	const uint32_t *units;
	uint32_t count = units_that_read(u, t->old->file, &units);

	for (uint32_t i = 0; i < count; i++)
		for (uint32_t k = 0; k < units_entry(u, units[i])->argument_count; k++) {
			struct str arg = units_entry(u, units[i])->arguments[k];

			if (str_is(arg, "-ansi") || str_is(arg, "-std=c89") || str_is(arg, "-std=c90") || str_is(arg, "-std=gnu89") || str_is(arg, "-std=gnu90"))
				return true;
		}
	return false;
}

/* `using core::make_engine;` in the place of legacy::make_engine: every overload, and no second symbol. */
static bool use_using(struct twin *t, twin_edits *edits)
{
	struct str target = twin_target_name(t), why;
	const struct cproto *proto;
	file_id header = NONE;

	if (!t->is_cpp || !str_eq(str_tail(target, ':'), t->name) || str_eq(target, t->func->name))
		return false;
	proto = only_proto(t, &header);
	if (!proto || !twin_include(t->planner, header, t->header, edits, &why))
		return false;
	twin_edit_add(edits, (struct twin_edit){ header, proto->start, proto->end, arena_printf(planner_arena(t->planner), "using " STR_FMT ";", STR_ARG(target)),
						 (uint32_t)(sizeof("using ") + target.len - t->name.len) });
	remove_definition(t, edits);
	return true;
}

/* What stands before the body, as a definition in a header has it. */
static struct str inline_head(struct twin *t)
{
	struct str head = str_trim(str_slice(planner_source(t->planner, t->old->file), t->func->start, t->func->body));

	return str_starts(head, STR("extern ")) ? str_trim(str_slice(head, sizeof("extern"), head.len)) : head;
}

/* A program's own name, in its header: no call of it costs anything, and no object holds it. */
static bool use_inline(struct twin *t, twin_edits *edits)
{
	struct arena *a = planner_arena(t->planner);
	struct twin_edit body;
	const struct cproto *proto;
	file_id header = NONE;
	struct str why, eol, head = inline_head(t);

	if (t->is_cpp || is_old_c(t) || str_has(head, STR("inline")))
		return false;
	proto = only_proto(t, &header);
	if (!proto || !twin_wrapper(t, &body, &why) || !twin_include(t->planner, header, t->header, edits, &why))
		return false;
	eol = twin_eol(planner_source(t->planner, header));
	twin_edit_add(edits, (struct twin_edit){ header, proto->start, proto->end,
						 arena_printf(a, "static inline " STR_FMT STR_FMT STR_FMT, STR_ARG(head), STR_ARG(eol), STR_ARG(body.text)),
						 (uint32_t)(sizeof("static inline ") - 1 + head.len + eol.len) + body.name_at });
	remove_definition(t, edits);
	return true;
}

/* Out of line, where it stands: the symbol stays in its object, with an address of its own. */
static bool use_wrapper(struct twin *t, bool is_unused, twin_edits *edits, struct str *ret_reason)
{
	struct twin_edit body;

	if (!twin_wrapper(t, &body, ret_reason) || !twin_include(t->planner, t->old->file, t->header, edits, ret_reason))
		return false;
	twin_edit_add(edits, body);
	vec_foreach(struct twin_edit, helper, &t->helpers_gone)
		twin_edit_add(edits, *helper);
	if (is_unused)
		deprecate_all(t, edits);
	return true;
}

/* A symbol that libraries show, or that is looked up by its name, has to stay: for that the last two are. */
bool twin_redirect(struct twin *t, bool is_unused, twin_edits *edits, enum twin_form *ret_form, struct str *ret_reason)
{
	bool is_own = !twin_exported(t) && t->is_complete && !t->is_looked_up;

	*ret_form = TWIN_HEADER;
	if (is_own && use_using(t, edits))
		return true;
	vec_clear(edits);
	if (is_own && use_inline(t, edits))
		return true;
	vec_clear(edits);
	if (twin_can_alias(t) && twin_alias(t, edits)) {
		*ret_form = TWIN_ALIAS;
		if (is_unused)
			deprecate_all(t, edits);
		return true;
	}
	*ret_form = TWIN_WRAPPER;
	return use_wrapper(t, is_unused, edits, ret_reason);
}

uint32_t twin_begin_redirect(struct twin *t, enum twin_form form)
{
	bool is_alias = form == TWIN_ALIAS;
	const char *exported = twin_exported(t);
	uint32_t c = change_begin(t->planner, &rewriter_handover, t->finding, MEND_SAFE, "%s " STR_FMT " %s " STR_FMT, is_alias ? "make" : "let",
				  STR_ARG(t->func->name), is_alias ? "an alias of" : "hand on to", STR_ARG(twin_target_name(t)));

	if (is_alias)
		change_reason(t->planner, c, "the two are equal; both names stay, and have one address");
	else if (exported)
		change_reason(t->planner, c, "the two are equal; the name stays, with its symbol: %s", exported);
	else
		change_reason(t->planner, c, "the two are equal; the name stays for what no compiler sees here");
	return c;
}

/* Both kinds come of one proof: call.c makes these changes too. */
static void plan(const struct rewriter *self, struct planner *p, const struct finding *x)
{
}

static const char *const codes[] = { "CN101", "CN102", NULL };

const struct rewriter rewriter_handover = {
	.name = "handover",
	.codes = codes,
	.for_creations = true,
	.title = "let duplicates hand on to the canonical",
	.why = "Others may know these names: they stay, with their symbols, and do what the canonical does. "
	       "Where nothing here names them any more, they say that they are deprecated.",
	.plan = plan,
};
