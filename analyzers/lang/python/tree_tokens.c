/* Bodies as normalised tokens: what two definitions have in common when layout, names of locals and talk are set apart. */
#include "base/base.h"
#include "analyzers/lang/python/tree.h"

#include <stdlib.h>
#include <string.h>

#include "analyzers/lang/python/tree_locals.h"
#include "analyzers/lang/python/tree_speech.h"
#include "base/bisect.h"

#define WINDOW 5 /* tokens in a shingle: as facts.h says */

/* Tokens that stand for no text. Layout that has a meaning is among them: where a statement begins, a block ends. */
enum mark { MARK_STATEMENT = 1, MARK_BLOCK_END, MARK_STRING_END };

/* Added to hashes, so that the string "x", the bytes b"x" and the name x are three tokens. */
#define SALT_MARK UINT64_C(0x9E3779B97F4A7C15)
#define SALT_LOCAL UINT64_C(0xC2B2AE3D27D4EB4F)
#define SALT_STRING UINT64_C(0x165667B19E3779F9)
#define SALT_BYTES UINT64_C(0x27D4EB2F165667C5)
#define SALT_RAW UINT64_C(0x85EBCA77C2B2AE63)

/* A block that the walk is in. */
struct open_block {
	uint32_t end; /* the node after it */
	uint32_t def; /* whose body it is, or NONE */
};

struct tokens {
	const struct tree *t;
	struct locals locals;
	struct scope scope;
	uint32_t wanted; /* nodes before this one are in a definition */
	VEC(uint64_t) hashes;
	VEC(uint32_t) nodes; /* parallel: where each token is from, ascending */
	struct arena scratch;
	VEC(struct open_block) blocks;
	uint32_t *ends; /* by definition: the token after its last; several blocks may end at one node */
};

static void add(struct tokens *k, uint32_t node, uint64_t hash)
{
	vec_push(&k->hashes, hash);
	vec_push(&k->nodes, node);
}

static void add_mark(struct tokens *k, uint32_t node, enum mark mark)
{
	add(k, node, SALT_MARK * mark);
}

/* --- What is left out --- */

static bool is_left_out_type(const struct tree *t, uint32_t i)
{
	switch (tree_kind(t, tree_parent(t, i))) {
	case NODE_ASSIGNMENT:
	case NODE_FUNCTION:
	case NODE_TYPED_DEFAULT_PARAMETER:
	case NODE_TYPED_PARAMETER: return true;
	default: return false;
	}
}

/* A comma before the closing bracket is layout, but for the tuple of one. */
static bool is_trailing_comma(const struct tree *t, uint32_t i)
{
	enum node_kind next = tree_kind(t, tree_next(t, i)), around = tree_kind(t, tree_parent(t, i));

	return around != NODE_TUPLE && around != NODE_SUBSCRIPT &&
		(next == NODE_RIGHT_PAREN || next == NODE_RIGHT_BRACKET || next == NODE_RIGHT_BRACE);
}

static bool is_nothing(const struct tree *t, uint32_t statement)
{
	switch (tree_kind(t, tree_first(t, statement))) {
	case NODE_CONCATENATED_STRING:
	case NODE_ELLIPSIS:
	case NODE_STRING: return true;
	default: return false;
	}
}

/* With all that is below it. */
static bool is_left_out(const struct tree *t, uint32_t i)
{
	switch (tree_kind(t, i)) {
	case NODE_ARROW:
	case NODE_PASS:
	case NODE_PRINT:
	case NODE_SEMICOLON:
	case NODE_TYPE_PARAMETER: return true;
	case NODE_TYPE: return is_left_out_type(t, i);
	case NODE_COLON: return is_left_out_type(t, i) && tree_kind(t, tree_parent(t, i)) != NODE_FUNCTION;
	case NODE_COMMA: return is_trailing_comma(t, i);
	case NODE_LEFT_PAREN:
	case NODE_RIGHT_PAREN: return tree_kind(t, tree_parent(t, i)) == NODE_IMPORT_FROM;
	case NODE_EXPRESSION_STATEMENT:
		return is_nothing(t, i) || (speech_is(t, i) && tree_kind(t, tree_first(t, i)) != NODE_ASSIGNMENT);
	default: return false;
	}
}

/* --- Leaves --- */

static uint64_t salt_of_prefix(struct str prefix)
{
	uint64_t salt = SALT_STRING;

	for (size_t i = 0; i < prefix.len; i++) {
		if (prefix.ptr[i] == 'b' || prefix.ptr[i] == 'B')
			salt += SALT_BYTES;
		if (prefix.ptr[i] == 'r' || prefix.ptr[i] == 'R')
			salt += SALT_RAW;
	}
	return salt;
}

