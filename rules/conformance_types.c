/* What two functions of C differ in for those who call them: parameters one by one, what they return, what may be changed. */
#include "base/base.h"
#include "rules/conformance_c.h"

#include <stdlib.h>

#include "base/strbuf.h"

#define PARAMS_MAX 32 /* of functions that are compared parameter by parameter */
#define AKIN_PART 3   /* what part of the parameters, one in so many, functions for one purpose have in common at least */
#define UNLIKE_MAX 2  /* parameters, where one of them takes none */

/* --- Types --- */

enum likeness { SAME_TYPE, OTHER_TYPE, UNKNOWN_TYPE };

/* What is known to be a type of its own, whatever a file includes. */
static const char *const standard_types[] = {
	"FILE", "int16_t", "int32_t", "int64_t", "int8_t", "intmax_t", "intptr_t", "mode_t", "off_t", "pid_t", "ptrdiff_t",
	"size_t", "ssize_t", "time_t", "uint16_t", "uint32_t", "uint64_t", "uint8_t", "uintmax_t", "uintptr_t", "va_list",
	"wchar_t", NULL,
};

/* Other names of built-in types. */
static const struct {
	const char *name, *type;
} other_names[] = {
	{ "_Bool", "bool" },	   { "gboolean", "int" },	{ "gchar", "char" },	    { "gdouble", "double" },	  { "gfloat", "float" },
	{ "gint", "int" },	   { "gint32", "int32_t" },	{ "gint64", "int64_t" },    { "glong", "long" },	  { "gpointer", "void *" },
	{ "gconstpointer", "void *" }, { "gsize", "size_t" },	{ "gssize", "ssize_t" },    { "gshort", "short" },	  { "guchar", "unsigned char" },
	{ "guint", "unsigned int" }, { "guint32", "uint32_t" }, { "guint64", "uint64_t" },  { "guint8", "uint8_t" },	  { "gulong", "unsigned long" },
	{ "long int", "long" },	   { "long long int", "long long" }, { "short int", "short" }, { "signed", "int" },	  { "signed int", "int" },
	{ "unsigned", "unsigned int" }, { "unsigned long int", "unsigned long" }, { "unsigned short int", "unsigned short" },
	{ "unsigned long long int", "unsigned long long" },
};

static bool is_builtin(struct str base)
{
	static const char *const words[] = {
		"void", "char", "short", "int", "long", "float", "double", "signed", "unsigned", "bool", "_Complex", NULL,
	};
	struct str rest = base, word;

	while (str_next(&rest, ' ', &word))
		if (!str_is_one_of(word, words))
			return false;
	return base.len > 0;
}

/* What all typedefs of a name in this tree stand for, where they agree; empty otherwise. */
static struct str typedef_target(const struct creators *c, struct str name)
{
	const struct name_ref *refs;
	uint32_t count = table_find(&c->records, name, &refs);
	struct str target = STR("");

	for (uint32_t i = 0; i < count; i++) {
		const struct crecord *r = crecord_at(c, (struct record_id){ refs[i].file, refs[i].index });

		if (!str_eq(record_name(r), name))
			continue;
		if (r->kind != CRECORD_TYPEDEF || (target.len && !str_eq(target, r->target)))
			return STR("");
		target = r->target;
	}
	return target;
}

/* A number, text or the like by one name; false when it is none, or not known. */
static bool read_scalar(const struct creators *c, struct type_shape *s)
{
	for (unsigned i = 0; i < 4; i++) {
		struct type_shape inner;
		struct str target = STR("");

		for (size_t k = 0; k < ARRAY_LEN(other_names); k++)
			if (str_is(s->base, other_names[k].name))
				target = str_from(other_names[k].type);
		if (target.len == 0 && (is_builtin(s->base) || str_is_one_of(s->base, standard_types) || str_starts(s->base, STR("std::"))))
			return true;
		target = target.len ? target : typedef_target(c, s->base);
		inner = type_shape(target);
		if (target.len == 0 || str_eq(inner.base, s->base) || str_has(target, STR("(")))
			return false;
		s->base = inner.base;
		s->depth += inner.depth;
	}
	return false;
}

static bool is_product(struct creators *c, file_id file, struct type_shape *s, const struct cproduct *product)
{
	struct record_id record;

	if (str_eq(s->base, product->base))
		return true;
	if (product->record.file == NONE)
		return false;
	record = record_of_type(c, file, s->base, &s->depth);
	return record.file != NONE && same_record(record, product->record);
}

bool is_of_product(struct creators *c, file_id file, struct str type, const struct cproduct *product)
{
	struct type_shape s = type_shape(type);

	return (s.depth > 0 || !is_builtin(s.base)) && is_product(c, file, &s, product);
}

static enum likeness compare_records(const struct cfacing *f, file_id file_a, struct type_shape a, file_id file_b, struct type_shape b)
{
	struct record_id r = record_of_type(f->creators, file_a, a.base, &a.depth), s = record_of_type(f->creators, file_b, b.base, &b.depth);

