/* Candidates: definitions whose names claim to create something, and which of them deserve a closer look. */
#include "base/base.h"
#include "rules/finder.h"

#include <stdlib.h>
#include <string.h>

#define SEEDLESS (ROLE_TEST | ROLE_EXAMPLE | ROLE_BACKUP | ROLE_VENDORED | ROLE_GENERATED | ROLE_STUB)
#define TROUBLE_LOOKUPS 2000 /* importers of one lone name that are looked at before it is taken as clean */

void word_add(struct word_list *w, struct str word)
{
	if (word.len && map_add(&w->seen, str_hash(word), 0))
		vec_push(w, word);
}

void word_list_release(struct word_list *w)
{
	vec_release(w);
	map_release(&w->seen);
}

static int compare_file_ids(const void *a, const void *b)
{
	file_id x = *(const file_id *)a, y = *(const file_id *)b;

	return x < y ? -1 : x > y;
}

bool finder_deepen(struct finder *f, struct file_list *files, const struct word_list *words, enum deepen_cut cut, struct err *err)
{
	size_t unique = 0;

	if (files->len == 0)
		return true;
	vec_sort(files, compare_file_ids);
	for (size_t i = 0; i < files->len; i++)
		if (unique == 0 || files->items[unique - 1] != files->items[i])
			files->items[unique++] = files->items[i];
	struct deepen want = {
		.files = files->items,
		.file_count = (uint32_t)unique,
		.words = words->items,
		.word_count = words->len,
		.cut = cut,
	};
	return project_deepen(f->project, &want, err);
}

/* A definition in a place that production code reaches: module level, outside of handlers and type-checking blocks. */
static bool is_reachable(const struct outline *o, const struct def *d)
{
	if (d->parent != NONE)
		return false;
	for (uint32_t b = d->block; b != NONE; b = o->blocks[b].parent) {
		switch (o->blocks[b].kind) {
		case BLOCK_EXCEPT_IMPORT:
		case BLOCK_EXCEPT_ANY:
		case BLOCK_EXCEPT:
		case BLOCK_TYPE_CHECKING:
		case BLOCK_MAIN:
			return false;
		default:
			break;
		}
	}
	return true;
}

static void add_candidate(struct finder *f, file_id file, uint32_t def)
{
	const struct def *d = def_at(f, file, def);
	struct candidate c = { .file = file, .def = def };

	/* A function's last word is what it creates; a class' is what it is. */
	if ((d->kind == DEF_CLASS && name_is_helper(d->name)) || name_is_double(d->name))
		return;
	c.claim = name_claim(d->name, d->kind, f->arena);
	if (c.claim.claim == CLAIM_NONE || c.claim.stem.len == 0)
		return;
	c.parent = (uint32_t)f->candidates.len;
	c.product = (struct value){ .file = NONE, .def = NONE };
	map_set(&f->candidate_of, map_pair(file, def), c.parent);
	vec_push(&f->candidates, c);
}

static void collect(struct finder *f)
{
	for (file_id i = 0; i < f->project->file_count; i++) {
		const struct file *file = &f->project->files[i];

		if (file->roles & SEEDLESS || !file->lang->modules)
			continue;
		for (uint32_t d = 0; d < file->outline.def_count; d++)
			if (is_reachable(&file->outline, &file->outline.defs[d]))
				add_candidate(f, i, d);
	}
}

/* --- Which are worth a look --- */

/* A lone definition is in trouble when somebody imports its name from anywhere else than its module or a face of it. */
/* Does another module bind the class' name to something else, or in vain? */
static bool has_false_name(struct finder *f, const struct candidate *c)
{
	struct str name = def_at(f, c->file, c->def)->name;
	const file_id *files;
	uint32_t count = link_binders(f->link, name, &files);

	for (uint32_t i = 0; i < count && i < TROUBLE_LOOKUPS; i++) {
		struct target t;

		if (files[i] == c->file || f->project->files[files[i]].roles & SEEDLESS)
			continue;
		t = link_name(f->link, files[i], name);
		if (t.kind == TARGET_DEF && !(t.file == c->file && t.index == c->def) && !map_has(&f->candidate_of, map_pair(t.file, t.index)))
			return true;
	}
	return false;
}

