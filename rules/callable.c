/* What a callable takes to the letter: which constructor makes an instance, which fields a data class has. */
#include "base/base.h"
#include "rules/callable.h"

#include "analyzers/source.h"

#define BASES_MAX 16 /* of a class, all the way up */

/* Decorators that leave the parameters as they are. */
static const char *const transparent[] = {
	"abstractmethod", "asynccontextmanager", "cache", "classmethod", "contextmanager", "deprecated", "final", "lru_cache", "override", "staticmethod",
	NULL,
};
static const char *const class_transparent[] = {
	"dataclasses.dataclass", "deprecated", "final", "functools.total_ordering", "pydantic.dataclasses.dataclass", "total_ordering", "typing.final",
	"typing.runtime_checkable", "typing_extensions.deprecated", "typing_extensions.final", "typing_extensions.runtime_checkable", "warnings.deprecated",
	NULL,
};
static const char *const data_decorators[] = { "dataclasses.dataclass", "pydantic.dataclasses.dataclass", NULL };

/* Bases from outside that have no constructor of their own. */
static const char *const empty_bases[] = { "ABC", "Generic", "Protocol", "object", NULL };

void callables_init(struct callables *c, const struct project *p, struct link *l, struct arena *a)
{
	*c = (struct callables){ .project = p, .link = l, .arena = a };
}

void callables_release(struct callables *c)
{
	vec_release(&c->items);
	map_release(&c->seen);
	*c = (struct callables){ 0 };
}

static const struct def *def_at(const struct callables *c, file_id file, uint32_t def)
{
	return &c->project->files[file].outline.defs[def];
}

static const struct detail *detail_at(const struct callables *c, file_id file, uint32_t def)
{
	return details_find(&c->project->files[file].details, def_at(c, file, def)->span.start);
}

/* --- Functions --- */

static bool has_transparent_decorators(const struct detail *d)
{
	for (uint32_t i = 0; i < d->decorator_count; i++)
		if (!str_is_one_of(str_tail(d->decorators[i], '.'), transparent))
			return false;
	return !(d->flags & (BODY_OVERLOAD | BODY_PROPERTY | BODY_FIXTURE));
}

static struct callable from_function(struct callables *c, file_id file, uint32_t def)
{
	const struct detail *d = detail_at(c, file, def);
	uint32_t parent = def_at(c, file, def)->parent, own;
	struct callable x = { .file = file, .line = def_at(c, file, def)->span.line, .maker = NONE, .maker_file = NONE };

	if (!d || !has_transparent_decorators(d))
		return x;
	own = parent != NONE && def_at(c, file, parent)->kind == DEF_CLASS && !(d->flags & BODY_STATICMETHOD);
	/* def __init__(*args): the object is one of them. */
	if (own && (!d->param_count || d->params[0].kind == PARAM_ARGS))
		return x;
	x.params = d->params + own;
	x.count = d->param_count - own;
	x.is_exact = true;
	for (uint32_t i = 0; i < x.count; i++) {
		x.takes_any |= x.params[i].kind == PARAM_KWARGS;
		x.takes_more |= x.params[i].kind == PARAM_ARGS;
	}
	return x;
}

/* --- Data classes --- */

struct fields {
	VEC(struct param) items;
	unsigned depth;
};

static bool has_decorator(struct callables *c, file_id file, uint32_t def, const char *const *list)
{
	const struct detail *d = detail_at(c, file, def);

	for (uint32_t i = 0; d && i < d->decorator_count; i++) {
		struct target t = link_dotted(c->link, file, def_at(c, file, def)->parent, d->decorators[i]);

		if (t.kind == TARGET_EXTERNAL && str_is_one_of(t.name, list))
			return true;
	}
	return false;
}

static bool is_data(struct callables *c, file_id file, uint32_t def)
{
	return has_decorator(c, file, def, data_decorators);
}

static void add_field(struct fields *f, const struct source_field *x)
{
	struct param p = {
		.kind = x->is_keyword ? PARAM_KEYWORD : PARAM_PLAIN,
		.name = x->name,
		.annotation = STR(""),
		.default_value = x->has_default ? STR("...") : STR(""),
	};

	/* A field of a base that is written again keeps its place. */
	vec_foreach (struct param, old, &f->items) {
		if (!str_eq(old->name, x->name))
			continue;
		*old = p;
		return;
	}
	vec_push(&f->items, p);
}

