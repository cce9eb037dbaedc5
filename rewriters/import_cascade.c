/* try: import, except ImportError: import from elsewhere, and so on: one import when all arms would say the same. */
#include "base/base.h"
#include "rewriters/import_impl.h"

#include "base/strbuf.h"

static bool is_arm(enum block_kind kind)
{
	return kind == BLOCK_TRY || kind == BLOCK_EXCEPT_IMPORT || kind == BLOCK_EXCEPT_ANY;
}

/* Is a block one of the group's arms, or inside of one? *ret_arm is that arm. */
static bool is_in_group(const struct outline *o, uint32_t block, uint32_t group, uint32_t *ret_arm)
{
	for (; block != NONE; block = o->blocks[block].parent) {
		if (o->blocks[block].group != group)
			continue;
		*ret_arm = block;
		return true;
	}
	return false;
}

/* The outermost try statement around an import that is arms all the way; NONE when there is none. */
static uint32_t outermost_group(const struct outline *o, const struct import *im)
{
	uint32_t found = NONE;

	for (uint32_t b = im->block; b != NONE && is_arm(o->blocks[b].kind) && o->blocks[b].def == im->def; b = o->blocks[b].parent)
		found = o->blocks[b].group;
	return found;
}

struct cascade {
	struct planner *planner;
	file_id file;
	uint32_t group;
	uint32_t first, last; /* imports of the group */
	uint32_t arm_last;    /* the last one of the try arm */
};

static bool find_imports(struct cascade *c)
{
	const struct outline *o = outline_of(c->planner, c->file);
	uint32_t arm;

	c->first = c->last = c->arm_last = NONE;
	for (uint32_t i = 0; i < o->import_count; i++) {
		if (!is_in_group(o, o->imports[i].block, c->group, &arm))
			continue;
		c->first = MIN(c->first, i);
		c->last = i;
		if (o->blocks[arm].kind == BLOCK_TRY)
			c->arm_last = i;
		/* Imports of a try within the try arm may or may not happen. */
		if (o->blocks[arm].kind == BLOCK_TRY && o->imports[i].block != arm)
			return false;
		if (o->imports[i].form != IMPORT_FROM)
			return false;
	}
	return c->arm_last != NONE && c->arm_last < c->last;
}

/* What a name of an arm will be: moved by this plan, or as it is. */
static struct target end_of(const struct cascade *c, const struct statement_plan *s, uint32_t n)
{
	struct link *l = planner_input(c->planner)->link;
	const struct name_plan *x = &s->names[n];

	if (x->move.kind == MOVE_TO && x->level == MEND_SAFE)
		return link_name(l, x->target, x->move.name);
	return link_import(l, c->file, s->import, n);
}

static bool is_same(const struct target *a, const struct target *b)
{
	return a->kind == b->kind && a->file == b->file && a->index == b->index;
}

/* What the try arm binds a name to. False when it binds it not, or to nothing that is sure to be there. */
static bool end_in_arm(const struct cascade *c, struct str bound, struct target *ret)
{
	const struct outline *o = outline_of(c->planner, c->file);

	for (uint32_t i = c->first; i <= c->arm_last; i++) {
		struct statement_plan s = statement_plan(c->planner, c->file, i);

		for (uint32_t n = 0; n < o->imports[i].name_count; n++) {
			if (!str_eq(bound_of(c->planner, c->file, i, n), bound))
				continue;
			*ret = end_of(c, &s, n);
			return ret->kind == TARGET_DEF && (s.names[n].level == MEND_NONE || s.names[n].level == MEND_SAFE);
		}
	}
	return false;
}

static bool arm_is_sure(const struct cascade *c)
{
	const struct outline *o = outline_of(c->planner, c->file);
	struct target t;

	for (uint32_t i = c->first; i <= c->arm_last; i++)
		for (uint32_t n = 0; n < o->imports[i].name_count; n++)
			if (!end_in_arm(c, bound_of(c->planner, c->file, i, n), &t))
				return false;
	return true;
}

/* Can the handlers give nothing else than the try arm does? */
static bool handlers_add_nothing(const struct cascade *c)
{
	const struct outline *o = outline_of(c->planner, c->file);
	struct link *l = planner_input(c->planner)->link;

	for (uint32_t i = c->arm_last + 1; i <= c->last; i++) {
		for (uint32_t n = 0; n < o->imports[i].name_count; n++) {
			struct target own = link_import(l, c->file, i, n), first;

			if (!end_in_arm(c, bound_of(c->planner, c->file, i, n), &first))
				return false;
			if (own.kind != TARGET_NO_MODULE && own.kind != TARGET_NO_NAME && !is_same(&own, &first))
				return false;
		}
	}
	return true;
}

/* --- The edit: first the arm out of its try, then its statements --- */

static void skim(struct planner *p, file_id file, struct str text, struct outline *ret)
{
	*ret = (struct outline){ 0 };
	planner_input(p)->project->files[file].lang->skim(planner_parser(p, file), text, planner_arena(p), ret);
}

