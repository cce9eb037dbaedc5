/* Runs: which event may come when, and how it looks on the wire. */
#ifndef RUNTIME_RUN_H
#define RUNTIME_RUN_H

#include "runtime/factory.h"

/*
 * A run begins with agent_started and lives in the slot of
 * its engine, under the lock of its user's outbox.
 *
 * agent_started ( agent_thinking | tool_executing(call) | tool_completed(call) )* agent_completed
 *
 * At the start the memory and the room for the end are set aside, at each tool those for its end: what the library itself
 * must say of a run that is closed unfinished cannot fail.
 */

#define RUN_TOOLS_MAX 64
#define RUN_FIXED_TEXT 256 /* of an event without ids and data: names, numbers, stamp */

struct part {
	const char *ptr;
	size_t len;
};

/* An event as it is asked for. */
struct saying {
	eef_event_type type;
	struct part agent, tool, call, data;
};

/* What every step of an emission needs. */
struct emission {
	eef_factory *factory;
	struct slot *slot;
	struct outbox *outbox;
	bool news;
};

/*
 * Puts the event, if the run's grammar and the outbox allow; else the run is as it was. Under the outbox's lock, with a pin.
 * EEF_E_ORDER, EEF_E_BACKPRESSURE, EEF_E_QUOTA, EEF_E_NOMEM.
 */
eef_status run_say(struct emission *to, const struct saying *saying);

/* EEF_PENDING, EEF_OK, EEF_E_GAP; EEF_E_INVAL for what was never put. Under the outbox's lock; run may be NULL. */
eef_status run_fate(const struct run *run, uint64_t seq);

/* Ends the run that has begun and has not ended; true when there is news for clients. The caller holds a pin. */
bool run_terminate(eef_factory *factory, struct slot *slot, int reason);

/* How many events it has put, 0 without a run: under the outbox's lock, or by the wiper, whom no emitter can disturb. */
uint64_t run_events(const struct slot *slot);
void run_release(struct slot *slot); /* by the wiper; takes the outbox's lock */

/* The event was confirmed or has expired: under the outbox's lock, before it is freed. */
void run_note_gone(eef_factory *factory, const struct event *event, bool expired);

#endif
