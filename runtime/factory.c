/* The factory as a whole: doors in, waiting, and what a process has one of. */
#include "runtime/factory.h"

#include <sched.h>

#include "runtime/clock.h"
#include "runtime/life.h"

_Atomic bool process_forked;

static void waiting_init(struct waiting *waiting)
{
	pthread_condattr_t attributes;

	pthread_mutex_init(&waiting->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&waiting->changed, &attributes);
	pthread_condattr_destroy(&attributes);
}

static void sweeper_init(struct sweeper *sweeper)
{
	pthread_condattr_t attributes;

	pthread_mutex_init(&sweeper->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&sweeper->wake, &attributes);
	pthread_condattr_destroy(&attributes);
}

void factory_init(eef_factory *factory)
{
	pthread_mutex_init(&factory->slow, NULL);
	pthread_cond_init(&factory->settled, NULL);
	pthread_mutex_init(&factory->stealing, NULL);
	waiting_init(&factory->waiting);
	sweeper_init(&factory->sweeper);
	factory->sink.factory = factory;
	pthread_mutex_init(&factory->sink.lock, NULL);
	pthread_mutex_init(&factory->sink.dirty_lock, NULL);
	factory->counters = &factory->shards[0].counters;
	randombytes_buf(factory->hash_key, sizeof(factory->hash_key));
	for (size_t i = 0; i < SHARD_COUNT; i++) {
		pthread_mutex_init(&factory->shards[i].lock, NULL);
		factory->shards[i].free_head = SLOT_NONE;
	}
}

eef_status enter(const eef_factory *factory)
{
	if (!factory)
		return EEF_E_INVAL;
	return atomic_load_explicit(&process_forked, memory_order_relaxed) ? EEF_E_FORKED : EEF_OK;
}

eef_status enter_serving(const eef_factory *factory)
{
	eef_status st = enter(factory);
	int state = st == EEF_OK ? atomic_load(&factory->state) : 0;

	if (st != EEF_OK)
		return st;
	return state == EEF_STATE_READY                                     ? EEF_OK
		: state == EEF_STATE_DRAINING || state == EEF_STATE_STOPPED ? EEF_E_SHUTDOWN
									    : EEF_E_NOT_READY;
}

/* First in, then a look at the state: shutdown changes the state first, then looks for guests. */
eef_status guest_enter(eef_factory *factory, uint64_t door)
{
	eef_status st;

	atomic_fetch_add(&factory->shards[door % SHARD_COUNT].guests, 1);
	YIELD(door);
	st = enter_serving(factory);
	if (st != EEF_OK)
		guest_leave(factory, door);
	return st;
}

void guest_leave(eef_factory *factory, uint64_t door)
{
	atomic_fetch_sub(&factory->shards[door % SHARD_COUNT].guests, 1);
}

void guests_wait(eef_factory *factory)
{
	for (size_t i = 0; i < SHARD_COUNT; i++)
		while (atomic_load(&factory->shards[i].guests) > 0)
			sched_yield();
}

void factory_wake_bridge(eef_factory *factory)
{
	factory->bridge->ops.wake(factory->bridge->self);
}

/* Who waits has said so before looking; who changes looks for waiters after changing. */
void factory_signal(eef_factory *factory)
{
	if (atomic_load(&factory->waiting.waiters) == 0)
		return;
	pthread_mutex_lock(&factory->waiting.lock);
	pthread_cond_broadcast(&factory->waiting.changed);
	pthread_mutex_unlock(&factory->waiting.lock);
}

bool factory_wait(eef_factory *factory, uint32_t ms, bool (*check)(eef_factory *factory, void *arg), void *arg)
{
	struct waiting *waiting = &factory->waiting;
	struct timespec until = clock_deadline(ms);
	bool in_time = true, done;

	if (check(factory, arg))
		return true;
	pthread_mutex_lock(&waiting->lock);
	atomic_fetch_add(&waiting->waiters, 1);
	while (!(done = check(factory, arg)) && in_time)
		in_time = pthread_cond_timedwait(&waiting->changed, &waiting->lock, &until) == 0;
	atomic_fetch_sub(&waiting->waiters, 1);
	pthread_mutex_unlock(&waiting->lock);
	return done;
}

uint64_t factory_engines(eef_factory *factory)
{
	uint64_t engines = 0;

	for (size_t i = 0; i < SHARD_COUNT; i++) {
		pthread_mutex_lock(&factory->shards[i].lock);
		engines += factory->shards[i].engines;
		pthread_mutex_unlock(&factory->shards[i].lock);
	}
	return engines;
}

int eef_factory_state(const eef_factory *factory)
{
	return factory ? atomic_load(&factory->state) : EEF_STATE_UNCONFIGURED;
}
