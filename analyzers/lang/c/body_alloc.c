/* Calls that make memory or an object, and which concrete type they make. */
#include "base/base.h"
#include "analyzers/lang/c/body.h"

#include <ctype.h>
#include <string.h>

#include "analyzers/lang/c/lex.h"

/* Macros and templates that take the type itself: which argument. */
static const struct {
	const char *name;
	uint32_t argument;
} typed[] = {
	{ "PyObject_GC_New", 0 },
	{ "PyObject_New", 0 },
	{ "g_new", 0 },
	{ "g_new0", 0 },
	{ "g_renew", 0 },
	{ "g_slice_new", 0 },
	{ "g_slice_new0", 0 },
	{ "g_try_new", 0 },
	{ "g_try_new0", 0 },
	{ "kmalloc_obj", 0 },
	{ "kzalloc_obj", 0 },
	{ "memnew", 0 },
	{ "ralloc", 1 },
	{ "rzalloc", 1 },
	{ "talloc", 1 },
	{ "talloc_array", 1 },
	{ "talloc_zero", 1 },
	{ "talloc_zero_array", 1 },
	{ "xnew", 0 },
	{ "xnew0", 0 },
	{ "xzalloc_obj", 0 },
};

static const char *const makers[] = { "make_unique", "make_shared", "make_unique_for_overwrite", "allocate_shared",
	"make_intrusive", "make_ref_counted", "MakeUnique", "MakeShared", "MakeRefPtr", "MakeRefCounted", "makeRef",
	NULL };

/* Read or write memory that is there already, with a sizeof among the arguments. */
static const char *const no_makers[] = { "memset", "memcpy", "memmove", "memcmp", "read", "write", "fread", "fwrite",
	"qsort", "snprintf", "bzero", "recv", "send", "connect", "bind", "setsockopt", "getsockopt", "bsearch", NULL };

static bool is_capitals(struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (islower((unsigned char)name.ptr[i]))
			return false;
	return name.len > 2;
}

/* One word of snake_case: "xmalloc", "calloc", "allocate", "Alloc0", but no "dalloc". */
static bool is_alloc_word(struct str word)
{
	return str_has_nocase(word, STR("alloc")) && !str_has_nocase(word, STR("dealloc")) &&
		!str_has_nocase(word, STR("unalloc")) && !str_starts(word, STR("dalloc")) &&
		!str_starts(word, STR("sdalloc"));
}

/*
 * The first or the last word says what a function does: xmalloc, alloc_ref,
 * pool_alloc, but not alloc_count_get's middle ones. Macros have it anywhere.
 */
static bool is_alloc_name(struct str last)
{
	struct str head = last, rest = last, word = STR(""), final = STR("");
	bool is_free = false, has_middle = false;

	while (str_next(&rest, '_', &word)) {
		has_middle |= is_alloc_word(word);
		final = word.len > 0 ? word : final;
		is_free |= str_is(word, "free") || str_is(word, "size") || str_is(word, "get");
	}
	(void)str_next(&head, '_', &word);
	if (str_has_nocase(last, STR("memalign")) || str_has_nocase(last, STR("memdup")))
		return true;
	return !is_free && (is_alloc_word(final) || is_alloc_word(word) || (has_middle && is_capitals(last)));
}

/* NEW, XNEW and OBJ_NEW0, but no NEWT and no NEWLINE. */
static bool has_new_word(struct str last)
{
	struct str word;

	while (str_next(&last, '_', &word))
		if (str_ends(word, STR("NEW")) || str_is(word, "NEW0") || str_is(word, "NEWA"))
			return true;
	return false;
}

static bool is_macro_name(struct str last)
{
	return is_capitals(last) && (is_alloc_name(last) || has_new_word(last));
}

/* --- The type that is made --- */

static struct str copy(struct body *b, struct str text)
{
	return arena_str(b->arena, text);
}

/* Over parentheses, and over `*` and `[i]`, which are counted. */
static uint32_t strip_reads(const struct body *b, uint32_t i, size_t *ret_reads)
{
	*ret_reads = 0;
	for (;;) {
		bool is_read =
			(cst_kind(b->t, i) == CST_POINTER && b->t->source.ptr[b->t->nodes.items[i].start] == '*') ||
			cst_kind(b->t, i) == CST_SUBSCRIPT;

		if (!is_read && cst_kind(b->t, i) != CST_PAREN)
			return i;
		*ret_reads += is_read;
		i = is_read ? cst_child(b->t, i, FIELD_ARGUMENT) : cst_nth(b->t, i, 0);
	}
}

