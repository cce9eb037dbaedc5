/* CN103: an impure wrapper becomes a pure one, when somebody asks for it; what it did besides is said, and lost. */
#include "base/base.h"
#include "rewriters/users.h"

#include "base/strbuf.h"

struct wrap {
	struct planner *planner;
	const struct member *member, *target;
	const struct file *file, *home;
	struct str bound;  /* what the wrapper's module calls the target */
	struct str obstacle;
	VEC(struct wrapper_method) methods;
};

/* Special methods that a wrapper has to have on its class for the language to find them. */
static const char *const special[] = {
	"__aenter__", "__aexit__", "__aiter__", "__anext__", "__bool__", "__call__", "__contains__", "__delitem__", "__enter__", "__exit__",
	"__getitem__", "__init__", "__iter__", "__len__", "__next__", "__setitem__",
};

static bool is_handed_on(struct str name)
{
	for (size_t i = 0; i < ARRAY_LEN(special); i++)
		if (str_is(name, special[i]))
			return true;
	return name.len && name.ptr[0] != '_';
}

/* --- Signatures, in words of the wrapper's module --- */

static bool is_literal(struct str value)
{
	struct str word = value;

	if (!value.len || str_has(value, STR("(")) || str_has(value, STR(".")))
		return value.len > 0 && value.ptr[0] >= '0' && value.ptr[0] <= '9';
	if (value.ptr[0] == '"' || value.ptr[0] == '\'' || value.ptr[0] == '-' || (value.ptr[0] >= '0' && value.ptr[0] <= '9'))
		return true;
	return str_is(word, "None") || str_is(word, "True") || str_is(word, "False") || str_is(word, "[]") || str_is(word, "{}") || str_is(word, "()") ||
	       str_is(word, "...");
}

/* A plain name that means the same in both modules. */
static bool is_known(struct wrap *w, struct str name)
{
	struct link *l = planner_input(w->planner)->link;
	struct target a, b;

	for (size_t i = 0; i < name.len; i++)
		if (!(name.ptr[i] == '_' || (name.ptr[i] >= '0' && name.ptr[i] <= '9') || (name.ptr[i] >= 'a' && name.ptr[i] <= 'z') ||
		      (name.ptr[i] >= 'A' && name.ptr[i] <= 'Z')))
			return false;
	if (!name.len)
		return false;
	a = link_name(l, w->member->file, name);
	b = link_name(l, w->target->file, name);
	if (w->file->lang->modules->is_builtin(name) && a.kind == TARGET_NO_NAME && b.kind == TARGET_NO_NAME)
		return true;
	return a.kind == b.kind && (a.kind == TARGET_EXTERNAL ? str_eq(a.name, b.name) : a.kind == TARGET_DEF && a.file == b.file && a.index == b.index);
}

static void add_param(struct wrap *w, const struct param *x, struct strbuf *out)
{
	strbuf_addz(out, x->kind == PARAM_ARGS ? "*" : x->kind == PARAM_KWARGS ? "**" : "");
	strbuf_add(out, x->name);
	if (x->annotation.len && is_known(w, x->annotation))
		strbuf_printf(out, ": " STR_FMT "%s", STR_ARG(x->annotation), x->default_value.len ? " = " : "");
	else if (x->default_value.len)
		strbuf_addch(out, '=');
	strbuf_add(out, x->default_value);
	if (x->default_value.len && !is_literal(x->default_value) && !is_known(w, x->default_value))
		w->obstacle = arena_printf(planner_arena(w->planner), "the default `" STR_FMT "` of " STR_FMT " is not known in its module",
					   STR_ARG(x->default_value), STR_ARG(x->name));
}

static void separate(struct strbuf *out, const char *text)
{
	strbuf_printf(out, "%s%s", out->len ? ", " : "", text);
}

static struct str params_text(struct wrap *w, const struct detail *d)
{
	struct strbuf out CLEANUP(strbuf_release) = { 0 };
	enum param_kind last = PARAM_KIND_COUNT;

	for (uint32_t i = 0; i < d->param_count; i++) {
		const struct param *x = &d->params[i];

		if (last == PARAM_POSITIONAL && x->kind != PARAM_POSITIONAL)
			separate(&out, "/");
		if (x->kind == PARAM_KEYWORD && last != PARAM_KEYWORD && last != PARAM_ARGS)
			separate(&out, "*");
		separate(&out, "");
		add_param(w, x, &out);
		last = x->kind;
	}
	if (last == PARAM_POSITIONAL)
		separate(&out, "/");
	return arena_str(planner_arena(w->planner), strbuf_str(&out));
}

