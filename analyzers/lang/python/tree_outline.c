/* The outline from the tree: definitions, blocks, imports, marks; one walk that keeps the arms it is in. */
#include "base/base.h"
#include "analyzers/lang/python/tree_outline.h"

#include <stdlib.h>

#include "analyzers/lang/python/terms.h"
#include "analyzers/remark.h"

/* --- Blocks --- */

/* The node that starts with the arm's keyword, for the block that is its body; NONE for a definition's body. */
static uint32_t arm_of(const struct tree *t, uint32_t body)
{
	uint32_t arm = tree_parent(t, body);

	switch (tree_kind(t, arm)) {
	case NODE_IF:
	case NODE_ELIF_CLAUSE:
	case NODE_ELSE_CLAUSE:
	case NODE_FOR:
	case NODE_WHILE:
	case NODE_TRY:
	case NODE_EXCEPT_CLAUSE:
	case NODE_EXCEPT_GROUP_CLAUSE:
	case NODE_FINALLY_CLAUSE:
	case NODE_WITH:
	case NODE_CASE_CLAUSE: return arm;
	default: return NONE;
	}
}

/* The compound statement that an arm belongs to. */
static uint32_t statement_of(const struct tree *t, uint32_t arm)
{
	switch (tree_kind(t, arm)) {
	case NODE_CASE_CLAUSE: return tree_parent(t, tree_parent(t, arm)); /* out of the block of cases */
	case NODE_ELIF_CLAUSE:
	case NODE_ELSE_CLAUSE:
	case NODE_EXCEPT_CLAUSE:
	case NODE_EXCEPT_GROUP_CLAUSE:
	case NODE_FINALLY_CLAUSE: return tree_parent(t, arm);
	default: return arm;
	}
}

/* What stands between the keyword and the colon, or the `as` of a handler. */
static struct str arm_text(const struct tree *t, uint32_t arm)
{
	uint32_t keyword = tree_first(t, arm), colon = tree_child(t, arm, NODE_COLON), as = NONE;
	enum node_kind kind = tree_kind(t, arm);
	struct str text;

	if (tree_kind(t, keyword) == NODE_ASYNC_WORD)
		keyword = tree_next(t, keyword);
	if (colon == NONE || keyword == NONE)
		return STR("");
	if (kind == NODE_EXCEPT_CLAUSE || kind == NODE_EXCEPT_GROUP_CLAUSE) {
		uint32_t value = tree_next(t, keyword);

		as = tree_child(t, tree_kind(t, value) == NODE_AS_PATTERN ? value : arm, NODE_AS_WORD);
	}
	text = str_slice(t->source, t->nodes.items[keyword].end, t->nodes.items[as != NONE ? as : colon].start);
	text = str_trim(text);
	if (kind == NODE_EXCEPT_CLAUSE && str_starts(text, STR("*")))
		text = str_slice(text, 1, text.len); /* `except *X`, with a blank before the star */
	return text;
}

static enum block_kind kind_of_else(const struct tree *t, uint32_t arm)
{
	switch (tree_kind(t, tree_parent(t, arm))) {
	case NODE_TRY: return BLOCK_TRY_ELSE;
	case NODE_FOR:
	case NODE_WHILE: return BLOCK_LOOP;
	default: return BLOCK_ELSE;
	}
}

static enum block_kind kind_of_arm(const struct tree *t, uint32_t arm, struct str text)
{
	switch (tree_kind(t, arm)) {
	case NODE_IF:
	case NODE_ELIF_CLAUSE: return terms_condition(text);
	case NODE_ELSE_CLAUSE: return kind_of_else(t, arm);
	case NODE_TRY: return BLOCK_TRY;
	case NODE_EXCEPT_CLAUSE:
	case NODE_EXCEPT_GROUP_CLAUSE: return terms_handler(text);
	case NODE_FINALLY_CLAUSE: return BLOCK_FINALLY;
	case NODE_WITH: return BLOCK_WITH;
	case NODE_CASE_CLAUSE: return BLOCK_CASE;
	default: return BLOCK_LOOP;
	}
}

