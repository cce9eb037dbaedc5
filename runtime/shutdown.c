/* The end of a factory: drain, wait, dismantle; again if need be. */
#include "runtime/clock.h"
#include "runtime/engine.h"
#include "runtime/life.h"
#include "runtime/sub.h"
#include "runtime/trail.h"

static void close_shards(eef_factory *factory)
{
	for (size_t i = 0; i < SHARD_COUNT; i++) {
		pthread_mutex_lock(&factory->shards[i].lock);
		factory->shards[i].open = false;
		pthread_mutex_unlock(&factory->shards[i].lock);
	}
}

static void close_engines(eef_factory *factory)
{
	uint32_t slots = atomic_load(&factory->slots_count);

	for (uint32_t i = 0; i < slots; i++) {
		uint64_t word = atomic_load(&factory->slots[i].word);

		if (word_state(word) == SLOT_ACTIVE)
			engine_close(
				factory, &factory->slots[i], word_generation(word), WORD_CLOSE, EEF_CLEAN_SHUTDOWN);
	}
}

static bool no_engines(eef_factory *factory, void *arg)
{
	return factory_engines(factory) == 0;
}

eef_status factory_dismantle(eef_factory *factory)
{
	eef_status st;

	sweeper_stop(factory);
	close_shards(factory);
	if (factory->attached)
		bridge_detach(factory->bridge);
	factory->attached = false;
	subs_orphan(factory);
	st = trail_close(factory);
	registry_close(factory);
	pool_unmap(&factory->pool);
	config_release(&factory->config);
	return st;
}

static uint32_t left_of(uint64_t deadline)
{
	uint64_t now = clock_ns();

	return now < deadline ? (uint32_t)((deadline - now) / 1000000) : 0;
}

static eef_status drain(eef_factory *factory, uint32_t grace_ms)
{
	uint64_t deadline = clock_ns() + (uint64_t)grace_ms * 1000000;
	bool empty;

	guests_wait(factory);
	close_shards(factory);
	close_engines(factory);
	empty = factory_wait(factory, grace_ms, no_engines, NULL);
	factory->bridge->ops.drain(factory->bridge->self, EEF_CLOSE_RESTART, left_of(deadline));
	trail_add(factory,
		&(struct trail_entry){ .op = TRAIL_SHUTDOWN,
			.word = empty ? "ok" : "timeout",
			.numbers = { factory_engines(factory) } });
	return empty ? factory_dismantle(factory) : EEF_E_TIMEOUT;
}

/* Under the slow lock. EEF_PENDING: another thread did it while we waited. */
static eef_status claim(eef_factory *factory)
{
	bool waited = false;

	for (;;) {
		int state = atomic_load(&factory->state);

		if (state == EEF_STATE_CONFIGURING || state == EEF_STATE_PROBING || factory->stopping) {
			waited |= factory->stopping;
			pthread_cond_wait(&factory->settled, &factory->slow);
			continue;
		}
		if (waited)
			return EEF_PENDING;
		return state == EEF_STATE_UNCONFIGURED || state == EEF_STATE_STOPPED ? EEF_ALREADY : EEF_OK;
	}
}

eef_status life_end(eef_factory *factory, uint32_t grace_ms)
{
	eef_status st;

	pthread_mutex_lock(&factory->slow);
	st = claim(factory);
	if (st == EEF_PENDING)
		st = factory->stopped;
	else if (st == EEF_OK) {
		factory->stopping = true;
		atomic_store(&factory->state, EEF_STATE_DRAINING);
		pthread_mutex_unlock(&factory->slow);
		st = drain(factory, grace_ms);
		pthread_mutex_lock(&factory->slow);
		factory->stopped = st;
		factory->stopping = false;
		if (st != EEF_E_TIMEOUT) {
			factory->bridge = NULL;
			atomic_store(&factory->state, EEF_STATE_STOPPED);
		}
		pthread_cond_broadcast(&factory->settled);
	}
	pthread_mutex_unlock(&factory->slow);
	return st;
}

eef_status eef_shutdown(eef_factory *factory, uint32_t grace_ms)
{
	eef_status st = enter(factory);

	return st == EEF_OK ? life_end(factory, grace_ms) : st;
}
