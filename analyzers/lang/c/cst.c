/* Feeding tree-sitter one body at a time, within bounds, and copying its tree. */
#include "base/base.h"
#include "analyzers/lang/c/cst.h"

#include <stdlib.h>
#include <string.h>

#include "analyzers/grammars/grammars.h"

/*
 * Error recovery can take time out of all proportion to the text; a count,
 * unlike a clock, gives up at the same place on every machine. Sound code
 * needs one check for some hundred bytes.
 */
#define BYTES_PER_CHECK 4
#define CHECKS_AT_LEAST 10000
#define BODY_MAX (UINT32_C(8) << 20) /* generated tables with code around them; nobody writes such a factory */
#define DEPTH_MAX 2000               /* of nested nodes: more is an attack, or data */

static const struct {
	enum cst_kind kind;
	const char *symbol;
} kind_names[] = {
#define KIND(name, symbol) { CST_##name, symbol },
#include "analyzers/lang/c/cst_kinds.def"
#undef KIND
};

static const char *const field_names[FIELD_COUNT] = {
	[FIELD_ARGUMENT] = "argument",
	[FIELD_ARGUMENTS] = "arguments",
	[FIELD_CONDITION] = "condition",
	[FIELD_DECLARATOR] = "declarator",
	[FIELD_FIELD] = "field",
	[FIELD_FUNCTION] = "function",
	[FIELD_LEFT] = "left",
	[FIELD_OPERATOR] = "operator",
	[FIELD_RIGHT] = "right",
	[FIELD_TYPE] = "type",
	[FIELD_VALUE] = "value",
};

static uint8_t kind_of(const char *symbol)
{
	for (size_t i = 0; i < ARRAY_LEN(kind_names); i++)
		if (strcmp(kind_names[i].symbol, symbol) == 0)
			return (uint8_t)kind_names[i].kind;
	return CST_OTHER;
}

static void grammar_init(struct cst_grammar *g, const TSLanguage *language)
{
	g->language = language;
	g->kind_count = ts_language_symbol_count(language);
	g->kinds = xcalloc(g->kind_count, sizeof(*g->kinds));
	for (uint32_t i = 0; i < g->kind_count; i++)
		if (ts_language_symbol_type(language, (TSSymbol)i) == TSSymbolTypeRegular)
			g->kinds[i] = kind_of(ts_language_symbol_name(language, (TSSymbol)i));
	for (uint32_t i = 1; i < FIELD_COUNT; i++) {
		TSFieldId id =
			ts_language_field_id_for_name(language, field_names[i], (uint32_t)strlen(field_names[i]));

		if (id > 0 && id < ARRAY_LEN(g->fields))
			g->fields[id] = (uint8_t)i;
	}
}

struct cst *cst_new(void)
{
	struct cst *t = xcalloc(1, sizeof(*t));

	t->parser = ts_parser_new();
	grammar_init(&t->c, tree_sitter_c());
	grammar_init(&t->cpp, tree_sitter_cpp());
	return t;
}

void cst_free(struct cst *t)
{
	if (!t)
		return;
	ts_parser_delete(t->parser);
	free(t->c.kinds);
	free(t->cpp.kinds);
	strbuf_release(&t->text);
	vec_release(&t->nodes);
	free(t);
}

void cst_begin(struct cst *t, struct str source)
{
	t->source = source;
	t->checks_left = CHECKS_AT_LEAST + source.len / BYTES_PER_CHECK;
}

/* --- Parsing --- */

static const char *feed_read(void *payload, uint32_t offset, TSPoint position, uint32_t *ret_len)
{
	const struct cst *t = payload;

	if (offset >= t->text.len) {
		*ret_len = 0;
		return "";
	}
	*ret_len = (uint32_t)(t->text.len - offset);
	return t->text.ptr + offset;
}

static bool is_exhausted(TSParseState *state)
{
	struct cst *t = state->payload;

	if (t->checks_left == 0)
		return true;
	t->checks_left--;
	return false;
}

