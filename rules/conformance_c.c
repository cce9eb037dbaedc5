/* The surface of a maker of C or C++ beside the canonical's: its own signature, and what goes with it. */
#include "base/base.h"
#include "rules/conformance_c.h"

#define RENAME_SIMILARITY 60 /* percent of common shingles from which a function is the other one by another name */

/* Two sides, and what becomes of them. */
struct comparison {
	struct cfacing facing;
	const struct family *family;
	const struct member *canonical_member, *member;
	cfaces canonical, own;
	struct surface *out;
};

/* --- What is compared --- */

static struct cproduct product_of(struct creators *c, const struct member *m)
{
	const struct cfunc *f = member_func(c, m);
	struct type_shape s = type_shape(f->returns);
	struct cproduct product = { .record = { NONE, NONE } };

	for (uint32_t i = 0; s.depth == 0 && i < f->param_count; i++) {
		struct type_shape p = type_shape(f->params[i].type);

		if (p.depth > 1 || (p.depth == 1 && str_ends(f->params[i].type, STR("&"))))
			s = p;
	}
	product.base = s.depth ? s.base : STR("");
	if (s.depth)
		product.record = record_of_type(c, m->file, s.base, &s.depth);
	return product;
}

static bool is_given_out(struct creators *c, const struct family *fam, const struct member *m)
{
	struct cproduct product = product_of(c, m);

	return product.record.file == fam->product_file && product.record.index == fam->product_record;
}

/* What makes the product beside the factory is a rival with a surface when its name says that it is one. */
static bool has_surface(struct creators *c, const struct family *fam, const struct member *m)
{
	switch (m->class) {
	case CLASS_WRAPPER:
	case CLASS_DUPLICATE:
	case CLASS_NEAR_DUPLICATE:
	case CLASS_VARIANT:
	case CLASS_TEST_DOUBLE: return m->kind == MEMBER_FUNCTION;
	case CLASS_BYPASS: return m->def != NONE && is_named_maker(c, fam->product, m->symbol) && is_given_out(c, fam, m);
	default: return false;
	}
}

static bool is_listed(const struct config_api *api, const struct cface *f)
{
	for (size_t i = 0; api && i < api->method_count; i++)
		if (str_eq(api->methods[i], f->name) || (f->key.len && str_eq(api->methods[i], f->key)))
			return true;
	return !api;
}

/* --- Entries --- */

static void add(struct comparison *x, enum surface_state state, const struct cface *canonical, const struct cface *own, struct str text)
{
	const struct member *c = x->canonical_member;

	x->out->counts[state]++;
	vec_push(&x->out->items, (struct surface_entry){
					 .state = state,
					 .method = canonical ? canonical->name : own->name,
					 .renamed = state == SURFACE_RENAMED ? own->name : STR(""),
					 .file = own ? own->file : x->member->file,
					 .line = own ? own->line : x->member->span.line,
					 .canonical_file = canonical ? canonical->file : c->file,
					 .canonical_line = canonical ? canonical->line : c->span.line,
					 .text = text,
					 .errors = STR(""),
				 });
}

static bool says_release(struct str key)
{
	static const char *const words[] = {
		"free", "destroy", "close", "delete", "release", "unref", "dispose", "fini", "cleanup", "teardown", "finish",
		"finalize", "deinit", NULL,
	};

	return str_is_one_of(key, words);
}

static struct cface *only_release(cfaces *list)
{
	struct cface *found = NULL;

	vec_foreach(struct cface, f, list) {
		if (!says_release(f->key))
			continue;
		if (found)
			return NULL;
		found = f;
	}
	return found;
}

static struct cface *find_same(cfaces *list, const struct cface *f)
{
	struct cface *same = cface_find(list, f->name);

	if ((same && !same->is_taken) || f->key.len == 0)
		return same;
	vec_foreach(struct cface, x, list)
		if (!x->is_taken && str_eq(x->key, f->key))
			return x;
	return NULL;
}

