/* Are two definitions the same? Not whether they look alike: whether one may stand for the other. */
#include "base/base.h"
#include "rules/proof.h"

#include <stdarg.h>
#include <stdio.h>

#include "analyzers/source.h"
#include "base/file.h"
#include "base/strbuf.h"

struct side {
	const struct file *file;
	file_id id;
	uint32_t index;
	const struct def *def;
	const struct detail *detail;
	struct str source;
	struct source_names names;
	uint32_t start, end; /* decorators included */
};

struct proof {
	struct link *link;
	struct side a, b;
	struct arena *arena;
	struct str reason;
};

/* Always false. */
PRINTF_LIKE(2, 3)
static bool differ(struct proof *p, const char *format, ...)
{
	char text[256];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	p->reason = arena_str(p->arena, str_from(text));
	return false;
}

/* --- Reading --- */

static bool read_source(const struct project *project, file_id id, struct arena *a, struct str *ret)
{
	struct strbuf path = { 0 }, bytes = { 0 };
	bool ok;

	if (project->amended && project->amended[id]) {
		*ret = project->amended[id]->bytes;
		return !project->amended[id]->is_gone;
	}
	strbuf_printf(&path, STR_FMT "/" STR_FMT, STR_ARG(project->root), STR_ARG(project->files[id].path));
	ok = file_read(path.ptr, 0, &bytes, NULL);
	*ret = arena_str(a, strbuf_str(&bytes));
	strbuf_release(&path);
	strbuf_release(&bytes);
	return ok;
}

static bool read_side(const struct rule_input *in, struct proof *p, struct side *s, file_id file, uint32_t def)
{
	const struct lang *lang = in->project->files[file].lang;
	struct lang_parser *parser;

	s->file = &in->project->files[file];
	s->id = file;
	s->index = def;
	s->def = &s->file->outline.defs[def];
	s->detail = details_find(&s->file->details, s->def->span.start);
	if (!lang->source || !lang->source->names)
		return differ(p, "its language cannot be compared");
	if (!s->detail || !project_has_all(s->file, def) || !read_source(in->project, file, p->arena, &s->source))
		return differ(p, STR_FMT " could not be read whole", STR_ARG(s->file->path));
	parser = lang->parser_new();
	lang->source->names(parser, s->source, p->arena, &s->names);
	lang->parser_free(parser);
	if (s->names.has_error || s->def->end > s->source.len)
		return differ(p, STR_FMT " does not parse", STR_ARG(s->file->path));
	lang->source->definition(s->source, &s->file->outline, def, &s->start, &s->end);
	return true;
}

/* --- Text --- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\\';
}

/* Equal but for white space. A comment that differs makes them differ: that costs a question, no harm. */
static bool is_same_text(struct str a, struct str b)
{
	size_t i = 0, k = 0;

	for (;;) {
		while (i < a.len && is_blank(a.ptr[i]))
			i++;
		while (k < b.len && is_blank(b.ptr[k]))
			k++;
		if (i == a.len || k == b.len)
			return i == a.len && k == b.len;
		if (a.ptr[i++] != b.ptr[k++])
			return false;
	}
}

/* From behind the name to the body: parameters, defaults, annotations, bases, keywords. */
static struct str header_of(const struct side *s)
{
	enum scope_kind kind = s->def->kind == DEF_CLASS ? SCOPE_CLASS : SCOPE_FUNCTION;

	for (uint32_t i = 0; i < s->names.scope_count; i++) {
		const struct source_scope *scope = &s->names.scopes[i];

		if (scope->kind == kind && scope->start >= s->def->span.end && scope->start < s->def->end && str_eq(scope->name, s->def->name))
			return str_slice(s->source, s->def->span.end, scope->start);
	}
	return str_slice(s->source, s->def->span.end, s->def->end);
}

static struct str decorators_of(const struct side *s)
{
	return str_slice(s->source, s->start, s->def->span.start);
}

static bool have_same_params(const struct detail *a, const struct detail *b)
{
	if (a->param_count != b->param_count || !str_eq(a->returns, b->returns))
		return false;
	for (uint32_t i = 0; i < a->param_count; i++) {
		const struct param *x = &a->params[i], *y = &b->params[i];

		if (x->kind != y->kind || !str_eq(x->name, y->name) || !str_eq(x->annotation, y->annotation) || !str_eq(x->default_value, y->default_value))
			return false;
	}
	return true;
}

