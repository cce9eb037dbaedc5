/* Two definitions side by side: which methods answer to each other, how their headers differ, in what order it is told. */
#include "base/base.h"
#include "rules/differences.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/strbuf.h"
#include "rules/differences_impl.h"
#include "rules/names.h"

#define TABLE_NAME_WIDTH 24 /* names of this length and shorter stand in a column */

void difference_add(struct comparison *c, enum difference_kind kind, uint32_t canonical_line, uint32_t line, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	vec_push(&c->out->items, (struct difference){ .kind = kind, .method = c->method, .text = arena_str(c->arena, str_from(text)), .line = line,
			 .canonical_line = canonical_line, .order = (uint32_t)c->out->items.len });
}

/* --- What names mean --- */

struct str meaning_text(struct comparison *c, const struct target *t)
{
	const struct outline *o = t->file == NONE ? NULL : &c->project->files[t->file].outline;
	struct str module = o ? link_module_name(c->link, t->file) : STR("");

	switch (t->kind) {
	case TARGET_DEF: return arena_printf(c->arena, STR_FMT ":" STR_FMT, STR_ARG(module), STR_ARG(o->defs[t->index].name));
	case TARGET_VARIABLE: return arena_printf(c->arena, STR_FMT ":" STR_FMT, STR_ARG(module), STR_ARG(o->bindings[t->index].name));
	case TARGET_MODULE: return module;
	default: return t->name;
	}
}

static bool is_inside(const struct comparison *c, const struct definition *outer, const struct target *t)
{
	const struct def *d = &c->project->files[outer->file].outline.defs[outer->def], *inner;

	if (t->kind != TARGET_DEF || t->file != outer->file)
		return false;
	inner = &c->project->files[t->file].outline.defs[t->index];
	return inner->span.start >= d->span.start && inner->end <= d->end;
}

/* Each module has its helper, but the helpers are alike. */
static bool are_alike(const struct comparison *c, const struct target *a, const struct target *b)
{
	const struct file *f = &c->project->files[a->file], *g = &c->project->files[b->file];
	const struct detail *x = details_find(&f->details, f->outline.defs[a->index].span.start);
	const struct detail *y = details_find(&g->details, g->outline.defs[b->index].span.start);

	return x && y && x->body_hash == y->body_hash && f->outline.defs[a->index].kind == g->outline.defs[b->index].kind;
}

bool is_same_meaning(const struct comparison *c, const struct target *canonical, const struct target *copy)
{
	if (canonical->kind != copy->kind)
		return false;
	if (canonical->kind == TARGET_EXTERNAL)
		return str_eq(canonical->name, copy->name);
	if (canonical->file == copy->file && canonical->index == copy->index)
		return true;
	if (canonical->kind != TARGET_DEF)
		return false;
	if (is_inside(c, &c->out->canonical, canonical) && is_inside(c, &c->out->copy, copy))
		return str_eq(c->canonical.file->outline.defs[canonical->index].name, c->copy.file->outline.defs[copy->index].name) ||
		       (canonical->index == c->out->canonical.def && copy->index == c->out->copy.def);
	return are_alike(c, canonical, copy);
}

/* --- Headers --- */

static bool has_decorator(const struct detail *d, struct str name)
{
	for (uint32_t i = 0; i < d->decorator_count; i++)
		if (str_eq(str_tail(d->decorators[i], '.'), str_tail(name, '.')))
			return true;
	return false;
}

/* What decorators make of a function or class, in words; others are called by name. */
static const struct {
	unsigned flag;
	enum difference_kind kind;
	const char *is, *is_not;
} qualities[] = {
	{ BODY_CACHED, DIFFERENCE_STATE, "is cached", "is not cached" },
	{ BODY_PROPERTY, DIFFERENCE_PARAMETER, "is a property", "is no property" },
	{ BODY_CLASSMETHOD, DIFFERENCE_PARAMETER, "is a class method", "is no class method" },
	{ BODY_STATICMETHOD, DIFFERENCE_PARAMETER, "is a static method", "is no static method" },
	{ BODY_CONTEXT, DIFFERENCE_PARAMETER, "is a context manager", "is no context manager" },
};