static bool apply(struct planner *p, const struct source_edits *edits, struct str *text)
{
	struct strbuf out CLEANUP(strbuf_release) = { 0 };

	source_apply(*text, edits->items, edits->count, &out);
	*text = arena_str(planner_arena(p), strbuf_str(&out));
	return true;
}

/* In a text that has lost some of the statements before it. */
static bool move_one(const struct cascade *c, uint32_t import, uint32_t lost, struct str *text)
{
	struct planner *p = c->planner;
	struct statement_plan s = statement_plan(p, c->file, import);
	struct import_move *moves = arena_array(planner_arena(p), struct import_move, s.count);
	struct source_edits edits = { 0 };
	struct outline o;

	for (uint32_t n = 0; n < s.count; n++)
		moves[n] = s.names[n].level == MEND_SAFE ? s.names[n].move : (struct import_move){ .kind = MOVE_KEEP };
	skim(p, c->file, *text, &o);
	return !o.is_broken && import - lost < o.import_count &&
	       planner_lang(p, c->file)->move_import(*text, &o, import - lost, moves, s.count, planner_arena(p), &edits, NULL) && apply(p, &edits, text);
}

/* The smallest single edit from one text to the other. */
static struct source_edit difference(struct str old, struct str new)
{
	size_t head = 0, tail = 0, shorter = MIN(old.len, new.len);

	while (head < shorter && old.ptr[head] == new.ptr[head])
		head++;
	while (tail < shorter - head && old.ptr[old.len - 1 - tail] == new.ptr[new.len - 1 - tail])
		tail++;
	return (struct source_edit){ (uint32_t)head, (uint32_t)(old.len - tail), str_slice(new, head, new.len - tail) };
}

static bool make_edit(const struct cascade *c, struct source_edit *ret)
{
	struct planner *p = c->planner;
	struct str source = planner_source(p, c->file), text = source;
	const struct outline *o = outline_of(p, c->file);
	struct source_edits edits = { 0 };
	uint32_t arm = NONE;

	is_in_group(o, o->imports[c->first].block, c->group, &arm);
	if (!planner_lang(p, c->file)->unwrap_try(source, o, arm, true, planner_arena(p), &edits, NULL) || !apply(p, &edits, &text))
		return false;
	for (uint32_t i = c->arm_last + 1; i-- > c->first;)
		if (!move_one(c, i, 0, &text))
			return false;
	*ret = difference(source, text);
	return true;
}

static bool plan_whole(struct planner *p, file_id file, uint32_t import, struct source_edit *ret, uint32_t *ret_first, uint32_t *ret_last)
{
	const struct outline *o = outline_of(p, file);
	struct cascade c = { .planner = p, .file = file, .group = outermost_group(o, &o->imports[import]) };

	if (c.group == NONE || !find_imports(&c) ||
	    !planner_lang(p, file)->holds_only_imports(planner_source(p, file), o, o->imports[c.first].block))
		return false;
	if (!arm_is_sure(&c) || !handlers_add_nothing(&c) || !make_edit(&c, ret))
		return false;
	*ret_first = c.first;
	*ret_last = c.last;
	return true;
}

/* --- A cascade that ends in something else than an import: the innermost try stays, with its handler --- */

/* The try statement that a handler of the group holds; NONE when there is none, or several. */
static uint32_t group_in_handler(const struct outline *o, uint32_t group)
{
	uint32_t found = NONE;

	for (uint32_t b = 0; b < o->block_count; b++) {
		uint32_t parent = o->blocks[b].parent;

		if (o->blocks[b].kind != BLOCK_TRY || parent == NONE || o->blocks[parent].group != group || o->blocks[parent].kind == BLOCK_TRY)
			continue;
		if (found != NONE)
			return NONE;
		found = o->blocks[b].group;
	}
	return found;
}

/* The imports of its try arm. */
static bool find_arm(struct cascade *c)
{
	const struct outline *o = outline_of(c->planner, c->file);

	c->first = c->last = c->arm_last = NONE;
	for (uint32_t i = 0; i < o->import_count; i++) {
		uint32_t b = o->imports[i].block;

		if (b == NONE || o->blocks[b].group != c->group || o->blocks[b].kind != BLOCK_TRY || o->imports[i].form != IMPORT_FROM)
			continue;
		c->first = MIN(c->first, i);
		c->arm_last = c->last = i;
	}
	return c->first != NONE;
}

/* Can an arm around the innermost one give nothing else than that does? */
static bool adds_nothing(const struct cascade *outer, const struct cascade *inner)
{
	const struct outline *o = outline_of(outer->planner, outer->file);

	for (uint32_t i = outer->first; i <= outer->last; i++) {
		struct statement_plan s = statement_plan(outer->planner, outer->file, i);

		for (uint32_t n = 0; n < o->imports[i].name_count; n++) {
			struct target own = end_of(outer, &s, n), last;

			if (!end_in_arm(inner, bound_of(outer->planner, outer->file, i, n), &last))
				return false;
			if (own.kind != TARGET_NO_MODULE && own.kind != TARGET_NO_NAME && !is_same(&own, &last))
				return false;
		}
	}
	return true;
}

