/* Groups of candidates become families; names that the user gave are found or suggested. */
#include "base/base.h"
#include "rules/finder.h"

#include <string.h>

#define SUGGEST_DISTANCE 4

static bool is_file_seedless(const struct finder *f, file_id file)
{
	return f->project->files[file].roles & (ROLE_NOT_PRODUCTION | ROLE_STUB | ROLE_GENERATED);
}

static uint32_t member_of_candidate(struct finder *f, struct family *fam, const struct candidate *c)
{
	const struct def *d = def_at(f, c->file, c->def);
	enum member_kind kind = d->kind == DEF_CLASS ? MEMBER_CLASS : MEMBER_FUNCTION;

	return member_add(f, fam, kind, c->file, d->name, d->span, c->def);
}

/* Does a candidate make a class of this project, no factory, that its name has to do with? */
bool is_named_product(struct finder *f, const struct candidate *c)
{
	struct tokens made;

	if (c->product.kind != VALUE_INSTANCE || map_has(&f->candidate_of, map_pair(c->product.file, c->product.def)))
		return false;
	tokens_split(def_at(f, c->product.file, c->product.def)->name, &made);
	for (uint32_t i = 0; i < made.count; i++)
		if (stem_within(made.token[i], c->claim.stem))
			return true;
	return false;
}

/* What most members make; a factory that another member gives back is no product. */
static void set_product(struct finder *f, struct family *fam, const uint32_t *group, size_t count)
{
	uint32_t best = NONE, best_votes = 0;
	struct str shortest = { 0 };

	for (size_t i = 0; i < count; i++) {
		const struct candidate *c = &f->candidates.items[group[i]];
		uint32_t votes = 0;

		if (shortest.len == 0 || c->claim.stem.len < shortest.len)
			shortest = c->claim.stem;
		if (!is_named_product(f, c))
			continue;
		for (size_t k = 0; k < count; k++) {
			const struct value *v = &f->candidates.items[group[k]].product;
			votes += v->kind == VALUE_INSTANCE && v->file == c->product.file && v->def == c->product.def;
		}
		if (votes > best_votes) {
			best_votes = votes;
			best = group[i];
		}
	}
	if (best == NONE) {
		fam->product = stem_camel(shortest, f->arena);
		fam->product_file = fam->product_def = NONE;
		return;
	}
	fam->product_file = f->candidates.items[best].product.file;
	fam->product_def = f->candidates.items[best].product.def;
	fam->product = def_at(f, fam->product_file, fam->product_def)->name;
}

static void seed_group(struct finder *f, const uint32_t *group, size_t count, bool is_declared)
{
	struct family fam = { .canonical = NONE, .is_factory = true, .is_declared = is_declared };

	set_product(f, &fam, group, count);
	for (size_t i = 0; i < count; i++)
		member_of_candidate(f, &fam, &f->candidates.items[group[i]]);
	vec_push(&f->out->items, fam);
}

static void add_definitions(struct finder *f, struct family *fam, struct str name)
{
	const file_id *files;
	uint32_t count = link_binders(f->link, name, &files);

	for (uint32_t i = 0; i < count; i++) {
		const struct outline *o = &f->project->files[files[i]].outline;

		for (uint32_t d = 0; d < o->def_count; d++) {
			if (o->defs[d].parent != NONE || !str_eq(o->defs[d].name, name) || is_file_seedless(f, files[i]) ||
			    in_block(o, o->defs[d].block, BLOCKS_HANDLER) || member_of_def(fam, files[i], d) != NONE)
				continue;
			member_add(f, fam, o->defs[d].kind == DEF_CLASS ? MEMBER_CLASS : MEMBER_FUNCTION, files[i], name, o->defs[d].span, d);
		}
	}
}

/* A family of definitions of one name: what the user declares without its being a factory. */
static bool seed_definitions(struct finder *f, struct str name)
{
	struct family fam = { .canonical = NONE, .product = name, .product_file = NONE, .product_def = NONE, .is_declared = true };

	add_definitions(f, &fam, name);
	if (fam.members.len == 0)
		return false;
	vec_push(&f->out->items, fam);
	return true;
}