static void record_arm(struct outliner *o, struct arm *arm, uint32_t parent)
{
	struct tree *t = o->t;
	uint32_t node = arm_of(t, arm->body), start = t->nodes.items[node].start;
	struct str text = arm_text(t, node);

	arm->id = (uint32_t)o->blocks.len;
	map_add(&o->groups, arm->statement, arm->id);
	vec_push(&o->blocks,
		(struct block){
			.kind = kind_of_arm(t, node, text),
			.parent = parent,
			.def = arm->def,
			.group = map_get(&o->groups, arm->statement),
			.start = start,
			.line = tree_line(t, start),
			.text = terms_fold(o->arena, text),
		});
}

uint32_t outliner_block(struct outliner *o)
{
	uint32_t parent = NONE;

	vec_foreach (struct arm, arm, &o->arms) {
		if (arm->id == NONE)
			record_arm(o, arm, parent);
		parent = arm->id;
	}
	return parent;
}

static void move_arms(struct outliner *o, uint32_t i)
{
	struct tree *t = o->t;

	while (o->arms.len > 0 && i >= t->nodes.items[vec_last(&o->arms)->body].next)
		(void)vec_pop(&o->arms);
	if (tree_kind(t, i) == NODE_BLOCK) {
		uint32_t arm = arm_of(t, i);

		if (arm != NONE)
			vec_push(&o->arms, (struct arm){ i, statement_of(t, arm), NONE, o->scope.def });
	}
}

/* --- Definitions --- */

/* The byte after the line that holds the one before `end`. */
static uint32_t end_of_line(const struct tree *t, uint32_t end)
{
	uint32_t line = tree_line(t, end);

	return line < t->lines.len ? t->lines.items[line] : (uint32_t)t->source.len;
}

static void record_def(struct outliner *o, uint32_t i)
{
	struct tree *t = o->t;
	const struct tree_def *from = &t->defs.items[o->defs.len];
	uint32_t end;

	if (o->defs.len == t->defs.len || from->node != i)
		return;
	end = tree_end(t, i);
	vec_push(&o->defs,
		(struct def){
			.kind = from->is_class ? DEF_CLASS : DEF_FUNCTION,
			.is_async = from->is_async,
			.parent = from->parent,
			.block = outliner_block(o),
			.name = arena_str(o->arena, tree_text(t, from->name)),
			.span = tree_span(t, t->nodes.items[i].start, t->nodes.items[from->name].end),
			.end = end_of_line(t, end),
			.end_line = tree_line(t, end),
		});
	if (from->parent == NONE && !from->is_class && str_is(tree_text(t, from->name), "__getattr__"))
		o->marks |= MARK_LAZY;
}

/* --- Imports --- */

static uint32_t count_dots(struct str text)
{
	uint32_t dots = 0;

	for (size_t i = 0; i < text.len; i++)
		dots += text.ptr[i] == '.';
	return dots;
}

static void read_module(struct outliner *o, uint32_t module, struct import *ret)
{
	struct tree *t = o->t;

	if (tree_kind(t, module) == NODE_RELATIVE_IMPORT) {
		ret->level = count_dots(tree_text(t, tree_first(t, module)));
		module = tree_child(t, module, NODE_DOTTED_NAME);
	}
	if (module == NONE)
		return;
	ret->module = tree_kind(t, module) == NODE_DOTTED_NAME ? tree_dotted(t, module, o->arena)
							       : arena_str(o->arena, tree_text(t, module));
}

static void add_name(struct outliner *o, uint32_t node)
{
	struct tree *t = o->t;
	struct import_name n = { .span = tree_node_span(t, node) };

	if (tree_kind(t, node) == NODE_ALIASED_IMPORT) {
		uint32_t alias = tree_after(t, node, NODE_AS_WORD);

		if (alias != NONE)
			n.alias = arena_str(o->arena, tree_text(t, alias));
		node = tree_first(t, node);
	}
	n.name = tree_dotted(t, node, o->arena);
	vec_push(&o->names, n);
}

/* A `;` at the end of a line stands between the statements too, but joins nothing. */
static bool is_joined(const struct tree *t, uint32_t i)
{
	uint32_t after = tree_next(t, tree_next(t, i));
	const struct node *nodes = t->nodes.items;

	if (tree_follows(t, i, NODE_SEMICOLON) && tree_is_one_line(t, nodes[i - 1].end, nodes[i].start))
		return true;
	return tree_precedes(t, i, NODE_SEMICOLON) && after != NONE &&
		tree_is_one_line(t, tree_end(t, i), nodes[after].start);
}

