/* How a product can be made for one user, as far as the canonical's signature says. */
#include "base/base.h"
#include "rewriters/guard.h"

#include "rules/arguments.h"
#include "rules/state.h"

#define NESTING_MAX 2 /* a context that is made of a context */

struct making {
	const struct rule_input *in;
	struct guard *g;
	bool has_user; /* something that stands for one user was passed */
};

static const struct outline *outline_of(const struct making *m, file_id file)
{
	return &m->in->project->files[file].outline;
}

static const struct detail *detail_of(const struct making *m, file_id file, uint32_t def)
{
	return details_find(&m->in->project->files[file].details, outline_of(m, file)->defs[def].span.start);
}

/* The class's details, fetched when nobody needed them before. */
static void deepen(struct making *m, file_id file, uint32_t def)
{
	struct str word = outline_of(m, file)->defs[def].name;
	struct deepen want = { .files = &file, .file_count = 1, .words = &word, .word_count = 1 };

	if (!detail_of(m, file, def))
		project_deepen(m->in->project, &want, NULL);
}

static uint32_t method_of(const struct making *m, file_id file, uint32_t class_def, const char *name)
{
	const struct outline *o = outline_of(m, file);

	for (uint32_t d = class_def + 1; d < o->def_count && o->defs[d].span.start < o->defs[class_def].end; d++)
		if (o->defs[d].parent == class_def && str_is(o->defs[d].name, name))
			return d;
	return NONE;
}

/* --- Values --- */

/* "Optional[X]", "X | None" and quotes set aside. */
static struct str bare_type(struct str annotation)
{
	size_t bar = str_find(annotation, '|');

	annotation = str_trim(annotation);
	if (str_starts(annotation, STR("Optional[")) || str_starts(annotation, STR("typing.Optional[")))
		annotation = str_slice(annotation, str_find(annotation, '[') + 1, annotation.len - 1);
	else if (bar < annotation.len)
		annotation = str_slice(annotation, 0, bar);
	return str_trim(annotation);
}

static const char *plain_value(struct str type)
{
	static const struct {
		const char *type, *value;
	} values[] = {
		{ "bool", "False" }, { "bytes", "b''" }, { "dict", "{}" }, { "float", "1.0" }, { "int", "1" }, { "list", "[]" }, { "set", "set()" },
	};

	for (size_t i = 0; i < ARRAY_LEN(values); i++)
		if (str_is(type, values[i].type) || (str_starts(type, str_from(values[i].type)) && type.len > str_from(values[i].type).len &&
						     type.ptr[str_from(values[i].type).len] == '['))
			return values[i].value;
	if (str_starts(type, STR("Dict")))
		return "{}";
	return str_starts(type, STR("List")) ? "[]" : NULL;
}

struct taker {
	file_id file; /* where its annotations are read */
	uint32_t def;
	struct str name;
	const struct param *params;
	uint32_t count;
	bool is_class;
};
static bool add_arguments(struct making *m, const struct taker *t, unsigned nesting, struct strbuf *out);

/* A field of a data class that need not be given: the facts do not say so, its line does. */
static bool has_default(const struct making *m, file_id file, uint32_t class_def, struct str name)
{
	const struct outline *o = outline_of(m, file);
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	for (uint32_t i = 0; i < o->binding_count; i++) {
		struct str line;

		if (o->bindings[i].def != class_def || !str_eq(o->bindings[i].name, name))
			continue;
		if (!project_source(m->in->project, file, &text, NULL))
			return false;
		line = str_slice(strbuf_str(&text), o->bindings[i].span.end, text.len);
		line = str_slice(line, 0, str_find(line, '\n'));
		return str_find(line, '=') < line.len;
	}
	return false;
}

