/* The events of each variable among those of a file. */
#include "base/base.h"
#include "analyzers/cstate.h"

bool cstate_index(struct cstate_facts *f)
{
	uint32_t slot = 0;

	f->first_guard = f->event_count;
	for (uint32_t i = 0; i < f->event_count; i++) {
		struct cstate_event *e = &f->events[i];

		if (e->slot == NONE) {
			f->first_guard = MIN(f->first_guard, i);
			continue;
		}
		if (f->first_guard < i || e->slot >= f->slot_count || e->slot < slot)
			return false;
		slot = e->slot;
		if (f->slots[slot].event_count++ == 0)
			f->slots[slot].first_event = i;
	}
	return true;
}
