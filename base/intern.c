/* One table from names to ids; the slots carry half of the hash, so that names are rarely looked at. */
#include "base/intern.h"
#include "base/base.h"

#include <stdlib.h>

#define INTERN_FIRST_SLOTS 256
#define INTERN_MAX_SLOTS ((uint32_t)1 << 31)
#define HASH_HALF (~(uint64_t)UINT32_MAX)

static uint32_t slot_id(uint64_t slot)
{
	return (uint32_t)slot - 1;
}

/* The slot of name, or the free one where it belongs. */
static uint32_t slot_of(const struct intern *in, struct str name, uint64_t hash)
{
	uint32_t mask = in->slot_count - 1;
	uint32_t at = (uint32_t)hash & mask;

	for (; in->slots[at]; at = (at + 1) & mask) {
		uint64_t slot = in->slots[at];

		if (((slot ^ hash) & HASH_HALF) == 0 && str_eq(in->names[slot_id(slot)], name))
			break;
	}
	return at;
}

/* At most half of the slots are taken; names has room for exactly that many. */
static void set_slot_count(struct intern *in, uint32_t count)
{
	in->names = xrealloc_array(in->names, count / 2, sizeof(*in->names));
	free(in->slots);
	in->slots = xcalloc(count, sizeof(*in->slots));
	in->slot_count = count;
	for (uint32_t id = 0; id < in->count; id++) {
		uint64_t hash = str_hash(in->names[id]);
		uint32_t at = (uint32_t)hash & (count - 1);

		while (in->slots[at])
			at = (at + 1) & (count - 1);
		in->slots[at] = (hash & HASH_HALF) | (id + 1);
	}
}

void intern_init(struct intern *in)
{
	*in = (struct intern){ 0 };
	set_slot_count(in, INTERN_FIRST_SLOTS);
	intern_add(in, STR(""));
}

void intern_release(struct intern *in)
{
	if (!in)
		return;
	arena_release(&in->arena);
	free(in->names);
	free(in->slots);
	*in = (struct intern){ 0 };
}

sym_id intern_add(struct intern *in, struct str name)
{
	uint64_t hash = str_hash(name);
	uint32_t at = slot_of(in, name, hash);
	sym_id id;

	if (in->slots[at])
		return slot_id(in->slots[at]);
	if (in->count == in->slot_count / 2) {
		if (in->slot_count == INTERN_MAX_SLOTS)
			BUG("more than %u names", in->count);
		set_slot_count(in, in->slot_count * 2);
		at = slot_of(in, name, hash);
	}
	id = in->count++;
	in->names[id] = arena_str(&in->arena, name);
	in->slots[at] = (hash & HASH_HALF) | (id + 1);
	return id;
}

bool intern_find(const struct intern *in, struct str name, sym_id *ret_id)
{
	uint64_t slot = in->slots[slot_of(in, name, str_hash(name))];

	if (!slot)
		return false;
	*ret_id = slot_id(slot);
	return true;
}

struct str intern_str(const struct intern *in, sym_id id)
{
	if (id >= in->count)
		BUG("no name has the id %u", id);
	return in->names[id];
}
