/* What belongs to a class of C++: its public methods, and those of its bases. */
#include "base/base.h"
#include "rules/conformance_c.h"

#define BASES_DEPTH 8

struct str class_of_func(const struct cfunc *f)
{
	struct str last = str_tail(f->name, ':');

	return f->flags & CFUNC_METHOD && f->name.len > last.len + 2 ? str_slice(f->name, 0, f->name.len - last.len - 2) : STR("");
}

/* Constructors, destructors and operators are no methods that somebody calls by name. */
static bool is_method(struct str class, struct str name)
{
	struct str last = str_tail(name, ':');

	if (!str_starts(name, class) || name.len != class.len + 2 + last.len || str_starts(last, STR("operator")))
		return false;
	return last.len && last.ptr[0] != '~' && !str_eq(last, str_tail(class, ':'));
}

static void add(cfaces *out, struct cface f)
{
	struct cface *known = cface_find(out, f.name);

	if (known)
		known->is_vague = true; /* overloaded */
	else
		vec_push(out, f);
}

/* The method's body, when there is one of its name. */
static const struct cfunc *body_of(const struct creators *c, struct str name)
{
	const struct name_ref *refs;
	uint32_t count = table_find(&c->funcs, str_tail(name, ':'), &refs);
	const struct cfunc *found = NULL;

	for (uint32_t i = 0; i < count; i++) {
		const struct cfunc *f = cfunc_at(c, refs[i].file, refs[i].index);

		if (!str_eq(f->name, name))
			continue;
		if (found)
			return NULL;
		found = f;
	}
	return found;
}

static bool has_proto(const struct cfacts *facts, struct str name)
{
	for (uint32_t i = 0; i < facts->proto_count; i++)
		if (str_eq(facts->protos[i].name, name))
			return true;
	return false;
}

/* In the file with its body: declared ones, and those that are defined where they are declared. */
static void add_own(const struct creators *c, file_id file, struct str class, cfaces *out)
{
	const struct cfacts *facts = cfacts_of(c, file);

	for (uint32_t i = 0; i < facts->proto_count; i++) {
		struct cface f = cface_of_proto(file, &facts->protos[i]);

		if (facts->protos[i].flags & CFUNC_HIDDEN || !is_method(class, facts->protos[i].name))
			continue;
		f.body = body_of(c, facts->protos[i].name);
		if (f.body && f.body->param_count == f.param_count)
			f.params = f.body->params;
		add(out, f);
	}
	for (uint32_t i = 0; i < facts->func_count; i++)
		if (!(facts->funcs[i].flags & CFUNC_HIDDEN) && is_method(class, facts->funcs[i].name) && !has_proto(facts, facts->funcs[i].name))
			add(out, cface_of_func(file, &facts->funcs[i]));
}

static bool is_inherited(const cfaces *out, size_t count, struct str name)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(out->items[i].name, name))
			return false;
	return true;
}

static bool add_class(struct creators *c, file_id file, struct str class, unsigned depth, cfaces *out, bool *ret_is_open)
{
	unsigned pointers = 0;
	struct record_id id = record_of_type(c, file, class, &pointers);
	cfaces own = { 0 };
	struct str rest, base;
	size_t count = out->len;

	if (id.file == NONE || pointers || depth == BASES_DEPTH)
		return false;
	add_own(c, id.file, record_name(crecord_at(c, id)), &own);
	vec_foreach(const struct cface, f, &own)
		if (is_inherited(out, count, f->name))
			vec_push(out, *f);
	vec_release(&own);
	rest = crecord_at(c, id)->bases;
	while (rest.len && str_next(&rest, ',', &base))
		if (!add_class(c, id.file, base, depth + 1, out, ret_is_open))
			*ret_is_open = true;
	return true;
}

bool cfaces_of_class(struct creators *c, file_id file, struct str class, cfaces *ret, bool *ret_is_open)
{
	*ret_is_open = false;
	return add_class(c, file, class, 0, ret, ret_is_open);
}
