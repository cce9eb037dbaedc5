/* A Python file's syntax tree as one flat array in source order: what every pass of the parser's side walks. */
#ifndef ANALYZERS_LANG_PYTHON_TREE_H
#define ANALYZERS_LANG_PYTHON_TREE_H

#include "analyzers/lang.h"
#include "base/strbuf.h"

#include <tree_sitter/api.h>

/*
 * The tree that tree-sitter makes is copied once, without comments, into an
 * array of nodes in pre-order, and dies. A subtree is then an index range, a
 * pass is one loop, and no depth of nesting needs a recursion. Tokens
 * (brackets, keywords) are nodes too; strings without interpolation are
 * leaves.
 */
enum node_kind {
	NODE_OTHER, /* an operator, or a kind that no pass asks for */
	NODE_ERROR,
#define NAMED(name, symbol) NODE_##name,
#define TOKEN(name, symbol) NODE_##name,
#include "analyzers/lang/python/tree_kinds.def"
#undef NAMED
#undef TOKEN
	NODE_KIND_COUNT
};

struct node {
	uint32_t start, end; /* bytes */
	uint32_t next;       /* index after the last descendant: the next sibling, when there is one */
	uint32_t parent;     /* NONE for the root, which is node 0 */
	uint16_t kind;       /* enum node_kind */
};

/* A definition found in the array; sorted by node, and so by start. */
struct tree_def {
	uint32_t node;   /* function_definition or class_definition */
	uint32_t outer;  /* the decorated_definition around it, or node */
	uint32_t name;   /* node */
	uint32_t body;   /* the block */
	uint32_t parent; /* the definition whose body it is in, or NONE */
	bool is_class;
	bool is_async;
};

/* One thread's parser and buffers, used for one file after the other. */
struct tree {
	TSParser *parser;
	uint16_t *kinds;     /* enum node_kind by TSSymbol */
	uint32_t kind_count; /* symbols of the grammar */

	struct str source;
	uint64_t known; /* who reads one source several times in turn may put its hash here, and finds it as long as nobody reads another */
	VEC(struct node) nodes;
	VEC(uint32_t) lines; /* offset of the first byte of each line */
	VEC(struct tree_def) defs;
	bool has_error;
	uint32_t error_offset;

	VEC(uint32_t) stack; /* scratch of whoever needs one */
	struct strbuf text;  /* the same */

	struct tree *quoted; /* NULL, or for code inside of a string of this one */
	struct strbuf quote; /* the source of that */
};

struct tree *tree_new(void);
void tree_free(struct tree *t); /* accepts NULL */

/* Parse the ranges (count 0: everything) and fill nodes, lines and defs. Never fails; see has_error. */
void tree_read(struct tree *t, struct str source, const struct range *ranges, uint32_t count);

/* --- Looking around: NONE is a node that has no relatives --- */

static inline enum node_kind tree_kind(const struct tree *t, uint32_t i)
{
	return i == NONE ? NODE_OTHER : (enum node_kind)t->nodes.items[i].kind;
}

static inline uint32_t tree_parent(const struct tree *t, uint32_t i)
{
	return i == NONE ? NONE : t->nodes.items[i].parent;
}

/* The first child, or NONE. */
static inline uint32_t tree_first(const struct tree *t, uint32_t i)
{
	return i != NONE && t->nodes.items[i].next > i + 1 ? i + 1 : NONE;
}

/* The next sibling, or NONE. */
static inline uint32_t tree_next(const struct tree *t, uint32_t i)
{
	const struct node *n = t->nodes.items + (i == NONE ? 0 : i);

	return i != NONE && n->parent != NONE && n->next < t->nodes.items[n->parent].next ? n->next : NONE;
}

#define tree_each_child(t, child, of) \
	for (uint32_t child = tree_first((t), (of)); child != NONE; child = tree_next((t), child))

uint32_t tree_child(const struct tree *t, uint32_t i, enum node_kind kind); /* the first one of this kind, or NONE */

/* Is the sibling before (after) a token of this kind? */
bool tree_follows(const struct tree *t, uint32_t i, enum node_kind token);
bool tree_precedes(const struct tree *t, uint32_t i, enum node_kind token);

/* The child right after the first child token of this kind, or NONE: `tree_after(t, assignment, NODE_EQ)`. */
uint32_t tree_after(const struct tree *t, uint32_t i, enum node_kind token);