static bool handlers_import(const struct cascade *c)
{
	const struct outline *o = outline_of(c->planner, c->file);
	uint32_t arm;

	for (uint32_t i = c->last + 1; i < o->import_count; i++)
		if (is_in_group(o, o->imports[i].block, c->group, &arm))
			return true;
	return false;
}

/* The first try at or behind a byte. */
static uint32_t try_behind(const struct outline *o, uint32_t start)
{
	uint32_t found = NONE;

	for (uint32_t b = 0; b < o->block_count; b++)
		if (o->blocks[b].kind == BLOCK_TRY && o->blocks[b].start >= start && (found == NONE || o->blocks[b].start < o->blocks[found].start))
			found = b;
	return found;
}

static bool leave_innermost(const struct cascade *inner, uint32_t start, uint32_t depth, struct str *text)
{
	struct planner *p = inner->planner;

	for (uint32_t i = 0; i < depth; i++) {
		struct source_edits edits = { 0 };
		struct outline o;
		uint32_t block;

		skim(p, inner->file, *text, &o);
		block = o.is_broken ? NONE : try_behind(&o, start);
		if (block == NONE || !planner_lang(p, inner->file)->unwrap_handler(*text, &o, block, true, planner_arena(p), &edits, NULL) ||
		    !apply(p, &edits, text))
			return false;
	}
	return true;
}

static bool plan_nested(struct planner *p, file_id file, uint32_t import, struct source_edit *ret, uint32_t *ret_first, uint32_t *ret_last)
{
	const struct outline *o = outline_of(p, file);
	struct cascade inner = { .planner = p, .file = file, .group = outermost_group(o, &o->imports[import]) }, outer = inner;
	struct str source = planner_source(p, file), text = source;
	uint32_t depth = 0, first, arm = NONE;

	if (inner.group == NONE || !find_arm(&outer))
		return false;
	is_in_group(o, o->imports[first = outer.first].block, inner.group, &arm);
	for (uint32_t next = group_in_handler(o, inner.group); next != NONE; next = group_in_handler(o, next), depth++)
		inner.group = next;
	if (depth == 0 || !find_arm(&inner) || handlers_import(&inner) || !arm_is_sure(&inner))
		return false;
	for (; outer.group != inner.group; outer.group = group_in_handler(o, outer.group))
		if (!find_arm(&outer) || !adds_nothing(&outer, &inner))
			return false;
	if (!leave_innermost(&inner, o->blocks[arm].start, depth, &text))
		return false;
	for (uint32_t i = inner.last + 1; i-- > inner.first;)
		if (!move_one(&inner, i, inner.first - first, &text))
			return false;
	*ret = difference(source, text);
	*ret_first = first;
	*ret_last = inner.last;
	return true;
}

bool plan_cascade(struct planner *p, file_id file, uint32_t import, struct source_edit *ret, uint32_t *ret_first, uint32_t *ret_last)
{
	return plan_whole(p, file, import, ret, ret_first, ret_last) || plan_nested(p, file, import, ret, ret_first, ret_last);
}

/* --- Arms that must not come to say the same --- */

bool is_in_same_try(const struct outline *o, uint32_t block, uint32_t other)
{
	uint32_t arm;

	for (; other != NONE; other = o->blocks[other].parent)
		if (is_arm(o->blocks[other].kind) && is_in_group(o, block, o->blocks[other].group, &arm))
			return true;
	return false;
}

/* The module file that a name of a statement comes from, once the changes so far are made. */
static file_id will_name(struct planner *p, file_id file, uint32_t import, uint32_t n)
{
	uint32_t change;
	file_id moved = planner_moved_to(p, file, import, n, &change);
	struct target t = link_import_module(planner_input(p)->link, file, import);

	return moved != NONE ? moved : t.kind == TARGET_MODULE ? t.file : NONE;
}

bool doubles_arm(struct planner *p, const struct statement_plan *s, uint32_t n)
{
	const struct outline *o = outline_of(p, s->file);
	const struct import *im = import_of(p, s);
	uint32_t arm;

	if (im->block == NONE || !is_arm(o->blocks[im->block].kind))
		return false;
	for (uint32_t i = 0; i < o->import_count; i++) {
		if (i == s->import || o->imports[i].block == im->block || o->imports[i].form != IMPORT_FROM ||
		    !is_in_group(o, o->imports[i].block, o->blocks[im->block].group, &arm))
			continue;
		for (uint32_t k = 0; k < o->imports[i].name_count; k++)
			if (str_eq(bound_of(p, s->file, i, k), s->names[n].move.bound) && will_name(p, s->file, i, k) == s->names[n].target)
				return true;
	}
	return false;
}