/* What an expression is: *v, v[0], **v of a local with as many pointers; v itself when it has none. */
static struct str type_of_expression(struct body *b, uint32_t node)
{
	size_t reads, stars = 0;
	uint32_t i = strip_reads(b, node, &reads), local;
	struct str type;

	if (cst_kind(b->t, i) != CST_IDENTIFIER)
		return STR("");
	local = body_local(b, cst_text(b->t, i));
	if (local == NONE) /* sizeof(conn_t): to the grammar a name like any other */
		return reads > 0 ? STR("") : copy(b, cst_text(b->t, i));
	type = b->locals.items[local].type;
	while (stars < type.len && type.ptr[type.len - 1 - stars] == '*')
		stars++;
	if (stars != reads || str_has(type, STR("(")))
		return STR("");
	return str_trim(str_slice(type, 0, type.len - stars));
}

static struct str type_of_sizeof(struct body *b, uint32_t node)
{
	uint32_t inside = cst_nth(b->t, node, 0);
	const struct cst_node *n;

	if (inside == NONE)
		return STR("");
	n = &b->t->nodes.items[inside];
	if (cst_kind(b->t, inside) == CST_TYPE_DESCRIPTOR)
		return body_product(b, n->start, n->end);
	return type_of_expression(b, inside);
}

#define SIZE_NODES_MAX 1000 /* of arguments that are looked through for a sizeof */

/* The first sizeof in the arguments; that of another allocation among them is not this one's. */
static uint32_t find_sizeof(const struct body *b, uint32_t arguments)
{
	uint32_t end = arguments == NONE ? 0 : b->t->nodes.items[arguments].next;

	for (uint32_t i = arguments, seen = 0; i < end && seen < SIZE_NODES_MAX; i++, seen++) {
		if (cst_kind(b->t, i) == CST_SIZEOF)
			return i;
		if (cst_kind(b->t, i) == CST_LAMBDA ||
			(cst_kind(b->t, i) == CST_CALL && is_alloc_name(callee_last(body_callee(b, i)))))
			i = b->t->nodes.items[i].next - 1;
	}
	return NONE;
}

/* The n-th argument's text, from the source: a type is no expression, and the grammar may have lost its way. */
static bool argument_range(struct body *b, uint32_t call, uint32_t n, uint32_t *ret_start, uint32_t *ret_end)
{
	const struct cst_node *callee = &b->t->nodes.items[cst_child(b->t, call, FIELD_FUNCTION)];
	uint32_t limit = MIN(callee->end + 400, (uint32_t)b->t->source.len), depth = 0;
	struct c_token t = { .end = callee->end };

	while (token_next(b->t->source.ptr, b->t->source.ptr + t.end, b->t->source.ptr + limit, &t)) {
		depth += t.kind == '(' || t.kind == '[';
		if (depth == 1 && n == 0 && t.kind == '(')
			*ret_start = t.end;
		depth -= t.kind == ')' || t.kind == ']';
		if (depth == 0 || (depth == 1 && t.kind == ',')) {
			if (n == 0 || depth == 0) {
				*ret_end = t.start;
				return n == 0 && depth <= 1;
			}
			if (--n == 0)
				*ret_start = t.end;
		}
		if (t.kind == ';' || t.kind == '{')
			break;
	}
	return false;
}

static struct str type_of_argument(struct body *b, uint32_t call, uint32_t n)
{
	uint32_t start = 0, end = 0, paren;

	if (!argument_range(b, call, n, &start, &end) || start >= end)
		return STR("");
	paren = start + (uint32_t)str_find(str_slice(b->t->source, start, end), '('); /* memnew(T(1)) */
	return body_product(b, start, paren);
}

/* G_TYPE_PROXY_ADDRESS -> GProxyAddress; a declared type that says the same in its own case is preferred. */
static struct str type_of_macro(struct body *b, struct str macro, struct str declared)
{
	struct strbuf *out = &b->text;
	bool is_first = true;
	size_t at = 0, i = 0;

