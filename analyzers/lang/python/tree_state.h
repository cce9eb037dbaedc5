/* What the two halves of reading state share: events, and where they go. Private to tree_state*.c. */
#ifndef ANALYZERS_LANG_PYTHON_TREE_STATE_H
#define ANALYZERS_LANG_PYTHON_TREE_STATE_H

#include "analyzers/lang/python/tree.h"
#include "analyzers/state.h"
#include "base/vec.h"

#define STATE_TEXT 160 /* as state.h says */

struct state_reader {
	struct tree *t;
	struct arena *arena;
	struct scope scope;
	VEC(struct state_event) events;
};

/* Append an event about node i; its name, text and region are the caller's to fill before the next one. */
struct state_event *state_add(struct state_reader *r, enum state_kind kind, struct str name, uint32_t i);

/* An `if`, `elif` or `while` arm whose condition asks for something that may be absent: a CHECK. */
void state_read_condition(struct state_reader *r, uint32_t statement);

/* An `except KeyError` arm behind nothing but a look at one key: a CHECK of the key. */
void state_read_handler(struct state_reader *r, uint32_t clause);

#endif