bool candidate_has_trouble(struct finder *f, const struct candidate *c)
{
	const struct import_ref *refs;
	uint32_t count = link_importers_of_name(f->link, def_at(f, c->file, c->def)->name, &refs);

	struct str home = link_module_name(f->link, c->file);

	if (def_at(f, c->file, c->def)->kind == DEF_CLASS && has_false_name(f, c))
		return true;
	for (uint32_t i = 0; i < count && i < TROUBLE_LOOKUPS; i++) {
		const struct import *im = &f->project->files[refs[i].file].outline.imports[refs[i].import];

		if (im->level == 0 && str_eq(im->module, home))
			continue; /* most imports are right, and say so */
		struct target module = link_import_module(f->link, refs[i].file, refs[i].import);

		if (module.kind == TARGET_NO_MODULE)
			return true;
		if (module.kind != TARGET_MODULE || module.file == NONE || module.file == c->file)
			continue;
		if (is_face(f->project, module.file, c->file))
			continue;
		struct target t = link_import(f->link, refs[i].file, refs[i].import, refs[i].n);
		if (t.kind == TARGET_NO_NAME || (t.kind == TARGET_DEF && t.file == c->file && t.index == c->def))
			return true;
	}
	return false;
}

/* What is known of all candidates of one stem. */
struct stem_group {
	file_id file;   /* of the first that is more than a configurator */
	bool is_spread; /* they stand in several files, or one of them is in trouble */
	bool has_class; /* one of them is a class */
};

struct stem_index {
	struct map group_of; /* hash of the stem -> index into groups */
	VEC(struct stem_group) groups;
};

static struct stem_group *group_of_stem(struct stem_index *x, struct str stem)
{
	uint32_t i = map_get(&x->group_of, str_hash(stem));

	if (i == NONE) {
		i = (uint32_t)x->groups.len;
		map_set(&x->group_of, str_hash(stem), i);
		vec_push(&x->groups, (struct stem_group){ .file = NONE });
	}
	return &x->groups.items[i];
}

static void index_stems(struct finder *f, struct stem_index *x)
{
	vec_foreach(struct candidate, c, &f->candidates) {
		struct stem_group *g = group_of_stem(x, c->claim.stem);

		g->has_class |= def_at(f, c->file, c->def)->kind == DEF_CLASS;
		if (c->claim.claim == CLAIM_CONFIGURE)
			continue;
		if (g->file != NONE && g->file != c->file)
			g->is_spread = true;
		g->file = c->file;
	}
	vec_foreach(struct candidate, lone, &f->candidates) {
		struct stem_group *g = group_of_stem(x, lone->claim.stem);

		if (!g->is_spread && lone->claim.claim != CLAIM_CONFIGURE)
			g->is_spread = candidate_has_trouble(f, lone);
	}
}

/*
 * UnifiedPrintJobFactory may have to do with a fragmented print_job, or be a
 * wrapper of PrintJobFactory: both are looked at. One word that is left says
 * too little, except among classes.
 */
static bool is_kind_of_other(struct stem_index *x, struct str stem, bool is_class)
{
	bool found = false;

	for (struct str rest = stem; str_find(rest, '_') < rest.len;) {
		struct stem_group *g;
		uint32_t i;

		rest = str_slice(rest, str_find(rest, '_') + 1, rest.len);
		i = map_get(&x->group_of, str_hash(rest));
		g = i == NONE ? NULL : &x->groups.items[i];
		if (g && is_class && g->has_class)
			found = g->is_spread = true;
		else if (g && g->is_spread && str_find(rest, '_') < rest.len)
			found = true;
	}
	return found;
}

