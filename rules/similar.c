/* How much two bodies, or two sets of methods, have in common. */
#include "base/base.h"
#include "rules/finder.h"

#define TOKENS_MIN 24 /* below this a likeness says nothing: two getters are always alike */

unsigned similarity(const struct detail *a, const struct detail *b)
{
	uint32_t i = 0, k = 0, shared = 0;

	if (!a || !b || a->token_count < TOKENS_MIN || b->token_count < TOKENS_MIN)
		return 0;
	while (i < a->shingle_count && k < b->shingle_count) {
		if (a->shingles[i] == b->shingles[k]) {
			shared++;
			i++;
			k++;
		} else if (a->shingles[i] < b->shingles[k]) {
			i++;
		} else {
			k++;
		}
	}
	uint32_t smaller = MIN(a->shingle_count, b->shingle_count), larger = MAX(a->shingle_count, b->shingle_count);
	/* A small body inside of a much larger one is no copy of it. */
	return smaller * 4 < larger ? shared * 100 / MAX(larger, 1u) : shared * 100 / MAX(smaller, 1u);
}

static bool is_public_method(const struct def *d, uint32_t class_def)
{
	return d->parent == class_def && d->kind == DEF_FUNCTION && d->name.len && d->name.ptr[0] != '_';
}

uint32_t public_methods(const struct finder *f, file_id file, uint32_t def)
{
	const struct outline *o = &f->project->files[file].outline;
	uint32_t count = 0;

	for (uint32_t m = def + 1; m < o->def_count && o->defs[m].span.start < o->defs[def].end; m++)
		count += is_public_method(&o->defs[m], def);
	return count;
}

unsigned method_overlap(struct finder *f, file_id file_a, uint32_t def_a, file_id file_b, uint32_t def_b)
{
	const struct outline *o = &f->project->files[file_a].outline;
	uint32_t count = 0, shared = 0;

	for (uint32_t m = def_a + 1; m < o->def_count && o->defs[m].span.start < o->defs[def_a].end; m++) {
		if (!is_public_method(&o->defs[m], def_a))
			continue;
		count++;
		shared += link_member(f->link, file_b, def_b, o->defs[m].name).kind == TARGET_DEF;
	}
	return count < 3 ? 0 : shared * 100 / count;
}

bool share_base(struct finder *f, const struct member *a, const struct member *b)
{
	const struct detail *x = detail_at(f, a->file, a->def), *y = detail_at(f, b->file, b->def);

	for (uint32_t i = 0; x && i < x->base_count; i++) {
		struct target s = link_dotted(f->link, a->file, NONE, x->bases[i]);

		for (uint32_t k = 0; y && s.kind == TARGET_DEF && k < y->base_count; k++) {
			struct target t = link_dotted(f->link, b->file, NONE, y->bases[k]);
			if (t.kind == TARGET_DEF && t.file == s.file && t.index == s.index)
				return true;
		}
	}
	return false;
}

/* Bases by which a class says that its instances are rows and records; they come from outside, or from a call. */
static const char *const record_bases[] = { "Base", "BaseModel", "DeclarativeBase", "Document", "Model", "SQLModel" };

static bool is_record_base(struct str base)
{
	for (size_t i = 0; i < ARRAY_LEN(record_bases); i++)
		if (str_is(str_tail(base, '.'), record_bases[i]))
			return true;
	return false;
}

static bool derives_record(struct finder *f, file_id file, const struct detail *d)
{
	for (uint32_t i = 0; d && i < d->base_count; i++)
		if (is_record_base(d->bases[i]) && link_dotted(f->link, file, NONE, d->bases[i]).kind != TARGET_DEF)
			return true;
	return false;
}

/* Follows bases of this project; a chain longer than this is no data. */
#define BASES_MAX 8

static bool is_data_at(struct finder *f, file_id file, uint32_t def, unsigned depth)
{
	const struct detail *d = detail_at(f, file, def);

	if ((d && d->flags & BODY_DATA) || derives_record(f, file, d))
		return true;
	if (public_methods(f, file, def) || depth == BASES_MAX)
		return false;
	for (uint32_t i = 0; d && i < d->base_count; i++) {
		struct target t = link_dotted(f->link, file, NONE, d->bases[i]);

		if (t.kind == TARGET_DEF && !(t.file == file && t.index == def) && !is_data_at(f, t.file, t.index, depth + 1))
			return false;
	}
	return true;
}

bool is_data_class(struct finder *f, file_id file, uint32_t def)
{
	return def != NONE && is_data_at(f, file, def, 0);
}

/* --- Parallel trees --- */

/* Words of a path that say "one of several by design". */
static const char *const variant_places[] = { "adapters", "backends", "contrib",  "dialects", "drivers",  "engines",  "handlers",
					      "integrations", "platforms", "plugins", "protocols", "providers", "strategies", "transports", "versions" };

static bool is_variant_place(struct str dir)
{
	for (size_t i = 0; i < ARRAY_LEN(variant_places); i++)
		if (str_is(dir, variant_places[i]))
			return true;
	return false;
}

static bool has_variant_place(struct str path)
{
	for (size_t i = 0; i < ARRAY_LEN(variant_places); i++)
		if (path_has_component(path, str_from(variant_places[i])))
			return true;
	return false;
}

/* The file's name without the name of its directory: _acme_client in acme/ -> client. */
static struct str own_name(struct str path, struct arena *a)
{
	struct str stem = stem_of(path_stem(path), a), dir = stem_of(path_base(path_dir(path)), a);

	if (dir.len && str_starts(stem, dir) && stem.len > dir.len)
		return str_slice(stem, dir.len + 1, stem.len);
	return stem;
}

/* Is one class of this project made by both? Otherwise each makes its own kind of thing. */
static bool makes_same(const struct finder *f, const struct member *a, const struct member *b)
{
	uint32_t x = map_get(&f->candidate_of, map_pair(a->file, a->def)), y = map_get(&f->candidate_of, map_pair(b->file, b->def));
	const struct value *v = x == NONE ? NULL : &f->candidates.items[x].product, *w = y == NONE ? NULL : &f->candidates.items[y].product;

	return v && w && v->kind == VALUE_INSTANCE && w->kind == VALUE_INSTANCE && v->file == w->file && v->def == w->def;
}

/* backends/a/base.py and backends/b/base.py; models/acme/acme_client.py and models/other/other_client.py */
bool are_parallel(const struct finder *f, const struct member *a, const struct member *b)
{
	struct str x = f->project->files[a->file].path, y = f->project->files[b->file].path;
	struct str own_x, own_y;

	if (!str_eq(a->symbol, b->symbol) || path_dir(x).len == 0)
		return false;
	if (str_eq(path_dir(x), path_dir(y)))
		return a->file != b->file && is_variant_place(path_base(path_dir(x))) && !makes_same(f, a, b);
	if (!str_eq(path_dir(path_dir(x)), path_dir(path_dir(y))))
		return false;
	own_x = own_name(x, f->arena);
	own_y = own_name(y, f->arena);
	if (!str_eq(own_x, own_y))
		return false;
	return has_variant_place(x) || has_variant_place(y) || !str_eq(path_base(x), path_base(y)) || !makes_same(f, a, b);
}