static unsigned compare_qualities(struct comparison *c)
{
	unsigned differ = c->canonical.detail->flags ^ c->copy.detail->flags, said = 0;

	for (size_t i = 0; i < ARRAY_LEN(qualities); i++) {
		if (!(differ & qualities[i].flag))
			continue;
		said |= qualities[i].flag;
		if (qualities[i].flag == BODY_PROPERTY && differ & BODY_CACHED)
			continue; /* one decorator: cached_property */
		difference_add(c, qualities[i].kind, c->canonical.def->span.line, c->copy.def->span.line, "%s",
			c->copy.detail->flags & qualities[i].flag ? qualities[i].is : qualities[i].is_not);
	}
	return said;
}

static void compare_decorators(struct comparison *c)
{
	const struct detail *a = c->canonical.detail, *b = c->copy.detail;
	uint32_t line = c->canonical.def->span.line, copy_line = c->copy.def->span.line;

	if (compare_qualities(c))
		return;
	for (uint32_t i = 0; i < a->decorator_count; i++)
		if (!has_decorator(b, a->decorators[i]))
			difference_add(c, DIFFERENCE_DECORATOR, line, copy_line, "lacks @" STR_FMT, STR_ARG(a->decorators[i]));
	for (uint32_t i = 0; i < b->decorator_count; i++)
		if (!has_decorator(a, b->decorators[i]))
			difference_add(c, DIFFERENCE_DECORATOR, line, copy_line, "has @" STR_FMT, STR_ARG(b->decorators[i]));
}

static struct str base_text(struct comparison *c, const struct detail *d)
{
	struct str text = { 0 };

	for (uint32_t i = 0; i < d->base_count; i++)
		text = text.len ? arena_printf(c->arena, STR_FMT ", " STR_FMT, STR_ARG(text), STR_ARG(d->bases[i])) : d->bases[i];
	return text;
}

static bool is_same_base(struct comparison *c, uint32_t n)
{
	struct target a = link_dotted(c->link, c->canonical.at.file, c->canonical.def->parent, c->canonical.detail->bases[n]);
	struct target b = link_dotted(c->link, c->copy.at.file, c->copy.def->parent, c->copy.detail->bases[n]);

	if (a.kind == TARGET_UNKNOWN || b.kind == TARGET_UNKNOWN)
		return str_eq(c->canonical.detail->bases[n], c->copy.detail->bases[n]);
	return is_same_meaning(c, &a, &b);
}

static void compare_bases(struct comparison *c)
{
	struct str a = base_text(c, c->canonical.detail), b = base_text(c, c->copy.detail);
	bool is_same = c->canonical.detail->base_count == c->copy.detail->base_count;

	for (uint32_t i = 0; is_same && i < c->canonical.detail->base_count; i++)
		is_same = is_same_base(c, i);
	if (is_same)
		return;
	if (!b.len)
		difference_add(c, DIFFERENCE_BASES, c->canonical.def->span.line, c->copy.def->span.line, "does not derive from " STR_FMT, STR_ARG(a));
	else
		difference_add(c, DIFFERENCE_BASES, c->canonical.def->span.line, c->copy.def->span.line, "derives from " STR_FMT "%s" STR_FMT,
			STR_ARG(b), a.len ? " instead of " : "", STR_ARG(a));
}

/* --- Functions --- */

static bool party_of(const struct comparison *c, struct definition at, struct party *ret)
{
	const struct file *f = &c->project->files[at.file];

	*ret = (struct party){ .file = f, .def = &f->outline.defs[at.def], .at = at };
	ret->detail = details_find(&f->details, ret->def->span.start);
	return ret->detail != NULL;
}

static void compare_functions(struct comparison *c)
{
	size_t before = c->out->items.len;

	if (c->canonical.def->is_async != c->copy.def->is_async)
		difference_add(c, DIFFERENCE_ASYNC, c->canonical.def->span.line, c->copy.def->span.line, c->copy.def->is_async ? "is async" : "is not async");
	compare_params(c);
	compare_decorators(c);
	compare_uses(c);
	compare_state(c);
	if (c->out->items.len == before && !c->is_respelt && c->canonical.detail->body_hash != c->copy.detail->body_hash)
		difference_add(c, DIFFERENCE_BODY, c->canonical.def->span.line, c->copy.def->span.line,
			"differs in its constants, its conditions or the order of its statements");
}

/* --- Methods --- */

static uint32_t method_from(const struct party *class, uint32_t after)
{
	const struct outline *o = &class->file->outline;

	for (uint32_t d = after + 1; d < o->def_count && o->defs[d].span.start < class->def->end; d++)
		if (o->defs[d].parent == class->at.def && o->defs[d].kind == DEF_FUNCTION)
			return d;
	return NONE;
}