/* An instance of a class of this project, made of what its constructor asks for. */
static bool add_instance(struct making *m, file_id file, uint32_t def, struct str type, unsigned nesting, struct strbuf *out)
{
	struct target to = link_dotted(m->in->link, file, def, type);
	struct signature s;
	struct taker t;

	if (nesting >= NESTING_MAX || to.kind != TARGET_DEF || outline_of(m, to.file)->defs[to.index].kind != DEF_CLASS ||
	    outline_of(m, to.file)->defs[to.index].parent != NONE)
		return false;
	deepen(m, to.file, to.index);
	s = signature_of(m->in->project, m->in->link, to.file, to.index, &m->g->arena);
	if (!s.is_known)
		return false;
	t = (struct taker){ .file = to.file, .def = to.index, .name = outline_of(m, to.file)->defs[to.index].name, .params = s.params, .count = s.count,
			      .is_class = true };
	strbuf_printf(out, "load(\"" STR_FMT ":" STR_FMT "\")(", STR_ARG(link_module_name(m->in->link, to.file)),
		      STR_ARG(outline_of(m, to.file)->defs[to.index].name));
	if (!add_arguments(m, &t, nesting + 1, out))
		return false;
	strbuf_addch(out, ')');
	return true;
}

static bool add_value(struct making *m, file_id file, uint32_t def, const struct param *p, unsigned nesting, struct strbuf *out)
{
	struct str type = bare_type(p->annotation);

	if (state_is_user_param(p) && (!type.len || str_is(type, "str"))) {
		strbuf_printf(out, "f\"{user}-" STR_FMT "\"", STR_ARG(p->name));
		m->has_user = true;
		return true;
	}
	if (type.len && plain_value(type)) {
		strbuf_addz(out, plain_value(type));
		return true;
	}
	return type.len && add_instance(m, file, def, type, nesting, out);
}

/* All that is required, and of the rest what stands for a user. False when something cannot be made up. */
static bool add_arguments(struct making *m, const struct taker *t, unsigned nesting, struct strbuf *out)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < t->count; i++) {
		const struct param *p = &t->params[i];
		struct strbuf value CLEANUP(strbuf_release) = { 0 };
		bool is_required = p->default_value.len == 0 && !(t->is_class && has_default(m, t->file, t->def, p->name));
		bool is_user = state_is_user_param(p);

		if (p->kind == PARAM_ARGS || p->kind == PARAM_KWARGS || (!is_required && !is_user))
			continue;
		if (!add_value(m, t->file, t->def, p, nesting, &value)) {
			if (!is_required)
				continue;
			m->g->making.why_not = arena_printf(&m->g->arena, "nothing says what `" STR_FMT "` of " STR_FMT "() may be", STR_ARG(p->name), STR_ARG(t->name));
			return false;
		}
		strbuf_printf(out, "%s", count++ ? ", " : "");
		if (p->kind == PARAM_POSITIONAL)
			strbuf_add(out, strbuf_str(&value));
		else
			strbuf_printf(out, STR_FMT "=" STR_FMT, STR_ARG(p->name), STR_ARG(strbuf_str(&value)));
	}
	return true;
}

/* A function of the canonical's file, its own object left out. */
static bool add_call(struct making *m, file_id file, uint32_t def, bool is_method, struct strbuf *out)
{
	const struct detail *d = detail_of(m, file, def);
	uint32_t own = is_method && d && d->param_count && !(d->flags & BODY_STATICMETHOD) ? 1 : 0;
	struct taker t = { .file = file, .def = def, .name = outline_of(m, file)->defs[def].name };

	if (!d)
		return false;
	t.params = d->params + own;
	t.count = d->param_count - own;
	return add_arguments(m, &t, 0, out);
}

/* --- Methods --- */

static bool begins_with(struct str name, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_starts(name, str_from(words[i])))
			return true;
	return false;
}

static bool is_creator(struct str name)
{
	static const char *const words[] = { "build", "create", "make", "new", "open", "produce" };

	return begins_with(name, words, ARRAY_LEN(words));
}

static bool is_cleanup(struct str name)
{
	static const char *const words[] = { "cleanup", "clear", "close", "dispose", "release", "shutdown", "teardown" };

	return begins_with(name, words, ARRAY_LEN(words));
}

