/* Names in the flat tree: dotted ones, chains of calls, callees and arguments, plain strings. */
#include "base/base.h"
#include "analyzers/lang/python/tree.h"

#include <string.h>

#define CHAIN_LINKS 32 /* longer chains are fluent interfaces, no names that anybody resolves */

uint32_t tree_bare(const struct tree *t, uint32_t i)
{
	while (tree_kind(t, i) == NODE_PARENTHESIZED || tree_kind(t, i) == NODE_AWAIT) {
		uint32_t inner = tree_next(t, tree_first(t, i)); /* after "(" or "await" */

		if (inner == NONE)
			break;
		i = inner;
	}
	return i;
}

bool tree_is_dotted(const struct tree *t, uint32_t i)
{
	while (tree_kind(t, i) == NODE_ATTRIBUTE)
		i = tree_first(t, i);
	return tree_kind(t, i) == NODE_IDENTIFIER || tree_kind(t, i) == NODE_DOTTED_NAME;
}

struct str tree_dotted(struct tree *t, uint32_t i, struct arena *a)
{
	uint32_t end = t->nodes.items[i].next;

	strbuf_clear(&t->text);
	for (; i < end; i++) {
		if (tree_kind(t, i) != NODE_IDENTIFIER)
			continue;
		if (t->text.len > 0)
			strbuf_addch(&t->text, '.');
		strbuf_add(&t->text, tree_text(t, i));
	}
	return arena_str(a, strbuf_str(&t->text));
}

bool tree_named_attribute(const struct tree *t, uint32_t i, struct str *ret_attribute)
{
	uint32_t name;

	if (tree_kind(t, i) != NODE_CALL || !str_is(tree_last_name(t, tree_callee(t, i)), "getattr"))
		return false;
	name = tree_argument(t, i, 1);
	return tree_kind(t, tree_callee(t, i)) == NODE_IDENTIFIER && name != NONE &&
		tree_plain_string(t, name, ret_attribute);
}

static void add_link(struct tree *t, uint32_t i)
{
	struct str attribute;

	if (tree_named_attribute(t, i, &attribute)) {
		strbuf_addch(&t->text, '.');
		strbuf_add(&t->text, attribute);
		return;
	}
	switch (tree_kind(t, i)) {
	case NODE_ATTRIBUTE:
		strbuf_addch(&t->text, '.');
		strbuf_add(&t->text, tree_last_name(t, i));
		break;
	case NODE_CALL: strbuf_addz(&t->text, "()"); break;
	case NODE_SUBSCRIPT: strbuf_addz(&t->text, "[]"); break;
	default: break;
	}
}

struct str tree_chain(struct tree *t, uint32_t i, struct arena *a)
{
	uint32_t links[CHAIN_LINKS];
	uint32_t count = 0;
	struct str attribute;

	for (i = tree_bare(t, i); tree_kind(t, i) != NODE_IDENTIFIER; i = tree_bare(t, i)) {
		enum node_kind kind = tree_kind(t, i);

		if (kind != NODE_ATTRIBUTE && kind != NODE_CALL && kind != NODE_SUBSCRIPT)
			return STR("");
		if (count == CHAIN_LINKS)
			return STR("");
		links[count++] = i;
		i = tree_named_attribute(t, i, &attribute) ? tree_argument(t, i, 0) : tree_first(t, i);
	}
	strbuf_clear(&t->text);
	strbuf_add(&t->text, tree_text(t, i));
	while (count > 0)
		add_link(t, links[--count]);
	return arena_str(a, strbuf_str(&t->text));
}

struct str tree_last_name(const struct tree *t, uint32_t i)
{
	switch (tree_kind(t, i)) {
	case NODE_IDENTIFIER: return tree_text(t, i);
	case NODE_ATTRIBUTE:
	case NODE_DOTTED_NAME: return tree_text(t, t->nodes.items[i].next - 1);
	default: return STR("");
	}
}

struct str tree_receiver(const struct tree *t, uint32_t i)
{
	return tree_kind(t, i) == NODE_ATTRIBUTE ? tree_last_name(t, tree_first(t, i)) : STR("");
}

uint32_t tree_callee(const struct tree *t, uint32_t call)
{
	return tree_first(t, call);
}

uint32_t tree_argument(const struct tree *t, uint32_t call, uint32_t n)
{
	uint32_t list = tree_next(t, tree_first(t, call));

	if (tree_kind(t, list) == NODE_GENERATOR)
		return n == 0 ? list : NONE;
	tree_each_child (t, child, list) {
		switch (tree_kind(t, child)) {
		case NODE_LEFT_PAREN:
		case NODE_RIGHT_PAREN:
		case NODE_COMMA:
		case NODE_KEYWORD_ARGUMENT: break;
		default:
			if (n-- == 0)
				return child;
		}
	}
	return NONE;
}

bool tree_plain_string(const struct tree *t, uint32_t i, struct str *ret_content)
{
	struct str text;
	size_t quotes;

	if (tree_kind(t, i) != NODE_STRING)
		return false;
	text = tree_text(t, i);
	while (text.len > 0 && strchr("uUrR", text.ptr[0]))
		text = str_slice(text, 1, text.len);
	if (text.len < 2 || (text.ptr[0] != '"' && text.ptr[0] != '\''))
		return false;
	quotes = text.len >= 6 && text.ptr[1] == text.ptr[0] && text.ptr[2] == text.ptr[0] ? 3 : 1;
	*ret_content = str_slice(text, quotes, text.len - quotes);
	return true;
}

bool tree_docstring(const struct tree *t, uint32_t body, struct str *ret_content)
{
	uint32_t statement = tree_first(t, body), text = tree_first(t, statement);

	if (tree_kind(t, statement) != NODE_EXPRESSION_STATEMENT)
		return false;
	if (tree_kind(t, text) == NODE_CONCATENATED_STRING)
		text = tree_first(t, text);
	return tree_plain_string(t, text, ret_content);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* A cut never goes through the middle of a UTF-8 sequence. */
static size_t cut(struct str text, size_t limit)
{
	if (text.len <= limit)
		return text.len;
	while (limit > 0 && ((unsigned char)text.ptr[limit] & 0xC0) == 0x80)
		limit--;
	return limit;
}

struct str tree_fold(struct tree *t, struct str text, size_t limit, struct arena *a)
{
	struct str folded;

	strbuf_clear(&t->text);
	for (size_t i = 0; i < text.len && t->text.len <= limit; i++) {
		size_t end = i;

		while (end < text.len && is_space(text.ptr[end]))
			end++;
		if (end > i && memchr(text.ptr + i, '\n', end - i)) {
			strbuf_addch(&t->text, ' ');
			i = end - 1;
		} else {
			strbuf_addch(&t->text, text.ptr[i]);
		}
	}
	folded = strbuf_str(&t->text);
	return arena_str(a, str_slice(folded, 0, cut(folded, limit)));
}
