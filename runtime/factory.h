/* The factory as a whole, and the doors by which calls get in. */
#ifndef RUNTIME_FACTORY_H
#define RUNTIME_FACTORY_H

#include "runtime/shard.h"

/*
 * The factory as a whole, and how calls get in: enter_...() are the only doors.
 *
 * What keeps memory alive
 * slots     for ever, so that any handle can be looked up
 * arenas    until shutdown, which waits for every engine; who holds a pin keeps its engine
 * users     while they have an engine or a connection; found only under their shard's lock, and only while it is open
 * config    while an engine lives, or a guest is in: shutdown waits for guests before anything else
 * bridge    while an engine lives: wake is called with a pin held
 */

struct trail;

struct sink_list {
	eef_sub *first;
};

/* What bridges get; one per factory. */
struct eef_sink {
	eef_factory *factory;
	pthread_mutex_t lock; /* of `subs`; taken before a sub's own */
	struct sink_list subs;
	pthread_mutex_t dirty_lock; /* of `dirty`; the innermost */
	struct sink_list dirty;
};

struct eef_bridge {
	eef_bridge_ops ops;
	void *self;
	_Atomic(eef_sink *) sink; /* NULL: not attached */
	_Atomic bool taken;
};

/* Those who wait until an engine is wiped or an outbox has room. Nobody signals while nobody waits. */
struct waiting {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	_Atomic uint32_t waiters;
};

struct sweeper {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool running, stop;
	uint32_t alerts_on; /* one bit each */
};

struct eef_factory {
	_Atomic int state;
	pthread_mutex_t slow;   /* of configure and shutdown, and what follows */
	pthread_cond_t settled; /* state left CONFIGURING and PROBING, or a shutdown ended */
	bool stopping;
	eef_status stopped; /* what the last shutdown came to */
	eef_bridge *bridge;
	bool attached;

	eef_config config; /* its strings are our own */
	struct outbox_limits outbox_limits;
	struct trail *trail;
	struct pool pool;
	struct slot *slots;
	_Atomic uint32_t slots_count;
	unsigned char hash_key[crypto_shorthash_KEYBYTES];
	_Atomic uint64_t epochs;
	pthread_mutex_t stealing;
	struct waiting waiting;
	struct sweeper sweeper;
	eef_sink sink;
	struct counters *counters; /* of what has no shard: those of the first */
	struct shard shards[SHARD_COUNT];
};

extern _Atomic bool process_forked;

void factory_init(eef_factory *factory); /* locks; once per factory, or again in a child after fork */

/* EEF_E_INVAL, EEF_E_FORKED; then EEF_E_NOT_READY or EEF_E_SHUTDOWN unless the factory serves. */
eef_status enter(const eef_factory *factory);
eef_status enter_serving(const eef_factory *factory);

/* A guest may use configuration and audit trail without a pin, but must be quick. Any number chooses the door. */
eef_status guest_enter(eef_factory *factory, uint64_t door);
void guest_leave(eef_factory *factory, uint64_t door);

/* The slot of an ACTIVE engine, with a pin; EEF_E_STALE is counted, EEF_E_QUOTA: no pin is left. */
eef_status enter_pinned(eef_factory *factory, eef_engine engine, struct slot **ret_slot);
void leave_pinned(eef_factory *factory, struct slot *slot); /* wipes when it was the last pin of a closed engine */

void factory_wake_bridge(eef_factory *factory); /* with a pin held, and no lock */
void factory_signal(eef_factory *factory);      /* something that may be waited for has changed */

/* Until check() is true, at most `ms`. Not with a lock held that a signaller needs. */
bool factory_wait(eef_factory *factory, uint32_t ms, bool (*check)(eef_factory *factory, void *arg), void *arg);

uint64_t factory_engines(eef_factory *factory);

#endif
