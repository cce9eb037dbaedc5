/* Headers of definitions: parameters, return types, bases, decorators, and the flags that follow from them. */
#include "base/base.h"
#include "analyzers/lang/python/tree.h"

#include <stdlib.h>

#define TEXT_LIMIT 400 /* of an annotation or default value: enough to compare signatures by */

struct headers {
	struct tree *t;
	struct arena *arena;
	VEC(struct str) names; /* of the bases or decorators at hand */
	VEC(struct param) params;
};

struct flagged_name {
	const char *name;
	unsigned flags;
};

static const struct flagged_name decorator_flags[] = {
	{ "abstractclassmethod", BODY_ABSTRACT | BODY_CLASSMETHOD },
	{ "abstractmethod", BODY_ABSTRACT },
	{ "abstractproperty", BODY_ABSTRACT | BODY_PROPERTY },
	{ "abstractstaticmethod", BODY_ABSTRACT | BODY_STATICMETHOD },
	{ "alru_cache", BODY_CACHED },
	{ "asynccontextmanager", BODY_CONTEXT },
	{ "attrs", BODY_DATA },
	{ "cache", BODY_CACHED },
	{ "cached", BODY_CACHED },
	{ "cached_property", BODY_CACHED | BODY_PROPERTY },
	{ "classmethod", BODY_CLASSMETHOD },
	{ "contextmanager", BODY_CONTEXT },
	{ "dataclass", BODY_DATA },
	{ "define", BODY_DATA },
	{ "fixture", BODY_FIXTURE },
	{ "frozen", BODY_DATA },
	{ "hybrid_property", BODY_PROPERTY },
	{ "lru_cache", BODY_CACHED },
	{ "memoize", BODY_CACHED },
	{ "overload", BODY_OVERLOAD },
	{ "property", BODY_PROPERTY },
	{ "staticmethod", BODY_STATICMETHOD },
	{ "yield_fixture", BODY_FIXTURE },
};

/* Decorators that are attributes of something: @name.setter, @attr.s. */
static const struct flagged_name attribute_flags[] = {
	{ "deleter", BODY_PROPERTY },
	{ "getter", BODY_PROPERTY },
	{ "s", BODY_DATA },
	{ "setter", BODY_PROPERTY },
};

/* What an application object hands out to register handlers, commands and tasks. */
static const char *const route_names[] = {
	"api_route",
	"command",
	"delete",
	"event",
	"exception_handler",
	"get",
	"group",
	"head",
	"middleware",
	"on_event",
	"options",
	"patch",
	"post",
	"put",
	"route",
	"task",
	"websocket",
	"websocket_route",
	NULL,
};

/* Objects whose attributes of those names register nothing. */
static const char *const no_routers[] = { "cls", "mock", "mocker", "pytest", "self", NULL };

static const struct flagged_name base_flags[] = {
	{ "ABC", BODY_ABSTRACT },
	{ "BaseException", BODY_DATA },
	{ "BaseExceptionGroup", BODY_DATA },
	{ "BaseModel", BODY_DATA },
	{ "BaseSettings", BODY_DATA },
	{ "Enum", BODY_DATA },
	{ "ExceptionGroup", BODY_DATA },
	{ "Flag", BODY_DATA },
	{ "GenericModel", BODY_DATA },
	{ "IntEnum", BODY_DATA },
	{ "IntFlag", BODY_DATA },
	{ "NamedTuple", BODY_DATA },
	{ "Protocol", BODY_ABSTRACT },
	{ "RootModel", BODY_DATA },
	{ "SQLModel", BODY_DATA },
	{ "StrEnum", BODY_DATA },
	{ "Struct", BODY_DATA },
	{ "TypedDict", BODY_DATA },
	{ "namedtuple()", BODY_DATA },
};

static unsigned flags_of(const struct flagged_name *table, size_t count, struct str name)
{
	for (size_t i = 0; i < count; i++)
		if (str_is(name, table[i].name))
			return table[i].flags;
	return 0;
}

/* --- Decorators --- */

/* @deprecated and its like; those that deprecate an argument only are left out. */
static bool is_deprecating(struct str name)
{
	if (str_has_nocase(name, STR("arg")) || str_has_nocase(name, STR("param")))
		return false;
	return str_has_nocase(name, STR("deprecated")) || str_is(name, "deprecate");
}