/* The definitions inside: annotations are no part of the normalised body. */
static bool have_same_inside(struct proof *p)
{
	const struct outline *a = &p->a.file->outline, *b = &p->b.file->outline;
	uint32_t i = p->a.index + 1, k = p->b.index + 1;

	for (; i < a->def_count && a->defs[i].span.start < p->a.def->end; i++, k++) {
		const struct detail *x = details_find(&p->a.file->details, a->defs[i].span.start), *y;

		if (k >= b->def_count || b->defs[k].span.start >= p->b.def->end)
			return differ(p, STR_FMT "() is missing", STR_ARG(a->defs[i].name));
		y = details_find(&p->b.file->details, b->defs[k].span.start);
		if (!str_eq(a->defs[i].name, b->defs[k].name) || a->defs[i].is_async != b->defs[k].is_async || !x || !y || !have_same_params(x, y))
			return differ(p, "the signature of " STR_FMT "() differs", STR_ARG(a->defs[i].name));
	}
	return (k >= b->def_count || b->defs[k].span.start >= p->b.def->end) || differ(p, STR_FMT "() is missing", STR_ARG(b->defs[k].name));
}

static bool have_same_fields(struct proof *p)
{
	const struct outline *a = &p->a.file->outline, *b = &p->b.file->outline;
	uint32_t k = 0;

	for (uint32_t i = 0; i < a->binding_count; i++) {
		if (a->bindings[i].def != p->a.index)
			continue;
		while (k < b->binding_count && b->bindings[k].def != p->b.index)
			k++;
		if (k == b->binding_count || !str_eq(a->bindings[i].name, b->bindings[k].name) || !str_eq(a->bindings[i].annotation, b->bindings[k].annotation))
			return differ(p, "the attribute " STR_FMT " differs", STR_ARG(a->bindings[i].name));
		k++;
	}
	return true;
}

static bool have_same_text(struct proof *p)
{
	if (p->a.def->kind != p->b.def->kind || p->a.def->is_async != p->b.def->is_async)
		return differ(p, "one is a class, the other a function, or one of them is async");
	if (p->a.detail->body_hash != p->b.detail->body_hash || p->a.detail->token_count != p->b.detail->token_count)
		return differ(p, "the bodies differ");
	if (!is_same_text(header_of(&p->a), header_of(&p->b)))
		return differ(p, p->a.def->kind == DEF_CLASS ? "the bases differ" : "the signatures differ");
	if (!is_same_text(decorators_of(&p->a), decorators_of(&p->b)))
		return differ(p, "the decorators differ");
	return have_same_inside(p) && have_same_fields(p);
}

/* --- State --- */

static bool is_mutable_display(struct str value)
{
	return str_starts(value, STR("[")) || str_starts(value, STR("{")) || str_starts(value, STR("list(")) || str_starts(value, STR("dict(")) ||
	       str_starts(value, STR("set("));
}

static bool keeps_in_default(struct proof *p, const struct detail *d)
{
	for (uint32_t i = 0; i < d->param_count; i++)
		if (is_mutable_display(d->params[i].default_value))
			return !differ(p, "the default of " STR_FMT " is kept between calls, by each of the two", STR_ARG(d->params[i].name));
	if (d->flags & BODY_CACHED)
		return !differ(p, "each of the two has a cache of its own");
	return false;
}

static bool is_inside(const struct side *s, uint32_t at)
{
	return at >= s->start && at < s->end;
}

static bool keeps_in_use(struct proof *p, const struct side *s)
{
	const struct details *d = &s->file->details;

	for (uint32_t i = 0; i < d->use_count; i++) {
		const struct use *u = &d->uses[i];

		if (!is_inside(s, u->span.start))
			continue;
		if (u->kind == USE_GLOBAL)
			return !differ(p, "it keeps state in the module's `" STR_FMT "`", STR_ARG(u->name));
		if (u->kind == USE_SETDEFAULT)
			return !differ(p, "each of the two has a `" STR_FMT "` of its own, shared by all instances", STR_ARG(u->target.len ? u->target : u->name));
	}
	return false;
}

/* `cls.x = ...`, `Engine.x = ...`, and names of the module that the body binds. */
static bool keeps_in_class(struct proof *p, const struct side *s)
{
	for (uint32_t i = 0; i < s->names.read_count; i++) {
		const struct source_read *r = &s->names.reads[i];

		if (is_inside(s, r->start) && r->is_stored && (str_is(r->name, "cls") || str_eq(r->name, s->def->name)))
			return !differ(p, "each of the two keeps state in `" STR_FMT "`", STR_ARG(r->dotted));
	}
	for (uint32_t i = 0; i < s->names.bound_count; i++) {
		const struct source_bound *b = &s->names.bounds[i];

		if (b->scope == 0 && b->start > s->def->span.end && is_inside(s, b->start))
			return !differ(p, "it binds the module's `" STR_FMT "`", STR_ARG(b->name));
	}
	return false;
}

static bool keeps_state(struct proof *p, const struct side *s)
{
	const struct outline *o = &s->file->outline;

	for (uint32_t i = s->index; i < o->def_count && o->defs[i].span.start < s->def->end; i++) {
		const struct detail *d = details_find(&s->file->details, o->defs[i].span.start);

		if (d && keeps_in_default(p, d))
			return true;
	}
	return keeps_in_use(p, s) || keeps_in_class(p, s);
}