/* How many methods of the same name stand before it: a property's setter answers to a setter. */
static uint32_t ordinal(const struct party *class, uint32_t method)
{
	const struct outline *o = &class->file->outline;
	uint32_t count = 0;

	for (uint32_t d = method_from(class, class->at.def); d != NONE && d < method; d = method_from(class, d))
		count += str_eq(o->defs[d].name, o->defs[method].name);
	return count;
}

static uint32_t counterpart(const struct party *from, uint32_t method, const struct party *to)
{
	struct str name = from->file->outline.defs[method].name;
	uint32_t wanted = ordinal(from, method);

	for (uint32_t d = method_from(to, to->at.def); d != NONE; d = method_from(to, d))
		if (str_eq(to->file->outline.defs[d].name, name) && wanted-- == 0)
			return d;
	return NONE;
}

static void add_side(struct comparison *c, struct str method, enum side_state state, uint32_t canonical_line, uint32_t line)
{
	vec_push(&c->out->sides, (struct side){ .state = state, .method = method, .line = line, .canonical_line = canonical_line });
}

static void compare_method(struct comparison *c, uint32_t a, uint32_t b)
{
	struct comparison inner = *c;
	size_t before = c->out->items.len;
	/* Both are filled, whatever is known of the first. */
	bool is_one_known = party_of(c, (struct definition){ c->canonical.at.file, a }, &inner.canonical);
	bool is_known = party_of(c, (struct definition){ c->copy.at.file, b }, &inner.copy) && is_one_known;

	inner.method = inner.canonical.def->name;
	inner.is_method = true;
	inner.is_respelt = false;
	if (is_known)
		compare_functions(&inner);
	add_side(c, inner.method, c->out->items.len > before || !is_known ? SIDE_DIFFERS : SIDE_SAME, inner.canonical.def->span.line,
		inner.copy.def->span.line);
}

/* A copy may have the method from a base class. */
static void say_lacking(struct comparison *c, const struct def *method)
{
	struct target t = link_member(c->link, c->copy.at.file, c->copy.at.def, method->name);
	bool is_private = name_is_private(method->name);

	if (t.kind == TARGET_DEF)
		difference_add(c, is_private ? DIFFERENCE_PRIVATE : DIFFERENCE_LACKS, method->span.line, c->copy.def->span.line,
			"inherits `" STR_FMT "` from " STR_FMT, STR_ARG(method->name), STR_ARG(link_module_name(c->link, t.file)));
	else
		difference_add(c, is_private ? DIFFERENCE_PRIVATE : DIFFERENCE_LACKS, method->span.line, c->copy.def->span.line,
			"lacks `" STR_FMT "`", STR_ARG(method->name));
}

static void compare_methods(struct comparison *c)
{
	for (uint32_t d = method_from(&c->canonical, c->canonical.at.def); d != NONE; d = method_from(&c->canonical, d)) {
		const struct def *method = &c->canonical.file->outline.defs[d];
		uint32_t other = counterpart(&c->canonical, d, &c->copy);

		if (other != NONE) {
			compare_method(c, d, other);
			continue;
		}
		say_lacking(c, method);
		add_side(c, method->name, SIDE_CANONICAL_ONLY, method->span.line, 0);
	}
	for (uint32_t d = method_from(&c->copy, c->copy.at.def); d != NONE; d = method_from(&c->copy, d)) {
		const struct def *method = &c->copy.file->outline.defs[d];

		if (counterpart(&c->copy, d, &c->canonical) != NONE)
			continue;
		difference_add(c, name_is_private(method->name) ? DIFFERENCE_PRIVATE : DIFFERENCE_ADDS, c->canonical.def->span.line, method->span.line,
			"adds `" STR_FMT "`", STR_ARG(method->name));
		add_side(c, method->name, SIDE_COPY_ONLY, 0, method->span.line);
	}
}

static void compare_classes(struct comparison *c)
{
	size_t before = c->out->items.len;

	compare_bases(c);
	compare_decorators(c);
	compare_state(c);
	add_side(c, STR(""), c->out->items.len > before ? SIDE_DIFFERS : SIDE_SAME, c->canonical.def->span.line, c->copy.def->span.line);
	compare_methods(c);
}

/* --- All of it --- */

