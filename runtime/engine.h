/* Engines: how one is made, closed and wiped. The public calls are in engine.c; these are for the rest of the library. */
#ifndef RUNTIME_ENGINE_H
#define RUNTIME_ENGINE_H

#include "runtime/context.h"
#include "runtime/factory.h"

/* A checked context becomes an engine; whether the factory serves is the caller's business. */
eef_status engine_create(eef_factory *factory, const struct checked *checked, eef_engine *ret_engine);

/*
 * Closes (WORD_CLOSE, or WORD_REAP for engines that nobody has pinned): terminal event, then the last pin wipes.
 * EEF_OK, EEF_PENDING, EEF_E_STALE, EEF_E_CORRUPT as eef_cleanup_engine().
 */
eef_status engine_close(eef_factory *factory, struct slot *slot, uint64_t generation, enum word_op op, int reason);

/* By who moved the slot to WIPING: callbacks, checks, wiping, counts, and back into the list of free slots. */
eef_status engine_wipe(eef_factory *factory, struct slot *slot);

#endif
