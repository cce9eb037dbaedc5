/* Two meanings compared, with those of the internal functions that they rest on. */
#include "base/base.h"
#include "analyzers/lang/c/clang_meaning.h"

#include <stdarg.h>

#include "base/path.h"
#include "base/vec.h"

#define PAIRS_MAX 100 /* internal functions that stand for each other; more is no copy any more */

struct pair {
	const struct clang_meaning *a, *b;
};

struct comparison {
	const struct clang_unit_meanings *unit_a, *unit_b;
	VEC(struct pair) pairs; /* equal if all are: functions may call each other in circles */
	struct arena *arena;
	struct str reason;
};

const struct clang_meaning *clang_meaning_find(const struct clang_unit_meanings *unit, struct clang_wanted wanted)
{
	for (uint32_t i = 0; i < unit->count; i++)
		if (unit->items[i].offset == wanted.offset && str_eq(unit->items[i].path, wanted.path))
			return &unit->items[i];
	return NULL;
}

/* Always false. */
PRINTF_LIKE(2, 3)
static bool differ(struct comparison *c, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	c->reason = arena_str(c->arena, str_from(text));
	return false;
}

static const struct clang_meaning *internal(const struct clang_unit_meanings *unit, struct str identity)
{
	for (uint32_t i = 0; i < unit->count; i++)
		if (str_eq(unit->items[i].identity, identity))
			return &unit->items[i];
	return NULL;
}

/* Takes them for equal, and remembers to look. */
static bool assume(struct comparison *c, const struct clang_meaning *a, const struct clang_meaning *b)
{
	vec_foreach (struct pair, p, &c->pairs)
		if (p->a == a && p->b == b)
			return true;
	if (c->pairs.len >= PAIRS_MAX)
		return differ(c, "too many internal functions are called");
	vec_push(&c->pairs, (struct pair){ a, b });
	return true;
}

/* --- One atom --- */

static struct str shown(const struct clang_atom *atom)
{
	return atom->shown.len ? atom->shown : STR("an expression");
}

static bool differ_at(struct comparison *c, const struct pair *p, const struct clang_atom *x, const struct clang_atom *y)
{
	if (x->kind == CLANG_ATOM_SYMBOL && y->kind == x->kind && str_eq(x->shown, y->shown))
		return differ(c, "`" STR_FMT "` (%.*s:%u) is not the one of %.*s:%u", STR_ARG(x->shown), STR_ARG(path_base(p->a->path)), x->line,
			STR_ARG(path_base(p->b->path)), y->line);
	return differ(c, "%.*s:%u has `" STR_FMT "` where %.*s:%u has `" STR_FMT "`", STR_ARG(path_base(p->a->path)), x->line, STR_ARG(shown(x)),
		STR_ARG(path_base(p->b->path)), y->line, STR_ARG(shown(y)));
}

/* A record whose body only one of the two sees cannot be looked into by the other. */
static bool is_same_place(const struct clang_atom *x, const struct clang_atom *y)
{
	return !x->place.len || !y->place.len || str_eq(x->place, y->place);
}

static bool is_same_internal(struct comparison *c, const struct clang_atom *x, const struct clang_atom *y)
{
	const struct clang_meaning *a = internal(c->unit_a, x->text), *b = internal(c->unit_b, y->text);

	return a && b && assume(c, a, b);
}

static bool is_same_atom(struct comparison *c, const struct pair *p, const struct clang_atom *x, const struct clang_atom *y)
{
	if (x->kind != y->kind)
		return differ_at(c, p, x, y);
	if (x->kind == CLANG_ATOM_INTERNAL)
		return is_same_internal(c, x, y) || c->reason.len || differ_at(c, p, x, y);
	if (!str_eq(x->text, y->text))
		return differ_at(c, p, x, y);
	return is_same_place(x, y) || differ(c, "%.*s:%u and %.*s:%u are about different types of one name", STR_ARG(path_base(p->a->path)), x->line,
					      STR_ARG(path_base(p->b->path)), y->line);
}

static bool are_same_atoms(struct comparison *c, const struct pair *p, const struct clang_atom *x, uint32_t x_count,
	const struct clang_atom *y, uint32_t y_count)
{
	for (uint32_t i = 0; i < MIN(x_count, y_count); i++)
		if (!is_same_atom(c, p, &x[i], &y[i]))
			return false;
	if (x_count != y_count)
		return differ(c, "`" STR_FMT "` goes on where `" STR_FMT "` ends", STR_ARG(x_count > y_count ? p->a->name : p->b->name),
			STR_ARG(x_count > y_count ? p->b->name : p->a->name));
	return true;
}

/* --- One pair --- */

static bool have_same_macros(struct comparison *c, const struct pair *p)
{
	uint32_t count = MIN(p->a->macro_count, p->b->macro_count);

	for (uint32_t i = 0; i < count; i++) {
		const struct clang_macro_text *x = &p->a->macros[i], *y = &p->b->macros[i];

		if (!str_eq(x->name, y->name))
			return differ(c, "`" STR_FMT "` is a macro in one of the two only", STR_ARG(str_cmp(x->name, y->name) < 0 ? x->name : y->name));
		if (!str_eq(x->body, y->body))
			return differ(c, "the macro " STR_FMT " is defined otherwise", STR_ARG(x->name));
	}
	if (p->a->macro_count == p->b->macro_count)
		return true;
	return differ(c, "`" STR_FMT "` is a macro in one of the two only",
		STR_ARG(p->a->macro_count > count ? p->a->macros[count].name : p->b->macros[count].name));
}

static bool has_obstacle(struct comparison *c, const struct clang_meaning *m)
{
	return m->obstacle.len && !differ(c, "`" STR_FMT "` cannot be compared: " STR_FMT, STR_ARG(m->name), STR_ARG(m->obstacle));
}

static bool is_same_pair(struct comparison *c, struct pair p)
{
	if (has_obstacle(c, p.a) || has_obstacle(c, p.b))
		return false;
	/* What is written says best what differs; what it means comes after. */
	return are_same_atoms(c, &p, p.a->tokens, p.a->token_count, p.b->tokens, p.b->token_count) && have_same_macros(c, &p) &&
		are_same_atoms(c, &p, p.a->tree, p.a->tree_count, p.b->tree, p.b->tree_count);
}

bool clang_meanings_equal(const struct clang_unit_meanings *unit_a, const struct clang_meaning *a,
	const struct clang_unit_meanings *unit_b, const struct clang_meaning *b, struct arena *arena, struct str *ret_reason)
{
	struct comparison c = { .unit_a = unit_a, .unit_b = unit_b, .arena = arena };
	bool equal;

	if (unit_a->outcome.status != CLANG_PARSED || unit_b->outcome.status != CLANG_PARSED)
		equal = differ(&c, "one of the two files has errors");
	else
		equal = assume(&c, a, b);
	for (size_t i = 0; equal && i < c.pairs.len; i++)
		equal = is_same_pair(&c, c.pairs.items[i]);
	if (!equal)
		*ret_reason = c.reason;
	vec_release(&c.pairs);
	return equal;
}
