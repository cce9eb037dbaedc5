/* The search for families of C and C++: by what functions allocate, not by what they are called. */
#include "base/base.h"
#include "rules/creators.h"
#include "rules/creators_unit.h"

#include <stdlib.h>

#define LAYERS_MAX 3 /* of allocators with unusual names around each other */
#define ROUNDS_MAX 3 /* of a compiler's reading */

static void collect_files(struct creators *c)
{
	c->files = arena_array(c->arena, file_id, c->project->file_count + 1);
	for (file_id i = 0; i < c->project->file_count; i++)
		if (c->project->files[i].creations && !c->project->files[i].is_gone)
			c->files[c->file_count++] = i;
}

static size_t same_records(const struct creators *c, size_t first)
{
	size_t end = first + 1;

	while (end < c->makers.len && same_record(c->makers.items[end].kin, c->makers.items[first].kin))
		end++;
	return end - first;
}

static void drop_members(struct family *fam)
{
	vec_foreach(struct member, m, &fam->members)
		vec_release(&m->evidence);
	vec_release(&fam->members);
}

static bool is_trouble(const struct family *fam)
{
	vec_foreach(struct member, m, &fam->members)
		if (m->is_production && (m->class == CLASS_BYPASS || m->class == CLASS_DUPLICATE || m->class == CLASS_NEAR_DUPLICATE))
			return true;
	return fam->is_declared && fam->members.len > 0;
}

static enum basis basis_of(const struct family *fam)
{
	vec_foreach(struct member, m, &fam->members)
		if (m->basis != BASIS_SEMANTIC)
			return BASIS_SYNTACTIC;
	return BASIS_SEMANTIC;
}

/* What a macro defines has no definition that others could look at. */
static void hide_function(struct member *m)
{
	m->def = NONE;
	m->kind = MEMBER_ASSIGNMENT;
}

void creators_add_family(struct creators *c, struct family *fam, bool is_governed)
{
	creators_find_chooser(c, fam);
	creators_elect(c, fam);
	creators_classify(c, fam, is_governed);
	if (!is_trouble(fam)) {
		drop_members(fam);
		return;
	}
	creators_add_other(c, fam);
	creators_confirm_wrappers(c, fam);
	fam->basis = basis_of(fam);
	vec_foreach(struct member, m, &fam->members) {
		m->importers = 0;
		if (m->def != NONE && m->def >= c->project->files[m->file].creations->func_count)
			hide_function(m);
	}
	family_rank(c->finder, fam);
	vec_push(&c->finder->out->items, *fam);
}

static void add_family(struct creators *c, const struct maker *makers, size_t count)
{
	struct family fam = { .canonical = NONE, .product_def = NONE, .product_record = NONE, .is_factory = true };
	bool is_governed = creators_seed(c, makers, count, &fam);

	creators_add_named(c, &fam);
	creators_add_family(c, &fam, is_governed);
}

static void release_tables(struct creators *c)
{
	struct name_table *const tables[] = { &c->funcs,	&c->records, &c->protos, &c->bases, &c->object_types,
					      &c->passers, &c->macros,  &c->alloc_macros, &c->inits };

	for (size_t i = 0; i < ARRAY_LEN(tables); i++)
		vec_release(&tables[i]->items);
	map_release(&c->framework_names);
	map_release(&c->virtuals);
	map_release(&c->initialisers);
	map_release(&c->addressed);
	map_release(&c->called);
	map_release(&c->allocators);
	vec_release(&c->makers);
}

void creators_close(struct creators *c)
{
	if (!c)
		return;
	release_tables(c);
	vec_release(&c->queue);
}

/* Made in several files: a family, unless the closer look says otherwise. */
static bool is_worth_a_look(const struct creators *c, const struct maker *makers, size_t count)
{
	if (c->finder->is_narrow)
		return true;
	for (size_t i = 1; i < count; i++)
		if (makers[i].file != makers[0].file)
			return true;
	return false;
}

/* Look into what mentions the words, and begin anew. */
static void index_with(struct creators *c, const struct word_list *words)
{
	project_look_for(c->project, words->items, words->len);
	release_tables(c);
	creators_expand(c);
	creators_index(c);
}

/* Wrappers of allocators whose names do not tell are found one layer a round. */
static void find_allocators(struct creators *c, struct word_list *words)
{
	size_t known;

	for (unsigned round = 0; round < LAYERS_MAX; round++) {
		known = words->len;
		creators_find_allocators(c, words);
		if (words->len == known)
			return;
		index_with(c, words);
	}
	creators_find_allocators(c, words);
}