	strbuf_clear(out);
	for (; i + 5 < macro.len; i++)
		if (memcmp(macro.ptr + i, "TYPE_", 5) == 0 && (i == 0 || macro.ptr[i - 1] == '_'))
			break;
	if (i + 5 >= macro.len)
		return STR("");
	for (at = 0; at < macro.len; at++) {
		if (at == i)
			at += 4; /* the loop goes over its underscore */
		else if (macro.ptr[at] != '_')
			strbuf_addch(out,
				(char)(is_first ? toupper((unsigned char)macro.ptr[at])
						: tolower((unsigned char)macro.ptr[at])));
		is_first = macro.ptr[at] == '_';
	}
	if (declared.len == out->len && str_has_nocase(declared, strbuf_str(out)))
		return declared;
	return copy(b, strbuf_str(out));
}

/* foo_bar_get_type() names what FOO_TYPE_BAR does. */
static struct str type_of_object(struct body *b, uint32_t call, struct str declared)
{
	struct str text = cst_text(b->t, cst_nth(b->t, cst_child(b->t, call, FIELD_ARGUMENTS), 0));
	size_t end = str_find(text, '(');
	struct strbuf *out = &b->text;
	bool is_first = true;

	if (end == text.len)
		return type_of_macro(b, text, declared);
	text = str_trim(str_slice(text, 0, end));
	if (!str_ends(text, STR("_get_type")))
		return STR("");
	strbuf_clear(out);
	for (size_t i = 0; i + 9 < text.len; i++) {
		if (text.ptr[i] != '_')
			strbuf_addch(out, (char)(is_first ? toupper((unsigned char)text.ptr[i]) : text.ptr[i]));
		is_first = text.ptr[i] == '_';
	}
	if (declared.len == out->len && str_has_nocase(declared, strbuf_str(out)))
		return declared;
	return copy(b, strbuf_str(out));
}

static struct str template_argument(struct body *b, struct str callee)
{
	size_t open = str_find(callee, '<'), depth = 0;

	for (size_t i = open + 1; i < callee.len; i++) {
		if (depth == 0 && (callee.ptr[i] == ',' || callee.ptr[i] == '>')) {
			uint32_t start = (uint32_t)(callee.ptr + open + 1 - b->t->source.ptr);

			return body_product(b, start, start + (uint32_t)(i - open - 1));
		}
		depth += callee.ptr[i] == '<' || callee.ptr[i] == '(';
		depth -= callee.ptr[i] == '>' || callee.ptr[i] == ')';
	}
	return STR("");
}

/* What the place that takes the value says: a cast around, the declared type of the variable. */
static struct str declared_product(struct body *b, uint32_t call, struct destination d)
{
	uint32_t parent = cst_parent(b->t, call);

	while (cst_kind(b->t, parent) == CST_PAREN)
		parent = cst_parent(b->t, parent);
	if (cst_kind(b->t, parent) == CST_CAST) {
		const struct cst_node *type =
			&b->t->nodes.items[MIN(cst_child(b->t, parent, FIELD_TYPE), b->t->nodes.len - 1)];
		uint32_t star = type->end;

		while (star > type->start && b->t->source.ptr[star - 1] != '*')
			star--;
		if (star > type->start)
			return body_product(b, type->start, star - 1);
	}
	return d.local == NONE ? STR("") : body_pointee(b->locals.items[d.local].type);
}

/* --- Sites --- */

static void add_site(struct body *b, const struct lex *l, uint32_t node, struct str callee, struct calloc_site site)
{
	const struct cst_node *n = &b->t->nodes.items[node];

	site.callee = copy(b, callee);
	site.span = lex_span(l, n->start, n->end);
	vec_push(&b->allocs, site);
}

static bool is_one(const struct body *b, uint32_t i)
{
	return str_is(cst_text(b->t, i), "1");
}

/* calloc(n, sizeof(T)), malloc(n * sizeof(T)). */
static bool makes_many(const struct body *b, uint32_t call, uint32_t size)
{
	uint32_t arguments = cst_child(b->t, call, FIELD_ARGUMENTS), parent = cst_parent(b->t, size);

	while (cst_kind(b->t, parent) == CST_PAREN)
		parent = cst_parent(b->t, parent);
	if (cst_kind(b->t, parent) == CST_BINARY)
		return str_is(str_trim(cst_text(b->t, cst_child(b->t, parent, FIELD_OPERATOR))), "*");
	if (str_has(callee_last(body_callee(b, call)), STR("calloc")) && cst_count(b->t, arguments) == 2)
		return !is_one(b, cst_nth(b->t, arguments, 0)) && !is_one(b, cst_nth(b->t, arguments, 1));
	return str_has(callee_last(body_callee(b, call)), STR("array"));
}

