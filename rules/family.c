/* The search for families, step by step, and their order. */
#include "base/base.h"
#include "rules/family.h"

#include <stdlib.h>

#include "analyzers/cfacts.h"
#include "base/strbuf.h"
#include "rules/finder.h"

const char *const member_class_names[CLASS_COUNT] = {
	[CLASS_CANONICAL] = "canonical",
	[CLASS_REDIRECT] = "redirect",
	[CLASS_WRAPPER] = "wrapper",
	[CLASS_IMPURE_WRAPPER] = "impure-wrapper",
	[CLASS_ALIAS] = "alias",
	[CLASS_EMPTY_SUBCLASS] = "empty-subclass",
	[CLASS_DUPLICATE] = "duplicate",
	[CLASS_NEAR_DUPLICATE] = "near-duplicate",
	[CLASS_FALLBACK] = "fallback",
	[CLASS_VARIANT] = "variant",
	[CLASS_TEST_DOUBLE] = "test-double",
	[CLASS_HELPER] = "helper",
	[CLASS_IMPOSTOR] = "impostor",
	[CLASS_BYPASS] = "bypass",
	[CLASS_ACCESSOR] = "accessor",
	[CLASS_CONFIGURATOR] = "configurator",
	[CLASS_SCOPE_HELPER] = "scope-helper",
	[CLASS_BACKUP] = "backup",
};

const char *const member_class_meanings[CLASS_COUNT] = {
	[CLASS_CANONICAL] = "the one member that everybody should use",
	[CLASS_REDIRECT] = "a statement that only re-exports the canonical, with no logic of its own",
	[CLASS_WRAPPER] = "a definition that only delegates to another member",
	[CLASS_IMPURE_WRAPPER] = "a definition that delegates to another member and has logic of its own",
	[CLASS_ALIAS] = "another name bound to a member",
	[CLASS_EMPTY_SUBCLASS] = "a subclass with an empty body, posing as an alias",
	[CLASS_DUPLICATE] = "an independent implementation of the same job",
	[CLASS_NEAR_DUPLICATE] = "an independent implementation that is mostly the canonical's: a diverged copy",
	[CLASS_FALLBACK] = "a definition that exists only when an import fails",
	[CLASS_VARIANT] = "a definition that is meant to differ",
	[CLASS_TEST_DOUBLE] = "a stand-in that test code defines",
	[CLASS_HELPER] = "named like a member, creates nothing: never a finding",
	[CLASS_IMPOSTOR] = "the family's name bound to something that is no factory of the product",
	[CLASS_BYPASS] = "a place outside of the family that builds the product itself",
	[CLASS_ACCESSOR] = "hands out a factory or product that is kept: part of the canonical's interface",
	[CLASS_CONFIGURATOR] = "sets up the factory that is kept: part of the canonical's interface",
	[CLASS_SCOPE_HELPER] = "opens a scope around what the factory creates: part of the canonical's interface",
	[CLASS_BACKUP] = "a member in a copied file",
};

const char *const basis_names[BASIS_COUNT] = {
	[BASIS_LINKED] = "linked",
	[BASIS_SYNTACTIC] = "syntactic",
	[BASIS_SEMANTIC] = "semantic",
};

const char *const member_kind_names[MEMBER_KIND_COUNT] = {
	[MEMBER_CLASS] = "class",   [MEMBER_FUNCTION] = "function", [MEMBER_METHOD] = "method", [MEMBER_ASSIGNMENT] = "assignment",
	[MEMBER_IMPORT] = "import", [MEMBER_CALL] = "call",         [MEMBER_MODULE] = "module",
};

const char *const import_status_names[IMPORT_STATUS_COUNT] = {
	[IMPORT_CANONICAL] = "canonical", [IMPORT_MEMBER] = "member",   [IMPORT_OTHER] = "non-canonical",
	[IMPORT_NO_MODULE] = "no-module", [IMPORT_NO_NAME] = "no-name", [IMPORT_STAR_OF] = "star",
};

/* --- Ranking --- */

/*
 * Is an import in somebody's way? A test that takes a name from the module
 * it tests, where production code merely imports it, is not.
 */
