/* State that two definitions keep each for itself: globals, caches of a module, of a class, around a function. */
#include "base/base.h"
#include "rules/differences_impl.h"

static const struct use *uses_of(const struct party *who)
{
	return who->file->details.uses + who->detail->first_use;
}

static bool rebinds(const struct party *who, struct str name)
{
	for (uint32_t i = 0; i < who->detail->use_count; i++)
		if (uses_of(who)[i].kind == USE_GLOBAL && str_eq(uses_of(who)[i].name, name))
			return true;
	return false;
}

static struct str first_component(struct str dotted)
{
	size_t end = str_find(dotted, '.');
	size_t bracket = str_find(dotted, '[');

	return str_slice(dotted, 0, MIN(end, bracket));
}

/* Methods by which a container of whatever kind is looked up or changed. */
static const char *const container_calls[] = { "add", "append", "appendleft", "clear", "extend", "get", "insert", "pop", "popitem", "popleft",
					       "put", "remove", "setdefault", "update" };

static bool is_container_call(struct str callee, struct str name)
{
	struct str method = str_tail(callee, '.');

	if (callee.len != name.len + 1 + method.len || !str_starts(callee, name))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(container_calls); i++)
		if (str_is(method, container_calls[i]))
			return true;
	return false;
}

/* Does the body look up or change what the variable holds: `name[key] = x`, `name.get(key)`? */
static bool works_on(const struct party *who, struct str name)
{
	for (uint32_t i = 0; i < who->detail->use_count; i++) {
		const struct use *u = &uses_of(who)[i];

		if (u->target.len > name.len && str_eq(first_component(u->target), name))
			return true;
		if (u->kind == USE_CALL && is_container_call(u->name, name))
			return true;
	}
	return false;
}

static bool is_bound(const struct file *f, struct str name)
{
	for (uint32_t i = 0; i < f->outline.binding_count; i++)
		if (f->outline.bindings[i].def == NONE && str_eq(f->outline.bindings[i].name, name))
			return true;
	return false;
}

static bool is_kept_by(const struct party *who, struct str name)
{
	return is_bound(who->file, name) && (rebinds(who, name) || works_on(who, name));
}

/* Has the class a mutable value of this name that all its instances share? */
static bool has_class_state(const struct party *who, struct str name)
{
	for (uint32_t i = 0; i < who->detail->use_count; i++)
		if (uses_of(who)[i].kind == USE_SETDEFAULT && str_eq(uses_of(who)[i].target, name))
			return true;
	return false;
}

static const char *kind_of(struct str name)
{
	return str_has_nocase(name, STR("cache")) ? "cache" : str_has_nocase(name, STR("registry")) ? "registry" : "variable";
}

static void say_state(struct comparison *c, struct str name, uint32_t line)
{
	if (is_kept_by(&c->canonical, name))
		difference_add(c, DIFFERENCE_STATE, c->canonical.def->span.line, line, "keeps a module-level `" STR_FMT "` of its own", STR_ARG(name));
	else
		difference_add(c, DIFFERENCE_STATE, c->canonical.def->span.line, line, "shares a module-level %s `" STR_FMT "`", kind_of(name),
			STR_ARG(name));
}

static void compare_globals(struct comparison *c)
{
	for (uint32_t i = 0; i < c->copy.detail->use_count; i++) {
		const struct use *u = &uses_of(&c->copy)[i];

		if (u->kind == USE_GLOBAL && c->copy.at.file != c->canonical.at.file)
			say_state(c, u->name, u->span.line);
		else if (u->kind == USE_GLOBAL && !is_kept_by(&c->canonical, u->name))
			say_state(c, u->name, u->span.line);
	}
	for (uint32_t i = 0; i < c->canonical.detail->use_count; i++) {
		const struct use *u = &uses_of(&c->canonical)[i];

		if (u->kind == USE_GLOBAL && !is_kept_by(&c->copy, u->name))
			difference_add(c, DIFFERENCE_STATE, u->span.line, c->copy.def->span.line, "does not set the global `" STR_FMT "`",
				STR_ARG(u->name));
	}
}

/* The canonical has the copy's variable by an import. */
static bool is_one_variable(const struct comparison *c, struct str name)
{
	struct target a = link_name(c->link, c->canonical.at.file, name), b = link_name(c->link, c->copy.at.file, name);

	return a.kind == TARGET_VARIABLE && is_same_meaning(c, &a, &b);
}

static void compare_module_state(struct comparison *c)
{
	const struct outline *o = &c->copy.file->outline;

	for (uint32_t i = 0; i < o->binding_count; i++) {
		const struct binding *b = &o->bindings[i];

		if (b->def != NONE || rebinds(&c->copy, b->name) || !works_on(&c->copy, b->name))
			continue;
		if (works_on(&c->canonical, b->name) && is_one_variable(c, b->name))
			continue;
		if (c->copy.at.file != c->canonical.at.file || !works_on(&c->canonical, b->name))
			say_state(c, b->name, b->span.line);
	}
}

/* Of classes: what all their instances share. */
static void compare_class_state(struct comparison *c)
{
	for (uint32_t i = 0; i < c->copy.detail->use_count; i++) {
		const struct use *u = &uses_of(&c->copy)[i];

		if (u->kind == USE_SETDEFAULT && !has_class_state(&c->canonical, u->target))
			difference_add(c, DIFFERENCE_STATE, c->canonical.def->span.line, u->span.line,
				"shares a class-level %s `" STR_FMT "` among its instances", kind_of(u->target), STR_ARG(u->target));
	}
}

void compare_state(struct comparison *c)
{
	if (c->copy.def->kind == DEF_CLASS) {
		compare_class_state(c);
		return;
	}
	compare_globals(c);
	compare_module_state(c);
}
