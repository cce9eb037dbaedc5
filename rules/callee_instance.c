/* What a call on an instance calls: engine.run(), where it is certain whose instance engine is. */
#include "base/base.h"
#include "rules/callable.h"

#include "analyzers/source.h"

#define BASES_MAX 16

static const struct def *def_at(const struct callables *c, file_id file, uint32_t def)
{
	return &c->project->files[file].outline.defs[def];
}

static const struct detail *detail_at(const struct callables *c, file_id file, uint32_t def)
{
	return details_find(&c->project->files[file].details, def_at(c, file, def)->span.start);
}

/* "engine.run", "self.engine.run"; not "engine.pool.run" */
static bool is_on_instance(struct str name)
{
	size_t first = str_find(name, '.'), last = str_rfind(name, '.');
	struct str object = str_slice(name, 0, last);

	if (first >= name.len || str_is(object, "self") || str_is(object, "cls") || str_has(name, STR("(")) || str_has(name, STR("[")))
		return false;
	if (str_starts(object, STR("self.")))
		return str_rfind(object, '.') == 4;
	return first == last;
}

static struct callee callee_by(const struct instance_method *m)
{
	return (struct callee){ .file = m->file, .def = m->def, .map = m->map, .form = CALL_INSTANCE };
}

/* Before anything is read: is there a method of that name that the call does not fit? */
static bool may_be_wrong(struct callables *c, const struct argument_maps *maps, uint32_t first, const struct use *call)
{
	for (uint32_t i = first; i != NONE; i = maps->methods.items[i].before) {
		const struct instance_method *m = &maps->methods.items[i];
		struct callee callee = callee_by(m);

		if (call_may_fail(c, callable_read(c, m->file, m->def), &callee, call))
			return true;
	}
	return false;
}

/* "Engine" of `Optional[Engine]`, `Engine | None` and quoted ones; empty when it may be something else, too. */
static struct str annotated_class(struct str type)
{
	static const struct str optional = STR_INIT("Optional["), none = STR_INIT("None");
	size_t bar;

	type = str_trim(type);
	if (type.len > 1 && (type.ptr[0] == '"' || type.ptr[0] == '\''))
		type = str_slice(type, 1, type.len - 1);
	if (str_starts(type, STR("typing.")))
		type = str_slice(type, 7, type.len);
	if (str_starts(type, optional) && str_ends(type, STR("]")))
		type = str_trim(str_slice(type, optional.len, type.len - 1));
	if (type.len > 1 && (type.ptr[0] == '"' || type.ptr[0] == '\''))
		type = str_slice(type, 1, type.len - 1);
	bar = str_find(type, '|');
	if (bar < type.len && str_eq(str_trim(str_slice(type, bar + 1, type.len)), none))
		type = str_trim(str_slice(type, 0, bar));
	return str_find(type, '[') < type.len || str_find(type, '|') < type.len ? STR("") : type;
}

/* Nobody makes its instances in a way of his own: decorators, metaclasses, __new__ and __getattr__ may put something else there. */
static bool is_plain_class(const struct callables *c, file_id file, uint32_t class)
{
	static const char *const own_ways[] = { "__getattr__", "__getattribute__", "__new__" };
	const struct outline *o = &c->project->files[file].outline;
	const struct detail *d = detail_at(c, file, class);

	if (!d || d->flags & BODY_MADE || (d->decorator_count && !(d->flags & BODY_DATA)))
		return false;
	for (uint32_t k = class + 1; k < o->def_count && o->defs[k].span.start < o->defs[class].end; k++)
		for (size_t i = 0; i < ARRAY_LEN(own_ways); i++)
			if (o->defs[k].parent == class && str_is(o->defs[k].name, own_ways[i]))
				return false;
	return true;
}

static bool derives(const struct callables *c, file_id file, uint32_t class, const struct target *from, unsigned depth)
{
	const struct detail *d = detail_at(c, file, class);

	for (uint32_t i = 0; d && depth < BASES_MAX && i < d->base_count; i++) {
		struct target t = link_dotted(c->link, file, def_at(c, file, class)->parent, d->bases[i]);

		if (t.kind != TARGET_DEF || (t.file == file && t.index == class) || def_at(c, t.file, t.index)->kind != DEF_CLASS)
			continue;
		if ((t.file == from->file && t.index == from->index) || derives(c, t.file, t.index, from, depth + 1))
			return true;
	}
	return false;
}

/* An annotation promises less than a constructor: what derives from it may take more. */
static bool fits_an_heir(struct callables *c, const struct argument_maps *maps, uint32_t first, const struct target *class, const struct use *call)
{
	for (uint32_t i = first; i != NONE; i = maps->methods.items[i].before) {
		const struct instance_method *m = &maps->methods.items[i];
		struct callee callee = callee_by(m);

		if (derives(c, m->file, def_at(c, m->file, m->def)->parent, class, 0) && !call_may_fail(c, callable_read(c, m->file, m->def), &callee, call))
			return true;
	}
	return false;
}

/* Somebody else writes it, and may take more. */
static bool is_abstract(const struct callables *c, const struct instance_method *m)
{
	const struct detail *method = detail_at(c, m->file, m->def), *class = detail_at(c, m->file, def_at(c, m->file, m->def)->parent);

	return (method && method->flags & BODY_ABSTRACT) || (class && class->flags & BODY_ABSTRACT);
}

/* A property or attribute of the instance may go by the method's name. */
static const struct instance_method *method_of(struct callables *c, const struct argument_maps *maps, uint32_t first, const struct target *class, struct str name)
{
	struct target t = link_member(c->link, class->file, class->index, name);

	if (t.kind != TARGET_DEF)
		return NULL;
	for (uint32_t i = first; i != NONE; i = maps->methods.items[i].before)
		if (maps->methods.items[i].file == t.file && maps->methods.items[i].def == t.index)
			return &maps->methods.items[i];
	return NULL;
}

bool callee_on_instance(struct callables *c, const struct argument_maps *maps, file_id file, const struct use *call, struct callee *ret)
{
	uint32_t first = is_on_instance(call->name) ? map_get(&maps->methods_of, str_hash(str_tail(call->name, '.'))) : NONE;
	const struct outline *o = &c->project->files[file].outline;
	uint32_t def = call->def_start == NONE ? NONE : outline_def_from(o, call->def_start);
	const struct instance_method *m;
	struct source_receiver object = { 0 };
	struct target class;
	struct str name;

	if (first == NONE || !may_be_wrong(c, maps, first, call) || !project_receiver(c->project, file, call, maps->classes, &object))
		return false;
	name = object.is_declared ? annotated_class(object.class) : object.class;
	if (name.len == 0)
		return false;
	class = link_dotted(c->link, file, def == o->def_count ? NONE : def, name);
	if (class.kind != TARGET_DEF || def_at(c, class.file, class.index)->kind != DEF_CLASS || !is_plain_class(c, class.file, class.index))
		return false;
	m = method_of(c, maps, first, &class, str_tail(call->name, '.'));
	if (!m || (object.is_declared && (is_abstract(c, m) || fits_an_heir(c, maps, first, &class, call))))
		return false;
	*ret = callee_by(m);
	return true;
}
