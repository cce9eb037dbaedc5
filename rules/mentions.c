/* Production code that mentions a family: who builds the product beside it, who only passes it on, who derives from it. */
#include "base/base.h"
#include "rules/finder.h"

#include <stdlib.h>

#define ROUNDS_MAX 6 /* of a chain of functions that pass on */
#define NOT_MENTIONING (ROLE_NOT_PRODUCTION | ROLE_STUB | ROLE_GENERATED)

/* --- Which words to look for, and what they lead to --- */

struct mention_index {
	struct map makes;   /* (file, def) of a product or of a class member -> family */
	struct map members; /* (file, def) of a member, class or function -> family */
	struct map names;   /* hash of every word that may call one of them */
	struct word_list classes;   /* words that all of production is searched for */
	struct word_list functions; /* words that only files with a function of the trade are searched for */
	struct map nouns;   /* hash of the last token of every product and stem: what such a function's name holds */
	bool grown;         /* a function was found that passes on: others may pass on what it gives */
};

static void index_word(struct mention_index *x, struct str word, bool is_function)
{
	word_add(is_function ? &x->functions : &x->classes, word);
	map_set(&x->names, str_hash(word), 0);
}

static void index_noun(struct finder *f, struct mention_index *x, struct str name)
{
	map_set(&x->nouns, str_hash(str_tail(stem_of(name, f->arena), '_')), 0);
}

/* A function, or another name for one? */
static bool is_function(const struct family *fam, const struct member *m)
{
	for (unsigned i = 0; m->target != NONE && m->kind > MEMBER_METHOD && i < fam->members.len; i++)
		m = &fam->members.items[m->target];
	return m->kind == MEMBER_FUNCTION;
}

static void index_product(struct finder *f, struct mention_index *x, file_id file, uint32_t def, uint32_t family)
{
	if (!is_data_class(f, file, def) && map_add(&x->makes, map_pair(file, def), family))
		index_word(x, def_at(f, file, def)->name, false);
}

/* Rivals may make products of their own; which of them is the product is known when the canonical is. */
static void index_member_product(struct finder *f, struct mention_index *x, const struct member *m, uint32_t family)
{
	uint32_t c = map_get(&f->candidate_of, map_pair(m->file, m->def));
	const struct value *v = c == NONE ? NULL : &f->candidates.items[c].product;

	if (v && v->kind == VALUE_INSTANCE && !map_has(&f->candidate_of, map_pair(v->file, v->def)))
		index_product(f, x, v->file, v->def, family);
}

/* The nouns of what a member says that it creates. */
static void index_claim(struct finder *f, struct mention_index *x, const struct member *m)
{
	uint32_t c = map_get(&f->candidate_of, map_pair(m->file, m->def));

	if (c != NONE)
		index_noun(f, x, f->candidates.items[c].claim.stem);
}

static void index_family(struct finder *f, struct mention_index *x, uint32_t i)
{
	const struct family *fam = &f->out->items.items[i];

	index_noun(f, x, fam->product);
	if (fam->is_factory && fam->product_def != NONE)
		index_product(f, x, fam->product_file, fam->product_def, i);
	for (uint32_t k = 0; k < fam->members.len; k++) {
		const struct member *m = &fam->members.items[k];

		if (!m->is_production && m->kind <= MEMBER_METHOD)
			continue;
		index_word(x, str_tail(m->symbol, '.'), is_function(fam, m));
		index_claim(f, x, m);
		if (m->kind > MEMBER_METHOD)
			continue;
		if (name_is_helper(str_tail(m->symbol, '.')) && !map_has(&f->candidate_of, map_pair(m->file, m->def)))
			continue; /* made to go with a member: nobody derives from it by way of the family */
		map_add(&x->members, map_pair(m->file, m->def), i);
		if (fam->is_factory)
			index_member_product(f, x, m, i);
		if (m->kind == MEMBER_CLASS && fam->is_factory)
			map_add(&x->makes, map_pair(m->file, m->def), i);
	}
}

/* Other names of products: `from x import Engine as E`, `E = Engine`. */
static void index_product_aliases(struct finder *f, struct mention_index *x)
{
	for (uint32_t i = 0; i < f->out->items.len; i++) {
		const struct family *fam = &f->out->items.items[i];
		const struct import_ref *refs;
		uint32_t count;

		if (!fam->is_factory || fam->product_def == NONE || is_data_class(f, fam->product_file, fam->product_def))
			continue;
		count = link_importers_of_name(f->link, fam->product, &refs);
		for (uint32_t k = 0; k < count; k++) {
			const struct outline *o = &f->project->files[refs[k].file].outline;
			struct str alias = o->names[o->imports[refs[k].import].first_name + refs[k].n].alias;

			if (alias.len && !(f->project->files[refs[k].file].roles & NOT_MENTIONING))
				index_word(x, alias, false);
		}
	}
}

