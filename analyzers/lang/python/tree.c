/* From a parse tree to the flat array of nodes, its lines and its definitions. */
#include "base/base.h"
#include "analyzers/lang/python/tree.h"

#include <string.h>

#include "analyzers/grammars/grammars.h"
#include "analyzers/lang/python/tree_parse.h"

struct kind_name {
	enum node_kind kind;
	bool is_named;
	const char *symbol;
};

static const struct kind_name kind_names[] = {
#define NAMED(name, symbol) { NODE_##name, true, symbol },
#define TOKEN(name, symbol) { NODE_##name, false, symbol },
#include "analyzers/lang/python/tree_kinds.def"
#undef NAMED
#undef TOKEN
};

static enum node_kind kind_of_symbol(const char *symbol, bool is_named)
{
	for (size_t i = 0; i < ARRAY_LEN(kind_names); i++)
		if (kind_names[i].is_named == is_named && strcmp(kind_names[i].symbol, symbol) == 0)
			return kind_names[i].kind;
	return NODE_OTHER;
}

struct tree *tree_new(void)
{
	const TSLanguage *language = tree_sitter_python();
	struct tree *t = xcalloc(1, sizeof(*t));

	t->parser = ts_parser_new();
	if (!ts_parser_set_language(t->parser, language))
		BUG("the Python grammar is of another age than the parser library");
	t->kind_count = ts_language_symbol_count(language);
	t->kinds = xcalloc(t->kind_count, sizeof(*t->kinds));
	for (uint32_t i = 0; i < t->kind_count; i++)
		t->kinds[i] = (uint16_t)kind_of_symbol(ts_language_symbol_name(language, (TSSymbol)i),
			ts_language_symbol_type(language, (TSSymbol)i) == TSSymbolTypeRegular);
	return t;
}

void tree_free(struct tree *t)
{
	if (!t)
		return;
	ts_parser_delete(t->parser);
	free(t->kinds);
	vec_release(&t->nodes);
	vec_release(&t->lines);
	vec_release(&t->defs);
	vec_release(&t->stack);
	strbuf_release(&t->text);
	tree_free(t->quoted); /* as deep as strings are nested that can be read: three */
	strbuf_release(&t->quote);
	free(t);
}

/* --- Copying the tree --- */

/* Only an f-string (or t-string) has anything inside that a pass would look for. */
static bool string_has_parts(const struct tree *t, uint32_t i)
{
	struct str text = tree_text(t, i);

	for (size_t c = 0; c < text.len && text.ptr[c] != '"' && text.ptr[c] != '\''; c++)
		if (strchr("fFtT", text.ptr[c]))
			return true;
	return false;
}

/* The new node's index; NONE for what is left out. */
static uint32_t copy_node(struct tree *t, TSNode from, uint32_t parent)
{
	TSSymbol symbol = ts_node_symbol(from);
	struct node n = { ts_node_start_byte(from), ts_node_end_byte(from), (uint32_t)t->nodes.len + 1, parent,
		symbol < t->kind_count ? t->kinds[symbol] : NODE_ERROR };

	if (n.kind == NODE_COMMENT || n.kind == NODE_LINE_CONTINUATION)
		return NONE;
	vec_push(&t->nodes, n);
	return n.next - 1;
}

static bool has_parts(const struct tree *t, uint32_t i)
{
	switch (tree_kind(t, i)) {
	case NODE_IDENTIFIER: return false;
	case NODE_STRING_CONTENT: return false;
	case NODE_STRING: return string_has_parts(t, i);
	default: return true;
	}
}

static void copy_tree(struct tree *t, TSNode root)
{
	TSTreeCursor cursor = ts_tree_cursor_new(root);
	uint32_t parent = NONE;

	for (;;) {
		uint32_t i = copy_node(t, ts_tree_cursor_current_node(&cursor), parent);

		if (i != NONE && has_parts(t, i) && ts_tree_cursor_goto_first_child(&cursor)) {
			parent = i;
			continue;
		}
		while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
			if (!ts_tree_cursor_goto_parent(&cursor))
				goto out;
			t->nodes.items[parent].next = (uint32_t)t->nodes.len;
			parent = t->nodes.items[parent].parent;
		}
	}
