/* What stands around a call, and in the body of a data class: what facts leave out, read when a finding depends on it. */
#include "base/base.h"
#include "analyzers/lang/python/names.h"

#include <string.h>

#include "analyzers/lang/python/tree.h"

/* With statements that want an error. */
static const char *const wants[] = { "raises", "assertRaises", "assertRaisesRegex", "suppress", NULL };

/* What a call with wrong arguments raises, and what stands for it and much else. */
static const char *const failure[] = { "TypeError", NULL };
static const char *const wide_failures[] = { "Exception", "BaseException", NULL };

/* What a module that is not there raises. */
static const char *const import_failures[] = { "ImportError", "ModuleNotFoundError", NULL };

/* The calls of one function are asked about in turn. */
static struct tree *read(struct lang_parser *p, struct str source)
{
	struct tree *t = p->tree_parser = p->tree_parser ? p->tree_parser : tree_new();
	uint64_t hash = str_hash(source);

	if (t->known == hash && t->source.len == source.len) {
		t->source = source;
		return t;
	}
	tree_read(t, source, NULL, 0);
	t->known = hash;
	return t;
}

/* Is one of the list named in [from, to)? */
static bool names_one(const struct tree *t, uint32_t from, uint32_t to, const char *const *list)
{
	for (uint32_t i = from; i < to; i++)
		if (tree_kind(t, i) == NODE_IDENTIFIER && str_is_one_of(tree_text(t, i), list))
			return true;
	return false;
}

static uint32_t name_count(const struct tree *t, uint32_t from, uint32_t to)
{
	uint32_t count = 0;

	for (uint32_t i = from; i < to; i++)
		count += tree_kind(t, i) == NODE_IDENTIFIER && tree_kind(t, tree_parent(t, i)) != NODE_AS_PATTERN_TARGET;
	return count;
}

static bool is_name_byte(char c)
{
	return c == '_' || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (unsigned char)c >= 0x80;
}

static struct str first_name(struct str callee)
{
	size_t end = 0;

	while (end < callee.len && is_name_byte(callee.ptr[end]))
		end++;
	return str_slice(callee, 0, end);
}

/* --- Is the call meant to fail? --- */

/* The call, or an assignment of what it makes, is all that the block holds but what says that it should not have come so far. */
static bool is_all_of(const struct tree *t, uint32_t block, uint32_t call)
{
	uint32_t statement = call, up = tree_parent(t, call);

	while (tree_kind(t, up) == NODE_ASSIGNMENT || tree_kind(t, up) == NODE_AWAIT || tree_kind(t, up) == NODE_EXPRESSION_STATEMENT) {
		statement = up;
		up = tree_parent(t, up);
	}
	return up == block && tree_first(t, block) == statement;
}

static bool is_wanting_with(const struct tree *t, uint32_t with, uint32_t block, uint32_t call)
{
	uint32_t clause = tree_child(t, with, NODE_WITH_CLAUSE);

	for (uint32_t i = clause; clause != NONE && i < t->nodes.items[clause].next; i++) {
		uint32_t end = t->nodes.items[i].next;

		if (tree_kind(t, i) != NODE_CALL || !str_is_one_of(tree_last_name(t, tree_callee(t, i)), wants))
			continue;
		if (names_one(t, i, end, failure))
			return true;
		if (names_one(t, i, end, wide_failures) && is_all_of(t, block, call))
			return true;
	}
	return false;
}

/* Only a handler of TypeError wants it; one of several errors catches whatever a longer body may bring. */
static bool is_wanting_try(const struct tree *t, uint32_t try, uint32_t block, uint32_t call)
{
	tree_each_child (t, arm, try) {
		uint32_t body = tree_kind(t, arm) == NODE_EXCEPT_CLAUSE ? tree_child(t, arm, NODE_BLOCK) : NONE;

		if (body != NONE && names_one(t, arm, body, failure) &&
			(name_count(t, arm, body) == 1 || is_all_of(t, block, call)))
			return true;
	}
	return false;
}