/* The products' own definitions: whether they are data decides whether anybody can bypass their factory. */
static bool deepen_products(struct finder *f, struct err *err)
{
	struct file_list files = { 0 };
	struct word_list words = { 0 };
	bool ok;

	for (size_t i = 0; i < f->candidates.len; i++) {
		const struct value *v = &f->candidates.items[i].product;

		if (!f->candidates.items[i].is_kept || v->kind != VALUE_INSTANCE || detail_at(f, v->file, v->def))
			continue;
		vec_push(&files, v->file);
		word_add(&words, def_at(f, v->file, v->def)->name);
	}
	ok = finder_deepen(f, &files, &words, CUT_METHODS, err);
	vec_release(&files);
	word_list_release(&words);
	return ok;
}

/* Has the file a module-level function whose name holds a noun of the trade? Only such a function can pass on. */
static bool has_trader(const struct finder *f, const struct mention_index *x, file_id file)
{
	const struct outline *o = &f->project->files[file].outline;

	for (uint32_t d = 0; d < o->def_count; d++) {
		struct tokens t;

		if (o->defs[d].parent != NONE || o->defs[d].kind != DEF_FUNCTION)
			continue;
		tokens_split(o->defs[d].name, &t);
		for (uint32_t i = 0; i < t.count; i++)
			if (map_has(&x->nouns, str_hash(t.token[i])))
				return true;
	}
	return false;
}

static bool deepen_production(struct finder *f, struct mention_index *x, struct err *err)
{
	struct file_list all = { 0 }, traders = { 0 };
	bool ok;

	for (file_id i = 0; i < f->project->file_count; i++) {
		if (f->project->files[i].roles & NOT_MENTIONING)
			continue;
		vec_push(&all, i);
		if (has_trader(f, x, i))
			vec_push(&traders, i);
	}
	ok = finder_deepen(f, &all, &x->classes, CUT_METHODS, err) && finder_deepen(f, &traders, &x->functions, CUT_CLASSES, err);
	vec_release(&all);
	vec_release(&traders);
	return ok;
}

/* At the top of modules that hand members on: words that one should not take them there, and calls, as programs have them. */
static bool deepen_modules(struct finder *f, struct err *err)
{
	static const char *const calls[] = { NOTICE_CALLS };
	struct file_list files = { 0 };
	struct word_list words = { 0 };
	bool ok;

	for (size_t i = 0; i < ARRAY_LEN(calls); i++)
		word_add(&words, str_from(calls[i]));
	for (uint32_t i = 0; i < f->out->items.len; i++) {
		const struct family *fam = &f->out->items.items[i];

		for (uint32_t k = 0; k < fam->members.len; k++) {
			const struct member *m = &fam->members.items[k];

			if (m->kind != MEMBER_IMPORT || !m->is_production)
				continue;
			vec_push(&files, m->file);
			word_add(&words, m->symbol);
		}
	}
	ok = finder_deepen(f, &files, &words, CUT_CLASSES, err);
	vec_release(&files);
	word_list_release(&words);
	return ok;
}

/* Members are looked at whole, wherever they stand. */
bool deepen_members(struct finder *f, struct err *err)
{
	struct file_list files = { 0 };
	struct word_list words = { 0 };
	bool ok;

	for (uint32_t i = 0; i < f->out->items.len; i++) {
		const struct family *fam = &f->out->items.items[i];

		for (uint32_t k = 0; k < fam->members.len; k++) {
			const struct member *m = &fam->members.items[k];

			if (m->kind > MEMBER_METHOD || project_has_all(&f->project->files[m->file], m->def))
				continue;
			vec_push(&files, m->file);
			word_add(&words, str_tail(m->symbol, '.'));
		}
	}
	ok = finder_deepen(f, &files, &words, CUT_NOTHING, err) && deepen_modules(f, err);
	vec_release(&files);
	word_list_release(&words);
	return ok;
}

/* --- Places that build --- */

static bool is_inside_member(const struct family *fam, const struct outline *o, file_id file, uint32_t def)
{
	for (; def != NONE; def = o->defs[def].parent)
		if (member_of_def(fam, file, def) != NONE)
			return true;
	return false;
}

static uint32_t class_around(const struct outline *o, uint32_t def)
{
	while (def != NONE && o->defs[def].kind != DEF_CLASS)
		def = o->defs[def].parent;
	return def;
}

