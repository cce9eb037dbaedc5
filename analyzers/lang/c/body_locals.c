/* Parameters and local variables of a body, with their types. */
#include "base/base.h"
#include "analyzers/lang/c/body.h"

#include "analyzers/lang/c/decl.h"

static const char *const auto_pointers[] = { "g_autoptr", "autoptr", "AUTOPTR", "_autoptr", NULL };

uint32_t body_local(const struct body *b, struct str name)
{
	return name.len > 0 ? map_get(&b->by_name, str_hash(name)) : NONE;
}

static void add_local(struct body *b, struct str name, struct str type, bool is_param)
{
	uint32_t old = body_local(b, name);

	if (name.len == 0)
		return;
	if (old != NONE) {
		if (b->locals.items[old].type.len == 0)
			b->locals.items[old].type = type;
		return;
	}
	map_set(&b->by_name, str_hash(name), (uint32_t)b->locals.len);
	vec_push(&b->locals, (struct local){ name, type, CFLOW_LOCAL, is_param });
}

static struct c_tokens tokens_of(struct body *b, uint32_t start, uint32_t end)
{
	token_all(b->t->source.ptr, start, end, &b->tokens);
	return (struct c_tokens){ b->t->source.ptr, b->tokens.items, (uint32_t)b->tokens.len };
}

static struct str type_text(struct body *b, const struct c_tokens *t, const struct declared *d)
{
	strbuf_clear(&b->text);
	if (d->base_to == d->base_from + 1 && token_in(t, d->base_from, auto_pointers) &&
		token_kind(t, d->base_from + 1) == '(') { /* g_autoptr(T) x is a T * */
		tokens_join(t, d->base_from + 2, token_close(t, d->base_from + 1), &b->text);
		strbuf_addz(&b->text, " *");
	} else {
		declared_type(t, d, &b->text);
	}
	return b->text.len > 0 ? arena_str(b->arena, strbuf_str(&b->text)) : STR("");
}

static uint32_t statement_end(const struct c_tokens *t)
{
	for (uint32_t i = 0; i < t->count; i++)
		if (token_kind(t, i) == ';' || token_kind(t, i) == '{')
			return token_kind(t, i) == ';' ? i : t->count;
	return t->count;
}

/* All declarators of `T *a = f(), b;` in source[start, end). */
static void read_declaration(struct body *b, uint32_t start, uint32_t end)
{
	struct c_tokens t = tokens_of(b, start, end);
	uint32_t stop = statement_end(&t);
	struct declared base, own;

	declared_read(&t, 0, tokens_item_end(&t, 0, stop), DECLARED_NAMED, &base);
	own = base;
	for (uint32_t i = 0; i < stop; i = tokens_item_end(&t, i, stop) + 1) {
		if (i > 0) {
			declared_read(&t, i, tokens_item_end(&t, i, stop), DECLARED_NAMED, &own);
			if (own.name == NONE && own.base_to == own.base_from + 1)
				own.name = own.base_from;
			own.base_from = base.base_from;
			own.base_to = base.base_to;
			own.is_tagged = base.is_tagged;
			own.is_builtin = base.is_builtin;
		}
		if (own.name != NONE)
			add_local(b, token_text(&t, own.name), type_text(b, &t, &own), false);
	}
}

#define DECLARATION_MAX 4000 /* bytes */

/* Only the head of a declaration is wanted: an initialiser may be long. */
static void find_declaration(struct body *b, uint32_t i)
{
	const struct cst_node *n = &b->t->nodes.items[i];
	uint32_t end = MIN(n->end, n->start + DECLARATION_MAX);

	if (cst_kind(b->t, i) == CST_FOR_RANGE) {
		uint32_t declarator = cst_child(b->t, i, FIELD_DECLARATOR), type = cst_child(b->t, i, FIELD_TYPE);

		if (declarator == NONE || type == NONE)
			return;
		read_declaration(b, b->t->nodes.items[type].start, b->t->nodes.items[declarator].end);
		return;
	}
	read_declaration(b, n->start, end);
}

void body_find_locals(struct body *b)
{
	vec_clear(&b->locals);
	map_clear(&b->by_name);
	for (uint32_t i = 0; i < b->func->param_count; i++)
		add_local(b, b->func->params[i].name, b->func->params[i].type, true);
	for (uint32_t i = 0; i < b->t->nodes.len; i++)
		switch (cst_kind(b->t, i)) {
		case CST_DECLARATION:
		case CST_FOR_RANGE:
		case CST_OPTIONAL_PARAMETER:
		case CST_PARAMETER: find_declaration(b, i); break;
		default: break;
		}
}

struct str body_product(struct body *b, uint32_t start, uint32_t end)
{
	struct c_tokens t = tokens_of(b, start, end);
	struct declared d;

	declared_read(&t, 0, t.count, DECLARED_RETURN, &d);
	if (d.pointers + d.references > 0 || d.base_to == 0)
		return STR("");
	return type_text(b, &t, &d);
}

/* The first template argument of a smart pointer. */
static struct str smart_pointee(struct str type)
{
	size_t open = str_find(type, '<'), depth = 0;
	struct str head = str_slice(type, 0, open);

	if (open == type.len ||
		!(str_ends(head, STR("ptr")) || str_ends(head, STR("Ptr")) || str_ends(head, STR("Ref")) ||
			str_ends(head, STR("sp"))))
		return STR("");
	for (size_t i = open + 1; i < type.len; i++) {
		depth += type.ptr[i] == '<' || type.ptr[i] == '(';
		if (depth == 0 && (type.ptr[i] == ',' || type.ptr[i] == '>'))
			return str_trim(str_slice(type, open + 1, i));
		depth -= depth > 0 && (type.ptr[i] == '>' || type.ptr[i] == ')');
	}
	return STR("");
}

struct str body_pointee(struct str type)
{
	if (str_ends(type, STR(" *")) && !str_has(type, STR("(")))
		return str_slice(type, 0, type.len - 2);
	return smart_pointee(type);
}
