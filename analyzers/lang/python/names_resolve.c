/* Binders: one walk over the scopes from the module inwards, with what each name means there at hand. */
#include "base/base.h"
#include "analyzers/lang/python/names_impl.h"

#include <stdlib.h>

/* What a scope itself says of a name. */
enum own { OWN_NOTHING, OWN_BOUND, OWN_GLOBAL, OWN_NONLOCAL };

/* A name as the scope at hand has it; of another scope when `stamp` is another's. */
struct own_name {
	uint32_t stamp;     /* the scope's id */
	uint32_t live_from; /* from where on it is bound */
	uint8_t own;        /* enum own */
};

struct hidden {
	uint32_t name, binder;
};

/* A scope that the walk is in. */
struct frame {
	uint32_t scope, next_child;
	size_t hidden; /* how much was hidden before */
};

struct resolver {
	struct names_reader *r;
	struct own_name *own; /* by number of the name */
	uint32_t *visible; /* by number: which scope an inner function would find; NONE or 0: whatever the module has */
	bool *is_global;   /* by number: does the module bind it? */
	struct map class_names;    /* (class, number) of all that classes bind; only for type parameters in them */
	uint32_t class_number;     /* of "__class__" */
	VEC(struct hidden) hidden; /* what inner scopes hide, to be put back */
	VEC(struct frame) frames;
};

static const struct draft_scope *scope_get(const struct resolver *v, uint32_t scope)
{
	return &v->r->scopes.items[scope];
}