static bool is_dynamic(struct proof *p, const struct side *s)
{
	for (uint32_t i = 0; i < s->names.scope_count; i++)
		if (s->names.scopes[i].start >= s->start && s->names.scopes[i].end <= s->end && s->names.scopes[i].is_dynamic)
			return !differ(p, "it looks up names at run time");
	return false;
}

/* --- Names from outside --- */

static bool is_free(const struct side *s, const struct source_read *r)
{
	return is_inside(s, r->start) && (r->binder == NONE || r->binder == 0);
}

static bool is_read(const struct side *s, struct str name)
{
	for (uint32_t i = 0; i < s->names.read_count; i++)
		if (is_free(s, &s->names.reads[i]) && str_eq(s->names.reads[i].name, name))
			return true;
	return false;
}

static bool is_own_def(const struct side *s, const struct target *t)
{
	return t->kind == TARGET_DEF && t->file == s->id && t->index == s->index;
}

static bool is_logger(const struct side *s, const struct target *t)
{
	const struct binding *b;
	struct str callee;

	if (t->kind != TARGET_VARIABLE || t->file != s->id)
		return false;
	b = &s->file->outline.bindings[t->index];
	callee = str_tail(b->value, '.');
	return b->kind == BINDING_CALL && (str_is(callee, "getLogger") || str_is(callee, "get_logger"));
}

static bool is_same_target(const struct target *a, const struct target *b)
{
	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case TARGET_DEF:
	case TARGET_VARIABLE: return a->file == b->file && a->index == b->index;
	case TARGET_MODULE: return a->file == b->file && a->index == b->index;
	case TARGET_EXTERNAL: return str_eq(a->name, b->name);
	default: return false;
	}
}

static bool is_bound_everywhere(const struct side *s, const struct source_read *r)
{
	return r->binder == NONE && s->file->lang->modules->is_builtin(r->name) && !s->file->lang->modules->is_implicit(r->name);
}

static bool means_same(struct proof *p, const struct source_read *r)
{
	struct target x = link_name(p->link, p->a.id, r->name), y = link_name(p->link, p->b.id, r->name);

	if (p->a.file->lang->modules->is_implicit(r->name))
		return differ(p, "it asks for `" STR_FMT "`, which differs from module to module", STR_ARG(r->name));
	if (is_own_def(&p->a, &x) && is_own_def(&p->b, &y))
		return true;
	if (is_same_target(&x, &y) || (is_logger(&p->a, &x) && is_logger(&p->b, &y)))
		return true;
	if (is_bound_everywhere(&p->a, r) && x.kind != TARGET_DEF && y.kind != TARGET_DEF && x.kind != TARGET_VARIABLE && y.kind != TARGET_VARIABLE)
		return true;
	if (x.kind == TARGET_VARIABLE && y.kind == TARGET_VARIABLE)
		return differ(p, "`" STR_FMT "` is a variable of each of the two modules", STR_ARG(r->name));
	if (x.kind == TARGET_DEF && y.kind == TARGET_DEF)
		return differ(p, "`" STR_FMT "` is another definition in each of the two modules", STR_ARG(r->name));
	return differ(p, "it cannot be told that `" STR_FMT "` means the same in both modules", STR_ARG(r->name));
}

/* What only one of the two reads stands in what is set apart: logging, annotations. */
static bool mean_same(struct proof *p)
{
	for (uint32_t i = 0; i < p->a.names.read_count; i++) {
		const struct source_read *r = &p->a.names.reads[i];

		if (is_free(&p->a, r) && is_read(&p->b, r->name) && !means_same(p, r))
			return false;
	}
	return true;
}

/* --- The proof --- */

static bool is_plain(const struct side *s)
{
	return s->def->parent == NONE && s->def->block == NONE;
}

static bool prove(const struct rule_input *in, struct proof *p, file_id file_a, uint32_t def_a, file_id file_b, uint32_t def_b)
{
	if (!read_side(in, p, &p->a, file_a, def_a) || !read_side(in, p, &p->b, file_b, def_b))
		return false;
	if (p->a.file->lang != p->b.file->lang)
		return differ(p, "they are written in two languages");
	if (!is_plain(&p->a) || !is_plain(&p->b))
		return differ(p, "one of the two is defined under a condition");
	if (!have_same_text(p) || keeps_state(p, &p->a) || keeps_state(p, &p->b))
		return false;
	return !is_dynamic(p, &p->a) && !is_dynamic(p, &p->b) && mean_same(p);
}

bool are_equal(const struct rule_input *in, file_id file_a, uint32_t def_a, file_id file_b, uint32_t def_b, struct arena *a, struct str *ret_reason)
{
	struct arena scratch = { 0 };
	struct proof p = { .link = in->link, .arena = &scratch };
	bool equal = def_a != NONE && def_b != NONE && prove(in, &p, file_a, def_a, file_b, def_b);

	if (!equal)
		*ret_reason = arena_str(a, p.reason.len ? p.reason : STR("one of the two is no definition"));
	arena_release(&scratch);
	return equal;
}
