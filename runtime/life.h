/* The life of a factory, step by step. */
#ifndef RUNTIME_LIFE_H
#define RUNTIME_LIFE_H

#include "runtime/factory.h"

/*
 * The life of a factory, step by step: configure builds in this order, dismantling goes the other way.
 * bridge ready, configuration, memory, slots, audit trail, sweeper, bridge attached, probe
 */

/* The configuration with strings of its own. EEF_E_ABI, EEF_E_INVAL, EEF_E_NOMEM: then nothing is held. */
eef_status config_copy(const eef_config *from, eef_config *ret);
void config_release(eef_config *config); /* zeroed is fine */

eef_status life_begin(eef_factory *factory, const eef_config *config, eef_bridge *bridge);
eef_status life_end(eef_factory *factory, uint32_t grace_ms);

eef_status factory_build(eef_factory *factory, const eef_config *config, eef_bridge *bridge); /* all or nothing */
eef_status factory_dismantle(eef_factory *factory); /* no engine is left; EEF_E_AUDIT when the trail ended badly */

void guests_wait(eef_factory *factory); /* the state is DRAINING already */

eef_status sweeper_start(eef_factory *factory); /* EEF_E_NOMEM */
void sweeper_stop(eef_factory *factory);        /* also when it does not run */
void sweep(eef_factory *factory);               /* one round; by the sweeper, or by tests */
void alerts_check(eef_factory *factory);        /* part of a round */
eef_status probe(eef_factory *factory);         /* EEF_E_GOLDEN_PATH */

/* Attaching is once at a time: EEF_E_CONFLICT. */
eef_status bridge_check(const eef_bridge *bridge); /* EEF_E_ABI, EEF_E_NOT_READY */
eef_status bridge_attach(eef_bridge *bridge, eef_sink *sink);
void bridge_detach(eef_bridge *bridge);

#endif