/* The names of all that make what several files make: who calls them, and who puts them into tables, was not looked for yet. */
static void deepen(struct creators *c, struct word_list *words)
{
	for (size_t i = 0, n; i < c->makers.len; i += n) {
		n = same_records(c, i);
		for (size_t k = i; k < i + n && is_worth_a_look(c, &c->makers.items[i], n); k++)
			if (is_root(&c->makers.items[k]))
				word_add(words, str_tail(cfunc_at(c, c->makers.items[k].file, c->makers.items[k].func)->name, ':'));
	}
	creators_declared_words(c, words);
	if (words->len == 0)
		return;
	index_with(c, words);
	creators_find_allocators(c, words);
	creators_find_makers(c);
}

static void add_families(struct creators *c)
{
	creators_find_kin(c);
	for (size_t i = 0, n; i < c->makers.len; i += n) {
		n = same_records(c, i);
		add_family(c, &c->makers.items[i], n);
	}
	creators_add_declared(c);
	creators_add_asked(c);
}

static void remake_families(struct creators *c, size_t first)
{
	struct families *out = c->finder->out;

	for (size_t i = first; i < out->items.len; i++)
		drop_members(&out->items.items[i]);
	out->items.len = first;
	out->semantic.confirmed = out->semantic.doubted = 0;
	creators_judge(c);
	add_families(c);
}

static bool is_compiler_wanted(const struct creators *c, size_t first)
{
	const struct discover_options *o = c->finder->options;

	if (o->is_syntactic || o->database_error.len)
		return false;
	return c->finder->out->items.len > first || (o->is_full && o->database && o->database->count);
}

/* What a compiler reads decides who belongs to what; a family that comes of it is read, too. */
static void ask_compiler(struct creators *c, size_t first)
{
	const struct discover_options *o = c->finder->options;
	struct semantic_cover *cover = &c->finder->out->semantic;

	cover->database = arena_str(c->arena, o->database_name);
	cover->why_not = arena_str(c->arena, o->database_error);
	cover->units = o->database ? o->database->count : 0;
	if (!is_compiler_wanted(c, first))
		return;
	for (unsigned round = 0; round < ROUNDS_MAX && creators_read_units(c, first); round++)
		remake_families(c, first);
	creators_close_units(c);
}

static void search(struct creators *c)
{
	struct word_list words = { 0 };
	size_t first = c->finder->out->items.len;

	creators_expand(c);
	creators_index(c);
	creators_resolve_includes(c);
	find_allocators(c, &words);
	creators_find_makers(c);
	deepen(c, &words);
	word_list_release(&words);
	add_families(c);
	ask_compiler(c, first);
}

void creators_find(struct finder *f)
{
	struct creators *c = arena_new(f->arena, struct creators);

	*c = (struct creators){ .finder = f, .project = f->project, .arena = f->arena };
	collect_files(c);
	if (c->file_count == 0)
		return;
	search(c);
	f->out->candidates += (uint32_t)c->makers.len;
	f->out->creators = c;
	c->finder = NULL;
}

/* --- Questions of the rest --- */

static bool is_called(struct str whole, struct str name, bool is_exact)
{
	return is_exact ? str_eq(whole, name) : is_scoped_name(whole, name);
}

static bool knows_in(const struct file *file, struct str name, bool is_exact)
{
	for (uint32_t i = 0; i < file->creations->func_count; i++)
		if (is_called(file->creations->funcs[i].name, name, is_exact))
			return true;
	for (uint32_t i = 0; i < file->creations->record_count; i++)
		if (is_called(record_name(&file->creations->records[i]), name, is_exact))
			return true;
	return false;
}

bool creators_know(const struct finder *f, struct str name)
{
	size_t colon = str_find(name, ':');
	struct str path = { 0 };

	if (colon + 1 < name.len && name.ptr[colon + 1] != ':') {
		path = str_slice(name, 0, colon);
		name = str_slice(name, colon + 1, name.len);
	}
	name = without_keyword(name);
	for (file_id i = 0; i < f->project->file_count; i++) {
		const struct file *file = &f->project->files[i];

		if (file->creations && (path.len == 0 || str_eq(path, file->path)) && knows_in(file, name, path.len > 0))
			return true;
	}
	return false;
}