/* CALLOC_ARRAY(v, n), FLEX_ALLOC_STR(v, name, text), posix_memalign(&v, ...): a declared local takes what is made. */
static bool take_local(const struct body *b, uint32_t call, bool only_address, uint32_t *ret_local)
{
	uint32_t arguments = cst_child(b->t, call, FIELD_ARGUMENTS);

	for (uint32_t i = cst_first(b->t, arguments); i != NONE; i = cst_next(b->t, i)) {
		bool is_address = cst_kind(b->t, i) == CST_POINTER;
		uint32_t name = is_address ? cst_child(b->t, i, FIELD_ARGUMENT) : i;
		uint32_t local = cst_kind(b->t, name) == CST_IDENTIFIER ? body_local(b, cst_text(b->t, name)) : NONE;

		if (local == NONE || (only_address && !is_address))
			continue;
		if (body_pointee(b->locals.items[local].type).len == 0)
			continue;
		*ret_local = local;
		return true;
	}
	return false;
}

static bool is_array_macro(struct str last)
{
	return str_has(last, STR("ARRAY")) || str_has(last, STR("GROW")) || str_has(last, STR("_N")) ||
		str_has(last, STR("REALLOC"));
}

static bool add_macro_site(struct body *b, const struct lex *l, uint32_t call, struct str callee, struct destination d)
{
	struct str last = callee_last(callee);
	struct calloc_site site = { .is_macro = is_macro_name(last) };
	uint32_t local;

	if (!(site.is_macro || is_alloc_name(last)) || !take_local(b, call, !site.is_macro, &local))
		return false;
	if (site.is_macro && d.local != NONE)
		return false; /* v = NEW(pool): a call like any other */
	site.product = body_pointee(b->locals.items[local].type);
	site.flow = b->locals.items[local].flow;
	site.is_array = is_array_macro(last);
	add_site(b, l, call, callee, site);
	return true;
}

static uint32_t typed_argument(struct str last)
{
	for (size_t i = 0; i < ARRAY_LEN(typed); i++)
		if (str_is(last, typed[i].name))
			return typed[i].argument;
	return NONE;
}

bool callee_takes_type(struct str last)
{
	return typed_argument(last) != NONE;
}

/* ALLOC_GROW(all, n) of a global has no value; NEW(T) has. */
static bool is_type_macro(const struct body *b, uint32_t call, struct str last)
{
	uint32_t first = cst_nth(b->t, cst_child(b->t, call, FIELD_ARGUMENTS), 0);

	return is_macro_name(last) && cst_kind(b->t, first) == CST_IDENTIFIER &&
		body_local(b, cst_text(b->t, first)) == NONE && !is_capitals(cst_text(b->t, first));
}

/* T itself is an argument. */
static bool add_typed_site(struct body *b, const struct lex *l, uint32_t call, struct str callee, struct destination d)
{
	struct str last = callee_last(callee);
	uint32_t n = typed_argument(last), arguments = cst_child(b->t, call, FIELD_ARGUMENTS);
	struct calloc_site site = { .flow = body_flow(b, d), .is_macro = true };

	if (n == NONE && d.is_used && is_type_macro(b, call, last))
		n = 0;
	if (n == NONE)
		return false;
	site.product = type_of_argument(b, call, n);
	site.is_array = (str_starts(last, STR("g_new")) || str_starts(last, STR("g_try_new"))) &&
		!is_one(b, cst_nth(b->t, arguments, 1));
	site.is_array |= str_ends(last, STR("_array")) || str_is(last, "g_renew");
	add_site(b, l, call, callee, site);
	return true;
}

/* g_object_new(TYPE, "address", a, "port", p, NULL): "address,port". */
static struct str properties_of(struct body *b, uint32_t call)
{
	uint32_t arguments = cst_child(b->t, call, FIELD_ARGUMENTS), n = 0;