static unsigned decorator_flags_of(const struct tree *t, uint32_t callee)
{
	struct str name = tree_last_name(t, callee), receiver = tree_receiver(t, callee);
	unsigned flags = flags_of(decorator_flags, ARRAY_LEN(decorator_flags), name);

	if (is_deprecating(name))
		flags |= BODY_WARNS;
	if (str_ends(name, STR("_dataclass"))) /* pydantic's, by the name that tells it from the other */
		flags |= BODY_DATA;
	if (tree_kind(t, callee) != NODE_ATTRIBUTE)
		return flags;
	flags |= flags_of(attribute_flags, ARRAY_LEN(attribute_flags), name);
	if (str_is_one_of(name, route_names) && !str_is_one_of(receiver, no_routers))
		flags |= BODY_ROUTE;
	return flags;
}

/* fixture(scope="session"): "function" is what it is without. */
static bool has_wide_scope(const struct tree *t, uint32_t call)
{
	static const char *const wide[] = { "class", "module", "package", "session", NULL };

	tree_each_child (t, keyword, tree_child(t, call, NODE_ARGUMENT_LIST)) {
		uint32_t value = tree_after(t, keyword, NODE_EQ);
		struct str scope;

		if (tree_kind(t, keyword) != NODE_KEYWORD_ARGUMENT || value == NONE || !str_is(tree_text(t, tree_first(t, keyword)), "scope"))
			continue;
		if (tree_plain_string(t, value, &scope) && str_is_one_of(scope, wide))
			return true;
	}
	return false;
}

static void read_decorators(struct headers *h, const struct tree_def *def, struct detail *ret)
{
	struct tree *t = h->t;

	if (def->outer == def->node)
		return;
	vec_clear(&h->names);
	tree_each_child (t, child, def->outer) {
		bool is_wide = false;
		unsigned flags;
		uint32_t expression = tree_kind(t, child) == NODE_DECORATOR ? tree_next(t, tree_first(t, child)) : NONE;

		if (expression == NONE)
			continue;
		if (tree_kind(t, expression) == NODE_CALL) {
			is_wide = has_wide_scope(t, expression);
			expression = tree_callee(t, expression);
		}
		vec_push(&h->names, tree_chain(t, expression, h->arena));
		flags = decorator_flags_of(t, expression);
		ret->flags |= flags & BODY_FIXTURE && is_wide ? flags | BODY_SHARED : flags;
	}
	ret->decorator_count = (uint32_t)h->names.len;
	ret->decorators = arena_copy(h->arena, h->names.items, h->names.len, sizeof(*h->names.items));
}

/* --- Bases --- */

static bool is_exception_name(struct str name)
{
	return str_ends(name, STR("Error")) || str_ends(name, STR("Exception")) || str_ends(name, STR("Warning"));
}

static void read_keyword(struct headers *h, uint32_t keyword, struct detail *ret)
{
	uint32_t value = tree_after(h->t, keyword, NODE_EQ);

	if (!str_is(tree_text(h->t, tree_first(h->t, keyword)), "metaclass") || value == NONE)
		return;
	if (str_is(tree_last_name(h->t, value), "ABCMeta"))
		ret->flags |= BODY_ABSTRACT;
	else if (str_is(tree_last_name(h->t, value), "EnumMeta"))
		ret->flags |= BODY_DATA;
	else
		ret->flags |= BODY_MADE;
}

static void read_base(struct headers *h, uint32_t base, struct detail *ret)
{
	struct str name =
		tree_chain(h->t, tree_kind(h->t, base) == NODE_SUBSCRIPT ? tree_first(h->t, base) : base, h->arena);
	struct str last = str_tail(name, '.');

	if (name.len == 0) {
		ret->flags |= BODY_MADE;
		return;
	}
	vec_push(&h->names, name);
	ret->flags |= flags_of(base_flags, ARRAY_LEN(base_flags), last);
	if (is_exception_name(last))
		ret->flags |= BODY_DATA;
}

static void read_bases(struct headers *h, const struct tree_def *def, struct detail *ret)
{
	struct tree *t = h->t;

	vec_clear(&h->names);
	tree_each_child (t, child, tree_child(t, def->node, NODE_ARGUMENT_LIST)) {
		switch (tree_kind(t, child)) {
		case NODE_LEFT_PAREN:
		case NODE_RIGHT_PAREN:
		case NODE_COMMA: break;
		case NODE_LIST_SPLAT:
		case NODE_DICTIONARY_SPLAT: ret->flags |= BODY_MADE; break;
		case NODE_KEYWORD_ARGUMENT: read_keyword(h, child, ret); break;
		default: read_base(h, child, ret);
		}
	}
	ret->base_count = (uint32_t)h->names.len;
	ret->bases = arena_copy(h->arena, h->names.items, h->names.len, sizeof(*h->names.items));
}

