/* Which arms of try and if statements take part when a module is imported. */
#include "base/base.h"
#include "analyzers/link_impl.h"

/* Values of link.fails besides the byte of the import that fails. */
#define FAIL_NEVER (UINT32_MAX - 1)
#define FAIL_BUSY (UINT32_MAX - 2)

/* Far beyond what people write; a hostile chain of a million modules must not use up the stack. */
#define LIVE_DEPTH_MAX 100

static bool is_below(const struct outline *o, uint32_t block, uint32_t above)
{
	while (block != NONE && block != above)
		block = o->blocks[block].parent;
	return block == above;
}

static enum force block_force(struct link *l, file_id file, uint32_t b, uint32_t at);

/* Is the import run whenever the try arm is run up to it, and does its failure leave the arm? */
static bool is_certain(struct link *l, file_id file, const struct import *import, uint32_t arm)
{
	const struct outline *o = link_outline(l, file);

	for (uint32_t b = import->block; b != arm; b = o->blocks[b].parent) {
		/* A try within has handlers of its own, which may be too small to have been recorded. */
		if (o->blocks[b].kind == BLOCK_TRY || block_force(l, file, b, import->span.start) != FORCE_SURE)
			return false;
	}
	return true;
}

static bool is_bad(const struct target *t)
{
	return t->kind == TARGET_NO_MODULE || t->kind == TARGET_NO_NAME;
}

static bool import_fails(struct link *l, file_id file, uint32_t index)
{
	const struct import *import = &link_outline(l, file)->imports[index];
	struct target t;

	if (import->form == IMPORT_STAR) {
		t = link_import_module(l, file, index);
		return is_bad(&t);
	}
	for (uint32_t n = 0; n < import->name_count; n++) {
		t = link_import(l, file, index, n);
		if (is_bad(&t))
			return true;
	}
	return false;
}

static uint32_t first_failure(struct link *l, file_id file, uint32_t arm)
{
	const struct outline *o = link_outline(l, file);
	const struct block *block = &o->blocks[arm];

	for (uint32_t i = 0; i < o->import_count; i++) {
		const struct import *import = &o->imports[i];

		if (import->span.start < block->start || import->def != block->def)
			continue;
		if (!is_below(o, import->block, arm))
			continue;
		if (is_certain(l, file, import, arm) && import_fails(l, file, i))
			return import->span.start;
	}
	return FAIL_NEVER;
}

/*
 * Where the imports of a try arm fail. Modules may try to import each other:
 * an arm that is being looked at is then taken to succeed. What follows from
 * that is remembered all the same, lest every circle be walked in every way.
 */
static uint32_t arm_failure(struct link *l, file_id file, uint32_t arm)
{
	uint64_t key = map_pair(file, arm);
	uint32_t known = map_get(&l->fails, key);

	if (known == FAIL_BUSY || (known == NONE && l->busy >= LIVE_DEPTH_MAX)) {
		l->assumptions++;
		return FAIL_NEVER;
	}
	if (known != NONE)
		return known;
	map_set(&l->fails, key, FAIL_BUSY);
	l->busy++;
	known = first_failure(l, file, arm);
	l->busy--;
	map_set(&l->fails, key, known);
	return known;
}

/* --- The force of one arm --- */

static bool catches_imports(enum block_kind kind)
{
	return kind == BLOCK_EXCEPT_IMPORT || kind == BLOCK_EXCEPT_ANY;
}

static enum force handler_force(struct link *l, file_id file, uint32_t handler)
{
	const struct outline *o = link_outline(l, file);
	uint32_t arm = o->blocks[handler].group;

	if (o->blocks[arm].kind != BLOCK_TRY || arm_failure(l, file, arm) == FAIL_NEVER)
		return FORCE_DEAD;
	for (uint32_t b = arm + 1; b < handler; b++)
		if (o->blocks[b].group == arm && catches_imports(o->blocks[b].kind))
			return FORCE_DEAD;
	return FORCE_SURE;
}

static enum truth block_truth(const struct link *l, file_id file, const struct block *block)
{
	switch (block->kind) {
	case BLOCK_TYPE_CHECKING:
	case BLOCK_MAIN: return TRUTH_NO;
	case BLOCK_IF: return link_hooks(l, file)->truth(block->text);
	default: return TRUTH_UNKNOWN;
	}
}

/* An if, elif or else: what was asked before it counts as well. */
static enum force branch_force(const struct link *l, file_id file, uint32_t branch)
{
	const struct outline *o = link_outline(l, file);
	const struct block *block = &o->blocks[branch];
	bool is_first_known = block->group != branch;
	enum force force = FORCE_SURE;

	for (uint32_t b = block->group; b < branch; b++) {
		if (o->blocks[b].group != block->group)
			continue;
		switch (block_truth(l, file, &o->blocks[b])) {
		case TRUTH_YES: return FORCE_DEAD;
		case TRUTH_UNKNOWN: force = FORCE_CONDITIONAL; break;
		case TRUTH_NO: break;
		}
	}
	if (block->kind == BLOCK_ELSE)
		return is_first_known ? force : FORCE_CONDITIONAL;
	switch (block_truth(l, file, block)) {
	case TRUTH_YES: return force;
	case TRUTH_NO: return FORCE_DEAD;
	default: return FORCE_CONDITIONAL;
	}
}

static enum force block_force(struct link *l, file_id file, uint32_t b, uint32_t at)
{
	const struct block *block = &link_outline(l, file)->blocks[b];

	switch (block->kind) {
	case BLOCK_TRY: return at >= arm_failure(l, file, b) ? FORCE_DEAD : FORCE_SURE;
	case BLOCK_EXCEPT_IMPORT:
	case BLOCK_EXCEPT_ANY: return handler_force(l, file, b);
	case BLOCK_TRY_ELSE:
		return link_outline(l, file)->blocks[block->group].kind == BLOCK_TRY &&
				arm_failure(l, file, block->group) != FAIL_NEVER
			? FORCE_DEAD
			: FORCE_SURE;
	case BLOCK_TYPE_CHECKING: return FORCE_TYPES;
	case BLOCK_IF:
	case BLOCK_ELSE: return branch_force(l, file, b);
	case BLOCK_LOOP:
	case BLOCK_CASE: return FORCE_CONDITIONAL;
	case BLOCK_FINALLY:
	case BLOCK_WITH: return FORCE_SURE;
	default: return FORCE_DEAD; /* another exception's handler, or run as a program only */
	}
}

enum force live_force(struct link *l, file_id file, uint32_t def, uint32_t block, uint32_t at)
{
	const struct outline *o = link_outline(l, file);
	enum force force = FORCE_SURE;

	for (uint32_t b = block; b != NONE && o->blocks[b].def == def && force > FORCE_DEAD; b = o->blocks[b].parent)
		force = MIN(force, block_force(l, file, b, at));
	return force;
}

bool link_is_live(struct link *l, file_id file, uint32_t block, uint32_t at)
{
	const struct outline *o = link_outline(l, file);

	for (uint32_t b = block; b != NONE; b = o->blocks[b].parent)
		if (block_force(l, file, b, at) < FORCE_CONDITIONAL)
			return false;
	return true;
}