/* The only one that gives the product back, or one with mostly the same body. */
static struct cface *find_renamed(struct comparison *x, const struct cface *f, unsigned *ret_similarity)
{
	struct cface *best = NULL;

	*ret_similarity = 0;
	if (only_release(&x->canonical) == f) {
		best = only_release(&x->own);
		if (best && !best->is_taken && !cface_find(&x->canonical, best->name)) {
			*ret_similarity = f->body && best->body ? likeness(f->body, best->body) : 0;
			return best;
		}
		best = NULL;
	}
	vec_foreach(struct cface, o, &x->own) {
		unsigned alike = f->body && o->body && !o->is_taken && !cface_find(&x->canonical, o->name) ? likeness(f->body, o->body) : 0;

		if (alike < RENAME_SIMILARITY || alike <= *ret_similarity)
			continue;
		best = o;
		*ret_similarity = alike;
	}
	return best;
}

static void face_one(struct comparison *x, struct cface *f)
{
	struct cface *own = f->same;
	enum surface_state state = SURFACE_SAME;
	unsigned similarity = 100;
	struct str text;

	if (!own) {
		own = find_renamed(x, f, &similarity);
		state = SURFACE_RENAMED;
	}
	if (!own) {
		if (!x->out->is_open)
			add(x, SURFACE_LACKS, f, NULL, STR(""));
		return;
	}
	own->is_taken = true;
	text = cface_drift(&x->facing, f, own);
	add(x, state == SURFACE_SAME && text.len ? SURFACE_DIFFERS : state, f, own, text);
	vec_last(&x->out->items)->similarity = similarity;
}

static void face_all(struct comparison *x)
{
	/* First those that go by their own names: what is left may be another one renamed. */
	vec_foreach(struct cface, f, &x->canonical) {
		f->same = find_same(&x->own, f);
		if (f->same)
			f->same->is_taken = true;
	}
	vec_foreach(struct cface, f, &x->canonical)
		if (is_listed(x->family->api, f))
			face_one(x, f);
	vec_foreach(struct cface, o, &x->own)
		if (!o->is_taken && !o->is_vague && !x->family->api)
			add(x, SURFACE_EXTRA, NULL, o, STR(""));
}

/* --- Makers --- */

static void face_makers(struct comparison *x)
{
	const struct member *c = x->canonical_member;
	struct cface canonical = cface_of_func(c->file, member_func(x->facing.creators, c));
	struct cface own = cface_of_func(x->member->file, member_func(x->facing.creators, x->member));
	struct str text = cface_drift(&x->facing, &canonical, &own);

	if (!is_listed(x->family->api, &canonical))
		return;
	add(x, text.len ? SURFACE_DIFFERS : SURFACE_SAME, &canonical, &own, text);
	vec_last(&x->out->items)->method = STR("");
}

/* Methods of two classes that make the product; in one class, or in the product's own, there is nothing to compare. */
static bool face_classes(struct comparison *x)
{
	const struct member *c = x->canonical_member, *m = x->member;
	struct creators *creators = x->facing.creators;
	struct str class = class_of_func(member_func(creators, c)), own = class_of_func(member_func(creators, m));
	struct str product = record_name(crecord_at(creators, (struct record_id){ x->family->product_file, x->family->product_record }));
	bool is_open;

	if (!class.len || !own.len || str_eq(class, own) || str_eq(class, product) || str_eq(own, product))
		return false;
	if (!cfaces_of_class(creators, c->file, class, &x->canonical, &is_open) || !cfaces_of_class(creators, m->file, own, &x->own, &x->out->is_open))
		return false;
	face_all(x);
	return true;
}