static bool is_meant_to_fail(const struct tree *t, uint32_t call)
{
	uint32_t child = call;

	for (uint32_t i = tree_parent(t, call); i != NONE; child = i, i = tree_parent(t, i)) {
		if (tree_kind(t, i) == NODE_WITH && tree_kind(t, child) == NODE_BLOCK && is_wanting_with(t, i, child, call))
			return true;
		if (tree_kind(t, i) == NODE_TRY && tree_kind(t, child) == NODE_BLOCK && is_wanting_try(t, i, child, call))
			return true;
		if (tree_kind(t, i) == NODE_LAMBDA)
			return false;
	}
	return false;
}

/* --- Does the name mean something else here? --- */

static bool is_bound_at(const struct tree *t, uint32_t i)
{
	uint32_t parent = tree_parent(t, i);

	switch (tree_kind(t, parent)) {
	case NODE_PARAMETERS:
	case NODE_LAMBDA_PARAMETERS:
	case NODE_TYPED_PARAMETER:
	case NODE_AS_PATTERN_TARGET:
	case NODE_PATTERN_LIST:
	case NODE_TUPLE_PATTERN:
	case NODE_LIST_PATTERN: return true;
	case NODE_ASSIGNMENT: /* what is None so far cannot be called; something else comes to stand there */
		return tree_first(t, parent) == i && tree_kind(t, tree_after(t, parent, NODE_EQ)) != NODE_NONE;
	case NODE_DEFAULT_PARAMETER:
	case NODE_TYPED_DEFAULT_PARAMETER:
	case NODE_NAMED_EXPRESSION: return tree_first(t, parent) == i;
	case NODE_FOR:
	case NODE_FOR_IN_CLAUSE: return tree_precedes(t, i, NODE_IN_WORD);
	default: return false;
	}
}

/* `except ImportError: Name = ...`: what the name means where the import fails, which is known not to. */
static bool is_fallback(const struct tree *t, uint32_t i)
{
	for (uint32_t up = tree_parent(t, i); up != NONE; up = tree_parent(t, up)) {
		uint32_t body = tree_kind(t, up) == NODE_EXCEPT_CLAUSE ? tree_child(t, up, NODE_BLOCK) : NONE;

		if (body != NONE && body < i && names_one(t, up, body, import_failures))
			return true;
	}
	return false;
}

static bool is_rebound(const struct tree *t, struct str name)
{
	bool is_function = t->defs.len && t->nodes.items[t->defs.items[0].node].start == 0 && !t->defs.items[0].is_class;

	for (uint32_t i = 0; is_function && i < t->nodes.len; i++)
		if (tree_kind(t, i) == NODE_IDENTIFIER && str_eq(tree_text(t, i), name) && is_bound_at(t, i) && !is_fallback(t, i))
			return true;
	return false;
}

/* patch.object(Engine, "__init__", ...): who makes one there means the other constructor. */
static bool is_constructor_quoted(const struct tree *t)
{
	for (uint32_t i = 0; i < t->nodes.len; i++) {
		struct str text;

		if (tree_kind(t, i) == NODE_STRING && tree_plain_string(t, i, &text) && (str_is(text, "__init__") || str_ends(text, STR(".__init__"))))
			return true;
	}
	return false;
}

/* --- Dicts that are unpacked --- */

struct keys {
	struct tree *tree;
	struct arena *arena;
	VEC(struct str) items;
};

static bool add_keys_of_display(struct keys *k, uint32_t dict)
{
	tree_each_child (k->tree, pair, dict) {
		struct str key;

		if (tree_kind(k->tree, pair) == NODE_DICTIONARY_SPLAT)
			return false;
		if (tree_kind(k->tree, pair) != NODE_PAIR)
			continue;
		if (!tree_plain_string(k->tree, tree_first(k->tree, pair), &key))
			return false;
		vec_push(&k->items, arena_str(k->arena, key));
	}
	return true;
}

/* dict(a=1, b=2) */
static bool add_keys_of_call(struct keys *k, uint32_t call)
{
	uint32_t list = tree_child(k->tree, call, NODE_ARGUMENT_LIST);

	if (!str_is(tree_text(k->tree, tree_callee(k->tree, call)), "dict") || list == NONE)
		return false;
	tree_each_child (k->tree, argument, list) {
		enum node_kind kind = tree_kind(k->tree, argument);

		if (kind == NODE_LEFT_PAREN || kind == NODE_RIGHT_PAREN || kind == NODE_COMMA)
			continue;
		if (kind != NODE_KEYWORD_ARGUMENT)
			return false;
		vec_push(&k->items, arena_str(k->arena, tree_text(k->tree, tree_first(k->tree, argument))));
	}
	return true;
}