	if (r.file == NONE || s.file == NONE)
		return UNKNOWN_TYPE;
	return same_record(r, s) && a.depth == b.depth ? SAME_TYPE : OTHER_TYPE;
}

static enum likeness compare_types(const struct cfacing *f, file_id file_a, struct str a, file_id file_b, struct str b)
{
	struct type_shape x = type_shape(a), y = type_shape(b), p = x, q = y;
	bool is_a, is_b;

	if (is_product(f->creators, file_a, &p, &f->canonical) && is_product(f->creators, file_b, &q, &f->own))
		return p.depth == q.depth ? SAME_TYPE : OTHER_TYPE;
	if (str_eq(x.base, y.base) && x.depth == y.depth)
		return SAME_TYPE;
	p = x;
	q = y;
	is_a = read_scalar(f->creators, &p);
	is_b = read_scalar(f->creators, &q);
	if (is_a && is_b)
		return str_eq(p.base, q.base) && p.depth == q.depth ? SAME_TYPE : OTHER_TYPE;
	if (str_has(a, STR("(")) || str_has(b, STR("(")) || str_starts(x.base, STR("enum ")) || str_starts(y.base, STR("enum ")))
		return UNKNOWN_TYPE;
	if (is_a || is_b) {
		struct type_shape rest = is_a ? y : x;

		return record_of_type(f->creators, is_a ? file_b : file_a, rest.base, &rest.depth).file != NONE ? OTHER_TYPE : UNKNOWN_TYPE;
	}
	return compare_records(f, file_a, x, file_b, y);
}

/* --- Parameters --- */

struct pairing {
	const struct cfacing *facing;
	const struct cface *a, *b;
	uint32_t a_count, b_count;        /* without the dots */
	uint32_t partner_of_a[PARAMS_MAX]; /* or NONE */
	uint32_t partner_of_b[PARAMS_MAX];
	struct strbuf text;
};

static enum likeness compare(const struct pairing *p, uint32_t i, uint32_t k)
{
	return compare_types(p->facing, p->a->file, p->a->params[i].type, p->b->file, p->b->params[k].type);
}

static bool same_name(const struct pairing *p, uint32_t i, uint32_t k)
{
	return p->a->params[i].name.len && str_eq(p->a->params[i].name, p->b->params[k].name);
}

/* How well two parameters go together; 0: not at all. */
static unsigned worth(const struct pairing *p, uint32_t i, uint32_t k)
{
	bool is_unnamed = p->a->params[i].name.len == 0 || p->b->params[k].name.len == 0;

	switch (compare(p, i, k)) {
	case SAME_TYPE: return same_name(p, i, k) ? 5 : is_unnamed ? 4 : 2;
	case UNKNOWN_TYPE: return same_name(p, i, k) ? 5 : 1;
	default: return same_name(p, i, k) ? 2 : 0;
	}
}

/* The pairs in order that are worth most together. */
static void align(struct pairing *p)
{
	unsigned best[PARAMS_MAX + 1][PARAMS_MAX + 1] = { { 0 } }, worths[PARAMS_MAX][PARAMS_MAX] = { { 0 } };
	uint32_t i = 0, k = 0;

	for (uint32_t x = p->a_count; x-- > 0;)
		for (uint32_t y = p->b_count; y-- > 0;) {
			worths[x][y] = worth(p, x, y);
			best[x][y] = MAX(MAX(best[x + 1][y], best[x][y + 1]), worths[x][y] ? worths[x][y] + best[x + 1][y + 1] : 0);
		}
	while (i < p->a_count && k < p->b_count) {
		if (worths[i][k] && best[i][k] == worths[i][k] + best[i + 1][k + 1]) {
			p->partner_of_a[i] = k;
			p->partner_of_b[k] = i;
			i++;
			k++;
		} else if (best[i][k] == best[i + 1][k]) {
			i++;
		} else {
			k++;
		}
	}
}

static void pair(struct pairing *p)
{
	for (uint32_t i = 0; i < PARAMS_MAX; i++)
		p->partner_of_a[i] = p->partner_of_b[i] = NONE;
	align(p);
}

static void say(struct pairing *p, const char *what)
{
	strbuf_printf(&p->text, "%s%s", p->text.len ? "; " : "", what);
}

static void add_param(struct pairing *p, const struct cface *of, uint32_t i)
{
	if (of->params[i].name.len)
		strbuf_printf(&p->text, "`" STR_FMT "`", STR_ARG(of->params[i].name));
	else
		strbuf_printf(&p->text, "parameter %u", i + 1);
}

static void add_type(struct pairing *p, struct str type, bool is_const)
{
	strbuf_printf(&p->text, "%s" STR_FMT, is_const ? "const " : "", STR_ARG(type));
}

static void say_type(struct pairing *p, uint32_t i, uint32_t k)
{
	say(p, "takes ");
	add_param(p, p->b, k);
	strbuf_addz(&p->text, " as ");
	add_type(p, p->b->params[k].type, p->b->params[k].is_const);
	strbuf_addz(&p->text, ", not ");
	add_type(p, p->a->params[i].type, p->a->params[i].is_const);
}

