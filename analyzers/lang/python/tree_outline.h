/* What the outline is collected in while the parser's side walks over a tree; see terms.h for the rules. */
#ifndef ANALYZERS_LANG_PYTHON_TREE_OUTLINE_H
#define ANALYZERS_LANG_PYTHON_TREE_OUTLINE_H

#include "analyzers/lang/python/tree.h"
#include "base/map.h"

/* An arm of a compound statement that the walk is in. */
struct arm {
	uint32_t body;      /* node */
	uint32_t statement; /* node: arms of one statement share a group */
	uint32_t id;        /* in blocks, or NONE as long as nothing below it was recorded */
	uint32_t def;
};

struct outliner {
	struct tree *t;
	struct arena *arena;
	struct scope scope;
	VEC(struct arm) arms; /* outermost first */
	struct map groups;    /* statement -> id of its first recorded arm */
	VEC(struct def) defs;
	VEC(struct block) blocks;
	VEC(struct import) imports;
	VEC(struct import_name) names;
	VEC(struct binding) bindings;
	VEC(struct seam) seams;
	VEC(struct str) exports;
	bool has_exports;
	unsigned marks;
};

/* The innermost block at the place of the walk, or NONE; records it and those around it. */
uint32_t outliner_block(struct outliner *o);

/* tree_bind.c: what a statement binds at module or class level, and what it does to __all__. */
void outliner_bind(struct outliner *o, uint32_t statement);

/* tree_seam.c */
void outliner_seam(struct outliner *o, uint32_t call);

#endif