/* Only where both have functions beside them: a lone maker has no interface of its own. */
static void face_handles(struct comparison *x)
{
	const struct member *c = x->canonical_member;
	struct creators *creators = x->facing.creators;

	face_makers(x);
	cfaces_of_handle(creators, x->family, x->member, c, &x->facing.own, x->facing.arena, &x->own);
	if (x->own.len == 0)
		return;
	x->out->is_shared = same_record(x->facing.own.record, x->facing.canonical.record);
	cfaces_of_handle(creators, x->family, c, NULL, &x->facing.canonical, x->facing.arena, &x->canonical);
	face_all(x);
}

/* What makes the product for another purpose, from other things, is no rival whose surface matters. */
static bool is_akin(const struct comparison *x)
{
	const struct member *c = x->canonical_member, *m = x->member;
	struct cface canonical = cface_of_func(c->file, member_func(x->facing.creators, c)), own = cface_of_func(m->file, member_func(x->facing.creators, m));

	return str_eq(canonical.name, own.name) || !same_record(x->facing.canonical.record, x->facing.own.record) ||
	       cface_is_akin(&x->facing, &canonical, &own);
}

bool csurface_find(struct creators *c, const struct family *fam, const struct member *m, struct arena *a, struct surface *ret)
{
	const struct member *canonical = canonical_of(fam);
	struct comparison x = { .facing = { .creators = c, .arena = a }, .family = fam, .canonical_member = canonical, .member = m, .out = ret };

	*ret = (struct surface){ 0 };
	if (!c || !canonical || canonical == m || canonical->kind != MEMBER_FUNCTION || fam->product_record == NONE || !has_surface(c, fam, m))
		return false;
	x.facing.canonical = product_of(c, canonical);
	x.facing.own = product_of(c, m);
	if (!x.facing.canonical.base.len || !x.facing.own.base.len || !is_akin(&x))
		return false;
	if (!face_classes(&x))
		face_handles(&x);
	vec_release(&x.canonical);
	vec_release(&x.own);
	return ret->items.len > 0;
}

/* --- What the configuration lists --- */

static bool is_declared(struct creators *c, const struct member *canonical, struct str name)
{
	const struct name_ref *refs;
	file_id header = header_of(c, canonical->symbol);
	uint32_t count = table_find(&c->protos, name, &refs);

	for (uint32_t i = 0; i < count; i++)
		if (refs[i].file == header)
			return true;
	count = table_find(&c->funcs, name, &refs);
	for (uint32_t i = 0; i < count; i++)
		if (refs[i].file == canonical->file || refs[i].file == header)
			return true;
	return false;
}

static void collect_canonical(struct creators *c, const struct family *fam, struct arena *a, cfaces *ret, bool *ret_is_open)
{
	const struct member *canonical = canonical_of(fam);
	struct cproduct product = product_of(c, canonical);
	struct str class = class_of_func(member_func(c, canonical));

	*ret_is_open = false;
	if (class.len) {
		*ret_is_open = !cfaces_of_class(c, canonical->file, class, ret, ret_is_open) || *ret_is_open;
		return;
	}
	cfaces_of_handle(c, fam, canonical, NULL, &product, a, ret);
}

uint32_t csurface_unmet(struct creators *c, const struct family *fam, struct arena *a, struct str **ret)
{
	const struct member *canonical = canonical_of(fam);
	cfaces faces = { 0 };
	uint32_t count = 0;
	bool is_open;

	if (!c || !fam->api || !canonical || canonical->kind != MEMBER_FUNCTION || fam->product_record == NONE)
		return 0;
	*ret = arena_array(a, struct str, fam->api->method_count + 1);
	collect_canonical(c, fam, a, &faces, &is_open);
	for (size_t i = 0; i < fam->api->method_count && !is_open; i++) {
		struct str name = fam->api->methods[i];
		struct cface wanted = { .name = name, .key = name };

		if (!find_same(&faces, &wanted) && !is_declared(c, canonical, name) && !str_eq(str_tail(canonical->symbol, ':'), name))
			(*ret)[count++] = name;
	}
	vec_release(&faces);
	return count;
}