/*
 * The product's own class may build itself: copies, parsers, from_...() are
 * its business; a method that says "create" competes with the factory.
 */
static bool is_own_business(struct finder *f, const struct family *fam, file_id file, uint32_t def)
{
	const struct outline *o = &f->project->files[file].outline;

	if (file != fam->product_file || class_around(o, def) != fam->product_def)
		return false;
	return name_claim(o->defs[def].name, DEF_FUNCTION, f->arena).claim == CLAIM_NONE;
}

/* The innermost function around a call that is not itself nested in another function. */
static uint32_t place_of(const struct outline *o, uint32_t def)
{
	while (def != NONE && o->defs[def].parent != NONE && o->defs[o->defs[def].parent].kind == DEF_FUNCTION)
		def = o->defs[def].parent;
	return def;
}

static void add_call(struct finder *f, struct family *fam, file_id file, uint32_t def, const struct use *u, const struct value *built)
{
	const struct outline *o = &f->project->files[file].outline;
	struct span span = def == NONE ? u->span : o->defs[def].span;
	struct str symbol = def == NONE ? STR("<module>") : qualified_name(f, file, def);

	for (uint32_t i = 0; i < fam->members.len; i++)
		if (fam->members.items[i].kind == MEMBER_CALL && fam->members.items[i].file == file && fam->members.items[i].def == def &&
		    fam->members.items[i].made_file == built->file && fam->members.items[i].made_def == built->def)
			return;
	uint32_t m = member_add(f, fam, MEMBER_CALL, file, symbol, span, def);
	fam->members.items[m].class = CLASS_BYPASS;
	fam->members.items[m].place = u->span;
	fam->members.items[m].target = member_of_def(fam, built->file, built->def);
	fam->members.items[m].made_file = built->file;
	fam->members.items[m].made_def = built->def;
}

/*
 * At module level only what is kept in a variable counts: the rest are
 * programs, and what runs under `if __name__ == "__main__"`.
 */
static bool is_kept_at_module_level(const struct outline *o, const struct use *u)
{
	for (uint32_t i = 0; i < o->binding_count; i++)
		if (o->bindings[i].def == NONE && str_eq(o->bindings[i].name, u->target) && !in_block(o, o->bindings[i].block, 1u << BLOCK_MAIN))
			return true;
	return false;
}

static void visit_call(struct finder *f, const struct mention_index *x, file_id file, const struct use *u)
{
	const struct outline *o = &f->project->files[file].outline;
	uint32_t def = u->def_start == NONE ? NONE : def_by_start(&f->project->files[file], u->def_start), family;
	struct str tail = str_tail(u->name, '.');
	struct value callee;

	if (!map_has(&x->names, str_hash(tail)) && !str_is(u->name, "cls") && !str_is(u->name, "self.__class__"))
		return;
	callee = value_of_name(f, file, def, u->name);
	if (callee.kind != VALUE_DEF)
		return;
	family = map_get(&x->makes, map_pair(callee.file, callee.def));
	if (family == NONE)
		return;
	struct family *fam = &f->out->items.items[family];
	uint32_t place = place_of(o, def);

	if (def == NONE && !is_kept_at_module_level(o, u))
		return;
	if (is_inside_member(fam, o, file, def) || is_own_business(f, fam, file, place) || (def != NONE && in_block(o, o->defs[def].block, 1u << BLOCK_MAIN | BLOCKS_HANDLER)))
		return;
	add_call(f, fam, file, place, u, &callee);
}

/* --- Functions that pass on, classes that derive --- */

/* Does a function's name have to do with the family: a member's own, the product's, or, beside a member, its last noun? */
static bool names_family(struct finder *f, const struct family *fam, file_id file, struct str name)
{
	struct str said = stem_of(name, f->arena), made = stem_of(fam->product, f->arena), noun = str_tail(made, '_');

	if (stem_within(made, said) || stem_within(said, made))
		return true;
	for (uint32_t i = 0; i < fam->members.len; i++) {
		const struct member *m = &fam->members.items[i];

		if (m->kind > MEMBER_FUNCTION || !m->is_production)
			continue;
		if (str_eq(m->symbol, name) || (m->file == file && stem_within(noun, said)))
			return true;
		struct str stem = name_claim(m->symbol, m->kind == MEMBER_CLASS ? DEF_CLASS : DEF_FUNCTION, f->arena).stem;
		if (str_find(stem, '_') < stem.len && stem_within(stem, said))
			return true;
	}
	return false;
}

