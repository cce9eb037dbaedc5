/* Seams from the tree: calls that read their first argument, a string, as a name. */
#include "base/base.h"
#include "analyzers/lang/python/tree_outline.h"

#include "analyzers/lang/python/terms.h"

/* The first argument of whatever form, or NONE. */
static uint32_t first_argument(const struct tree *t, uint32_t call)
{
	uint32_t list = tree_next(t, tree_callee(t, call));
	uint32_t first;

	if (tree_kind(t, list) != NODE_ARGUMENT_LIST)
		return list;
	first = tree_next(t, tree_first(t, list));
	return tree_kind(t, first) == NODE_RIGHT_PAREN ? NONE : first;
}

void outliner_seam(struct outliner *o, uint32_t call)
{
	struct tree *t = o->t;
	uint32_t callee = tree_callee(t, call), argument = first_argument(t, call);
	struct str last = tree_last_name(t, callee);
	struct seam s = { .def = o->scope.def };

	/* Most calls end here: ask for the last name before the whole one is put together. */
	if (argument == NONE || !terms_is_reader_name(last) || !tree_is_dotted(t, callee))
		return;
	s.callee = tree_dotted(t, callee, o->arena);
	if (!terms_is_reader(s.callee))
		return;
	if (tree_plain_string(t, argument, &s.text)) {
		if (!terms_is_read(s.callee, s.text))
			return;
		s.text = arena_str(o->arena, s.text);
	} else {
		if (!terms_is_dynamic_reader(s.callee))
			return;
		s.is_dynamic = true;
		s.text = STR("");
	}
	s.block = outliner_block(o);
	s.span = tree_node_span(t, argument);
	if (s.span.start < s.span.end) /* the parser puts in arguments that it misses */
		vec_push(&o->seams, s);
}
