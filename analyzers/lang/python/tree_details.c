/* Details from the tree: one record a definition, filled by the passes in turn. */
#include "base/base.h"
#include "analyzers/lang/python/tree.h"

void tree_details(struct tree *t, struct arena *a, struct details *ret)
{
	*ret = (struct details){
		.items = arena_array(a, struct detail, t->defs.len),
		.count = (uint32_t)t->defs.len,
		.has_error = t->has_error,
	};
	for (uint32_t i = 0; i < ret->count; i++)
		ret->items[i].delegate = ret->items[i].returns = STR("");
	tree_headers(t, a, ret->items);
	tree_bodies(t, a, ret->items);
	tree_tokens(t, a, ret->items);
	tree_uses(t, a, ret);
	tree_lazy_names(t, a, ret);
	if (t->has_error) {
		struct span at = tree_span(t, t->error_offset, t->error_offset);

		ret->error_line = at.line;
		ret->error_column = at.column;
	}
}