static void drop_field(struct fields *f, struct str name)
{
	size_t kept = 0;

	for (size_t i = 0; i < f->items.len; i++)
		if (!str_eq(f->items.items[i].name, name))
			f->items.items[kept++] = f->items.items[i];
	f->items.len = kept;
}

static bool add_own_fields(struct callables *c, struct fields *f, file_id file, uint32_t def)
{
	struct source_fields own;

	if (!project_fields(c->project, file, def, &own) || own.makes_no_constructor)
		return false;
	for (uint32_t i = 0; i < own.count; i++)
		if (own.items[i].is_left_out)
			drop_field(f, own.items[i].name);
		else
			add_field(f, &own.items[i]);
	return true;
}

/* The fields of bases that are data classes come first, those of the last base before all. */
static bool add_fields(struct callables *c, struct fields *f, file_id file, uint32_t def)
{
	const struct detail *d = detail_at(c, file, def);

	if (!d || f->depth++ == BASES_MAX)
		return false;
	for (uint32_t i = d->base_count; i-- > 0;) {
		struct target t = link_dotted(c->link, file, def_at(c, file, def)->parent, d->bases[i]);

		if (str_is_one_of(str_tail(d->bases[i], '.'), empty_bases) && t.kind != TARGET_DEF)
			continue;
		if (t.kind != TARGET_DEF || (t.file == file && t.index == def) || !add_fields(c, f, t.file, t.index))
			return false;
	}
	return !is_data(c, file, def) || add_own_fields(c, f, file, def);
}

/* What can be given by position stands before what cannot. */
static void order_fields(struct fields *f, struct param *ret)
{
	uint32_t n = 0;

	for (int round = 0; round < 2; round++)
		vec_foreach (struct param, p, &f->items)
			if ((p->kind == PARAM_KEYWORD) == (round == 1))
				ret[n++] = *p;
}

static struct callable from_fields(struct callables *c, file_id file, uint32_t def)
{
	struct callable x = { .file = file, .line = def_at(c, file, def)->span.line, .maker = def, .maker_file = file };
	struct fields f = { 0 };

	if (add_fields(c, &f, file, def)) {
		struct param *params = arena_array(c->arena, struct param, f.items.len + 1);

		order_fields(&f, params);
		x.params = params;
		x.count = (uint32_t)f.items.len;
		x.is_exact = true;
	}
	vec_release(&f.items);
	return x;
}

/* --- Classes --- */

/* One step of the way up; classes seen twice end it: which one comes first is then another question. */
struct climb {
	struct callables *callables;
	struct definition_seen {
		file_id file;
		uint32_t def;
	} seen[BASES_MAX];
	unsigned count;
	bool is_lost; /* something on the way is not known */
	struct callable found;
};

static uint32_t own_method(const struct callables *c, file_id file, uint32_t class, const char *name)
{
	const struct outline *o = &c->project->files[file].outline;
	uint32_t found = NONE;

	for (uint32_t d = class + 1; d < o->def_count && o->defs[d].span.start < o->defs[class].end; d++)
		if (o->defs[d].parent == class && str_is(o->defs[d].name, name))
			found = d;
	return found;
}

/* `__init__ = something` in the body. */
static bool binds_constructor(const struct callables *c, file_id file, uint32_t class)
{
	const struct outline *o = &c->project->files[file].outline;

	for (uint32_t i = 0; i < o->binding_count; i++)
		if (o->bindings[i].def == class && (str_is(o->bindings[i].name, "__init__") || str_is(o->bindings[i].name, "__new__")))
			return true;
	return false;
}

static bool has_known_decorators(struct callables *c, file_id file, uint32_t def)
{
	const struct detail *d = detail_at(c, file, def);

	for (uint32_t i = 0; i < d->decorator_count; i++) {
		struct target t = link_dotted(c->link, file, def_at(c, file, def)->parent, d->decorators[i]);

		if (t.kind != TARGET_EXTERNAL || !str_is_one_of(t.name, class_transparent))
			return false;
	}
	return true;
}

/* Nothing above the class takes what its __new__ takes, too. */
static bool has_empty_bases(struct callables *c, file_id file, uint32_t class)
{
	const struct detail *d = detail_at(c, file, class);

	for (uint32_t i = 0; d && i < d->base_count; i++)
		if (!str_is_one_of(str_tail(d->bases[i], '.'), empty_bases))
			return false;
	return d != NULL;
}

/* A __new__ that takes everything leaves it to __init__. */
static bool is_left_to_init(struct callables *c, file_id file, uint32_t new)
{
	struct callable x = from_function(c, file, new);

	return x.is_exact && x.takes_any && x.takes_more;
}

