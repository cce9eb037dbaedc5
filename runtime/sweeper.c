/* The sweeper: one thread that closes idle and overdue engines, lets events expire and forgets users. */
#include "runtime/clock.h"
#include "runtime/engine.h"
#include "runtime/life.h"
#include "runtime/run.h"
#include "runtime/sub.h"
#include "runtime/trail.h"

#define BUCKETS_A_TURN 256 /* how long a shard's lock is held at once */

/* What is read here may be of the next engine in the slot by then; closing asks for the generation again. */
static void sweep_engines(eef_factory *factory, uint64_t now)
{
	uint32_t slots = atomic_load(&factory->slots_count), idle = factory->config.idle_timeout_ms;
	uint32_t deadline = factory->config.run_deadline_ms;

	for (uint32_t i = 0; i < slots; i++) {
		struct slot *slot = &factory->slots[i];
		uint64_t word = atomic_load(&slot->word);

		if (word_state(word) != SLOT_ACTIVE)
			continue;
		if (deadline && atomic_load(&slot->created_ms) + deadline <= now)
			engine_close(factory, slot, word_generation(word), WORD_CLOSE, EEF_CLEAN_DEADLINE);
		else if (idle && atomic_load(&slot->touched_ms) + idle <= now)
			engine_close(factory, slot, word_generation(word), WORD_REAP, EEF_CLEAN_IDLE);
	}
}

/* True when the user has nothing more to be remembered for. */
static bool expire(eef_factory *factory, struct user *user, uint64_t now, uint64_t *ret_expired)
{
	struct outbox *outbox = &user->outbox;
	uint32_t ttl = factory->config.replay_ttl_ms;
	bool idle;

	pthread_mutex_lock(&outbox->lock);
	while (outbox->count > 0 && outbox_find(outbox, outbox_oldest(outbox))->put_ms + ttl <= now) {
		struct event *event = outbox_take_first(outbox);

		run_note_gone(factory, event, true);
		event_free(event);
		++*ret_expired;
	}
	idle = outbox->count == 0 && outbox->active_ms + ttl <= now;
	pthread_mutex_unlock(&outbox->lock);
	return idle && user->engines == 0 && user->subs == 0;
}

static void sweep_user(eef_factory *factory, struct shard *shard, struct user *user, uint64_t now)
{
	uint64_t expired = 0;
	bool over = expire(factory, user, now, &expired);

	if (expired) {
		count_many(&shard->counters, COUNT_EXPIRED, expired);
		trail_add(factory,
			&(struct trail_entry){ .op = TRAIL_EXPIRED, .user = user->id, .numbers = { expired } });
	}
	if (over)
		shard_forget(shard, user);
}

/* Buckets that grow between two turns make us miss users or see them twice, until the next round. */
static bool sweep_turn(eef_factory *factory, struct shard *shard, uint32_t from, uint64_t now)
{
	uint32_t to = from + BUCKETS_A_TURN;
	bool more;

	pthread_mutex_lock(&shard->lock);
	for (uint32_t i = from; i < to && i < shard->bucket_count; i++)
		for (struct user *user = shard->buckets[i], *next; user; user = next) {
			next = user->next;
			sweep_user(factory, shard, user, now);
		}
	more = to < shard->bucket_count;
	pthread_mutex_unlock(&shard->lock);
	return more;
}

void sweep(eef_factory *factory)
{
	uint64_t now = clock_ms();

	sweep_engines(factory, now);
	for (size_t i = 0; i < SHARD_COUNT; i++)
		for (uint32_t from = 0; sweep_turn(factory, &factory->shards[i], from, now); from += BUCKETS_A_TURN)
			;
	factory_signal(factory);
	alerts_check(factory);
}

static bool wait_for_turn(eef_factory *factory)
{
	struct sweeper *sweeper = &factory->sweeper;
	struct timespec until = clock_deadline(factory->config.sweep_ms);
	bool stop;

	pthread_mutex_lock(&sweeper->lock);
	while (!sweeper->stop && pthread_cond_timedwait(&sweeper->wake, &sweeper->lock, &until) == 0)
		;
	stop = sweeper->stop;
	pthread_mutex_unlock(&sweeper->lock);
	return !stop;
}

static void *run(void *arg)
{
	eef_factory *factory = arg;

	while (wait_for_turn(factory))
		if (atomic_load(&factory->state) >= EEF_STATE_READY)
			sweep(factory);
	return NULL;
}

eef_status sweeper_start(eef_factory *factory)
{
	struct sweeper *sweeper = &factory->sweeper;

	sweeper->stop = false;
	if (pthread_create(&sweeper->thread, NULL, run, factory) != 0)
		return EEF_E_NOMEM;
	sweeper->running = true;
	return EEF_OK;
}

void sweeper_stop(eef_factory *factory)
{
	struct sweeper *sweeper = &factory->sweeper;

	if (!sweeper->running)
		return;
	pthread_mutex_lock(&sweeper->lock);
	sweeper->stop = true;
	pthread_cond_signal(&sweeper->wake);
	pthread_mutex_unlock(&sweeper->lock);
	pthread_join(sweeper->thread, NULL);
	sweeper->running = false;
}