static bool is_wrong(const struct finder *f, const struct family *fam, const struct importer *x)
{
	const struct member *m = x->member == NONE ? NULL : &fam->members.items[x->member];

	if (x->status < IMPORT_OTHER || x->status == IMPORT_STAR_OF || x->is_reexport || x->is_allowed)
		return false;
	return !(m && m->kind == MEMBER_IMPORT && f->project->files[m->file].outline.def_count && !project_is_production(f->project, x->file));
}

static bool is_stray(const struct member *m)
{
	switch (m->class) {
	case CLASS_BYPASS:
	case CLASS_IMPOSTOR:
	case CLASS_EMPTY_SUBCLASS:
	case CLASS_FALLBACK:
		return true;
	default:
		return false;
	}
}

/* How much the fragmentation costs: rivals times those who may meet them, then what is merely in the way. */
static uint64_t cost_of(const struct finder *f, const struct family *fam)
{
	uint64_t rivals = fam->independent > 1 ? fam->independent - 1 : 0, wrong = 0, stray = 0;

	for (uint32_t i = 0; i < fam->importers.len; i++)
		wrong += is_wrong(f, fam, &fam->importers.items[i]);
	for (uint32_t i = 0; i < fam->members.len; i++)
		stray += is_stray(&fam->members.items[i]);
	return rivals * 4 * (fam->importers.len + 1) + wrong * 2 + stray;
}

static int compare_members(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	if (x->class != y->class)
		return x->class < y->class ? -1 : 1;
	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	if (x->span.start != y->span.start)
		return x->span.start < y->span.start ? -1 : 1;
	return str_cmp(x->symbol, y->symbol);
}

static int compare_order(const void *a, const void *b, void *members)
{
	const struct member *all = members;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	int order = compare_members(&all[x], &all[y]);

	return order ? order : x < y ? -1 : x > y;
}

static void renumber(uint32_t *index, const uint32_t *moved)
{
	if (*index != NONE)
		*index = moved[*index];
}

/* Sort the members, and carry the indexes that others hold along. */
static void sort_members(struct finder *f, struct family *fam)
{
	uint32_t count = (uint32_t)fam->members.len;
	uint32_t *order = arena_array(f->arena, uint32_t, count + 1), *moved = arena_array(f->arena, uint32_t, count + 1);
	struct member *before = arena_copy(f->arena, fam->members.items, count, sizeof(*before));

	for (uint32_t i = 0; i < count; i++)
		order[i] = i;
	if (count > 1)
		qsort_r(order, count, sizeof(*order), compare_order, before);
	for (uint32_t i = 0; i < count; i++) {
		fam->members.items[i] = before[order[i]];
		moved[order[i]] = i;
	}
	vec_foreach(struct member, m, &fam->members)
		renumber(&m->target, moved);
	vec_foreach(struct importer, x, &fam->importers)
		renumber(&x->member, moved);
	renumber(&fam->canonical, moved);
}

void family_rank(struct finder *f, struct family *fam)
{
	fam->independent = 0;
	for (uint32_t i = 0; i < fam->members.len; i++)
		fam->independent += fam->members.items[i].is_independent && fam->members.items[i].is_production;
	sort_members(f, fam);
	fam->cost = cost_of(f, fam);
}

static int compare_families(const void *a, const void *b)
{
	const struct family *x = a, *y = b;
	const struct member *m = x->members.items, *n = y->members.items;
	int order;

	if (x->cost != y->cost)
		return x->cost > y->cost ? -1 : 1;
	order = str_cmp(x->product, y->product);
	if (order)
		return order;
	if (m->file != n->file)
		return m->file < n->file ? -1 : 1;
	return m->span.start < n->span.start ? -1 : m->span.start > n->span.start;
}

/* --- Narrowing --- */

static void family_release(struct family *fam)
{
	vec_foreach(struct member, m, &fam->members)
		vec_release(&m->evidence);
	vec_release(&fam->members);
	vec_release(&fam->importers);
}

/* What nobody asked for is shown only where something is fragmented. */
static void drop_clean(struct families *out)
{
	size_t kept = 0;

	for (size_t i = 0; i < out->items.len; i++) {
		struct family *fam = &out->items.items[i];

		if (fam->members.len && (fam->is_declared || (fam->cost > 0 && fam->independent > 0)))
			out->items.items[kept++] = *fam;
		else
			family_release(fam);
	}
	out->items.len = kept;
}