static struct str call_text(struct wrap *w, const struct detail *d, bool skips_first)
{
	struct strbuf out CLEANUP(strbuf_release) = { 0 };

	for (uint32_t i = skips_first ? 1 : 0; i < d->param_count; i++) {
		const struct param *x = &d->params[i];

		separate(&out, x->kind == PARAM_ARGS ? "*" : x->kind == PARAM_KWARGS ? "**" : "");
		strbuf_add(&out, x->name);
		if (x->kind == PARAM_KEYWORD)
			strbuf_printf(&out, "=" STR_FMT, STR_ARG(x->name));
	}
	return arena_str(planner_arena(w->planner), strbuf_str(&out));
}

static const char *decorator_of(struct wrap *w, const struct def *def, const struct detail *d)
{
	if (d->flags & BODY_PROPERTY)
		return "property";
	if (d->flags & BODY_CLASSMETHOD)
		return "classmethod";
	if (d->flags & BODY_STATICMETHOD)
		return "staticmethod";
	if (d->decorator_count && !(d->flags & (BODY_CONTEXT | BODY_CACHED | BODY_ABSTRACT)))
		w->obstacle = arena_printf(planner_arena(w->planner), "what the decorator of " STR_FMT "() makes of it cannot be told", STR_ARG(def->name));
	return "";
}

static bool is_setter(const struct detail *d, struct str name)
{
	for (uint32_t i = 0; i < d->decorator_count; i++)
		if (str_eq(str_head(d->decorators[i], '.'), name))
			return true;
	return false;
}

static void add_method(struct wrap *w, const struct def *def, const struct detail *d)
{
	struct wrapper_method m = { .name = def->name };

	vec_foreach(struct wrapper_method, x, &w->methods) {
		if (!str_eq(x->name, def->name))
			continue;
		x->has_setter = x->has_setter || is_setter(d, def->name);
		return;
	}
	m.decorator = str_from(decorator_of(w, def, d));
	m.params = params_text(w, d);
	m.call = call_text(w, d, !(d->flags & BODY_STATICMETHOD));
	m.returns = d->returns.len && is_known(w, d->returns) ? d->returns : (struct str){ 0 };
	/* What a context manager's decorator makes of a generator is handed on as it is. */
	m.is_generator = d->flags & BODY_YIELDS && !(d->flags & BODY_CONTEXT);
	m.is_async = def->is_async && !(d->flags & BODY_CONTEXT);
	vec_push(&w->methods, m);
}

static void list_methods(struct wrap *w)
{
	const struct outline *o = &w->home->outline;

	for (uint32_t i = w->target->def + 1; i < o->def_count && o->defs[i].span.start < o->defs[w->target->def].end; i++) {
		const struct detail *d = details_find(&w->home->details, o->defs[i].span.start);

		if (o->defs[i].parent != w->target->def || o->defs[i].kind != DEF_FUNCTION || !is_handed_on(o->defs[i].name))
			continue;
		if (d)
			add_method(w, &o->defs[i], d);
		else
			w->obstacle = arena_printf(planner_arena(w->planner), STR_FMT "() could not be read", STR_ARG(o->defs[i].name));
	}
}

/* --- What would be lost --- */

static struct str losses(struct wrap *w)
{
	const struct outline *o = &w->file->outline;
	struct strbuf out CLEANUP(strbuf_release) = { 0 };

	for (uint32_t i = w->member->def + 1; i < o->def_count && o->defs[i].span.start < o->defs[w->member->def].end; i++) {
		const struct detail *d = details_find(&w->file->details, o->defs[i].span.start);
		bool is_kept = false;

		if (o->defs[i].parent != w->member->def || o->defs[i].kind != DEF_FUNCTION || !d)
			continue;
		vec_foreach(struct wrapper_method, m, &w->methods)
			is_kept |= str_eq(m->name, o->defs[i].name);
		if (!is_kept)
			strbuf_printf(&out, STR_FMT "() goes: the canonical has no such method\n", STR_ARG(o->defs[i].name));
		else if (!d->delegate.len && !str_is(o->defs[i].name, "__init__"))
			strbuf_printf(&out, STR_FMT "() loses %u statement%s of its own\n", STR_ARG(o->defs[i].name), d->statement_count, d->statement_count == 1 ? "" : "s");
	}
	return arena_str(planner_arena(w->planner), strbuf_str(&out));
}

/* --- The change --- */

static bool binds_at_top(struct wrap *w, struct str name)
{
	const struct outline *o = &w->file->outline;

	for (uint32_t i = 0; i < o->import_count; i++)
		for (uint32_t n = 0; o->imports[i].def == NONE && o->imports[i].block == NONE && n < o->imports[i].name_count; n++) {
			const struct import_name *x = &o->names[o->imports[i].first_name + n];

			if (str_eq(x->alias.len ? x->alias : x->name, name) && o->imports[i].span.start < o->defs[w->member->def].span.start)
				return true;
		}
	return false;
}