static bool family_names(const struct family *fam, struct str name)
{
	for (uint32_t i = 0; i < fam->members.len; i++)
		if (str_eq(fam->members.items[i].symbol, name))
			return true;
	return false;
}

/* --- Names that the user gave --- */

struct asked {
	struct str name;
	bool is_found;
	bool is_product_only; /* found as the product of a family of factories */
};

static bool group_has(struct finder *f, const uint32_t *group, size_t count, struct asked *a)
{
	bool found = false;

	for (size_t i = 0; i < count; i++) {
		const struct candidate *c = &f->candidates.items[group[i]];

		if (str_eq(def_at(f, c->file, c->def)->name, a->name)) {
			a->is_found = found = true;
		} else if (c->product.kind == VALUE_INSTANCE && str_eq(def_at(f, c->product.file, c->product.def)->name, a->name)) {
			a->is_product_only = found = true;
		}
	}
	return found;
}

/* An alias leads to the name of what it stands for. */
static bool follow_alias(struct finder *f, struct asked *a)
{
	const file_id *files;
	uint32_t count = link_binders(f->link, a->name, &files);

	for (uint32_t i = 0; i < count; i++) {
		struct target t = link_name(f->link, files[i], a->name);

		if (t.kind == TARGET_DEF && !str_eq(def_at(f, t.file, t.index)->name, a->name) && !is_file_seedless(f, t.file)) {
			a->name = def_at(f, t.file, t.index)->name;
			return true;
		}
	}
	return false;
}

static struct str nearest_name(struct finder *f, struct str name)
{
	struct str best = { 0 };
	size_t best_distance = SUGGEST_DISTANCE + 1;

	for (file_id i = 0; i < f->project->file_count; i++) {
		const struct outline *o = &f->project->files[i].outline;

		for (uint32_t d = 0; d < o->def_count; d++) {
			if (o->defs[d].parent != NONE)
				continue;
			size_t distance = str_distance(name, o->defs[d].name, SUGGEST_DISTANCE);
			if (distance > 0 && distance < best_distance) {
				best_distance = distance;
				best = o->defs[d].name;
			}
		}
	}
	return best;
}

static bool not_found(struct finder *f, struct str name, struct err *err)
{
	struct str near = nearest_name(f, name);

	if (near.len)
		return err_set(err, "nothing is called \"" STR_FMT "\" here; did you mean \"" STR_FMT "\"?", STR_ARG(name), STR_ARG(near));
	return err_set(err, "nothing is called \"" STR_FMT "\" here: no definition, product or alias has that name", STR_ARG(name));
}

static size_t collect_asked(struct finder *f, struct asked **ret)
{
	const struct discover_options *o = f->options;
	size_t limit = o->name_count + o->canonical_count + o->config->family_count * 2, count = 0;
	struct asked *all = arena_array(f->arena, struct asked, limit + 1);

	for (size_t i = 0; i < o->name_count; i++)
		all[count++].name = o->names[i];
	for (size_t i = 0; i < o->canonical_count; i++) {
		size_t colon = str_rfind(o->canonicals[i], ':');
		all[count++].name = colon == o->canonicals[i].len ? o->canonicals[i] : str_slice(o->canonicals[i], colon + 1, o->canonicals[i].len);
	}
	for (size_t i = 0; !f->is_narrow && i < o->config->family_count; i++) {
		const struct config_family *c = &o->config->families[i];
		all[count++].name = c->canonical_name.len ? c->canonical_name : c->product;
	}
	*ret = all;
	return count;
}

/* More names that the configuration counts to a family: their definitions stand beside the others. */
static void add_configured(struct finder *f)
{
	const struct config *config = f->options->config;

	for (size_t i = 0; i < config->family_count; i++) {
		const struct config_family *c = &config->families[i];

		for (size_t k = 0; k < f->out->items.len; k++) {
			struct family *fam = &f->out->items.items[k];

			if (!str_eq(fam->product, c->product) && (c->canonical_name.len == 0 || !family_names(fam, c->canonical_name)))
				continue;
			for (size_t n = 0; n < c->member_count; n++)
				add_definitions(f, fam, c->members[n]);
			fam->is_declared = true;
			break;
		}
	}
}