static bool add_keys_of_value(struct keys *k, uint32_t value)
{
	switch (tree_kind(k->tree, value)) {
	case NODE_DICTIONARY: return add_keys_of_display(k, value);
	case NODE_CALL: return add_keys_of_call(k, value);
	default: return false;
	}
}

static uint32_t function_around(const struct tree *t, uint32_t i)
{
	while (i != NONE && tree_kind(t, i) != NODE_FUNCTION && tree_kind(t, i) != NODE_LAMBDA)
		i = tree_parent(t, i);
	return i;
}

/* May the mention change what the dict holds? Reading a key, or unpacking it somewhere else, does not. */
static bool is_harmless(const struct tree *t, uint32_t name)
{
	return tree_kind(t, tree_parent(t, name)) == NODE_DICTIONARY_SPLAT;
}

/*
 * The one statement of the function that gives the name its value, when the
 * name is mentioned nowhere else but where it is unpacked, and both stand in
 * one block: then the dict is what is written there.
 */
static bool add_keys_of_name(struct keys *k, uint32_t splat, uint32_t name)
{
	const struct tree *t = k->tree;
	uint32_t function = function_around(t, splat), value = NONE;
	struct str wanted = tree_text(t, name);

	if (function == NONE || tree_kind(t, function) == NODE_LAMBDA)
		return false;
	for (uint32_t i = function; i < t->nodes.items[function].next; i++) {
		uint32_t parent = tree_parent(t, i);

		if (tree_kind(t, i) != NODE_IDENTIFIER || !str_eq(tree_text(t, i), wanted) || is_harmless(t, i))
			continue;
		if (tree_kind(t, parent) == NODE_KEYWORD_ARGUMENT && tree_first(t, parent) == i)
			continue;
		if (value != NONE || i > splat || tree_kind(t, parent) != NODE_ASSIGNMENT || tree_first(t, parent) != i ||
			tree_kind(t, tree_parent(t, tree_parent(t, parent))) != NODE_BLOCK)
			return false;
		value = tree_after(t, parent, NODE_EQ);
		/* Of an arm of an if, say, only what stands in the same arm. */
		if (t->nodes.items[tree_parent(t, tree_parent(t, parent))].next <= splat)
			return false;
	}
	return value != NONE && add_keys_of_value(k, value);
}

static bool add_keys(struct keys *k, uint32_t splat)
{
	uint32_t value = NONE;

	tree_each_child (k->tree, child, splat)
		value = child; /* behind the stars */
	value = tree_bare(k->tree, value);
	if (tree_kind(k->tree, value) == NODE_IDENTIFIER)
		return add_keys_of_name(k, splat, value);
	return add_keys_of_value(k, value);
}

static uint32_t call_at(const struct tree *t, uint32_t callee_start, uint32_t callee_end)
{
	for (uint32_t i = 0; i < t->nodes.len; i++) {
		uint32_t callee = tree_kind(t, i) == NODE_CALL ? tree_callee(t, i) : NONE;

		if (callee != NONE && t->nodes.items[callee].start == callee_start && t->nodes.items[callee].end == callee_end)
			return i;
	}
	return NONE;
}

/* --- Whether to look at all --- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\\';
}

static size_t skip_back(struct str source, size_t p)
{
	while (p > 0 && is_blank(source.ptr[p - 1]))
		p--;
	return p;
}

/* The word that ends before p; empty when there is none. */
static struct str word_before(struct str source, size_t p)
{
	size_t end = skip_back(source, p), start = end;

	while (start > 0 && is_name_byte(source.ptr[start - 1]))
		start--;
	return str_slice(source, start, end);
}

/* `from a import b, X`, on one line. */
static bool is_imported_there(struct str source, size_t start)
{
	size_t line = start;

	while (line > 0 && source.ptr[line - 1] != '\n')
		line--;
	return str_has(str_slice(source, line, start), STR("import "));
}