out:
	ts_tree_cursor_delete(&cursor);
}

/* The first error node or missing token, going down only where one is. */
static uint32_t find_error(TSNode root)
{
	TSTreeCursor cursor = ts_tree_cursor_new(root);
	TSNode n = root;

	while (!ts_node_is_error(n) && !ts_node_is_missing(n)) {
		if (!ts_tree_cursor_goto_first_child(&cursor))
			break;
		n = ts_tree_cursor_current_node(&cursor);
		while (!ts_node_has_error(n) && ts_tree_cursor_goto_next_sibling(&cursor))
			n = ts_tree_cursor_current_node(&cursor);
	}
	ts_tree_cursor_delete(&cursor);
	return ts_node_start_byte(n);
}

/* --- Lines and definitions --- */

/* "\n", "\r\n" and "\r" end a line. */
static void find_lines(struct tree *t)
{
	const char *start = t->source.ptr, *at = start, *end = start + t->source.len;
	bool has_returns = at < end && memchr(at, '\r', t->source.len);

	vec_clear(&t->lines);
	vec_push(&t->lines, 0);
	if (!has_returns) {
		while (at < end && (at = memchr(at, '\n', (size_t)(end - at))))
			vec_push(&t->lines, (uint32_t)(++at - start));
		return;
	}
	for (; at < end; at++)
		if (*at == '\n' || (*at == '\r' && (at + 1 == end || at[1] != '\n')))
			vec_push(&t->lines, (uint32_t)(at + 1 - start));
}

static void add_def(struct tree *t, uint32_t i, uint32_t parent)
{
	uint32_t outer = tree_parent(t, i), body = tree_child(t, i, NODE_BLOCK);
	struct tree_def d = {
		.node = i,
		.outer = tree_kind(t, outer) == NODE_DECORATED ? outer : i,
		.name = tree_child(t, i, NODE_IDENTIFIER),
		.body = body == NONE ? t->nodes.items[i].next - 1 : body, /* a broken definition may lack it */
		.parent = parent,
		.is_class = tree_kind(t, i) == NODE_CLASS,
		.is_async = tree_kind(t, tree_first(t, i)) == NODE_ASYNC_WORD,
	};

	if (d.name != NONE && tree_text(t, d.name).len > 0)
		vec_push(&t->defs, d);
}

static void find_defs(struct tree *t)
{
	struct scope scope = SCOPE_START;

	vec_clear(&t->defs);
	for (uint32_t i = 0; i < t->nodes.len; i++) {
		enum node_kind kind = tree_kind(t, i);

		if (kind != NODE_FUNCTION && kind != NODE_CLASS)
			continue;
		scope_move(&scope, t, i);
		add_def(t, i, scope.def);
	}
}

static void take_tree(struct tree *t, TSTree *parsed)
{
	TSNode root = ts_tree_root_node(parsed);

	copy_tree(t, root);
	t->has_error = ts_node_has_error(root);
	if (t->has_error)
		t->error_offset = find_error(root);
	ts_tree_delete(parsed);
}

void tree_read(struct tree *t, struct str source, const struct range *ranges, uint32_t count)
{
	TSTree *parsed = NULL;

	t->source = source;
	t->known = 0;
	t->has_error = false;
	t->error_offset = 0;
	vec_clear(&t->nodes);
	find_lines(t);
	if (tree_parse(t, ranges, count, &parsed))
		t->has_error = !parsed;
	if (parsed)
		take_tree(t, parsed);
	else
		vec_push(&t->nodes, (struct node){ .next = 1, .parent = NONE, .kind = NODE_MODULE });
	find_defs(t);
}