/* --- Imports that several families claim --- */

static bool is_dangling(const struct importer *x)
{
	return x->status == IMPORT_NO_MODULE || x->status == IMPORT_NO_NAME;
}

static struct str name_of(const struct finder *f, const struct importer *x)
{
	const struct outline *o = &f->project->files[x->file].outline;

	return x->n == NONE ? STR("") : o->names[o->imports[x->import].first_name + x->n].name;
}

/* A dangling import is everybody's whose member bears the name: the one that bears it as the canonical has it, else the first. */
static bool is_better_home(const struct finder *f, const struct family *fam, const struct importer *x)
{
	return fam->canonical != NONE && str_eq(fam->members.items[fam->canonical].symbol, name_of(f, x));
}

static uint64_t place_key(const struct finder *f, const struct importer *x)
{
	const struct outline *o = &f->project->files[x->file].outline;

	return map_pair(x->file, o->imports[x->import].first_name + (x->n == NONE ? 0 : x->n));
}

static void share_dangling(struct finder *f)
{
	struct map home = { 0 };

	for (uint32_t i = 0; i < f->out->items.len; i++) {
		const struct family *fam = &f->out->items.items[i];

		for (uint32_t k = 0; k < fam->importers.len; k++) {
			const struct importer *x = &fam->importers.items[k];
			uint64_t key = place_key(f, x);

			if (is_dangling(x) && (!map_has(&home, key) || is_better_home(f, fam, x)))
				map_set(&home, key, i);
		}
	}
	for (uint32_t i = 0; i < f->out->items.len; i++) {
		struct family *fam = &f->out->items.items[i];
		size_t kept = 0;

		for (uint32_t k = 0; k < fam->importers.len; k++) {
			struct importer x = fam->importers.items[k];

			if (!is_dangling(&x) || map_get(&home, place_key(f, &x)) == i)
				fam->importers.items[kept++] = x;
		}
		fam->importers.len = kept;
		fam->cost = cost_of(f, fam);
	}
	map_release(&home);
}

/* --- The search --- */

static void finder_release(struct finder *f)
{
	vec_release(&f->candidates);
	vec_release(&f->memo);
	vec_release(&f->aliases);
	map_release(&f->candidate_of);
	map_release(&f->product_memo);
}

/* Mentions bring members of their own; these have aliases and doubles too. */
static bool expand_all_mentions(struct finder *f, struct err *err)
{
	uint32_t *first = arena_array(f->arena, uint32_t, f->out->items.len + 1);

	for (uint32_t i = 0; i < f->out->items.len; i++)
		first[i] = (uint32_t)f->out->items.items[i].members.len;
	if (!expand_mentions(f, err))
		return false;
	for (uint32_t i = 0; i < f->out->items.len; i++)
		expand_bindings(f, &f->out->items.items[i], first[i]);
	expand_names(f, first);
	return deepen_members(f, err);
}

static bool search(struct finder *f, struct err *err)
{
	bool *apis;

	if (!discover_candidates(f, err) || !deepen_candidates(f, err))
		return false;
	group_candidates(f);
	if (!families_seed(f, err))
		return false;
	index_aliases(f);
	vec_foreach(struct family, fam, &f->out->items)
		expand_bindings(f, fam, 0);
	expand_names(f, NULL);
	if (!expand_all_mentions(f, err))
		return false;
	expand_copies(f);
	vec_foreach(struct family, found, &f->out->items) {
		family_shape(f, found);
		family_import(f, found);
		shape_hooks(f, found);
		family_elect(f, found);
		family_settle(f, found);
		family_classify(f, found);
		family_judge_imports(f, found);
		family_rank(f, found);
	}
	f->out->candidates = (uint32_t)f->candidates.len;
	creators_find(f);
	vec_sort(&f->out->items, compare_families);
	share_dangling(f);
	apis = apis_find(f);
	drop_clean(f->out);
	vec_sort(&f->out->items, compare_families);
	return apis_take(f, apis, err) && deepen_ancestors(f, err) && find_arguments(f, err) && find_callables(f, err);
}

bool families_find(struct project *p, struct link *l, const struct discover_options *o, struct families *ret, struct err *err)
{
	struct finder f = { .project = p, .link = l, .options = o, .out = ret, .arena = &ret->arena };
	bool ok = search(&f, err);

	finder_release(&f);
	return ok;
}