static bool takes_nothing(const struct detail *d)
{
	for (uint32_t i = 1; d && i < d->param_count; i++)
		if (d->params[i].default_value.len == 0 && d->params[i].kind != PARAM_ARGS && d->params[i].kind != PARAM_KWARGS)
			return false;
	return d && !(d->flags & (BODY_PROPERTY | BODY_STATICMETHOD | BODY_CLASSMETHOD | BODY_YIELDS));
}

static void find_cleanup(struct making *m, const struct member *c)
{
	const struct outline *o = outline_of(m, c->file);

	for (uint32_t d = c->def + 1; d < o->def_count && o->defs[d].span.start < o->defs[c->def].end; d++) {
		if (o->defs[d].parent != c->def || o->defs[d].kind != DEF_FUNCTION || !is_cleanup(o->defs[d].name) || !takes_nothing(detail_of(m, c->file, d)))
			continue;
		m->g->making.cleanup = arena_str(&m->g->arena, o->defs[d].name);
		m->g->making.is_cleanup_awaited = o->defs[d].is_async;
		return;
	}
}

static bool try_method(struct making *m, const struct member *c, uint32_t method)
{
	const struct outline *o = outline_of(m, c->file);
	const struct detail *d = detail_of(m, c->file, method);
	uint32_t init = method_of(m, c->file, c->def, "__init__");
	struct strbuf call CLEANUP(strbuf_release) = { 0 };

	m->has_user = false;
	if (!d || (d->flags & (BODY_PROPERTY | BODY_ABSTRACT | BODY_YIELDS | BODY_CONTEXT)))
		return false;
	strbuf_addz(&call, "factory.");
	strbuf_add(&call, o->defs[method].name);
	strbuf_addch(&call, '(');
	if (!add_call(m, c->file, method, true, &call))
		return false;
	strbuf_addch(&call, ')');
	if (!m->has_user) {
		m->g->making.why_not = STR("what it takes stands for no user");
		return false;
	}
	if (init != NONE && !takes_nothing(detail_of(m, c->file, init))) {
		m->g->making.why_not = STR("its constructor asks for more than the signature tells");
		return false;
	}
	m->g->making.call = arena_str(&m->g->arena, strbuf_str(&call));
	m->g->making.is_awaited = o->defs[method].is_async;
	return true;
}

static void find_method(struct making *m, const struct member *c)
{
	const struct outline *o = outline_of(m, c->file);

	m->g->making.why_not = STR("it has no method that is named as one that creates");
	for (uint32_t d = c->def + 1; d < o->def_count && o->defs[d].span.start < o->defs[c->def].end; d++)
		if (o->defs[d].parent == c->def && o->defs[d].kind == DEF_FUNCTION && is_creator(o->defs[d].name) && try_method(m, c, d)) {
			find_cleanup(m, c);
			return;
		}
}

static void find_function(struct making *m, const struct member *c)
{
	struct strbuf call CLEANUP(strbuf_release) = { 0 };
	const struct detail *d = detail_of(m, c->file, c->def);

	if (!d || (d->flags & (BODY_YIELDS | BODY_CONTEXT))) {
		m->g->making.why_not = STR("it opens a context");
		return;
	}
	strbuf_addz(&call, "factory(");
	if (!add_call(m, c->file, c->def, false, &call))
		return;
	strbuf_addch(&call, ')');
	if (m->has_user)
		m->g->making.call = arena_str(&m->g->arena, strbuf_str(&call));
	else
		m->g->making.why_not = STR("what it takes stands for no user");
	m->g->making.is_awaited = outline_of(m, c->file)->defs[c->def].is_async;
}

void guard_find_making(const struct rule_input *in, const struct member *canonical, struct guard *g)
{
	struct making m = { .in = in, .g = g };

	deepen(&m, canonical->file, canonical->def);
	if (canonical->kind == MEMBER_CLASS)
		find_method(&m, canonical);
	else
		find_function(&m, canonical);
}
