/* What a callable takes: a function's parameters, a constructor's, a data class' fields. */
#include "base/base.h"
#include "rules/arguments.h"

#define BASES_MAX 16 /* of a class, all the way up */

static const struct detail *detail_of(const struct project *p, file_id file, uint32_t def)
{
	const struct file *f = &p->files[file];

	return details_find(&f->details, f->outline.defs[def].span.start);
}

static struct signature unknown(file_id file, uint32_t line)
{
	return (struct signature){ .file = file, .line = line };
}

static struct signature from_function(const struct project *p, file_id file, uint32_t def)
{
	const struct outline *o = &p->files[file].outline;
	const struct detail *d = detail_of(p, file, def);
	struct signature s = unknown(file, o->defs[def].span.line);
	bool is_method = o->defs[def].parent != NONE && o->defs[o->defs[def].parent].kind == DEF_CLASS;
	uint32_t own;

	if (!d)
		return s;
	own = is_method && !(d->flags & BODY_STATICMETHOD) && d->param_count ? 1 : 0;
	s.params = d->params + own;
	s.count = d->param_count - own;
	s.is_known = true;
	for (uint32_t i = 0; i < s.count; i++)
		s.takes_any |= s.params[i].kind == PARAM_KWARGS;
	return s;
}

/* --- Data classes --- */

struct fields {
	VEC(struct param) items;
	unsigned depth;
	bool is_known;
};

static bool is_field(const struct binding *b, uint32_t class_def)
{
	return b->def == class_def && b->annotation.len && !str_has(b->annotation, STR("ClassVar"));
}

static void add_field(struct fields *f, const struct binding *b)
{
	vec_foreach(struct param, old, &f->items)
		if (str_eq(old->name, b->name))
			return;
	vec_push(&f->items, (struct param){ .kind = PARAM_PLAIN, .name = b->name, .annotation = b->annotation, .default_value = STR("") });
}

/* Bases first, as their fields come first. */
static void add_fields(struct fields *f, const struct project *p, struct link *l, file_id file, uint32_t def)
{
	const struct outline *o = &p->files[file].outline;
	const struct detail *d = detail_of(p, file, def);

	if (!d || f->depth++ == BASES_MAX) {
		f->is_known = false;
		return;
	}
	for (uint32_t i = 0; i < d->base_count; i++) {
		struct target t = link_dotted(l, file, o->defs[def].parent, d->bases[i]);

		if (t.kind == TARGET_DEF && !(t.file == file && t.index == def))
			add_fields(f, p, l, t.file, t.index);
	}
	for (uint32_t i = 0; i < o->binding_count; i++)
		if (is_field(&o->bindings[i], def))
			add_field(f, &o->bindings[i]);
}

static struct signature from_fields(const struct project *p, struct link *l, file_id file, uint32_t def, struct arena *a)
{
	struct signature s = unknown(file, p->files[file].outline.defs[def].span.line);
	struct fields f = { .is_known = true };

	add_fields(&f, p, l, file, def);
	s.params = arena_copy(a, f.items.items, f.items.len, sizeof(*f.items.items));
	s.count = (uint32_t)f.items.len;
	s.is_known = f.is_known && f.items.len;
	vec_release(&f.items);
	return s;
}

/* --- Classes --- */

/* Is there a base whose constructor cannot be read? */
static bool has_foreign_base(const struct project *p, struct link *l, file_id file, uint32_t def, unsigned depth)
{
	const struct detail *d = detail_of(p, file, def);

	if (!d || depth == BASES_MAX)
		return true;
	for (uint32_t i = 0; i < d->base_count; i++) {
		struct target t = link_dotted(l, file, p->files[file].outline.defs[def].parent, d->bases[i]);

		if (str_is(d->bases[i], "object") || str_is(str_tail(d->bases[i], '.'), "ABC"))
			continue;
		if (t.kind != TARGET_DEF || has_foreign_base(p, l, t.file, t.index, depth + 1))
			return true;
	}
	return false;
}

struct signature signature_of(const struct project *p, struct link *l, file_id file, uint32_t def, struct arena *a)
{
	static const char *const constructors[] = { "__init__", "__new__" };
	const struct def *d = &p->files[file].outline.defs[def];
	const struct detail *detail = detail_of(p, file, def);
	struct signature s = unknown(file, d->span.line);

	if (d->kind == DEF_FUNCTION)
		return from_function(p, file, def);
	for (size_t i = 0; i < ARRAY_LEN(constructors); i++) {
		struct target t = link_member(l, file, def, str_from(constructors[i]));

		if (t.kind == TARGET_DEF)
			return from_function(p, t.file, t.index);
	}
	if (detail && detail->flags & BODY_DATA)
		return from_fields(p, l, file, def, a);
	s.is_known = !has_foreign_base(p, l, file, def, 0);
	return s;
}

const struct param *signature_find(const struct signature *s, struct str name)
{
	for (uint32_t i = 0; i < s->count; i++)
		if (str_eq(s->params[i].name, name) && s->params[i].kind != PARAM_ARGS && s->params[i].kind != PARAM_KWARGS)
			return &s->params[i];
	return NULL;
}