/* By prefix and content; which quotes are around it is layout. */
static void add_string(struct tokens *k, uint32_t i)
{
	struct str text = tree_text(k->t, i), content;
	size_t prefix = 0, quotes;

	while (prefix < text.len && text.ptr[prefix] != '"' && text.ptr[prefix] != '\'')
		prefix++;
	content = str_slice(text, prefix, text.len);
	quotes = content.len >= 6 && content.ptr[1] == content.ptr[0] && content.ptr[2] == content.ptr[0] ? 3 : 1;
	content = str_slice(content, quotes, content.len - MIN(quotes, content.len));
	add(k, i, str_hash(content) + salt_of_prefix(str_slice(text, 0, prefix)));
}

/* Attributes, keywords, imported names and methods are called by their names from outside. */
static bool is_own_name(const struct tree *t, uint32_t i)
{
	uint32_t parent = tree_parent(t, i);

	switch (tree_kind(t, parent)) {
	case NODE_ATTRIBUTE: return tree_first(t, parent) == i;
	case NODE_KEYWORD_ARGUMENT:
	case NODE_KEYWORD_PATTERN: return tree_first(t, parent) != i;
	case NODE_ALIASED_IMPORT: return false;
	case NODE_DOTTED_NAME: return tree_first(t, parent) == i;
	default: return true;
	}
}

static bool is_method_name(const struct tokens *k, uint32_t i)
{
	enum node_kind parent = tree_kind(k->t, tree_parent(k->t, i));

	return (parent == NODE_FUNCTION || parent == NODE_CLASS) && k->scope.def != NONE &&
		k->t->defs.items[k->scope.def].is_class;
}

static void add_identifier(struct tokens *k, uint32_t i)
{
	uint32_t def = k->scope.def, hops, number;

	if (k->scope.following < k->t->defs.len && i >= k->t->defs.items[k->scope.following].node &&
		locals_is_param(k->t, i))
		def = k->scope.following;
	if (is_own_name(k->t, i) && !is_method_name(k, i) && locals_number(&k->locals, k->t, def, i, &hops, &number))
		add(k, i, SALT_LOCAL * (map_pair(hops, number) + 1));
	else
		add(k, i, str_hash(tree_text(k->t, i)));
}

static void add_leaf(struct tokens *k, uint32_t i)
{
	const struct node *n = &k->t->nodes.items[i];

	if (n->start == n->end)
		return;
	switch (tree_kind(k->t, i)) {
	case NODE_IDENTIFIER: add_identifier(k, i); break;
	case NODE_STRING: add_string(k, i); break;
	case NODE_STRING_CONTENT: add(k, i, str_hash(tree_text(k->t, i)) + SALT_STRING); break;
	case NODE_STRING_START: add(k, i, salt_of_prefix(tree_text(k->t, i))); break;
	case NODE_STRING_END: add_mark(k, i, MARK_STRING_END); break;
	default: add(k, i, str_hash(tree_text(k->t, i)));
	}
}

/* --- The walk --- */

/* The node that a definition's tokens begin with: its own name is not among them. */
static uint32_t first_node(const struct tree *t, const struct tree_def *def)
{
	uint32_t params = def->is_class ? NONE : tree_child(t, def->node, NODE_PARAMETERS);

	return params == NONE ? def->body : params;
}

static void leave_blocks(struct tokens *k, uint32_t i)
{
	while (k->blocks.len > 0 && i >= vec_last(&k->blocks)->end) {
		struct open_block left = vec_pop(&k->blocks);

		add_mark(k, left.end - 1, MARK_BLOCK_END);
		if (left.def != NONE)
			k->ends[left.def] = (uint32_t)k->hashes.len;
	}
}

static void enter_block(struct tokens *k, uint32_t i)
{
	bool is_body = k->scope.def != NONE && k->t->defs.items[k->scope.def].body == i;

	vec_push(&k->blocks, (struct open_block){ k->t->nodes.items[i].next, is_body ? k->scope.def : NONE });
}

/* Outside of definitions nothing is wanted: go on until the next one begins. */
static void move_wanted(struct tokens *k, uint32_t i)
{
	const struct tree *t = k->t;

	if (tree_kind(t, i) == NODE_PARAMETERS && k->scope.following < t->defs.len &&
		tree_parent(t, i) == t->defs.items[k->scope.following].node)
		k->wanted = MAX(k->wanted, t->nodes.items[t->defs.items[k->scope.following].node].next);
	else if (k->scope.def != NONE && i == t->defs.items[k->scope.def].body)
		k->wanted = MAX(k->wanted, t->nodes.items[i].next);
}

