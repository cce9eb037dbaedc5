/* Looking around in the flat tree: relatives of a node, places in lines and columns. */
#include "base/base.h"
#include "analyzers/lang/python/tree.h"
#include "base/bisect.h"

uint32_t tree_child(const struct tree *t, uint32_t i, enum node_kind kind)
{
	tree_each_child (t, child, i)
		if (tree_kind(t, child) == kind)
			return child;
	return NONE;
}

uint32_t tree_after(const struct tree *t, uint32_t i, enum node_kind token)
{
	uint32_t found = tree_child(t, i, token);

	return found == NONE ? NONE : tree_next(t, found);
}

uint32_t tree_end(const struct tree *t, uint32_t i)
{
	return t->nodes.items[t->nodes.items[i].next - 1].end;
}

uint32_t tree_line(const struct tree *t, uint32_t offset)
{
	uint32_t after;

	bisect(after, t->lines.len, t->lines.items[after] <= offset);
	return after;
}

struct span tree_span(const struct tree *t, uint32_t start, uint32_t end)
{
	uint32_t line = tree_line(t, start), end_line = tree_line(t, end);

	return (struct span){
		.start = start,
		.end = end,
		.line = line,
		.column = start - t->lines.items[line - 1] + 1,
		.end_line = end_line,
		.end_column = end - t->lines.items[end_line - 1] + 1,
	};
}

bool tree_follows(const struct tree *t, uint32_t i, enum node_kind token)
{
	return i > 0 && tree_kind(t, i - 1) == token && tree_parent(t, i - 1) == tree_parent(t, i);
}

bool tree_precedes(const struct tree *t, uint32_t i, enum node_kind token)
{
	return tree_kind(t, tree_next(t, i)) == token;
}

bool tree_is_one_line(const struct tree *t, uint32_t end, uint32_t next)
{
	struct str between = str_slice(t->source, end, next);
	size_t line_break = str_find(between, '\n');

	return line_break == between.len || str_ends(str_trim(str_slice(between, 0, line_break)), STR("\\"));
}

uint32_t tree_first_target(const struct tree *t, uint32_t targets)
{
	uint32_t first = targets, end = NONE;

	if (tree_kind(t, targets) != NODE_PATTERN_LIST)
		return targets;
	tree_each_child (t, child, targets) {
		if (end != NONE && !tree_is_one_line(t, end, t->nodes.items[child].start))
			first = child;
		end = tree_end(t, child);
	}
	return first;
}
