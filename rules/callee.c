/* What a call calls: a callable by one of its names, through cls, super() or functools.partial. */
#include "base/base.h"
#include "rules/callable.h"

static uint32_t class_around(const struct outline *o, uint32_t def)
{
	while (def != NONE && o->defs[def].kind != DEF_CLASS)
		def = o->defs[def].parent;
	return def;
}

bool callable_takes_class(const struct def *d, const struct detail *x)
{
	static const char *const implied[] = { "__class_getitem__", "__init_subclass__", "__new__" };

	for (size_t i = 0; i < ARRAY_LEN(implied); i++)
		if (str_is(d->name, implied[i]))
			return true;
	return x && x->flags & BODY_CLASSMETHOD;
}

/* `cls` is the class where a class method or a constructor names it so; elsewhere it is any parameter. */
static bool is_own_class(const struct project *p, file_id file, uint32_t def)
{
	const struct file *f = &p->files[file];

	for (; def != NONE && f->outline.defs[def].kind == DEF_FUNCTION; def = f->outline.defs[def].parent) {
		const struct detail *d = details_find(&f->details, f->outline.defs[def].span.start);

		for (uint32_t i = 0; d && i < d->param_count; i++)
			if (str_is(d->params[i].name, "cls"))
				return i == 0 && callable_takes_class(&f->outline.defs[def], d);
	}
	return false;
}

static bool take(const struct argument_maps *maps, file_id file, uint32_t def, enum call_form form, struct callee *ret)
{
	uint32_t map = map_get(&maps->callables, map_pair(file, def));

	if (map == NONE)
		return false;
	*ret = (struct callee){ .file = file, .def = def, .map = map, .form = form };
	return true;
}

static bool take_target(const struct argument_maps *maps, const struct target *t, enum call_form form, struct callee *ret)
{
	return t->kind == TARGET_DEF && take(maps, t->file, t->index, form, ret);
}

/* super().__init__(...): the constructor of the first base. */
static bool take_base(const struct argument_maps *maps, const struct project *p, struct link *l, file_id file, uint32_t class, struct callee *ret)
{
	const struct file *f = &p->files[file];
	const struct detail *d = class == NONE ? NULL : details_find(&f->details, f->outline.defs[class].span.start);
	struct target t;

	if (!d || !d->base_count)
		return false;
	t = link_dotted(l, file, f->outline.defs[class].parent, d->bases[0]);
	return take_target(maps, &t, CALL_BASE, ret);
}

static bool take_named(const struct argument_maps *maps, struct link *l, file_id file, uint32_t def, struct str name, enum call_form form,
		       struct callee *ret)
{
	struct target t;

	if (!map_has(&maps->words, str_hash(str_tail(name, '.'))))
		return false;
	t = link_dotted(l, file, def, name);
	return take_target(maps, &t, form, ret);
}

static bool is_partial(struct link *l, file_id file, uint32_t def, const struct use *call)
{
	struct target t;

	if (!str_is(str_tail(call->name, '.'), "partial") || !call->argument_count || call->arguments[0].keyword.len)
		return false;
	t = link_dotted(l, file, def, call->name);
	return t.kind == TARGET_EXTERNAL && str_is(t.name, "functools.partial");
}

bool callee_of(const struct argument_maps *maps, const struct project *p, struct link *l, file_id file, const struct use *call, struct callee *ret)
{
	const struct outline *o = &p->files[file].outline;
	uint32_t def = call->def_start == NONE ? NONE : outline_def_from(o, call->def_start), class;

	if (call->kind != USE_CALL)
		return false;
	def = def == o->def_count ? NONE : def;
	class = class_around(o, def);
	if (str_is(call->name, "cls") || str_is(call->name, "self.__class__"))
		return class != NONE && (call->name.len > 3 || is_own_class(p, file, def)) && take(maps, file, class, CALL_OWN, ret);
	if (str_is(call->name, "super().__init__"))
		return take_base(maps, p, l, file, class, ret);
	if (is_partial(l, file, def, call))
		return take_named(maps, l, file, def, call->arguments[0].value, CALL_PARTIAL, ret);
	return take_named(maps, l, file, def, call->name, CALL_PLAIN, ret);
}

uint32_t argument_map_of(const struct argument_maps *maps, const struct project *p, struct link *l, file_id file, const struct use *call)
{
	struct callee callee;

	return callee_of(maps, p, l, file, call, &callee) && callee.form != CALL_PARTIAL ? callee.map : NONE;
}
