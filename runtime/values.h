/* What the holder of a pin may do with an engine's memory: allocate, keep values, leave callbacks for the end. */
#ifndef RUNTIME_VALUES_H
#define RUNTIME_VALUES_H

#include "runtime/slot.h"

#define VALUES_MAX 64

/* By the wiper: last first, each once, with no lock held. */
void values_run_deferred(struct slot *slot);

#endif
