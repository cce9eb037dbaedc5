/* Names become small numbers, once; equal names have equal numbers. */
#ifndef BASE_INTERN_H
#define BASE_INTERN_H

#include "base/arena.h"

typedef uint32_t sym_id; /* 0 is the empty string in every table */

/* Not for several threads at once. Zeroed is not valid: call intern_init(). */
struct intern {
	struct arena arena;
	struct str *names; /* by id */
	uint64_t *slots;   /* open addressing: high half of the hash, then id + 1; 0 = free */
	uint32_t count, slot_count;
};

void intern_init(struct intern *in);
void intern_release(struct intern *in);
sym_id intern_add(struct intern *in, struct str name); /* copies the name */
bool intern_find(const struct intern *in, struct str name, sym_id *ret_id);
struct str intern_str(const struct intern *in, sym_id id);

#endif
