/* The syntax tree of one body as a flat array in source order. */
#ifndef ANALYZERS_LANG_C_CST_H
#define ANALYZERS_LANG_C_CST_H

#include "base/strbuf.h"
#include "base/vec.h"

#include <tree_sitter/api.h>

enum cst_kind {
	CST_OTHER,
	CST_ERROR,
#define KIND(name, symbol) CST_##name,
#include "analyzers/lang/c/cst_kinds.def"
#undef KIND
	CST_KIND_COUNT
};

enum cst_field {
	FIELD_NONE,
	FIELD_ARGUMENT,
	FIELD_ARGUMENTS,
	FIELD_CONDITION,
	FIELD_DECLARATOR,
	FIELD_FIELD,
	FIELD_FUNCTION,
	FIELD_LEFT,
	FIELD_OPERATOR,
	FIELD_RIGHT,
	FIELD_TYPE,
	FIELD_VALUE,
	FIELD_COUNT
};

struct cst_node {
	uint32_t start, end; /* bytes of the file */
	uint32_t next;       /* index behind the last descendant */
	uint32_t parent;     /* NONE for the root, node 0 */
	uint8_t kind, field;
	bool is_named;
};

/* One grammar with its names in our numbers. */
struct cst_grammar {
	const TSLanguage *language;
	uint8_t *kinds; /* by TSSymbol */
	uint32_t kind_count;
	uint8_t fields[256]; /* by TSFieldId */
};

struct cst {
	TSParser *parser;
	struct cst_grammar c, cpp;
	struct str source;  /* the file */
	struct strbuf text; /* the body as it is parsed: same length, masked */
	VEC(struct cst_node) nodes;
	uint64_t checks_left; /* of the file */
	bool has_error;
};

struct cst *cst_new(void);
void cst_free(struct cst *t);

/* Before the bodies of a file: sets its budget. */
void cst_begin(struct cst *t, struct str source);

/*
 * Parses source[start, end), a braced body, by itself. False when the budget
 * of the file is used up, or the body is beyond all bounds.
 */
bool cst_parse(struct cst *t, bool is_cpp, uint32_t start, uint32_t end);

/* cst_mask.c: fills t->text with source[start, end): directives, lost arms of #if and attribute macros as spaces. */
void cst_mask(struct str source, uint32_t start, uint32_t end, struct strbuf *out);

static inline enum cst_kind cst_kind(const struct cst *t, uint32_t i)
{
	return i == NONE ? CST_OTHER : (enum cst_kind)t->nodes.items[i].kind;
}

static inline uint32_t cst_parent(const struct cst *t, uint32_t i)
{
	return i == NONE ? NONE : t->nodes.items[i].parent;
}

static inline enum cst_field cst_field(const struct cst *t, uint32_t i)
{
	return i == NONE ? FIELD_NONE : (enum cst_field)t->nodes.items[i].field;
}

static inline uint32_t cst_first(const struct cst *t, uint32_t i)
{
	return i != NONE && t->nodes.items[i].next > i + 1 ? i + 1 : NONE;
}

static inline uint32_t cst_next(const struct cst *t, uint32_t i)
{
	const struct cst_node *n = &t->nodes.items[i];

	return n->parent != NONE && n->next < t->nodes.items[n->parent].next ? n->next : NONE;
}

static inline struct str cst_text(const struct cst *t, uint32_t i)
{
	return i == NONE ? (struct str){ "", 0 } : str_slice(t->source, t->nodes.items[i].start, t->nodes.items[i].end);
}

/* The child in a role, or NONE. */
uint32_t cst_child(const struct cst *t, uint32_t i, enum cst_field field);

/* The n-th named child, or NONE. */
uint32_t cst_nth(const struct cst *t, uint32_t i, uint32_t n);
uint32_t cst_count(const struct cst *t, uint32_t i);

#endif