static void walk(struct tokens *k)
{
	const struct tree *t = k->t;

	for (uint32_t i = 0; i < t->nodes.len; i++) {
		leave_blocks(k, i);
		scope_move(&k->scope, t, i);
		if (i >= k->wanted)
			move_wanted(k, i);
		if (i >= k->wanted)
			continue;
		if (is_left_out(t, i)) {
			i = t->nodes.items[i].next - 1;
			continue;
		}
		if (tree_kind(t, tree_parent(t, i)) == NODE_BLOCK)
			add_mark(k, i, MARK_STATEMENT);
		if (tree_kind(t, i) == NODE_BLOCK)
			enter_block(k, i);
		else if (t->nodes.items[i].next == i + 1)
			add_leaf(k, i);
	}
	leave_blocks(k, (uint32_t)t->nodes.len);
}

/* --- Hashes --- */

static uint64_t hash_of(const uint64_t *hashes, size_t count)
{
	return str_hash((struct str){ (const char *)hashes, count * sizeof(*hashes) });
}

/* The first token that is from this node or a later one. */
static uint32_t token_at(const struct tokens *k, uint32_t node)
{
	size_t at;

	bisect(at, k->nodes.len, k->nodes.items[at] < node);
	return (uint32_t)at;
}

/*
 * Hashes are spread evenly: put each where its size says it belongs, and
 * hardly anything is left to exchange. qsort() took a tenth of all parsing.
 * The result is in scratch memory.
 */
static uint64_t *sort_hashes(struct tokens *k, const uint64_t *hashes, uint32_t count)
{
	uint32_t *places = arena_array(&k->scratch, uint32_t, (size_t)count + 1);
	uint64_t *sorted = arena_array(&k->scratch, uint64_t, count);

	for (uint32_t i = 0; i < count; i++)
		places[((hashes[i] >> 32) * count >> 32) + 1]++;
	for (uint32_t i = 0; i < count; i++)
		places[i + 1] += places[i];
	for (uint32_t i = 0; i < count; i++)
		sorted[places[(hashes[i] >> 32) * count >> 32]++] = hashes[i];
	for (uint32_t i = 1; i < count; i++) {
		uint64_t hash = sorted[i];
		uint32_t at = i;

		for (; at > 0 && sorted[at - 1] > hash; at--)
			sorted[at] = sorted[at - 1];
		sorted[at] = hash;
	}
	return sorted;
}

static void set_shingles(
	struct tokens *k, struct detail *item, const uint64_t *windows, uint32_t count, struct arena *a)
{
	uint64_t *sorted = sort_hashes(k, windows, count);
	uint32_t unique = 0;

	for (uint32_t i = 0; i < count; i++)
		if (unique == 0 || sorted[unique - 1] != sorted[i])
			sorted[unique++] = sorted[i];
	item->shingles = arena_copy(a, sorted, unique, sizeof(*sorted));
	item->shingle_count = unique;
	arena_reset(&k->scratch);
}

/* windows[i] is the hash of the window that begins with token i, as far as there is one. */
static uint64_t *hash_windows(const struct tokens *k)
{
	uint64_t *windows = xcalloc(k->hashes.len + 1, sizeof(*windows));

	for (size_t i = 0; i + WINDOW <= k->hashes.len; i++)
		windows[i] = hash_of(k->hashes.items + i, WINDOW);
	return windows;
}

static void set_hashes(
	struct tokens *k, const uint64_t *windows, uint32_t d, struct arena *a, struct detail *item)
{
	const struct tree_def *def = &k->t->defs.items[d];
	uint32_t first = token_at(k, first_node(k->t, def));
	uint32_t end = k->ends[d] ? k->ends[d] : token_at(k, k->t->nodes.items[def->node].next);

	item->token_count = end - MIN(first, end);
	if (item->token_count == 0) {
		item->body_hash = hash_of(NULL, 0);
		return;
	}
	item->body_hash = hash_of(k->hashes.items + first, item->token_count);
	if (item->token_count >= WINDOW)
		set_shingles(k, item, windows + first, item->token_count - WINDOW + 1, a);
	else
		set_shingles(k, item, &item->body_hash, 1, a);
}

void tree_tokens(struct tree *t, struct arena *a, struct detail *items)
{
	struct tokens k = { .t = t, .scope = SCOPE_START };
	uint64_t *windows;

	k.ends = xcalloc(t->defs.len + 1, sizeof(*k.ends));
	locals_find(&k.locals, t);
	walk(&k);
	windows = hash_windows(&k);
	for (uint32_t i = 0; i < t->defs.len; i++)
		set_hashes(&k, windows, i, a, &items[i]);
	free(windows);
	free(k.ends);
	arena_release(&k.scratch);
	locals_release(&k.locals);
	vec_release(&k.hashes);
	vec_release(&k.nodes);
	vec_release(&k.blocks);
}