/* Named definitions that no group of candidates holds get a family of their own. */
static bool seed_asked(struct finder *f, struct asked *asked, size_t count, struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		if (asked[i].is_found)
			continue;
		if (seed_definitions(f, asked[i].name) || asked[i].is_product_only)
			continue;
		if (follow_alias(f, &asked[i]) && seed_definitions(f, asked[i].name))
			continue;
		if (creators_know(f, asked[i].name))
			continue;
		if (i < f->options->name_count + f->options->canonical_count)
			return not_found(f, asked[i].name, err);
	}
	return true;
}

/* Configured canonicals must exist: a gate that guards nothing is worse than none. */
static bool check_canonicals(struct finder *f, struct err *err)
{
	const struct config *c = f->options->config;

	for (size_t i = 0; i < f->options->canonical_count; i++)
		if (str_find(f->options->canonicals[i], ':') < f->options->canonicals[i].len &&
		    !creators_know(f, f->options->canonicals[i]) &&
		    link_string(f->link, NONE, f->options->canonicals[i]).kind != TARGET_DEF)
			return err_set(err, "--canonical " STR_FMT ": there is no such definition", STR_ARG(f->options->canonicals[i]));
	for (size_t i = 0; i < c->header_count; i++)
		if (project_find(f->project, c->headers[i].canonical) == NONE)
			return err_at(err, c->path.ptr, c->headers[i].line, 1, "headers: there is no file " STR_FMT, STR_ARG(c->headers[i].canonical));
	for (size_t i = 0; i < c->family_count; i++) {
		const struct config_family *x = &c->families[i];
		struct str spec;

		if (x->canonical_name.len == 0)
			continue;
		spec = arena_printf(f->arena, STR_FMT ":" STR_FMT, STR_ARG(x->canonical_module), STR_ARG(x->canonical_name));
		if (link_string(f->link, NONE, spec).kind != TARGET_DEF && !creators_know(f, spec))
			return err_at(err, c->path.ptr, x->line, 1, "canonical: there is no " STR_FMT " in module " STR_FMT, STR_ARG(x->canonical_name),
				      STR_ARG(x->canonical_module));
	}
	return true;
}

/* --- Groups --- */

static size_t gather(struct finder *f, uint32_t root, uint32_t *ret_group)
{
	size_t count = 0;

	for (uint32_t i = root; i < f->candidates.len; i++)
		if (f->candidates.items[i].is_kept && group_root(f, i) == root)
			ret_group[count++] = i;
	return count;
}

/* One module's own interface is not fragmented, however many functions it has, unless somebody takes them from elsewhere. */
static bool is_spread(struct finder *f, const uint32_t *group, size_t count)
{
	uint32_t classes = 0;

	for (size_t i = 0; i < count; i++)
		classes += def_at(f, f->candidates.items[group[i]].file, f->candidates.items[group[i]].def)->kind == DEF_CLASS;
	if (classes > 1)
		return true;
	for (size_t i = 0; i < count; i++)
		if (f->candidates.items[group[i]].file != f->candidates.items[group[0]].file || candidate_has_trouble(f, &f->candidates.items[group[i]]))
			return true;
	return false;
}

bool families_seed(struct finder *f, struct err *err)
{
	uint32_t *group = arena_array(f->arena, uint32_t, f->candidates.len + 1);
	struct asked *asked;
	size_t asked_count = collect_asked(f, &asked);

	if (!check_canonicals(f, err))
		return false;
	for (uint32_t i = 0; i < f->candidates.len; i++) {
		if (!f->candidates.items[i].is_kept || group_root(f, i) != i)
			continue;
		size_t count = gather(f, i, group);
		bool is_asked = false;
		for (size_t k = 0; k < asked_count; k++)
			is_asked |= group_has(f, group, count, &asked[k]);
		if (!is_asked && (f->is_narrow || !f->options->config->discover))
			continue;
		if (is_asked || is_spread(f, group, count))
			seed_group(f, group, count, is_asked);
	}
	if (!seed_asked(f, asked, asked_count, err))
		return false;
	add_configured(f);
	return true;
}