static TSTree *parse(struct cst *t, const struct cst_grammar *g)
{
	TSInput input = { .payload = t, .read = feed_read, .encoding = TSInputEncodingUTF8 };
	TSParseOptions options = { .payload = t, .progress_callback = is_exhausted };
	TSTree *parsed;

	if (!ts_parser_set_language(t->parser, g->language))
		BUG("the C grammars are of another age than the parser library");
	parsed = ts_parser_parse_with_options(t->parser, NULL, input, options);
	ts_parser_reset(t->parser);
	return parsed;
}

/* The new node's index; NONE for a comment. */
static uint32_t copy_node(
	struct cst *t, const struct cst_grammar *g, TSTreeCursor *cursor, uint32_t parent, uint32_t base)
{
	TSNode from = ts_tree_cursor_current_node(cursor);
	TSSymbol symbol = ts_node_symbol(from);
	TSFieldId field = ts_tree_cursor_current_field_id(cursor);
	struct cst_node n = {
		.start = ts_node_start_byte(from) + base,
		.end = ts_node_end_byte(from) + base,
		.next = (uint32_t)t->nodes.len + 1,
		.parent = parent,
		.kind = symbol < g->kind_count ? g->kinds[symbol] : CST_ERROR,
		.field = field < ARRAY_LEN(g->fields) ? g->fields[field] : FIELD_NONE,
		.is_named = ts_node_is_named(from),
	};

	if (ts_node_is_extra(from) && symbol < g->kind_count)
		return NONE;
	vec_push(&t->nodes, n);
	return n.next - 1;
}

/* Literals are leaves: what is in them is no code. */
static bool has_parts(const struct cst *t, uint32_t i)
{
	return i != NONE && cst_kind(t, i) != CST_STRING && cst_kind(t, i) != CST_IDENTIFIER;
}

static void copy_tree(struct cst *t, const struct cst_grammar *g, TSNode root, uint32_t base)
{
	TSTreeCursor cursor = ts_tree_cursor_new(root);
	uint32_t parent = NONE, depth = 0;

	for (;;) {
		uint32_t i = copy_node(t, g, &cursor, parent, base);

		if (has_parts(t, i) && depth < DEPTH_MAX && ts_tree_cursor_goto_first_child(&cursor)) {
			parent = i;
			depth++;
			continue;
		}
		while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
			if (!ts_tree_cursor_goto_parent(&cursor))
				goto out;
			depth--;
			t->nodes.items[parent].next = (uint32_t)t->nodes.len;
			parent = t->nodes.items[parent].parent;
		}
	}
out:
	ts_tree_cursor_delete(&cursor);
}

bool cst_parse(struct cst *t, bool is_cpp, uint32_t start, uint32_t end)
{
	const struct cst_grammar *g = is_cpp ? &t->cpp : &t->c;
	TSTree *parsed;

	vec_clear(&t->nodes);
	if (end - start > BODY_MAX || t->checks_left == 0)
		return false;
	cst_mask(t->source, start, end, &t->text);
	parsed = parse(t, g);
	if (!parsed)
		return false;
	t->has_error = ts_node_has_error(ts_tree_root_node(parsed));
	copy_tree(t, g, ts_tree_root_node(parsed), start);
	ts_tree_delete(parsed);
	return true;
}

/* --- Looking around --- */

uint32_t cst_child(const struct cst *t, uint32_t i, enum cst_field field)
{
	for (uint32_t c = cst_first(t, i); c != NONE; c = cst_next(t, c))
		if (cst_field(t, c) == field)
			return c;
	return NONE;
}

uint32_t cst_nth(const struct cst *t, uint32_t i, uint32_t n)
{
	for (uint32_t c = cst_first(t, i); c != NONE; c = cst_next(t, c))
		if (t->nodes.items[c].is_named && n-- == 0)
			return c;
	return NONE;
}

uint32_t cst_count(const struct cst *t, uint32_t i)
{
	uint32_t count = 0;

	for (uint32_t c = cst_first(t, i); c != NONE; c = cst_next(t, c))
		count += t->nodes.items[c].is_named;
	return count;
}