/* Names and commas before the name, back to a parenthesis: of parameters, or in front of nothing? Those of a call or an import bind nothing. */
static bool may_be_in_pattern(struct str source, size_t start)
{
	size_t p = start;
	struct str word;

	while (p > 0 && (is_name_byte(source.ptr[p - 1]) || is_blank(source.ptr[p - 1]) || source.ptr[p - 1] == ',' || source.ptr[p - 1] == '.'))
		p--;
	if (p == 0 || source.ptr[p - 1] != '(')
		return true;
	word = word_before(source, p - 1);
	if (!word.len)
		return true;
	return !str_is(word, "import") && str_is(word_before(source, (size_t)(word.ptr - source.ptr)), "def");
}

/* May the name that stands in [start, p) be bound there? What follows and what stands before says no nearly always. */
static bool may_bind(struct str source, size_t start, size_t p)
{
	size_t before = skip_back(source, start);
	char last = before ? source.ptr[before - 1] : 0;

	while (p < source.len && is_blank(source.ptr[p]))
		p++;
	if (p == source.len || !last || last == '.')
		return false;
	switch (source.ptr[p]) {
	case '=': return p + 1 < source.len && source.ptr[p + 1] != '=';
	case ':': return last != '>';
	case 'i': return p + 1 < source.len && source.ptr[p + 1] == 'n';
	case ',':
	case ')':
	case ']': return last != ':' && last != '=' && last != '[' && last != '|' && !is_imported_there(source, start) && may_be_in_pattern(source, start);
	default: return false;
	}
}

static bool may_be_rebound(struct str source, struct str name)
{
	const char *end = source.ptr + source.len, *at = source.ptr;

	if (!name.len)
		return true;
	while ((at = memmem(at, (size_t)(end - at), name.ptr, name.len))) {
		size_t start = (size_t)(at - source.ptr), stop = start + name.len;

		if ((!start || !is_name_byte(source.ptr[start - 1])) && (stop == source.len || !is_name_byte(source.ptr[stop])) &&
			may_bind(source, start, stop))
			return true;
		at += name.len;
	}
	return false;
}

/* "Base" of super(Base, self).__init__ */
static struct str super_owner(struct str callee)
{
	static const struct str super = STR_INIT("super(");
	size_t end = super.len;

	if (!str_starts(callee, super))
		return STR("");
	while (end < callee.len && callee.ptr[end] != ',' && callee.ptr[end] != ')')
		end++;
	return str_trim(str_slice(callee, super.len, end));
}

/* Parsing a function for each of its calls costs more than all the rest; most say by their words that nothing depends on it. */
static bool is_plain(struct str source, uint32_t callee_start, uint32_t callee_end, unsigned asked)
{
	if (asked & SITE_UNPACKED || str_has(source, STR("aises")) || str_has(source, STR("suppress")) || str_has(source, STR("TypeError")))
		return false;
	if (!(asked & SITE_NAME))
		return true;
	return !str_has(source, STR("__init__\"")) && !str_has(source, STR("__init__'")) &&
	       !may_be_rebound(source, first_name(str_slice(source, callee_start, callee_end)));
}

bool python_call_site(struct lang_parser *p, struct str source, uint32_t callee_start, uint32_t callee_end, unsigned asked,
	struct arena *a, struct source_site *ret)
{
	struct keys keys = { .arena = a };
	uint32_t call, list;
	struct tree *t;

	*ret = (struct source_site){ .knows_keywords = true };
	ret->super_owner = arena_str(a, super_owner(str_slice(source, callee_start, callee_end)));
	if (is_plain(source, callee_start, callee_end, asked))
		return true;
	keys.tree = t = read(p, source);
	call = call_at(t, callee_start, callee_end);
	list = tree_child(t, call, NODE_ARGUMENT_LIST);
	if (list == NONE)
		return false;
	*ret = (struct source_site){
		.is_rebound = asked & SITE_NAME && (is_rebound(t, first_name(tree_text(t, tree_callee(t, call)))) || is_constructor_quoted(t)),
		.is_meant_to_fail = is_meant_to_fail(t, call),
		.knows_keywords = true,
		.super_owner = ret->super_owner,
	};
	tree_each_child (t, argument, list)
		if (tree_kind(t, argument) == NODE_DICTIONARY_SPLAT)
			ret->knows_keywords = add_keys(&keys, argument) && ret->knows_keywords;
	ret->keywords = arena_copy(a, keys.items.items, keys.items.len, sizeof(*keys.items.items));
	ret->keyword_count = (uint32_t)keys.items.len;
	vec_release(&keys.items);
	return true;
}