static int compare_order(const void *a, const void *b)
{
	const struct difference *x = a, *y = b;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static void compare_definitions(struct comparison *c)
{
	size_t before = c->out->items.len;

	if (c->canonical.def->kind != c->copy.def->kind) {
		difference_add(c, DIFFERENCE_KIND, c->canonical.def->span.line, c->copy.def->span.line,
			c->copy.def->kind == DEF_CLASS ? "is a class, not a function" : "is a function, not a class");
	} else if (c->copy.def->kind == DEF_CLASS) {
		compare_classes(c);
		return;
	} else {
		compare_functions(c);
	}
	add_side(c, STR(""), c->out->items.len > before ? SIDE_DIFFERS : SIDE_SAME, c->canonical.def->span.line, c->copy.def->span.line);
}

static bool is_method(const struct party *p)
{
	return p->def->parent != NONE && p->file->outline.defs[p->def->parent].kind == DEF_CLASS;
}

bool differences_find(const struct project *p, struct link *l, struct definition canonical, struct definition copy, struct arena *a,
		      struct differences *ret)
{
	struct comparison c = { .project = p, .link = l, .arena = a, .out = ret };

	*ret = (struct differences){ .canonical = canonical, .copy = copy };
	if (!party_of(&c, canonical, &c.canonical) || !party_of(&c, copy, &c.copy))
		return false;
	c.is_method = is_method(&c.canonical) && is_method(&c.copy);
	compare_definitions(&c);
	vec_sort(&ret->items, compare_order);
	return true;
}

void differences_release(struct differences *d)
{
	vec_release(&d->items);
	vec_release(&d->sides);
}

/* --- Words --- */

struct str difference_text(const struct difference *d, struct arena *a)
{
	return d->method.len ? arena_printf(a, "`" STR_FMT "` " STR_FMT, STR_ARG(d->method), STR_ARG(d->text)) : d->text;
}

struct str differences_words(const struct differences *d, size_t most, struct arena *a)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	for (size_t i = 0; i < d->items.len && i < most; i++) {
		strbuf_addz(&text, i ? "; " : "");
		strbuf_add(&text, difference_text(&d->items.items[i], a));
	}
	if (d->items.len > most)
		strbuf_printf(&text, "; %zu more", d->items.len - most);
	return arena_str(a, strbuf_str(&text));
}

/* Has the method, missing on one side, a line of its own? */
static bool has_own_line(const struct differences *d, const struct difference *x)
{
	return d->sides.len > 1 && !x->method.len && (x->kind == DIFFERENCE_LACKS || x->kind == DIFFERENCE_ADDS || x->kind == DIFFERENCE_PRIVATE);
}

static void table_words(const struct differences *d, struct str method, struct strbuf *out)
{
	bool is_first = true;

	vec_foreach(struct difference, x, &d->items) {
		if (!str_eq(x->method, method) || has_own_line(d, x))
			continue;
		strbuf_addz(out, is_first ? ": " : "; ");
		strbuf_add(out, x->text);
		is_first = false;
	}
}

static void table_side(const struct differences *d, const struct project *p, const struct side *s, struct strbuf *out)
{
	const struct outline *o = &p->files[d->copy.file].outline;
	struct str name = s->method.len ? s->method : o->defs[d->copy.def].name;

	strbuf_printf(out, "  %-*.*s ", TABLE_NAME_WIDTH, STR_ARG(name));
	switch (s->state) {
	case SIDE_SAME: strbuf_addz(out, "same"); break;
	case SIDE_DIFFERS:
		strbuf_addz(out, "differs");
		table_words(d, s->method, out);
		break;
	case SIDE_CANONICAL_ONLY: strbuf_printf(out, "only in the canonical (line %u)", s->canonical_line); break;
	case SIDE_COPY_ONLY: strbuf_printf(out, "only in the copy (line %u)", s->line); break;
	}
	strbuf_addch(out, '\n');
}

void differences_table(const struct differences *d, const struct project *p, struct strbuf *out)
{
	const struct definition *const both[] = { &d->canonical, &d->copy };

	for (size_t i = 0; i < ARRAY_LEN(both); i++) {
		const struct file *f = &p->files[both[i]->file];
		const struct def *def = &f->outline.defs[both[i]->def];

		strbuf_printf(out, "%s " STR_FMT " at " STR_FMT ":%u\n", i ? "copy:     " : "canonical:", STR_ARG(def->name), STR_ARG(f->path),
			def->span.line);
	}
	vec_foreach(struct side, s, &d->sides)
		table_side(d, p, s, out);
}
