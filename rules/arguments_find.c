/* The callables of the configured maps, every name they go by, and details of what calls them. */
#include "base/base.h"
#include "rules/arguments_search.h"

static uint32_t family_of_def(const struct finder *f, file_id file, uint32_t def)
{
	for (uint32_t i = 0; i < f->out->items.len; i++) {
		const struct family *fam = &f->out->items.items[i];

		if ((fam->product_file == file && fam->product_def == def) || member_of_def(fam, file, def) != NONE)
			return i;
	}
	return NONE;
}

static void add_word(struct argument_search *s, struct str word)
{
	word_add(&s->words, word);
	map_set(&s->maps->words, str_hash(word), 0);
}

/* A callable, or a class that inherits its constructor. */
bool search_add(struct argument_search *s, file_id file, uint32_t def, uint32_t map)
{
	if (!map_add(&s->maps->callables, map_pair(file, def), map))
		return false;
	add_word(s, def_at(s->finder, file, def)->name);
	return true;
}

static bool not_found(const struct finder *f, const struct config_argument *m, struct err *err)
{
	const char *what = "names no class or function of this code base";

	if (m->line)
		return err_set(err, STR_FMT ":%u: arguments: \"" STR_FMT ":" STR_FMT "\" %s", STR_ARG(f->options->config->path), m->line,
			       STR_ARG(m->module), STR_ARG(m->name), what);
	return err_set(err, "\"" STR_FMT ":" STR_FMT "\" %s", STR_ARG(m->module), STR_ARG(m->name), what);
}

static bool add_map(struct argument_search *s, const struct config_argument *m, struct err *err)
{
	struct finder *f = s->finder;
	struct str path = arena_printf(f->arena, STR_FMT ":" STR_FMT, STR_ARG(m->module), STR_ARG(m->name));
	struct target t = link_string(f->link, NONE, path);
	uint32_t family = t.kind == TARGET_DEF ? family_of_def(f, t.file, t.index) : NONE;

	if (t.kind != TARGET_DEF)
		return not_found(f, m, err);
	if (f->is_narrow && family == NONE && m->line)
		return true; /* the user asked for something else */
	if (search_add(s, t.file, t.index, (uint32_t)s->maps->items.len))
		vec_push(&s->maps->items, (struct argument_map){ .config = m, .file = t.file, .def = t.index, .family = family });
	return true;
}

/* "a.b:Name" of the command line: a map of nothing, so that its calls are looked at. */
static bool add_asked(struct argument_search *s, struct str path, struct err *err)
{
	struct config_argument *m = arena_new(s->finder->arena, struct config_argument);
	size_t colon = str_find(path, ':');

	if (colon == path.len)
		colon = str_rfind(path, '.');
	m->module = str_slice(path, 0, colon);
	m->name = str_slice(path, colon + 1, path.len);
	m->reason = m->until = STR("");
	if (!m->module.len || !m->name.len)
		return err_set(err, "\"" STR_FMT "\" is no module:Name, such as \"app.engine:Engine\"", STR_ARG(path));
	return add_map(s, m, err);
}

static bool add_maps(struct argument_search *s, struct err *err)
{
	const struct discover_options *o = s->finder->options;

	for (size_t i = 0; i < o->config->argument_count; i++)
		if (!add_map(s, &o->config->arguments[i], err))
			return false;
	for (size_t i = 0; i < o->callable_count; i++)
		if (!add_asked(s, o->callables[i], err))
			return false;
	return true;
}

/* --- Other names: `from a import Name as N`, `N = Name` --- */

void search_aliases(struct argument_search *s)
{
	struct finder *f = s->finder;

	for (size_t i = 0; i < s->words.len; i++) {
		const struct import_ref *refs;
		uint32_t count = link_importers_of_name(f->link, s->words.items[i], &refs);
		uint64_t tail = str_hash(s->words.items[i]);

		for (uint32_t k = 0; k < count; k++) {
			const struct outline *o = &f->project->files[refs[k].file].outline;
			struct str alias = o->names[o->imports[refs[k].import].first_name + refs[k].n].alias;

			if (alias.len && !(f->project->files[refs[k].file].roles & NOT_CALLING))
				add_word(s, alias);
		}
		vec_foreach(struct alias_ref, a, &f->aliases)
			if (a->tail == tail)
				add_word(s, f->project->files[a->file].outline.bindings[a->binding].name);
	}
}