static bool take_own(struct climb *w, file_id file, uint32_t class)
{
	struct callables *c = w->callables;
	uint32_t init = own_method(c, file, class, "__init__"), new = own_method(c, file, class, "__new__");

	bool is_new = new != NONE && init == NONE && !is_data(c, file, class) && has_empty_bases(c, file, class);

	if (!detail_at(c, file, class) || binds_constructor(c, file, class) || !has_known_decorators(c, file, class) ||
	    (new != NONE && !is_new && !is_left_to_init(c, file, new))) {
		w->is_lost = true;
		return true;
	}
	if (init == NONE && !is_new && !is_data(c, file, class))
		return false;
	w->found = is_new ? from_function(c, file, new) : init != NONE ? from_function(c, file, init) : from_fields(c, file, class);
	w->found.maker = class;
	w->found.maker_file = file;
	return true;
}

static bool climb(struct climb *w, file_id file, uint32_t class)
{
	const struct detail *d;

	for (unsigned i = 0; i < w->count; i++)
		w->is_lost |= w->seen[i].file == file && w->seen[i].def == class;
	w->is_lost |= w->count == BASES_MAX;
	if (w->is_lost)
		return true;
	w->seen[w->count++] = (struct definition_seen){ file, class };
	if (take_own(w, file, class))
		return true;
	d = detail_at(w->callables, file, class);
	for (uint32_t i = 0; i < d->base_count; i++) {
		struct target t = link_dotted(w->callables->link, file, def_at(w->callables, file, class)->parent, d->bases[i]);

		if (t.kind != TARGET_DEF && str_is_one_of(str_tail(d->bases[i], '.'), empty_bases))
			continue;
		if (t.kind != TARGET_DEF || def_at(w->callables, t.file, t.index)->kind != DEF_CLASS)
			w->is_lost = true;
		if (w->is_lost || climb(w, t.file, t.index))
			return true;
	}
	return false;
}

/* Is the class, or one above it, made by what may call the constructor in its own way? */
static bool is_made(struct callables *c, file_id file, uint32_t class, unsigned depth)
{
	const struct detail *d = detail_at(c, file, class);

	if (!d || d->flags & BODY_MADE || depth == BASES_MAX)
		return d != NULL;
	for (uint32_t i = 0; i < d->base_count; i++) {
		struct target t = link_dotted(c->link, file, def_at(c, file, class)->parent, d->bases[i]);

		if (t.kind == TARGET_DEF && !(t.file == file && t.index == class) && is_made(c, t.file, t.index, depth + 1))
			return true;
	}
	return false;
}

/* A class that nobody gave a constructor takes nothing. */
static struct callable from_class(struct callables *c, file_id file, uint32_t class)
{
	struct climb w = { .callables = c };
	struct callable nothing = { .file = file, .line = def_at(c, file, class)->span.line, .maker = class, .maker_file = file };

	if (is_made(c, file, class, 0))
		return nothing;
	if (!climb(&w, file, class)) {
		nothing.is_exact = true;
		return nothing;
	}
	return w.is_lost ? nothing : w.found;
}

const struct callable *callable_read(struct callables *c, file_id file, uint32_t def)
{
	uint64_t key = map_pair(file, def);
	uint32_t index = map_get(&c->seen, key);

	if (index == NONE) {
		index = (uint32_t)c->items.len;
		map_set(&c->seen, key, index);
		vec_push(&c->items, def_at(c, file, def)->kind == DEF_CLASS ? from_class(c, file, def) : from_function(c, file, def));
	}
	return &c->items.items[index];
}

struct str callable_text(const struct callable *c, struct arena *a)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	bool has_star = false;

	strbuf_addch(&text, '(');
	for (uint32_t i = 0; i < c->count; i++) {
		const struct param *p = &c->params[i];

		strbuf_addz(&text, i ? ", " : "");
		if (p->kind == PARAM_KEYWORD && !has_star)
			strbuf_addz(&text, "*, ");
		has_star |= p->kind == PARAM_KEYWORD || p->kind == PARAM_ARGS;
		strbuf_addz(&text, p->kind == PARAM_ARGS ? "*" : p->kind == PARAM_KWARGS ? "**" : "");
		strbuf_add(&text, p->name);
		strbuf_addz(&text, p->default_value.len ? "=..." : "");
	}
	strbuf_addch(&text, ')');
	return arena_str(a, strbuf_str(&text));
}
