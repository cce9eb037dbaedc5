/* Where the value of an expression goes: into which target, out of the function, or nowhere that has a name. */
#ifndef ANALYZERS_LANG_PYTHON_TREE_FLOW_H
#define ANALYZERS_LANG_PYTHON_TREE_FLOW_H

#include "analyzers/lang/python/tree.h"

/*
 * A value passes as it is through brackets, await (for a call), the arms of a
 * conditional expression, `or`, the right of an `and`, `:=`, and pairs of a
 * tuple assignment.
 */
struct flow {
	uint32_t target;     /* node: the first one that the value is bound to, or NONE */
	uint32_t assignment; /* the innermost assignment of a chain that it is the value of, or NONE */
	bool is_returned;    /* or yielded */
	bool is_awaited;
};

struct flow flow_of(const struct tree *t, uint32_t expression);

/* Does the value of the parent depend on which value the node has, and on nothing else? The quick question before flow_of(). */
bool flow_may_pass(const struct tree *t, uint32_t i);

/* Is the node itself only a passage for values of its children? */
bool flow_is_passage(const struct tree *t, uint32_t i);

#endif
