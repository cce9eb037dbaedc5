/* What stands at a line of a file: member, finding, import; or why there is nothing to say. */
#include "base/base.h"
#include "cli/explain.h"

#include "base/path.h"
#include "cli/member_text.h"
#include "cli/statement.h"

static const char *const status_meanings[IMPORT_STATUS_COUNT] = {
	[IMPORT_CANONICAL] = "it names the canonical's own module, as it should",
	[IMPORT_MEMBER] = "it takes a member that is no rival of the canonical",
	[IMPORT_OTHER] = "it arrives, but not by the canonical's own module",
	[IMPORT_NO_MODULE] = "it names a module that does not exist",
	[IMPORT_NO_NAME] = "the module exists and does not define the name",
	[IMPORT_STAR_OF] = "it takes everything of a module that binds a member",
};

static const char *const target_phrases[TARGET_KIND_COUNT] = {
	[TARGET_DEF] = "ends at",
	[TARGET_VARIABLE] = "ends at the variable at",
	[TARGET_MODULE] = "ends at the module",
	[TARGET_EXTERNAL] = "leaves this project",
	[TARGET_NO_MODULE] = "ends nowhere: there is no such module",
	[TARGET_NO_NAME] = "ends nowhere: the module does not define it",
	[TARGET_UNKNOWN] = "cannot be followed: only the run knows",
	[TARGET_CYCLE] = "ends in itself",
};

/* --- Imports --- */

static void add_end(struct explainer *e, const struct target *t, struct strbuf *out)
{
	const struct outline *o = t->file == NONE ? NULL : &e->audit->project.files[t->file].outline;

	strbuf_addz(out, target_phrases[t->kind]);
	if (!o)
		return;
	if (t->kind == TARGET_DEF)
		strbuf_printf(out, " " STR_FMT " (" STR_FMT ")", STR_ARG(o->defs[t->index].name),
			STR_ARG(explain_place(e, t->file, o->defs[t->index].span.line)));
	else if (t->kind == TARGET_VARIABLE)
		strbuf_printf(out, " " STR_FMT, STR_ARG(explain_place(e, t->file, o->bindings[t->index].span.line)));
	else if (t->kind == TARGET_MODULE)
		strbuf_printf(out, " " STR_FMT, STR_ARG(e->audit->project.files[t->file].path));
}

static void add_chain(struct explainer *e, const struct target *t, struct strbuf *out)
{
	for (uint32_t i = 0; i < MIN(t->hop_count, (uint32_t)HOPS_MAX); i++)
		strbuf_printf(out, "%s" STR_FMT, i ? ", " : " by way of ",
			STR_ARG(explain_place(e, t->hops[i].file, t->hops[i].line)));
	if (t->hop_count > HOPS_MAX)
		strbuf_printf(out, " and %u more", t->hop_count - HOPS_MAX);
}

static void explain_name(struct explainer *e, const struct family *f, const struct importer *i)
{
	const struct outline *o = &e->audit->project.files[i->file].outline;
	struct str name = i->n == NONE ? STR("*") : o->names[o->imports[i->import].first_name + i->n].name;
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	strbuf_printf(&text, STR_FMT ": %s; it ", STR_ARG(name), status_meanings[i->status]);
	add_end(e, &i->target, &text);
	add_chain(e, &i->target, &text);
	if (i->member != NONE)
		strbuf_printf(
			&text, "; it takes the family's %s", member_class_names[f->members.items[i->member].class]);
	if (i->is_allowed)
		strbuf_addz(&text, "; the configuration allows it");
	if (i->is_reexport)
		strbuf_addz(&text, "; the import is itself a member: it hands the name on");
	explain_text(e, 2, strbuf_str(&text));
}

void explain_statement(struct explainer *e, const struct family *f, const struct statement *s)
{
	struct strbuf module CLEANUP(strbuf_release) = { 0 };
	uint32_t line = statement_import(&e->audit->project, s)->span.line;

	statement_add_module(&e->audit->project, s, &module);
	page_add(&e->page, STYLE_PLACE, explain_place(e, s->file, line));
	page_printf(&e->page, STYLE_PLAIN, " imports from " STR_FMT " what belongs to the family of " STR_FMT ".",
		STR_ARG(strbuf_str(&module)), STR_ARG(f->product));
	page_end(&e->page);
	for (size_t i = 0; i < s->name_count; i++)
		explain_name(e, f, s->names[i]);
}

/* --- Lines --- */

static bool covers(struct span span, uint32_t line)
{
	return span.line <= line && line <= span.end_line;
}

/* A member's line is its name's; those of its body are it too when nothing nearer is there. */
static bool is_in_body(const struct explainer *e, const struct member *m, uint32_t line)
{
	const struct def *d;

	if (m->def == NONE || m->kind > MEMBER_METHOD)
		return false;
	d = &e->audit->project.files[m->file].outline.defs[m->def];
	return d->span.line <= line && line <= d->end_line;
}

static size_t explain_members(struct explainer *e, file_id file, uint32_t line, bool in_body)
{
	size_t found = 0;

	vec_foreach (struct family, f, &e->audit->families.items) {
		vec_foreach (struct member, m, &f->members) {
			if (m->file != file || !(in_body ? is_in_body(e, m, line) : covers(member_place(m), line)))
				continue;
			if (found++)
				page_end(&e->page);
			explain_member(e, f, m);
		}
	}
	return found;
}

