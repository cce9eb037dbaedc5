/* Definitions named like members: fallbacks, copies in backups, stand-ins of tests, helpers. */
#include "base/base.h"
#include "rules/finder.h"

/*
 * One pass over all definitions for all families. A definition is of interest
 * when it has a member's very name, or when its name holds the name of a
 * family's class: MockEngineFactory, EngineFactoryError.
 */

struct named {
	struct str name;   /* a member's */
	struct str stem;   /* of a class member's name, all tokens; empty for functions */
	uint32_t family;
};

struct name_index {
	VEC(struct named) names;
	struct map first_of; /* hash of the name -> index; the first family (the best known) wins */
	VEC(struct named) stems;
	struct map token_of; /* hash of a stem's last token: what a longer name must hold */
};

static struct str last_token(struct str stem)
{
	return str_tail(stem, '_');
}

/* A family of definitions is also known by its other names: an alias of the class says what it is. */
static bool has_stem(const struct family *fam, const struct member *m)
{
	return m->kind == MEMBER_CLASS || (!fam->is_factory && (m->kind == MEMBER_IMPORT || m->kind == MEMBER_ASSIGNMENT));
}

/* ContextFactory is in too many names to say anything; PrintJobFactory is not, and neither is what the user asked for. */
static bool is_distinctive(const struct family *fam, struct str stem)
{
	struct str rest = fam->is_factory && !fam->is_declared ? str_head(stem, '_') : stem;

	return str_find(rest, '_') < rest.len;
}

static void index_member(struct finder *f, struct name_index *x, const struct family *fam, const struct member *m, uint32_t family)
{
	if (m->kind == MEMBER_CALL || m->kind == MEMBER_MODULE || m->class == CLASS_IMPOSTOR)
		return;
	if (map_add(&x->first_of, str_hash(m->symbol), (uint32_t)x->names.len))
		vec_push(&x->names, (struct named){ .name = m->symbol, .family = family });
	if (!has_stem(fam, m))
		return;
	struct str stem = stem_of(m->symbol, f->arena);
	if (!is_distinctive(fam, stem))
		return;
	vec_push(&x->stems, (struct named){ .name = m->symbol, .stem = stem, .family = family });
	map_add(&x->token_of, str_hash(last_token(stem)), 0);
}

static void index_families(struct finder *f, struct name_index *x, const uint32_t *first)
{
	for (uint32_t i = 0; i < f->out->items.len; i++) {
		const struct family *fam = &f->out->items.items[i];

		for (uint32_t k = first ? first[i] : 0; k < fam->members.len; k++)
			index_member(f, x, fam, &fam->members.items[k], i);
	}
}

static bool has_indexed_token(const struct name_index *x, struct str name)
{
	struct tokens t;

	tokens_split(name, &t);
	for (uint32_t i = 0; i < t.count; i++)
		if (map_has(&x->token_of, str_hash(t.token[i])))
			return true;
	return false;
}

/* The family whose class name a longer class name holds; NONE when there is none. */
static uint32_t family_within(struct finder *f, const struct name_index *x, struct str name)
{
	struct str stem;

	if (!has_indexed_token(x, name))
		return NONE;
	stem = stem_of(name, f->arena);
	for (size_t i = 0; i < x->stems.len; i++)
		if (stem_within(x->stems.items[i].stem, stem))
			return x->stems.items[i].family;
	return NONE;
}

static void add_double(struct finder *f, uint32_t family, file_id file, uint32_t def)
{
	struct family *fam = &f->out->items.items[family];
	const struct def *d = def_at(f, file, def);
	enum member_kind kind = d->kind == DEF_CLASS ? MEMBER_CLASS : MEMBER_FUNCTION;

	if (member_of_def(fam, file, def) == NONE)
		member_add(f, fam, kind, file, qualified_name(f, file, def), d->span, def);
}

/* The same name: in a handler, in a backup, in a test, or, for declared families, anywhere. */
static bool is_namesake(const struct finder *f, const struct family *fam, file_id file, uint32_t def)
{
	const struct file *x = &f->project->files[file];
	const struct def *d = &x->outline.defs[def];

	if (map_has(&f->candidate_of, map_pair(file, def)))
		return false; /* a rival that creates something else, or a member already */
	if (d->parent != NONE && x->outline.defs[d->parent].kind == DEF_CLASS)
		return false; /* a method */
	if (x->roles & (ROLE_BACKUP | ROLE_TEST | ROLE_EXAMPLE))
		return true;
	return in_block(&x->outline, d->block, BLOCKS_HANDLER) || (!fam->is_factory && d->parent == NONE);
}

/* A name that holds the family's: in tests only what stands in for a member, elsewhere what is made to go with it. */
static bool is_relative(const struct finder *f, file_id file, uint32_t def)
{
	const struct file *x = &f->project->files[file];
	const struct def *d = &x->outline.defs[def];

	if (d->kind != DEF_CLASS || x->roles & (ROLE_BACKUP | ROLE_VENDORED | ROLE_STUB))
		return false;
	if (x->roles & (ROLE_TEST | ROLE_EXAMPLE))
		return !name_is_helper(d->name);
	return true;
}

static void visit_def(struct finder *f, const struct name_index *x, file_id file, uint32_t def)
{
	const struct def *d = def_at(f, file, def);
	uint32_t exact = map_get(&x->first_of, str_hash(d->name)), family;

	if (exact != NONE) {
		family = x->names.items[exact].family;
		if (is_namesake(f, &f->out->items.items[family], file, def))
			add_double(f, family, file, def);
		return;
	}
	if (!is_relative(f, file, def))
		return;
	family = family_within(f, x, d->name);
	if (family != NONE)
		add_double(f, family, file, def);
}

static bool defines_member(const struct family *fam, file_id file)
{
	for (uint32_t i = 0; i < fam->members.len; i++)
		if (fam->members.items[i].file == file && fam->members.items[i].kind <= MEMBER_FUNCTION && fam->members.items[i].is_production)
			return true;
	return false;
}

/* Files named like copies of a member's file: one member a copy and family. */
void expand_copies(struct finder *f)
{
	struct project *p = f->project;

	for (file_id copy = p->file_count; copy < p->file_count + p->copy_count; copy++) {
		file_id source = project_find(p, lang_copied_path(p->files[copy].path));

		for (size_t i = 0; source != NONE && !p->files[copy].is_gone && i < f->out->items.len; i++) {
			struct family *fam = &f->out->items.items[i];
			uint32_t m;

			if (!defines_member(fam, source))
				continue;
			m = member_add(f, fam, MEMBER_MODULE, copy, path_base(p->files[copy].path), (struct span){ .line = 1, .column = 1, .end_line = 1, .end_column = 1 }, NONE);
			fam->members.items[m].class = CLASS_BACKUP;
			fam->members.items[m].confidence = 90;
			member_say(f, &fam->members.items[m], source, 1, "is named like a copy of the file");
		}
	}
}

void expand_names(struct finder *f, const uint32_t *first)
{
	struct name_index x = { 0 };

	index_families(f, &x, first);
	for (file_id i = 0; i < f->project->file_count; i++) {
		const struct file *file = &f->project->files[i];

		if (file->roles & (ROLE_VENDORED | ROLE_STUB) || !file->lang->modules)
			continue;
		for (uint32_t d = 0; d < file->outline.def_count; d++)
			visit_def(f, &x, i, d);
	}
	vec_release(&x.names);
	vec_release(&x.stems);
	map_release(&x.first_of);
	map_release(&x.token_of);
}