void families_release(struct families *f)
{
	vec_foreach(struct family, fam, &f->items)
		family_release(fam);
	vec_release(&f->items);
	argument_maps_release(&f->arguments);
	argument_maps_release(&f->callables);
	vec_release(&f->calls);
	vec_release(&f->idle_apis);
	creators_close(f->creators);
	arena_release(&f->arena);
}

const struct config_allow *family_allowance(const struct family *fam, const struct config *c, const struct project *p, struct link *l, file_id file)
{
	for (size_t i = 0; i < c->family_count; i++) {
		const struct config_family *own = &c->families[i];

		if (!str_eq(own->product, fam->product))
			continue;
		for (size_t k = 0; k < own->allow_count; k++)
			if ((own->allows[k].path.len && path_glob(own->allows[k].path, p->files[file].path)) ||
			    (own->allows[k].module.len && str_eq(own->allows[k].module, link_module_name(l, file))))
				return &own->allows[k];
	}
	return NULL;
}

uint32_t family_product_line(const struct family *fam, const struct project *p)
{
	const struct file *file = fam->product_file == NONE ? NULL : &p->files[fam->product_file];

	if (!file)
		return 0;
	if (fam->basis != BASIS_LINKED)
		return fam->product_record == NONE ? 0 : file->creations->records[fam->product_record].span.line;
	return fam->product_def == NONE ? 0 : file->outline.defs[fam->product_def].span.line;
}

/* --- Dump --- */

static void dump_member(const struct family *fam, const struct project *p, const struct member *m, struct strbuf *out)
{
	strbuf_printf(out, "  %s %s " STR_FMT " " STR_FMT ":%u confidence=%u importers=%u", member_class_names[m->class], member_kind_names[m->kind],
		      STR_ARG(m->symbol), STR_ARG(p->files[m->file].path), m->span.line, m->confidence, m->importers);
	if (m->target != NONE)
		strbuf_printf(out, " target=" STR_FMT, STR_ARG(fam->members.items[m->target].symbol));
	if (m->is_independent)
		strbuf_addz(out, " independent");
	if (m->is_deprecated)
		strbuf_addz(out, " deprecated");
	if (m->basis != BASIS_LINKED)
		strbuf_printf(out, " %s", basis_names[m->basis]);
	strbuf_addch(out, '\n');
	for (uint32_t i = 0; i < m->evidence.len; i++) {
		const struct evidence *e = &m->evidence.items[i];
		strbuf_printf(out, "    - " STR_FMT, STR_ARG(e->text));
		if (e->file != NONE)
			strbuf_printf(out, " [" STR_FMT ":%u]", STR_ARG(p->files[e->file].path), e->line);
		strbuf_addch(out, '\n');
	}
}

static void dump_importer(const struct project *p, const struct importer *x, struct strbuf *out)
{
	const struct outline *o = &p->files[x->file].outline;
	const struct import *im = &o->imports[x->import];

	strbuf_printf(out, "  import %s " STR_FMT ":%u " STR_FMT, import_status_names[x->status], STR_ARG(p->files[x->file].path), im->span.line,
		      STR_ARG(im->module));
	if (x->n != NONE)
		strbuf_printf(out, " " STR_FMT, STR_ARG(o->names[im->first_name + x->n].name));
	strbuf_addz(out, x->is_reexport ? " re-export\n" : "\n");
}

void families_dump(const struct families *f, const struct project *p, struct strbuf *out)
{
	for (uint32_t i = 0; i < f->items.len; i++) {
		const struct family *fam = &f->items.items[i];

		strbuf_printf(out, "family " STR_FMT " %s independent=%u confidence=%u\n", STR_ARG(fam->product), fam->is_factory ? "factory" : "definitions",
			      fam->independent, fam->confidence);
		if (fam->decision.len)
			strbuf_printf(out, "  decision: " STR_FMT "\n", STR_ARG(fam->decision));
		for (uint32_t k = 0; k < fam->members.len; k++)
			dump_member(fam, p, &fam->members.items[k], out);
		for (uint32_t k = 0; k < fam->importers.len; k++)
			dump_importer(p, &fam->importers.items[k], out);
	}
}