static size_t explain_statements(struct explainer *e, file_id file, uint32_t line)
{
	size_t found = 0;

	vec_foreach (struct family, f, &e->audit->families.items) {
		struct statements all = statements_of(f, &e->arena);

		for (size_t i = 0; i < all.len; i++) {
			const struct statement *s = &all.items[i];

			if (s->file != file || !covers(statement_import(&e->audit->project, s)->span, line))
				continue;
			if (found++)
				page_end(&e->page);
			explain_statement(e, f, s);
		}
	}
	return found;
}

static size_t explain_findings(struct explainer *e, file_id file, uint32_t line)
{
	size_t found = 0;

	vec_foreach (struct finding, x, &e->audit->findings.items) {
		if (x->file != file || !covers(x->span, line))
			continue;
		if (found++ == 0)
			explain_heading(e, "Findings");
		explain_finding(e, x);
	}
	return found;
}

/* --- Nothing there --- */

static const struct def *innermost_def(const struct outline *o, uint32_t line)
{
	const struct def *best = NULL;

	for (uint32_t i = 0; i < o->def_count; i++)
		if (o->defs[i].span.line <= line && line <= o->defs[i].end_line)
			best = &o->defs[i];
	return best;
}

static void explain_nothing(struct explainer *e, file_id file, uint32_t line)
{
	const struct file *f = &e->audit->project.files[file];
	const struct def *d = innermost_def(&f->outline, line);
	struct str place = explain_place(e, file, line);

	if (f->is_unreadable)
		explain_text(e, 0, arena_printf(&e->arena, STR_FMT ": the file could not be read.", STR_ARG(place)));
	else if (line > f->outline.line_count)
		explain_text(e, 0,
			arena_printf(
				&e->arena, STR_FMT ": the file has %u lines.", STR_ARG(place), f->outline.line_count));
	else if (d)
		explain_text(e, 0,
			arena_printf(&e->arena,
				STR_FMT
				": nothing to report. The line belongs to %s " STR_FMT
				" (line %u), which is a member of no "
				"family: neither its name nor what it creates claims a product that is created elsewhere "
				"too. \"canonry audit --family " STR_FMT "\" makes it one.",
				STR_ARG(place), def_kind_names[d->kind], STR_ARG(d->name), d->span.line,
				STR_ARG(d->name)));
	else
		explain_text(e, 0,
			arena_printf(&e->arena,
				STR_FMT
				": nothing to report. No member of a family is defined, imported or built there.",
				STR_ARG(place)));
	if (f->unparsed)
		explain_text(e, 0,
			arena_printf(
				&e->arena, "The file does not parse: %s at line %u.", f->unparsed, f->unparsed_line));
}

void explain_line(struct explainer *e, file_id file, uint32_t line)
{
	size_t members = explain_members(e, file, line, false);
	size_t found = members + explain_statements(e, file, line);

	/* A member has told its findings. */
	if (!members)
		found += explain_findings(e, file, line);
	if (!found)
		found = explain_members(e, file, line, true);
	if (!found)
		explain_nothing(e, file, line);
}

bool explain_skip(struct explainer *e, struct str path)
{
	vec_foreach (struct project_skip, skip, &e->audit->project.skips) {
		if (skip->path.len == 0 || !path_is_inside(path, skip->path))
			continue;
		explain_text(e, 0,
			arena_printf(&e->arena, STR_FMT " was not read: " STR_FMT ".", STR_ARG(skip->path),
				STR_ARG(skip->reason)));
		return true;
	}
	return false;
}

/* --- Names outside of all families --- */

#define STRANGERS_SHOWN 5

static const struct {
	unsigned role;
	const char *reason;
} role_reasons[] = {
	{ ROLE_BACKUP, "stands in a backup copy" },
	{ ROLE_VENDORED, "stands in vendored code" },
	{ ROLE_GENERATED, "stands in generated code" },
	{ ROLE_STUB, "is declared in a stub" },
	{ ROLE_TEST, "stands in test code" },
	{ ROLE_EXAMPLE, "stands in examples or documentation" },
};

static const char *why_stranger(const struct file *file, const struct def *d)
{
	for (size_t i = 0; i < ARRAY_LEN(role_reasons); i++)
		if (file->roles & role_reasons[i].role)
			return role_reasons[i].reason;
	return d->parent == NONE ? "claims no product" : "stands inside of another definition";
}

static void explain_stranger(struct explainer *e, file_id file, const struct def *d)
{
	explain_text(e, 0,
		arena_printf(&e->arena, STR_FMT " at " STR_FMT " makes no family: the %s %s.", STR_ARG(d->name),
			STR_ARG(explain_place(e, file, d->span.line)), def_kind_names[d->kind],
			why_stranger(&e->audit->project.files[file], d)));
}

bool explain_strangers(struct explainer *e, struct str name)
{
	size_t found = 0;

	for (file_id i = 0; i < e->audit->project.file_count; i++) {
		const struct outline *o = &e->audit->project.files[i].outline;

		for (uint32_t k = 0; k < o->def_count; k++)
			if (str_eq(o->defs[k].name, name) && found++ < STRANGERS_SHOWN)
				explain_stranger(e, i, &o->defs[k]);
	}
	if (found > STRANGERS_SHOWN)
		explain_text(e, 0, arena_printf(&e->arena, "And %zu more of that name.", found - STRANGERS_SHOWN));
	return found > 0;
}