static void say_alone(struct pairing *p, const struct cface *of, uint32_t i, const char *what)
{
	say(p, what);
	add_param(p, of, i);
	strbuf_addz(&p->text, " (");
	add_type(p, of->params[i].type, of->params[i].is_const);
	strbuf_addch(&p->text, ')');
}

static void say_pairs(struct pairing *p)
{
	for (uint32_t i = 0; i < p->a_count; i++) {
		uint32_t k = p->partner_of_a[i];

		if (k == NONE)
			continue;
		/* Who gives it something const cannot give it to what may change it. */
		if (compare(p, i, k) == OTHER_TYPE || (p->a->params[i].is_const && !p->b->params[k].is_const && compare(p, i, k) == SAME_TYPE))
			say_type(p, i, k);
	}
}

/* One of the same name without a partner: it stands elsewhere. */
static uint32_t moved_to(const struct pairing *p, uint32_t i)
{
	for (uint32_t k = 0; k < p->b_count; k++)
		if (p->partner_of_b[k] == NONE && same_name(p, i, k))
			return k;
	return NONE;
}

/* Is what stands in its place another type of the same kind? */
static bool stands_for(const struct pairing *p, uint32_t i)
{
	return p->a_count == p->b_count && p->partner_of_b[i] == NONE && type_shape(p->a->params[i].type).depth == type_shape(p->b->params[i].type).depth;
}

static void say_singles(struct pairing *p)
{
	for (uint32_t i = 0; i < p->a_count; i++) {
		uint32_t k = p->partner_of_a[i] == NONE ? moved_to(p, i) : NONE;

		if (p->partner_of_a[i] != NONE)
			continue;
		if (k == NONE && stands_for(p, i)) {
			p->partner_of_b[i] = i;
			say_type(p, i, i);
		} else if (k == NONE) {
			say_alone(p, p->a, i, "drops ");
		} else {
			p->partner_of_b[k] = i;
			say(p, "takes ");
			add_param(p, p->b, k);
			strbuf_addz(&p->text, " in another place");
		}
	}
	for (uint32_t k = 0; k < p->b_count; k++)
		if (p->partner_of_b[k] == NONE)
			say_alone(p, p->b, k, "adds ");
}

static uint32_t count_params(const struct cface *f)
{
	uint32_t count = f->param_count;

	while (count > 0 && str_is(f->params[count - 1].type, "..."))
		count--;
	return count;
}

static void say_params(struct pairing *p)
{
	if (p->a_count > PARAMS_MAX || p->b_count > PARAMS_MAX) {
		if (p->a_count != p->b_count)
			strbuf_printf(&p->text, "takes %u parameters, not %u", p->b_count, p->a_count);
		return;
	}
	pair(p);
	say_pairs(p);
	say_singles(p);
}

/* --- The whole --- */

static void say_rest(struct pairing *p)
{
	bool is_a = p->a->flags & CFUNC_RETURNS_CONST, is_b = p->b->flags & CFUNC_RETURNS_CONST;
	enum likeness returned = compare_types(p->facing, p->a->file, p->a->returns, p->b->file, p->b->returns);

	if ((p->a->flags ^ p->b->flags) & CFUNC_VARIADIC)
		say(p, p->b->flags & CFUNC_VARIADIC ? "takes more by `...`" : "takes nothing by `...`");
	if (p->a->returns.len == 0 || p->b->returns.len == 0 || (returned != OTHER_TYPE && (is_a || !is_b || returned == UNKNOWN_TYPE)))
		return;
	say(p, "returns ");
	add_type(p, p->b->returns, is_b);
	strbuf_addz(&p->text, ", not ");
	add_type(p, p->a->returns, is_a);
}

bool cface_is_akin(const struct cfacing *f, const struct cface *canonical, const struct cface *own)
{
	struct pairing p = { .facing = f, .a = canonical, .b = own, .a_count = count_params(canonical), .b_count = count_params(own) };
	uint32_t pairs = 0;

	if (p.a_count == 0 || p.b_count == 0)
		return p.a_count + p.b_count <= UNLIKE_MAX;
	if (p.a_count > PARAMS_MAX || p.b_count > PARAMS_MAX)
		return false;
	pair(&p);
	for (uint32_t i = 0; i < p.a_count; i++)
		pairs += p.partner_of_a[i] != NONE || moved_to(&p, i) != NONE;
	return AKIN_PART * pairs >= MAX(p.a_count, p.b_count);
}

struct str cface_drift(const struct cfacing *f, const struct cface *canonical, const struct cface *own)
{
	struct pairing p = { .facing = f, .a = canonical, .b = own, .a_count = count_params(canonical), .b_count = count_params(own) };
	struct str text;

	if (canonical->is_vague || own->is_vague)
		return STR("");
	say_params(&p);
	say_rest(&p);
	text = p.text.len ? arena_str(f->arena, strbuf_str(&p.text)) : STR("");
	strbuf_release(&p.text);
	return text;
}
