/* Families in the JSON report: the canonical, the members with their evidence, the import statements. */
#include "base/base.h"
#include "cli/report/json_value.h"

#include "base/strbuf.h"
#include "cli/statement.h"
#include "rules/conformance.h"

struct writer {
	const struct audit *audit;
	const struct project *project;
	struct arena scratch;
};

static void add_symbol(cJSON *object, struct writer *w, const struct member *m)
{
	json_place(object, w->project, m->file, m->span.line);
	json_text(object, "symbol", m->symbol);
	json_text_or_null(object, "module", link_module_name(w->audit->link, m->file));
}

/* The end of a chain as {path, line, symbol}, or null when it ends outside or nowhere. */
static void add_target(cJSON *object, const char *key, struct writer *w, const struct target *t)
{
	const struct outline *outline;
	cJSON *place;

	if (t->file == NONE || (t->kind != TARGET_DEF && t->kind != TARGET_VARIABLE && t->kind != TARGET_MODULE)) {
		cJSON_AddNullToObject(object, key);
		return;
	}
	outline = &w->project->files[t->file].outline;
	place = json_object(object, key);
	if (t->kind == TARGET_DEF) {
		json_place(place, w->project, t->file, outline->defs[t->index].span.line);
		json_text(place, "symbol", outline->defs[t->index].name);
	} else if (t->kind == TARGET_VARIABLE) {
		json_place(place, w->project, t->file, outline->bindings[t->index].span.line);
		json_text(place, "symbol", outline->bindings[t->index].name);
	} else {
		json_place(place, w->project, t->file, 1);
		cJSON_AddNullToObject(place, "symbol");
	}
}

static void add_evidence(cJSON *object, struct writer *w, const struct member *m)
{
	cJSON *list = json_array(object, "evidence");

	vec_foreach (struct evidence, e, &m->evidence) {
		cJSON *item = json_append(list);

		json_text(item, "text", e->text);
		json_place(item, w->project, e->file, e->line);
	}
}

/* The public surface beside the canonical's; empty for members that have none of their own. */
static void add_api(cJSON *object, struct writer *w, const struct family *f, const struct member *m)
{
	struct surface_input in = { w->project, w->audit->link, &w->audit->families, &w->scratch };
	cJSON *list = json_array(object, "api");
	struct surface s = { 0 };

	if (surface_find(&in, f, m, &s))
		vec_foreach (struct surface_entry, e, &s.items) {
			cJSON *item = json_append(list);

			json_text_or_null(item, "method", e->method);
			json_text(item, "state", str_from(surface_state_names[e->state]));
			json_text_or_null(item, "renamed", e->renamed);
			json_text_or_null(item, "difference", e->text);
			json_text_or_null(item, "errors", e->errors);
			json_place(item, w->project, e->file, e->line);
		}
	surface_release(&s);
}

static void add_member(cJSON *list, struct writer *w, const struct family *f, const struct member *m)
{
	cJSON *item = json_append(list);
	struct span span = m->span;

	add_symbol(item, w, m);
	json_number(item, "column", span.column);
	json_number(item, "end_line", span.end_line);
	json_number(item, "end_column", span.end_column);
	json_text(item, "kind", str_from(member_kind_names[m->kind]));
	json_text(item, "class", str_from(member_class_names[m->class]));
	json_text(item, "basis", str_from(basis_names[m->basis]));
	json_number(item, "confidence", m->confidence);
	json_bool(item, "production", m->is_production);
	json_bool(item, "independent", m->is_independent);
	json_bool(item, "deprecated", m->is_deprecated);
	json_number(item, "similarity", m->similarity);
	json_signed(item, "score", m->score);
	json_number(item, "importers", m->importers);
	if (m->target == NONE)
		cJSON_AddNullToObject(item, "target");
	else
		add_symbol(json_object(item, "target"), w, &f->members.items[m->target]);
	add_evidence(item, w, m);
	add_api(item, w, f, m);
}

static void add_status_counts(cJSON *object, const struct statements *all)
{
	cJSON *counts = json_object(object, "importers");

	json_number(counts, "statements", all->len - all->reexports);
	for (int status = 0; status < IMPORT_STATUS_COUNT; status++)
		json_number(counts, import_status_names[status], all->by_status[status]);
	json_number(counts, "re-export", all->reexports);
}