/* A name that the module imports at its top and that is the target. */
static void find_bound(struct wrap *w)
{
	struct link *l = planner_input(w->planner)->link;
	const struct outline *o = &w->file->outline;

	for (uint32_t i = 0; i < o->import_count; i++)
		for (uint32_t n = 0; o->imports[i].form == IMPORT_FROM && n < o->imports[i].name_count; n++) {
			const struct import_name *x = &o->names[o->imports[i].first_name + n];
			struct target t = link_import(l, w->member->file, i, n);
			struct str name = x->alias.len ? x->alias : x->name;

			if (t.kind == TARGET_DEF && t.file == w->target->file && t.index == w->target->def && binds_at_top(w, name))
				w->bound = name;
		}
}

/* Where the module's imports begin; it imports the target, so it has some. */
static uint32_t first_import(const struct wrap *w)
{
	const struct outline *o = &w->file->outline;

	for (uint32_t i = 0; i < o->import_count; i++)
		if (o->imports[i].def == NONE && o->imports[i].block == NONE && !str_is(o->imports[i].module, "__future__"))
			return o->imports[i].span.start;
	return 0;
}

static void settle(const struct rewriter *self, struct wrap *w, const struct finding *x)
{
	struct planner *p = w->planner;
	struct wrapper_text t = { .name = w->file->outline.defs[w->member->def].name, .target = w->bound, .module = link_module_name(planner_input(p)->link, x->file) };
	const struct source_style *style = planner_style(p, x->file);
	struct str text, lost = losses(w);
	uint32_t start, end, c;

	t.target_path = path_of_member(p, w->target);
	t.removal = removal_of(p, x);
	t.methods = w->methods.items;
	t.count = (uint32_t)w->methods.len;
	text = planner_lang(p, x->file)->wrapper(&t, style, planner_arena(p));
	planner_lang(p, x->file)->definition(planner_source(p, x->file), &w->file->outline, w->member->def, &start, &end);
	c = change_begin(p, self, x, MEND_ASK, "make " STR_FMT " pass everything on to " STR_FMT, STR_ARG(t.name), STR_ARG(t.target_path));
	change_reason(p, c, lost.len ? "what it does besides would be lost: see below" : "it is not proven that nothing relies on how it was made");
	change_details(p, c, lost);
	if (!binds_at_top(w, STR("warnings")))
		change_edit(p, c, x->file, first_import(w), first_import(w), arena_printf(planner_arena(p), "import warnings" STR_FMT, STR_ARG(style->eol)));
	change_edit(p, c, x->file, start, end, text);
}

static const char *find_obstacle(struct wrap *w)
{
	if (w->member->kind != MEMBER_CLASS || w->target->kind != MEMBER_CLASS || w->target->def == NONE || w->member->def == NONE)
		return "only a class that wraps a class can be written anew";
	if (w->file->outline.defs[w->member->def].parent != NONE || w->file->outline.defs[w->member->def].block != NONE)
		return "it is defined under a condition or inside of another definition";
	find_bound(w);
	if (!w->bound.len)
		return "its module does not import the canonical at its top";
	if (!project_has_all(w->home, w->target->def))
		return "the canonical could not be read whole";
	list_methods(w);
	return w->obstacle.len ? w->obstacle.ptr : NULL;
}

static void plan(const struct rewriter *self, struct planner *p, const struct finding *x)
{
	struct wrap w = { .planner = p, .member = member_of_finding(p, x) };
	const char *why;

	if (planner_has_mended(p, x) || !w.member || w.member->target == NONE || planner_refusal(p, x->file))
		return;
	w.target = &planner_input(p)->families->items.items[x->family].members.items[w.member->target];
	w.file = &planner_input(p)->project->files[x->file];
	w.home = &planner_input(p)->project->files[w.target->file];
	why = find_obstacle(&w);
	if (why)
		show_reason(p, self, x, "%s; " STR_FMT, why, STR_ARG(x->mend_text));
	else
		settle(self, &w, x);
	vec_release(&w.methods);
}

static const char *const codes[] = { "CN103", NULL };

extern const struct rewriter rewriter_wrapper;
const struct rewriter rewriter_wrapper = {
	.name = "wrapper",
	.codes = codes,
	.title = "make wrappers pass everything on",
	.why = "A wrapper with logic of its own looks like the canonical and is not. Now it is the canonical under another name, and says so to its callers.",
	.plan = plan,
};