static void keep_wide(struct finder *f)
{
	struct stem_index x = { 0 };

	index_stems(f, &x);
	vec_foreach(struct candidate, longer, &f->candidates)
		longer->is_kept |= is_kind_of_other(&x, longer->claim.stem, def_at(f, longer->file, longer->def)->kind == DEF_CLASS);
	vec_foreach(struct candidate, c, &f->candidates)
		c->is_kept |= group_of_stem(&x, c->claim.stem)->is_spread;
	map_release(&x.group_of);
	vec_release(&x.groups);
}

/* Does a candidate's stem have to do with what the user asked for? */
static bool concerns(struct finder *f, const struct candidate *c, struct str name)
{
	struct claim_name asked = name_claim(name, name.len && name.ptr[0] >= 'A' && name.ptr[0] <= 'Z' ? DEF_CLASS : DEF_FUNCTION, f->arena);
	struct str stem = asked.stem.len ? asked.stem : stem_of(name, f->arena);

	return stem_within(stem, c->claim.stem) || stem_ends(stem, c->claim.stem);
}

static void keep_narrow(struct finder *f, struct str name)
{
	vec_foreach(struct candidate, c, &f->candidates) {
		if (!c->is_kept && concerns(f, c, name))
			c->is_kept = true;
		if (str_eq(def_at(f, c->file, c->def)->name, name))
			c->is_named = true;
	}
}

static struct str name_of_canonical(struct str spec)
{
	size_t colon = str_rfind(spec, ':');

	return colon == spec.len ? spec : str_slice(spec, colon + 1, spec.len);
}

bool discover_candidates(struct finder *f, struct err *err)
{
	const struct discover_options *o = f->options;
	const struct config *config = o->config;

	(void)err;
	collect(f);
	f->is_narrow = o->name_count || o->canonical_count;
	for (size_t i = 0; i < o->name_count; i++)
		keep_narrow(f, o->names[i]);
	for (size_t i = 0; i < o->canonical_count; i++)
		keep_narrow(f, name_of_canonical(o->canonicals[i]));
	for (size_t i = 0; !f->is_narrow && i < config->family_count; i++) {
		keep_narrow(f, config->families[i].product);
		if (config->families[i].canonical_name.len)
			keep_narrow(f, config->families[i].canonical_name);
	}
	if (!f->is_narrow && config->discover)
		keep_wide(f);
	return true;
}

/* --- Details of the kept --- */

/* Functions whose value a candidate gives back, and that nobody has parsed yet. */
static void collect_callees(struct finder *f, const struct candidate *c, struct file_list *files, struct word_list *words)
{
	const struct detail *d = detail_at(f, c->file, c->def);
	const struct details *all = &f->project->files[c->file].details;

	for (uint32_t i = 0; d && i < d->use_count; i++) {
		const struct use *u = &all->uses[d->first_use + i];
		struct target t;

		if (u->kind != USE_CALL || !(u->is_returned || u->target.len))
			continue;
		t = link_dotted(f->link, c->file, c->def, u->name);
		if (t.kind != TARGET_DEF || detail_at(f, t.file, t.index))
			continue;
		if (def_at(f, t.file, t.index)->kind != DEF_FUNCTION || def_at(f, t.file, t.index)->parent != NONE)
			continue;
		word_add(words, def_at(f, t.file, t.index)->name);
		vec_push(files, t.file);
	}
}

bool deepen_candidates(struct finder *f, struct err *err)
{
	struct file_list files = { 0 };
	struct word_list words = { 0 }, callees = { 0 };
	bool ok;

	vec_foreach(struct candidate, c, &f->candidates) {
		if (!c->is_kept)
			continue;
		word_add(&words, def_at(f, c->file, c->def)->name);
		vec_push(&files, c->file);
	}
	ok = finder_deepen(f, &files, &words, CUT_NOTHING, err);
	vec_clear(&files);
	vec_foreach(struct candidate, c, &f->candidates)
		if (ok && c->is_kept)
			collect_callees(f, c, &files, &callees);
	ok = ok && finder_deepen(f, &files, &callees, CUT_NOTHING, err);
	vec_release(&files);
	word_list_release(&words);
	word_list_release(&callees);
	return ok;
}