#define each_mention(v, m, scope)                                                                             \
	for (uint32_t m##_id = scope_get((v), (scope))->first_mention; m##_id != NONE;                        \
		m##_id = (v)->r->mentions.items[m##_id].next)                                                 \
		for (const struct name_mention *m = &(v)->r->mentions.items[m##_id], *m##_once = m; m##_once; \
			m##_once = NULL)

/* --- What a scope says --- */

static struct own_name *own_get(struct resolver *v, uint32_t scope, uint32_t name)
{
	struct own_name *own = &v->own[name];

	if (own->stamp != scope)
		*own = (struct own_name){ .stamp = scope, .live_from = NONE };
	return own;
}

/* Declarations hold for the whole scope, wherever they stand in it. */
static void read_own(struct resolver *v, uint32_t scope)
{
	each_mention(v, m, scope)
	{
		if (m->kind == MENTIONS_GLOBAL)
			own_get(v, scope, m->name)->own = OWN_GLOBAL;
		else if (m->kind == MENTIONS_NONLOCAL)
			own_get(v, scope, m->name)->own = OWN_NONLOCAL;
	}
	each_mention(v, m, scope)
	{
		struct own_name *own = own_get(v, scope, m->name);

		if (m->kind != MENTIONS_BOUND)
			continue;
		if (own->own == OWN_NOTHING)
			own->own = OWN_BOUND;
		own->live_from = MIN(own->live_from, m->live_from);
	}
}

/* What the module binds, itself or by `global` in any scope. */
static void find_globals(struct resolver *v)
{
	for (uint32_t scope = 0; scope < v->r->scopes.len; scope++) {
		bool is_class = scope_get(v, scope)->out.kind == SCOPE_CLASS;

		read_own(v, scope);
		each_mention(v, m, scope)
		{
			if (m->kind != MENTIONS_BOUND)
				continue;
			if (scope == 0 || v->own[m->name].own == OWN_GLOBAL)
				v->is_global[m->name] = true;
			else if (is_class && v->r->has_type_scopes)
				map_set(&v->class_names, map_pair(scope, m->name), 1);
		}
	}
}

/* --- Binders --- */

static uint32_t outer_binder(const struct resolver *v, uint32_t name)
{
	uint32_t binder = v->visible[name];

	if (binder != NONE && binder != 0)
		return binder;
	return v->is_global[name] ? 0 : NONE;
}

static uint32_t binder_of_read(struct resolver *v, uint32_t scope, const struct name_mention *m)
{
	const struct draft_scope *s = scope_get(v, scope);
	const struct own_name *own = own_get(v, scope, m->name);
	bool is_early = s->out.kind == SCOPE_CLASS && v->r->reads.items[m->index].start < own->live_from;

	switch ((enum own)own->own) {
	case OWN_BOUND:
		if (!is_early)
			return scope;
		return v->is_global[m->name] ? 0 : NONE;
	case OWN_GLOBAL: return v->is_global[m->name] ? 0 : NONE;
	default: break;
	}
	/* Type parameters are the one kind of scope that sees the names of a class around it. */
	if (s->out.kind == SCOPE_TYPES && map_has(&v->class_names, map_pair(s->out.parent, m->name)))
		return s->out.parent;
	return outer_binder(v, m->name);
}

static uint32_t binder_of_bound(struct resolver *v, uint32_t scope, uint32_t name)
{
	uint32_t binder;

	switch ((enum own)own_get(v, scope, name)->own) {
	case OWN_GLOBAL: return 0;
	case OWN_NONLOCAL: binder = outer_binder(v, name); return binder == NONE ? scope : binder;
	default: return scope;
	}
}

static void set_binders(struct resolver *v, uint32_t scope)
{
	each_mention(v, m, scope)
	{
		if (m->kind == MENTIONS_BOUND)
			v->r->bounds.items[m->index].scope = binder_of_bound(v, scope, m->name);
		else if (m->kind == MENTIONS_READ)
			v->r->reads.items[m->index].binder = binder_of_read(v, scope, m);
	}
}

/* --- Going in and out --- */

static void hide(struct resolver *v, uint32_t name, uint32_t binder)
{
	if (v->visible[name] == binder)
		return;
	vec_push(&v->hidden, (struct hidden){ name, v->visible[name] });
	v->visible[name] = binder;
}

/* What inner scopes see of this one: of a class nothing but itself, of the module what is_global says. */
static void show(struct resolver *v, uint32_t scope)
{
	if (scope_get(v, scope)->out.kind == SCOPE_CLASS) {
		hide(v, v->class_number, scope);
		return;
	}
	each_mention(v, m, scope)
	{
		switch ((enum own)v->own[m->name].own) {
		case OWN_BOUND: hide(v, m->name, scope); break;
		case OWN_GLOBAL: hide(v, m->name, 0); break;
		default: break;
		}
	}
}

static void enter(struct resolver *v, uint32_t scope)
{
	struct frame f = { scope, scope_get(v, scope)->first_child, v->hidden.len };

	read_own(v, scope);
	set_binders(v, scope);
	show(v, scope);
	vec_push(&v->frames, f);
}

static void leave(struct resolver *v)
{
	struct frame f = vec_pop(&v->frames);

	while (v->hidden.len > f.hidden) {
		struct hidden h = vec_pop(&v->hidden);

		v->visible[h.name] = h.binder;
	}
}

static void walk_scopes(struct resolver *v)
{
	enter(v, 0);
	while (v->frames.len > 0) {
		struct frame *f = vec_last(&v->frames);
		uint32_t child = f->next_child;

		if (child == NONE) {
			leave(v);
			continue;
		}
		f->next_child = scope_get(v, child)->next_sibling;
		enter(v, child);
	}
}

static uint32_t class_number(struct names_reader *r)
{
	uint64_t hash = str_hash(STR("__class__"));

	if (map_add(&r->numbers, hash, r->number_count))
		r->number_count++;
	return map_get(&r->numbers, hash);
}

/* Nobody's stamp: the module's is 0. */
static void unstamp(struct resolver *v)
{
	for (uint32_t i = 0; i < v->r->number_count; i++)
		v->own[i].stamp = NONE;
}

void names_resolve(struct names_reader *r)
{
	struct resolver v = { .r = r, .class_number = class_number(r) };

	v.own = xcalloc(r->number_count, sizeof(*v.own));
	v.visible = xcalloc(r->number_count, sizeof(*v.visible));
	v.is_global = xcalloc(r->number_count, sizeof(*v.is_global));
	unstamp(&v);
	find_globals(&v);
	unstamp(&v);
	walk_scopes(&v);
	free(v.own);
	free(v.visible);
	free(v.is_global);
	map_release(&v.class_names);
	vec_release(&v.hidden);
	vec_release(&v.frames);
}