/* Says its name that it creates, opens it a scope, or does it bear a member's name? Others use the factory, as they should. */
static bool speaks_of_creating(struct finder *f, const struct family *fam, file_id file, uint32_t def, const struct detail *d)
{
	struct str name = def_at(f, file, def)->name;

	if (d->flags & BODY_CONTEXT || name_claim(name, DEF_FUNCTION, f->arena).claim != CLAIM_NONE)
		return true;
	for (uint32_t i = 0; i < fam->members.len; i++)
		if (fam->members.items[i].kind == MEMBER_FUNCTION && str_eq(fam->members.items[i].symbol, name))
			return true;
	return false;
}

static void visit_function(struct finder *f, struct mention_index *x, file_id file, uint32_t def, const struct detail *d)
{
	struct value v;
	uint32_t family;

	if (def_at(f, file, def)->parent != NONE || d->flags & (BODY_FIXTURE | BODY_ROUTE) || map_has(&x->members, map_pair(file, def)))
		return;
	v = product_of_function(f, file, def);
	if (v.maker_def == NONE)
		return;
	family = map_get(&x->members, map_pair(v.maker_file, v.maker_def));
	if (family == NONE && def_at(f, v.maker_file, v.maker_def)->parent != NONE)
		family = map_get(&x->members, map_pair(v.maker_file, def_at(f, v.maker_file, v.maker_def)->parent));
	if (family == NONE || !names_family(f, &f->out->items.items[family], file, def_at(f, file, def)->name))
		return;
	struct family *fam = &f->out->items.items[family];
	if (!fam->is_factory || member_of_def(fam, file, def) != NONE || !speaks_of_creating(f, fam, file, def, d))
		return;
	member_add(f, fam, MEMBER_FUNCTION, file, def_at(f, file, def)->name, def_at(f, file, def)->span, def);
	map_add(&x->members, map_pair(file, def), family);
	x->grown = true;
}

static void visit_class(struct finder *f, const struct mention_index *x, file_id file, uint32_t def, const struct detail *d)
{
	for (uint32_t b = 0; b < d->base_count; b++) {
		struct target t = link_dotted(f->link, file, def_at(f, file, def)->parent, d->bases[b]);
		uint32_t family = t.kind == TARGET_DEF ? map_get(&x->members, map_pair(t.file, t.index)) : NONE;

		if (family == NONE)
			continue;
		struct family *fam = &f->out->items.items[family];
		if (member_of_def(fam, file, def) == NONE)
			member_add(f, fam, MEMBER_CLASS, file, qualified_name(f, file, def), def_at(f, file, def)->span, def);
	}
}

static void visit_definitions(struct finder *f, struct mention_index *x, file_id file)
{
	const struct file *p = &f->project->files[file];

	for (uint32_t i = 0; i < p->details.count; i++) {
		uint32_t def = def_by_start(p, p->details.items[i].start);

		if (def == NONE)
			continue;
		if (p->outline.defs[def].kind == DEF_CLASS)
			visit_class(f, x, file, def, &p->details.items[i]);
		else
			visit_function(f, x, file, def, &p->details.items[i]);
	}
}

static void visit_calls(struct finder *f, const struct mention_index *x, file_id file)
{
	const struct file *p = &f->project->files[file];

	for (uint32_t i = 0; i < p->details.use_count; i++)
		if (p->details.uses[i].kind == USE_CALL)
			visit_call(f, x, file, &p->details.uses[i]);
}

bool expand_mentions(struct finder *f, struct err *err)
{
	struct mention_index x = { 0 };
	bool ok = deepen_products(f, err);

	for (uint32_t i = 0; i < f->out->items.len; i++)
		index_family(f, &x, i);
	index_product_aliases(f, &x);
	ok = ok && deepen_production(f, &x, err) && deepen_members(f, err);
	/* What was not known before may be now. */
	map_clear(&f->product_memo);
	vec_clear(&f->memo);
	for (unsigned round = 0; ok && round < ROUNDS_MAX && (round == 0 || x.grown); round++) {
		x.grown = false;
		for (file_id i = 0; i < f->project->file_count; i++)
			if (!(f->project->files[i].roles & NOT_MENTIONING))
				visit_definitions(f, &x, i);
	}
	ok = ok && deepen_members(f, err); /* those that were just found */
	for (file_id i = 0; ok && i < f->project->file_count; i++)
		if (!(f->project->files[i].roles & NOT_MENTIONING))
			visit_calls(f, &x, i);
	map_release(&x.makes);
	map_release(&x.members);
	map_release(&x.names);
	map_release(&x.nouns);
	word_list_release(&x.classes);
	word_list_release(&x.functions);
	return ok;
}