	strbuf_clear(&b->text);
	for (uint32_t i = cst_first(b->t, arguments); i != NONE; i = cst_next(b->t, i)) {
		struct str text = cst_text(b->t, i);

		if (!b->t->nodes.items[i].is_named)
			continue;
		if (n++ % 2 == 0 || cst_kind(b->t, i) != CST_STRING || text.len < 2)
			continue;
		strbuf_printf(&b->text, "%s" STR_FMT, b->text.len ? "," : "", STR_ARG(str_slice(text, 1, text.len - 1)));
	}
	return b->text.len ? copy(b, strbuf_str(&b->text)) : STR("");
}

static bool add_object_site(struct body *b, const struct lex *l, uint32_t call, struct str callee, struct destination d)
{
	struct calloc_site site = { .flow = body_flow(b, d) };

	if (str_is_one_of(callee_last(callee), makers)) {
		site.product = template_argument(b, callee);
		callee = str_slice(callee, 0, str_find(callee, '<'));
	} else if (str_starts(callee, STR("g_object_new"))) {
		struct str declared = declared_product(b, call, d);

		site.product = type_of_object(b, call, declared.len > 0 ? declared : body_pointee(b->func->returns));
		site.properties = properties_of(b, call);
	} else {
		return false;
	}
	add_site(b, l, call, callee, site);
	return true;
}

/* malloc(sizeof *v), and whoever takes a size and gives what is kept as a pointer to that. */
static bool add_sized_site(struct body *b, const struct lex *l, uint32_t call, struct str callee, struct destination d)
{
	struct str last = callee_last(callee), declared = declared_product(b, call, d);
	uint32_t size = find_sizeof(b, cst_child(b->t, call, FIELD_ARGUMENTS));
	struct calloc_site site = { .flow = body_flow(b, d), .product = STR(""), .is_macro = is_macro_name(last) };

	if (size != NONE)
		site.product = type_of_sizeof(b, size);
	if (!is_alloc_name(last) && !site.is_macro &&
		!(size != NONE && site.product.len > 0 && str_eq(site.product, declared) && !str_is_one_of(last, no_makers)))
		return false;
	if (size != NONE)
		site.is_array = makes_many(b, call, size);
	else
		site.product = declared;
	add_site(b, l, call, callee, site);
	return true;
}

static void read_call(struct body *b, const struct lex *l, uint32_t call)
{
	struct str callee = body_callee(b, call);
	struct destination d = body_destination(b, call);

	(void)(add_object_site(b, l, call, callee, d) || add_macro_site(b, l, call, callee, d) ||
		add_typed_site(b, l, call, callee, d) || add_sized_site(b, l, call, callee, d));
}

/* `new T *[n]` is room for pointers; the grammar takes it for a product of `new T` and something. */
static bool makes_pointers(const struct body *b, uint32_t type)
{
	const char *at = b->t->source.ptr + b->t->nodes.items[type].end, *end = b->t->source.ptr + b->t->source.len;
	bool has_star = false;

	while (at < end && (isspace((unsigned char)*at) || *at == '*'))
		has_star |= *at++ == '*';
	return has_star && at < end && (*at == '[' || *at == '(');
}

static void read_new(struct body *b, const struct lex *l, uint32_t node)
{
	uint32_t type = cst_child(b->t, node, FIELD_TYPE);
	struct calloc_site site = { .flow = body_flow(b, body_destination(b, node)), .product = STR("") };
	uint32_t declarator = cst_child(b->t, node, FIELD_DECLARATOR);

	if (type != NONE)
		site.product = body_product(b, b->t->nodes.items[type].start, b->t->nodes.items[type].end);
	site.is_array = cst_kind(b->t, declarator) == CST_NEW_DECLARATOR || (type != NONE && makes_pointers(b, type));
	add_site(b, l, node, STR("new"), site);
}

void body_find_allocs(struct body *b, const struct lex *l)
{
	vec_clear(&b->allocs);
	for (uint32_t i = 0; i < b->t->nodes.len; i++)
		if (cst_kind(b->t, i) == CST_CALL && cst_child(b->t, i, FIELD_FUNCTION) != NONE)
			read_call(b, l, i);
		else if (cst_kind(b->t, i) == CST_NEW)
			read_new(b, l, i);
}