static void record_import(struct outliner *o, uint32_t i)
{
	struct tree *t = o->t;
	struct import im = {
		.form = tree_kind(t, i) == NODE_IMPORT ? IMPORT_MODULE : IMPORT_FROM,
		.def = o->scope.def,
		.block = outliner_block(o),
		.is_joined = is_joined(t, i),
		.first_name = (uint32_t)o->names.len,
		.span = tree_node_span(t, i),
	};

	if (im.form == IMPORT_FROM)
		read_module(o, tree_next(t, tree_first(t, i)), &im);
	for (uint32_t child = tree_after(t, i, NODE_IMPORT_WORD); child != NONE; child = tree_next(t, child)) {
		switch (tree_kind(t, child)) {
		case NODE_WILDCARD_IMPORT: im.form = IMPORT_STAR; break;
		case NODE_LEFT_PAREN: im.is_parenthesised = true; break;
		case NODE_ALIASED_IMPORT:
		case NODE_DOTTED_NAME: add_name(o, child); break;
		default: break;
		}
	}
	im.name_count = (uint32_t)o->names.len - im.first_name;
	vec_push(&o->imports, im);
}

/* --- The walk --- */

static void visit(struct outliner *o, uint32_t i)
{
	switch (tree_kind(o->t, i)) {
	case NODE_CLASS:
	case NODE_FUNCTION: record_def(o, i); break;
	case NODE_IMPORT:
	case NODE_IMPORT_FROM:
	case NODE_FUTURE_IMPORT: record_import(o, i); break;
	case NODE_CALL: outliner_seam(o, i); break;
	case NODE_DELETE:
	case NODE_EXPRESSION_STATEMENT:
	case NODE_FOR:
	case NODE_WITH: outliner_bind(o, i); break;
	default: break;
	}
}

static void walk(struct outliner *o)
{
	struct tree *t = o->t;

	for (uint32_t i = 0; i < t->nodes.len; i++) {
		scope_move(&o->scope, t, i);
		move_arms(o, i);
		if (tree_kind(t, i) == NODE_STRING)
			i = t->nodes.items[i].next - 1; /* nothing is looked for inside of f-strings */
		else
			visit(o, i);
	}
}

static void mark_file(struct outliner *o)
{
	uint32_t first = tree_first(o->t, 0), text = tree_first(o->t, first);
	struct str doc;

	/* With a comma it is a tuple. */
	if (tree_kind(o->t, first) == NODE_EXPRESSION_STATEMENT && tree_plain_string(o->t, text, &doc) &&
		!tree_precedes(o->t, text, NODE_COMMA) && terms_is_deprecated(doc))
		o->marks |= MARK_DEPRECATED;
	if (terms_is_generated(o->t->source))
		o->marks |= MARK_GENERATED;
	if (remark_is_in(o->t->source))
		o->marks |= MARK_REMARKS;
}

static void release(struct outliner *o)
{
	vec_release(&o->defs);
	vec_release(&o->blocks);
	vec_release(&o->imports);
	vec_release(&o->names);
	vec_release(&o->bindings);
	vec_release(&o->seams);
	vec_release(&o->exports);
	vec_release(&o->arms);
	map_release(&o->groups);
}

void tree_outline(struct tree *t, struct arena *a, struct outline *ret)
{
	struct outliner o = { .t = t, .arena = a, .scope = SCOPE_START };

	walk(&o);
	mark_file(&o);
	*ret = (struct outline){
		.has_exports = o.has_exports,
		.marks = o.marks,
		.line_count = (uint32_t)t->lines.len - (t->lines.items[t->lines.len - 1] == t->source.len),
	};
	arena_take(a, &o.defs, ret->defs, ret->def_count);
	arena_take(a, &o.blocks, ret->blocks, ret->block_count);
	arena_take(a, &o.imports, ret->imports, ret->import_count);
	arena_take(a, &o.names, ret->names, ret->name_count);
	arena_take(a, &o.bindings, ret->bindings, ret->binding_count);
	arena_take(a, &o.seams, ret->seams, ret->seam_count);
	arena_take(a, &o.exports, ret->exports, ret->export_count);
	release(&o);
}