/* --- Signatures --- */

/* Quoted or half quoted annotations name the same types; only in Literal do the quotes say something. */
static struct str read_annotation(struct headers *h, uint32_t type)
{
	struct str text;
	size_t kept = 0;
	char *bytes;

	if (type == NONE)
		return STR("");
	text = tree_fold(h->t, tree_text(h->t, type), TEXT_LIMIT, h->arena);
	if (str_has(text, STR("Literal")))
		return text;
	bytes = arena_array(h->arena, char, text.len + 1);
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] != '"' && text.ptr[i] != '\'')
			bytes[kept++] = text.ptr[i];
	return (struct str){ bytes, kept };
}

/* Takes the stars off a parameter, and says by them what it is. */
static enum param_kind kind_of_pattern(const struct tree *t, uint32_t *name, enum param_kind plain)
{
	enum node_kind kind = tree_kind(t, *name);

	if (kind != NODE_LIST_SPLAT_PATTERN && kind != NODE_DICTIONARY_SPLAT_PATTERN)
		return plain;
	*name = tree_next(t, tree_first(t, *name));
	return kind == NODE_LIST_SPLAT_PATTERN ? PARAM_ARGS : PARAM_KWARGS;
}

static void add_param(struct headers *h, uint32_t node, enum param_kind plain)
{
	struct tree *t = h->t;
	enum node_kind form = tree_kind(t, node);
	bool is_bare =
		form != NODE_TYPED_PARAMETER && form != NODE_DEFAULT_PARAMETER && form != NODE_TYPED_DEFAULT_PARAMETER;
	uint32_t name = is_bare ? node : tree_first(t, node);
	uint32_t value = is_bare ? NONE : tree_after(t, node, NODE_EQ);
	struct param p = { .kind = kind_of_pattern(t, &name, plain) };

	if (name == NONE)
		return;
	p.name = arena_str(h->arena, tree_text(t, name));
	if (!is_bare)
		p.annotation = read_annotation(h, tree_child(t, node, NODE_TYPE));
	if (value != NONE)
		p.default_value = tree_fold(t, tree_text(t, value), TEXT_LIMIT, h->arena);
	vec_push(&h->params, p);
}

static void read_signature(struct headers *h, const struct tree_def *def, struct detail *ret)
{
	struct tree *t = h->t;
	enum param_kind plain = PARAM_PLAIN;

	vec_clear(&h->params);
	tree_each_child (t, child, tree_child(t, def->node, NODE_PARAMETERS)) {
		switch (tree_kind(t, child)) {
		case NODE_LEFT_PAREN:
		case NODE_RIGHT_PAREN:
		case NODE_COMMA:
		case NODE_ERROR: break;
		case NODE_KEYWORD_SEPARATOR: plain = PARAM_KEYWORD; break;
		case NODE_POSITIONAL_SEPARATOR:
			vec_foreach (struct param, p, &h->params)
				p->kind = PARAM_POSITIONAL;
			break;
		default:
			add_param(h, child, plain);
			if (h->params.len > 0 && vec_last(&h->params)->kind == PARAM_ARGS)
				plain = PARAM_KEYWORD;
		}
	}
	ret->param_count = (uint32_t)h->params.len;
	ret->params = arena_copy(h->arena, h->params.items, h->params.len, sizeof(*h->params.items));
	ret->returns = read_annotation(h, tree_after(t, def->node, NODE_ARROW));
}

void tree_headers(struct tree *t, struct arena *a, struct detail *items)
{
	struct headers h = { .t = t, .arena = a };

	for (size_t i = 0; i < t->defs.len; i++) {
		const struct tree_def *def = &t->defs.items[i];

		items[i].start = t->nodes.items[def->node].start;
		read_decorators(&h, def, &items[i]);
		if (def->is_class)
			read_bases(&h, def, &items[i]);
		else
			read_signature(&h, def, &items[i]);
	}
	vec_release(&h.names);
	vec_release(&h.params);
}