/* Is there no line break between two places outside of brackets, or only one after a backslash? */
bool tree_is_one_line(const struct tree *t, uint32_t end, uint32_t next);

/*
 * The first target of an assignment. The grammar reads `a,` on one line and
 * `b = 1` on the next as one statement; but no brackets are around a list of
 * targets, so what stands before a line break is none of them.
 */
uint32_t tree_first_target(const struct tree *t, uint32_t targets);

static inline struct str tree_text(const struct tree *t, uint32_t i)
{
	const struct node *n = &t->nodes.items[i];

	return (struct str){ t->source.ptr + n->start, n->end - n->start };
}

/* Where the last token of the subtree ends. */
uint32_t tree_end(const struct tree *t, uint32_t i);

struct span tree_span(const struct tree *t, uint32_t start, uint32_t end);
static inline struct span tree_node_span(const struct tree *t, uint32_t i)
{
	return tree_span(t, t->nodes.items[i].start, tree_end(t, i));
}
uint32_t tree_line(const struct tree *t, uint32_t offset); /* from 1 */

/*
 * Walk along with the definitions: after scope_move(&s, t, i) for increasing
 * i, s.def is the definition whose body holds node i (headers belong to the
 * scope around them), or NONE.
 */
struct scope {
	uint32_t def, following;
};
#define SCOPE_START ((struct scope){ NONE, 0 })

static inline void scope_move(struct scope *s, const struct tree *t, uint32_t i)
{
	const struct tree_def *defs = t->defs.items;

	while (s->def != NONE && i >= t->nodes.items[defs[s->def].body].next)
		s->def = defs[s->def].parent;
	while (s->following < t->defs.len && defs[s->following].body <= i) {
		if (i < t->nodes.items[defs[s->following].body].next)
			s->def = s->following;
		s->following++;
	}
}

/* --- Names (tree_name.c) --- */

/* Strip parentheses and `await`. */
uint32_t tree_bare(const struct tree *t, uint32_t i);

/* Is the whole expression a dotted name (identifier, attribute of one, dotted_name)? */
bool tree_is_dotted(const struct tree *t, uint32_t i);

/* The dotted name without white space, in the arena; only when tree_is_dotted(). */
struct str tree_dotted(struct tree *t, uint32_t i, struct arena *a);

/*
 * The name of a callee that need not be a plain dotted one: arguments and
 * subscripts are cut off ("get_factory().create", "self._pool[].run"),
 * parentheses and await left out. Empty when it does not start with a name.
 */
struct str tree_chain(struct tree *t, uint32_t i, struct arena *a);

/* Is it getattr(x, "name", ...)? Then it is the attribute x.name, and is called so in chains. */
bool tree_named_attribute(const struct tree *t, uint32_t i, struct str *ret_attribute);

/* The last component and the one before it of a dotted name or chain, as slices of the source; empty when absent. */
struct str tree_last_name(const struct tree *t, uint32_t i);
struct str tree_receiver(const struct tree *t, uint32_t i);

/* The callee of a call, and its n-th positional argument (NONE when absent). */
uint32_t tree_callee(const struct tree *t, uint32_t call);
uint32_t tree_argument(const struct tree *t, uint32_t call, uint32_t n);

/* The content of a plain string literal (no b or f prefix, one piece), as written between the quotes. */
bool tree_plain_string(const struct tree *t, uint32_t i, struct str *ret_content);

/* The docstring that a definition's body begins with; of several pieces the first. */
bool tree_docstring(const struct tree *t, uint32_t body, struct str *ret_content);

/* The text with runs of white space that hold a newline folded to one space, at most `limit` bytes, in the arena. */
struct str tree_fold(struct tree *t, struct str text, size_t limit, struct arena *a);

/* --- The passes --- */

void tree_outline(struct tree *t, struct arena *a, struct outline *ret);
void tree_details(struct tree *t, struct arena *a, struct details *ret);

/* The parts of tree_details(); items are those of details, one for each of t->defs. */
void tree_headers(struct tree *t, struct arena *a, struct detail *items);
void tree_bodies(struct tree *t, struct arena *a, struct detail *items);
void tree_tokens(struct tree *t, struct arena *a, struct detail *items);
void tree_uses(struct tree *t, struct arena *a, struct details *ret);
void tree_lazy_names(struct tree *t, struct arena *a, struct details *ret);

/* What the source does with state; items and uses as in tree_details(), without hashes and shingles. */
struct state_facts;
void tree_state(struct tree *t, struct arena *a, struct state_facts *ret);

#endif