static const struct import_name *name_of(const struct writer *w, const struct importer *i)
{
	const struct outline *outline = &w->project->files[i->file].outline;

	return i->n == NONE ? NULL : &outline->names[outline->imports[i->import].first_name + i->n];
}

static void add_name(cJSON *list, struct writer *w, const struct family *f, const struct importer *i)
{
	const struct import_name *name = name_of(w, i);
	cJSON *item = json_append(list);

	json_text(item, "name", name ? name->name : STR("*"));
	json_text_or_null(item, "as", name ? name->alias : STR(""));
	json_text(item, "status", str_from(import_status_names[i->status]));
	json_text_or_null(item, "member", i->member == NONE ? STR("") : f->members.items[i->member].symbol);
	json_text_or_null(item, "class",
		i->member == NONE ? STR("") : str_from(member_class_names[f->members.items[i->member].class]));
	json_bool(item, "allowed", i->is_allowed);
	json_bool(item, "reexport", i->is_reexport);
	add_target(item, "resolves_to", w, &i->target);
}

/* The name that speaks for the statement: the first with its status. */
static const struct importer *spokesman(const struct statement *s)
{
	for (size_t i = 0; i < s->name_count; i++)
		if (s->names[i]->status == s->status)
			return s->names[i];
	return s->names[0];
}

static void add_statement(cJSON *list, struct writer *w, const struct family *f, const struct statement *s)
{
	struct strbuf module CLEANUP(strbuf_release) = { 0 };
	const struct import *import = statement_import(w->project, s);
	const struct importer *first = spokesman(s);
	cJSON *item = json_append(list);
	cJSON *names, *details;

	json_place(item, w->project, s->file, import->span.line);
	json_number(item, "end_line", import->span.end_line);
	statement_add_module(w->project, s, &module);
	json_text(item, "module", strbuf_str(&module));
	names = json_array(item, "names");
	json_text(item, "status", str_from(import_status_names[s->status]));
	json_bool(item, "reexport", s->is_reexport);
	add_target(item, "resolves_to", w, &first->target);
	json_text_or_null(item, "through", first->through == NONE ? STR("") : w->project->files[first->through].path);
	details = json_array(item, "details");
	for (size_t i = 0; i < s->name_count; i++) {
		const struct import_name *name = name_of(w, s->names[i]);

		json_append_text(names, name ? name->name : STR("*"));
		add_name(details, w, f, s->names[i]);
	}
}

static void add_canonical(cJSON *object, struct writer *w, const struct family *f)
{
	if (f->canonical == NONE)
		cJSON_AddNullToObject(object, "canonical");
	else
		add_symbol(json_object(object, "canonical"), w, &f->members.items[f->canonical]);
}

static void add_product(cJSON *object, struct writer *w, const struct family *f)
{
	cJSON *place;

	json_text(object, "product", f->product);
	if (family_product_line(f, w->project) == 0) {
		cJSON_AddNullToObject(object, "product_place");
		return;
	}
	place = json_object(object, "product_place");
	json_place(place, w->project, f->product_file, family_product_line(f, w->project));
}

static void add_family(cJSON *list, struct writer *w, const struct family *f)
{
	struct statements statements = statements_of(f, &w->scratch);
	cJSON *item = json_append(list);
	cJSON *members, *imports;

	add_product(item, w, f);
	add_canonical(item, w, f);
	json_text(item, "basis", str_from(basis_names[f->basis]));
	json_number(item, "confidence", f->confidence);
	json_text_or_null(item, "decision", f->decision);
	json_bool(item, "declared", f->is_declared);
	json_bool(item, "factory", f->is_factory);
	json_number(item, "independent", f->independent);
	json_number(item, "cost", f->cost);
	add_status_counts(item, &statements);
	members = json_array(item, "members");
	vec_foreach (struct member, m, &f->members)
		add_member(members, w, f, m);
	imports = json_array(item, "imports");
	for (size_t i = 0; i < statements.len; i++)
		add_statement(imports, w, f, &statements.items[i]);
	arena_reset(&w->scratch);
}

void json_families(cJSON *report, const struct audit *a)
{
	struct writer w = { .audit = a, .project = &a->project };
	cJSON *list = json_array(report, "families");

	for (size_t i = 0; i < a->families.items.len; i++)
		if (a->shows_family[i])
			add_family(list, &w, &a->families.items.items[i]);
	arena_release(&w.scratch);
}