/* --- Details --- */

static bool deepen_calls(struct argument_search *s, struct err *err)
{
	struct finder *f = s->finder;
	struct file_list files = { 0 };
	bool ok;

	for (file_id i = 0; i < f->project->file_count; i++)
		if (!(f->project->files[i].roles & NOT_CALLING))
			vec_push(&files, i);
	ok = finder_deepen(f, &files, &s->words, CUT_METHODS, err);
	vec_release(&files);
	return ok;
}

/* The bases of a callable class, where the constructor or the fields may be. */
static void collect_bases(struct finder *f, file_id file, uint32_t def, struct file_list *files, struct word_list *words)
{
	const struct detail *d = detail_at(f, file, def);

	for (uint32_t i = 0; d && i < d->base_count; i++) {
		struct target t = link_dotted(f->link, file, def_at(f, file, def)->parent, d->bases[i]);

		if (t.kind != TARGET_DEF || (t.file == file && t.index == def))
			continue;
		if (detail_at(f, t.file, t.index)) {
			collect_bases(f, t.file, t.index, files, words);
			continue;
		}
		vec_push(files, t.file);
		word_add(words, def_at(f, t.file, t.index)->name);
	}
}

bool search_definitions(struct argument_search *s, struct err *err)
{
	bool ok = true;

	for (unsigned round = 0; ok && round < ROUNDS_MAX; round++) {
		struct file_list files = { 0 };
		struct word_list words = { 0 };

		vec_foreach(struct argument_map, m, &s->maps->items) {
			if (project_has_all(&s->finder->project->files[m->file], m->def)) {
				collect_bases(s->finder, m->file, m->def, &files, &words);
				continue;
			}
			vec_push(&files, m->file);
			word_add(&words, def_at(s->finder, m->file, m->def)->name);
		}
		ok = finder_deepen(s->finder, &files, &words, CUT_NOTHING, err);
		if (!files.len)
			round = ROUNDS_MAX;
		vec_release(&files);
		word_list_release(&words);
	}
	return ok;
}

/* --- Classes that derive from a callable and make their instances as it does --- */

static bool has_constructor(const struct finder *f, file_id file, uint32_t class)
{
	const struct outline *o = &f->project->files[file].outline;

	for (uint32_t d = class + 1; d < o->def_count && o->defs[d].span.start < o->defs[class].end; d++)
		if (o->defs[d].parent == class && (str_is(o->defs[d].name, "__init__") || str_is(o->defs[d].name, "__new__")))
			return true;
	return false;
}

bool search_heirs(struct argument_search *s, file_id file)
{
	struct finder *f = s->finder;
	const struct details *all = &f->project->files[file].details;
	bool grown = false;

	for (uint32_t i = 0; i < all->use_count; i++) {
		const struct use *u = &all->uses[i];
		uint32_t def = u->kind == USE_BASE ? def_by_start(&f->project->files[file], u->def_start) : NONE, map;
		struct target t;

		if (def == NONE || !map_has(&s->maps->words, str_hash(str_tail(u->name, '.'))) || has_constructor(f, file, def))
			continue;
		t = link_dotted(f->link, file, def_at(f, file, def)->parent, u->name);
		map = t.kind == TARGET_DEF ? map_get(&s->maps->callables, map_pair(t.file, t.index)) : NONE;
		if (map != NONE && !(detail_at(f, file, def)->flags & BODY_DATA))
			grown |= search_add(s, file, def, map);
	}
	return grown;
}

static bool search_calls(struct argument_search *s, struct err *err)
{
	bool grown = true;

	for (unsigned round = 0; grown && round < ROUNDS_MAX; round++) {
		grown = false;
		search_aliases(s);
		if (!deepen_calls(s, err))
			return false;
		for (file_id i = 0; i < s->finder->project->file_count; i++)
			grown |= search_heirs(s, i);
	}
	return true;
}

bool find_arguments(struct finder *f, struct err *err)
{
	struct argument_search s = { .finder = f, .maps = &f->out->arguments };
	bool ok = add_maps(&s, err);

	if (ok && s.maps->items.len)
		ok = search_calls(&s, err) && search_definitions(&s, err);
	word_list_release(&s.words);
	return ok;
}