/* --- Data classes --- */

/* The value of a keyword argument of the call, or NONE. */
static uint32_t keyword_value(const struct tree *t, uint32_t call, const char *keyword)
{
	uint32_t list = tree_child(t, call, NODE_ARGUMENT_LIST);

	if (list == NONE)
		return NONE;
	tree_each_child (t, argument, list)
		if (tree_kind(t, argument) == NODE_KEYWORD_ARGUMENT && str_is(tree_text(t, tree_first(t, argument)), keyword))
			return tree_after(t, argument, NODE_EQ);
	return NONE;
}

static bool is_set_to(const struct tree *t, uint32_t call, const char *keyword, enum node_kind kind)
{
	uint32_t value = keyword_value(t, call, keyword);

	return value != NONE && tree_kind(t, value) == kind;
}

/* x: int = field(default=1, init=False) */
static void read_field_call(const struct tree *t, uint32_t call, struct source_field *f)
{
	f->has_default = keyword_value(t, call, "default") != NONE || keyword_value(t, call, "default_factory") != NONE;
	f->is_left_out = is_set_to(t, call, "init", NODE_FALSE);
	f->is_keyword |= is_set_to(t, call, "kw_only", NODE_TRUE);
}

static struct source_field read_field(const struct tree *t, uint32_t assignment, bool is_keyword, struct arena *a)
{
	uint32_t value = tree_after(t, assignment, NODE_EQ);
	struct source_field f = { .name = arena_str(a, tree_text(t, tree_first(t, assignment))), .is_keyword = is_keyword };

	f.has_default = value != NONE;
	if (tree_kind(t, value) == NODE_CALL && str_is(tree_last_name(t, tree_callee(t, value)), "field"))
		read_field_call(t, value, &f);
	return f;
}

static uint32_t data_decorator(const struct tree *t, const struct tree_def *class)
{
	tree_each_child (t, decorator, class->outer) {
		uint32_t call = tree_kind(t, decorator) == NODE_DECORATOR ? tree_child(t, decorator, NODE_CALL) : NONE;

		if (call != NONE && str_is(tree_last_name(t, tree_callee(t, call)), "dataclass"))
			return call;
	}
	return NONE;
}

bool python_fields(struct lang_parser *p, struct str source, struct arena *a, struct source_fields *ret)
{
	struct tree *t = read(p, source);
	const struct tree_def *class = t->defs.len ? &t->defs.items[0] : NULL;
	uint32_t decorator = class ? data_decorator(t, class) : NONE;
	bool is_keyword = decorator != NONE && is_set_to(t, decorator, "kw_only", NODE_TRUE);
	VEC(struct source_field) items = { 0 };

	if (!class || !class->is_class || t->has_error)
		return false;
	tree_each_child (t, statement, class->body) {
		uint32_t assignment = tree_child(t, statement, NODE_ASSIGNMENT), type = tree_child(t, assignment, NODE_TYPE);

		if (tree_kind(t, statement) != NODE_EXPRESSION_STATEMENT || type == NONE ||
			tree_kind(t, tree_first(t, assignment)) != NODE_IDENTIFIER || str_has(tree_text(t, type), STR("ClassVar")))
			continue;
		if (str_has(tree_text(t, type), STR("KW_ONLY")))
			is_keyword = true;
		else
			vec_push(&items, read_field(t, assignment, is_keyword, a));
	}
	*ret = (struct source_fields){
		.items = arena_copy(a, items.items, items.len, sizeof(*items.items)),
		.count = (uint32_t)items.len,
		.makes_no_constructor = decorator != NONE && is_set_to(t, decorator, "init", NODE_FALSE),
	};
	vec_release(&items);
	return true;
}
