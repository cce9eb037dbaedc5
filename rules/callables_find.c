/* The families' own callables, products and members: every name they go by, and their calls in all files. */
#include "base/base.h"
#include "rules/arguments_search.h"

#include "rules/rule.h"

void argument_maps_release(struct argument_maps *m)
{
	vec_release(&m->items);
	map_release(&m->callables);
	map_release(&m->words);
	map_release(&m->methods_of);
	words_free(m->classes);
	vec_release(&m->methods);
}

static void add_own(struct argument_search *s, uint32_t family, file_id file, uint32_t def)
{
	uint32_t next = (uint32_t)s->maps->items.len;

	if (search_add(s, file, def, next))
		vec_push(&s->maps->items, (struct argument_map){ .file = file, .def = def, .family = family });
}

/* Called on instances, wherever there is one: looked for in the files where somebody uses the class. */
static void add_instance_method(struct argument_search *s, uint32_t map, file_id file, uint32_t def)
{
	struct str name = def_at(s->finder, file, def)->name;
	uint64_t hash = str_hash(name);

	if (name.ptr[0] == '_')
		return;
	vec_push(&s->maps->methods, (struct instance_method){ file, def, map, map_get(&s->maps->methods_of, hash) });
	map_set(&s->maps->methods_of, hash, (uint32_t)s->maps->methods.len - 1);
}

/* A method goes by its class' name; its own alone says too little to look for. */
static void add_method(struct argument_search *s, uint32_t map, uint32_t family, file_id file, uint32_t def)
{
	uint32_t next = (uint32_t)s->maps->items.len, class = def_at(s->finder, file, def)->parent;
	const struct detail *d = detail_at(s->finder, file, def);

	if (class == NONE || def_at(s->finder, file, def)->kind != DEF_FUNCTION || !d)
		return;
	if (!(d->flags & (BODY_CLASSMETHOD | BODY_STATICMETHOD))) {
		if (map != NONE && d->param_count && str_is(d->params[0].name, "self")) /* an interface of zope's has none */
			add_instance_method(s, map, file, def);
		return;
	}
	if (map_add(&s->maps->callables, map_pair(file, def), next))
		vec_push(&s->maps->items, (struct argument_map){ .file = file, .def = def, .family = family });
	map_set(&s->maps->words, str_hash(def_at(s->finder, file, def)->name), 0);
	word_add(&s->words, def_at(s->finder, file, class)->name);
}

static void add_methods(struct argument_search *s, uint32_t map, uint32_t family, file_id file, uint32_t class)
{
	const struct outline *o = &s->finder->project->files[file].outline;

	for (uint32_t d = class + 1; d < o->def_count && o->defs[d].span.start < o->defs[class].end; d++)
		if (o->defs[d].parent == class)
			add_method(s, map, family, file, d);
}

/* Of all classes at hand; their details have to be there. */
static void add_all_methods(struct argument_search *s)
{
	size_t count = s->maps->items.len; /* methods come behind */

	for (size_t i = 0; i < count; i++) {
		struct argument_map m = s->maps->items.items[i];

		if (def_at(s->finder, m.file, m.def)->kind == DEF_CLASS)
			add_methods(s, (uint32_t)i, m.family, m.file, m.def);
	}
}

static void add_family(struct argument_search *s, uint32_t family)
{
	const struct family *fam = &s->finder->out->items.items[family];

	if (fam->basis != BASIS_LINKED)
		return;
	if (fam->product_def != NONE && fam->product_file != NONE)
		add_own(s, family, fam->product_file, fam->product_def);
	vec_foreach(struct member, m, &fam->members) {
		if (m->def == NONE || !m->is_production)
			continue;
		if (m->kind == MEMBER_CLASS || m->kind == MEMBER_FUNCTION)
			add_own(s, family, m->file, m->def);
		else if (m->kind == MEMBER_METHOD)
			add_method(s, NONE, family, m->file, m->def);
	}
}

/* --- Files that may call --- */

static void add_importers_of_name(struct argument_search *s, struct str name, struct file_list *files)
{
	const struct import_ref *refs;
	uint32_t count = link_importers_of_name(s->finder->link, name, &refs);

	for (uint32_t i = 0; i < count; i++)
		vec_push(files, refs[i].file);
}

/* `import x.mod`, `from x import mod`, `from x.mod import *`: who takes single names from it imports those. */
static void add_importers_of_module(struct argument_search *s, file_id module, struct file_list *files)
{
	struct finder *f = s->finder;
	const struct import_ref *refs;
	uint32_t count = link_importers_of_module(f->link, str_tail(link_module_name(f->link, module), '.'), &refs);

	for (uint32_t i = 0; i < count; i++)
		if (refs[i].n != NONE || f->project->files[refs[i].file].outline.imports[refs[i].import].form == IMPORT_STAR)
			vec_push(files, refs[i].file);
}

/* Who imports a name, the module that defines it, or the module itself. */
static void collect_files(struct argument_search *s, struct file_list *files)
{
	for (size_t i = 0; i < s->words.len; i++)
		add_importers_of_name(s, s->words.items[i], files);
	vec_foreach(struct argument_map, m, &s->maps->items) {
		vec_push(files, m->file);
		add_importers_of_module(s, m->file, files);
	}
}

static int compare_files(const void *a, const void *b)
{
	file_id x = *(const file_id *)a, y = *(const file_id *)b;

	return x < y ? -1 : x > y;
}

/* Files to ask, each once. */
static void keep_callers(const struct project *p, struct file_list *files)
{
	size_t kept = 0;

	vec_sort(files, compare_files);
	for (size_t i = 0; i < files->len; i++)
		if ((!kept || files->items[i] != files->items[kept - 1]) && !(p->files[files->items[i]].roles & NOT_CALLING))
			files->items[kept++] = files->items[i];
	files->len = kept;
}

static void read_all_calls(struct argument_search *s)
{
	struct finder *f = s->finder;
	struct file_list files = { 0 };
	struct file_calls *found;

	collect_files(s, &files);
	word_add(&s->words, STR("partial")); /* of functools: it names its callable, and does not call it */
	keep_callers(f->project, &files);
	s->maps->classes = words_new(s->words.items, s->words.len);
	vec_foreach(struct instance_method, m, &s->maps->methods)
		word_add(&s->words, def_at(f, m->file, m->def)->name);
	found = arena_array(f->arena, struct file_calls, files.len + 1);
	project_calls(f->project, files.items, (uint32_t)files.len, s->words.items, s->words.len, found);
	for (size_t i = 0; i < files.len; i++)
		if (found[i].count)
			vec_push(&f->out->calls, found[i]);
	vec_release(&files);
}

/* Names and heirs until there are no more; heirs are known where somebody else has had a reason to parse. */
static void search_names(struct argument_search *s)
{
	bool grown = true;

	for (unsigned round = 0; grown && round < ROUNDS_MAX; round++) {
		grown = false;
		search_aliases(s);
		for (file_id i = 0; i < s->finder->project->file_count; i++)
			grown |= search_heirs(s, i);
	}
}

bool find_callables(struct finder *f, struct err *err)
{
	struct argument_search s = { .finder = f, .maps = &f->out->callables };
	bool ok = true;

	if (rule_level(f->options->config, rule_find(STR("CN403"))) == SEVERITY_OFF)
		return true;
	for (uint32_t i = 0; i < f->out->items.len; i++)
		add_family(&s, i);
	if (s.maps->items.len) {
		search_names(&s);
		ok = search_definitions(&s, err);
		add_all_methods(&s);
		read_all_calls(&s);
	}
	word_list_release(&s.words);
	return ok;
}
