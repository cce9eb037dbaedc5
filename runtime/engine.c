/* Engines: create, close, wipe. */
#include "runtime/engine.h"

#include "runtime/clock.h"
#include "runtime/run.h"
#include "runtime/trail.h"
#include "runtime/values.h"

#define TIMED_EVERY 16

static enum counter failure_of(eef_status st)
{
	switch (st) {
	case EEF_E_PLACEHOLDER: return COUNT_FAILED_PLACEHOLDER;
	case EEF_E_LEGACY_FIELD: return COUNT_FAILED_LEGACY;
	case EEF_E_USER_LIMIT: return COUNT_FAILED_USER_LIMIT;
	case EEF_E_FACTORY_FULL: return COUNT_FAILED_FULL;
	case EEF_E_DUPLICATE_RUN: return COUNT_FAILED_DUPLICATE;
	case EEF_E_NOMEM:
	case EEF_E_QUOTA: return COUNT_FAILED_MEMORY;
	case EEF_E_AUDIT: return COUNT_FAILED_AUDIT;
	case EEF_E_NOT_READY:
	case EEF_E_SHUTDOWN: return COUNT_FAILED_STATE;
	default: return COUNT_FAILED_INVALID;
	}
}

/* May this user have this run now? Of closed engines, too, the last is gone only when it is wiped. */
static eef_status admit(const eef_factory *factory, const struct user *user, const struct checked *checked)
{
	if (user->engines >= factory->config.max_engines_per_user)
		return EEF_E_USER_LIMIT;
	for (const struct slot *slot = user->slots; slot; slot = slot->sibling)
		if (slot->run_len == checked->run_len && memcmp(slot->run_id, checked->run, checked->run_len) == 0)
			return EEF_E_DUPLICATE_RUN;
	return EEF_OK;
}

/* One block: run, parent and metadata, each with a NUL. */
static bool copy_texts(struct slot *slot, const struct checked *checked)
{
	size_t metadata = checked_metadata_size(checked), parent = checked->parent ? checked->parent_len + 1 : 0;
	char *texts = arena_take(&slot->arena, checked->run_len + 1 + parent + metadata + 1, 1);

	if (!texts)
		return false;
	memcpy(texts, checked->run, checked->run_len);
	if (parent)
		memcpy(texts + checked->run_len + 1, checked->parent, checked->parent_len);
	checked_metadata_copy(checked, texts + checked->run_len + 1 + parent);
	slot->run_id = texts;
	slot->run_len = (uint32_t)checked->run_len;
	slot->parent = parent ? texts + checked->run_len + 1 : NULL;
	slot->metadata = texts + checked->run_len + 1 + parent;
	slot->metadata_len = (uint32_t)metadata;
	return true;
}

static bool fill(eef_factory *factory, struct slot *slot, const struct checked *checked)
{
	uint64_t generation = word_generation(atomic_load_explicit(&slot->word, memory_order_relaxed)),
		 now = clock_ms();

	arena_open(&slot->arena, &factory->pool, slot->index, generation, factory->config.engine_quota_bytes);
	slot->reason = EEF_CLEAN_DONE;
	atomic_store_explicit(&slot->begun, false, memory_order_relaxed);
	atomic_store_explicit(&slot->created_ms, now, memory_order_relaxed);
	atomic_store_explicit(&slot->touched_ms, now, memory_order_relaxed);
	return copy_texts(slot, checked);
}

/* Takes the slot back that never became an engine. */
static void abandon(struct shard *shard, struct slot *slot)
{
	uint64_t generation = word_generation(atomic_load(&slot->word));

	word_own(&slot->word, WORD_ABANDON, generation);
	arena_wipe(&slot->arena, true);
	slot->run_id = slot->metadata = slot->parent = NULL;
	word_own(&slot->word, WORD_RECYCLE, generation);
	shard_put_slot(shard, slot);
}

/* Under the shard's lock, with a user who may: the last thing done is to publish. */
static eef_status occupy(eef_factory *factory, struct user *user, struct slot *slot, const struct checked *checked,
	uint64_t start, eef_engine *ret)
{
	uint64_t generation = word_generation(atomic_load(&slot->word));
	eef_status st = EEF_E_NOMEM;

	word_own(&slot->word, WORD_CLAIM, generation);
	if (fill(factory, slot, checked))
		st = trail_add(factory,
			&(struct trail_entry){ .op = TRAIL_CREATED,
				.user = checked->user,
				.run = checked->run,
				.engine = slot_handle(slot, generation).v });
	if (st != EEF_OK) {
		abandon(user->shard, slot);
		return st;
	}
	slot->created_ns = start;
	shard_link(user->shard, user, slot);
	count_locked(&user->shard->counters, COUNT_CREATED);
	word_own(&slot->word, WORD_PUBLISH, generation);
	*ret = slot_handle(slot, generation);
	return EEF_OK;
}

/* The shard is open: whoever creates is a guest. EEF_PENDING: there is no free slot in this shard; with `spare` there always is. Takes the spare. */
static eef_status create_locked(eef_factory *factory, struct shard *shard, uint64_t hash, const struct checked *checked,
	struct slot *spare, uint64_t start, eef_engine *ret)
{
	struct user *user;
	eef_status st;

	if (spare)
		shard_put_slot(shard, spare);
	user = shard_find_or_add(shard, hash, checked->user, checked->user_len);
	if (!user)
		return EEF_E_NOMEM;
	st = admit(factory, user, checked);
	if (st == EEF_OK) {
		struct slot *slot = shard_take_slot(factory, shard);

		st = slot ? occupy(factory, user, slot, checked, start, ret) : EEF_PENDING;
	}
	if (st != EEF_OK)
		shard_settle(shard, user);
	return st;
}

eef_status engine_create(eef_factory *factory, const struct checked *checked, eef_engine *ret_engine)
{
	uint64_t hash = user_hash(factory, checked->user, checked->user_len), start;
	struct shard *shard = shard_of(factory, hash);
	struct slot *spare = NULL;
	eef_status st;

	do {
		pthread_mutex_lock(&shard->lock);
		start = shard->turn++ % TIMED_EVERY == 0 ? clock_ns() : 0;
		st = create_locked(factory, shard, hash, checked, spare, start, ret_engine);
		if (st == EEF_OK && start)
			histogram_record(&shard->created, clock_ns() - start);
		pthread_mutex_unlock(&shard->lock);
		spare = st == EEF_PENDING ? registry_steal(factory, shard) : NULL;
	} while (spare);
	return st == EEF_PENDING ? EEF_E_FACTORY_FULL : st;
}

static eef_status refuse(eef_factory *factory, eef_status st, const struct checked *checked)
{
	count(factory->counters, failure_of(st));
	if (st == EEF_E_USER_LIMIT || st == EEF_E_FACTORY_FULL || st == EEF_E_DUPLICATE_RUN)
		trail_add(factory,
			&(struct trail_entry){ .op = TRAIL_LIMIT,
				.user = checked->user,
				.run = checked->run,
				.word = trail_word(st) });
	else if (st != EEF_E_AUDIT)
		trail_add(factory, &(struct trail_entry){ .op = TRAIL_DENIED, .word = trail_word(st) });
	return st;
}

/* As a guest: the configuration stays. */
static eef_status check_and_create(eef_factory *factory, const eef_context *context, eef_engine *ret)
{
	struct policy policy = policy_of(&factory->config);
	struct checked checked;
	eef_status st;

	YIELD(YIELD_GUEST);
	st = context_check(&policy, context, &checked, NULL);

	if (st == EEF_OK)
		st = engine_create(factory, &checked, ret);
	if (st != EEF_OK)
		return refuse(factory, st, &checked);
	if (checked.renames_count)
		count(factory->counters, COUNT_LEGACY);
	return EEF_OK;
}

/* An engine whose record is not on the disk when it should be is taken back. */
static eef_status settle(eef_factory *factory, eef_engine engine)
{
	eef_status st = trail_settle(factory);

	if (st == EEF_OK)
		return st;
	eef_cleanup_engine(factory, engine, EEF_CLEAN_ERROR);
	count(factory->counters, failure_of(st));
	return st;
}

eef_status eef_create_for_user(eef_factory *factory, const eef_context *context, eef_engine *ret_engine)
{
	eef_engine engine = { 0 };
	uint64_t door = (uintptr_t)&engine >> 12; /* threads differ in their stacks */
	eef_status st = enter(factory);

	if (st != EEF_OK || !ret_engine)
		return st != EEF_OK ? st : EEF_E_INVAL;
	st = guest_enter(factory, door);
	if (st != EEF_OK) {
		count(factory->counters, failure_of(st));
		return st;
	}
	st = check_and_create(factory, context, &engine);
	if (st == EEF_OK)
		st = settle(factory, engine);
	guest_leave(factory, door);
	if (st == EEF_OK)
		*ret_engine = engine;
	return st;
}

static enum counter cleaned_of(int reason)
{
	return (enum counter)(COUNT_CLEANED_DONE + reason);
}

/* Under the shard's lock: from here on nothing remembers the engine. */
static void forget(eef_factory *factory, struct slot *slot, struct shard *shard, bool whole)
{
	uint64_t generation = word_generation(atomic_load(&slot->word));
	struct user *user = slot->user;

	trail_add(factory,
		&(struct trail_entry){ .op = TRAIL_CLEANED,
			.user = user->id,
			.run = slot->run_id,
			.engine = slot_handle(slot, generation).v,
			.word = trail_reason(slot->reason),
			.numbers = { (clock_ms() - slot->created_ms) * 1000, run_events(slot) } });
	run_release(slot);
	shard_unlink(shard, slot);
	arena_wipe(&slot->arena, whole);
	slot->run_id = slot->metadata = slot->parent = NULL;
	slot->created_ns = 0;
	count_locked(&shard->counters, cleaned_of(slot->reason));
	if (slot->reason == EEF_CLEAN_LEAKED)
		count_locked(&shard->counters, COUNT_LEAKED);
	word_own(&slot->word, whole ? WORD_RECYCLE : WORD_RETIRE, generation);
	if (word_state(atomic_load(&slot->word)) == SLOT_FREE)
		shard_put_slot(shard, slot);
	shard_settle(shard, user);
}

static void report_broken(eef_factory *factory, const struct slot *slot)
{
	uint64_t generation = word_generation(atomic_load(&slot->word));

	count(factory->counters, COUNT_ISOLATION);
	trail_add(factory,
		&(struct trail_entry){ .op = TRAIL_ISOLATION,
			.user = slot->user->id,
			.engine = slot_handle(slot, generation).v,
			.word = "canary" });
}

eef_status engine_wipe(eef_factory *factory, struct slot *slot)
{
	struct shard *shard = slot->user->shard;
	bool whole;

	values_run_deferred(slot);
	whole = arena_is_whole(&slot->arena);
	if (!whole)
		report_broken(factory, slot);
	arena_shed(&slot->arena);
	if (slot->created_ns)
		histogram_record(&shard->scoped, clock_ns() - slot->created_ns);
	pthread_mutex_lock(&shard->lock);
	forget(factory, slot, shard, whole);
	pthread_mutex_unlock(&shard->lock);
	factory_signal(factory);
	return whole ? EEF_OK : EEF_E_CORRUPT;
}

eef_status engine_close(eef_factory *factory, struct slot *slot, uint64_t generation, enum word_op op, int reason)
{
	enum word_said said = word_do(&slot->word, op, generation);

	if (said != WORD_DONE)
		return EEF_E_STALE;
	slot->reason = reason;
	if (atomic_load(&slot->begun) && run_terminate(factory, slot, reason))
		factory_wake_bridge(factory);
	factory_signal(factory);
	if (word_do(&slot->word, WORD_UNPIN, generation) != WORD_LAST)
		return EEF_PENDING;
	return engine_wipe(factory, slot);
}

static struct slot *slot_of(eef_factory *factory, eef_engine engine)
{
	uint32_t index = engine_index(engine);

	return index < atomic_load_explicit(&factory->slots_count, memory_order_acquire) ? &factory->slots[index]
											 : NULL;
}

static eef_status stale(eef_factory *factory, eef_engine engine)
{
	count(factory->counters, COUNT_STALE);
	if (guest_enter(factory, engine.v) == EEF_OK) {
		trail_add(factory, &(struct trail_entry){ .op = TRAIL_STALE, .engine = engine.v, .numbers = { 1 } });
		guest_leave(factory, engine.v);
	}
	return EEF_E_STALE;
}

eef_status enter_pinned(eef_factory *factory, eef_engine engine, struct slot **ret_slot)
{
	eef_status st = enter(factory);
	struct slot *slot;
	enum word_said said;

	if (st != EEF_OK)
		return st;
	slot = slot_of(factory, engine);
	said = slot ? word_do(&slot->word, WORD_PIN, engine_generation(engine)) : WORD_STALE;
	if (said == WORD_FULL)
		return EEF_E_QUOTA;
	if (said != WORD_DONE)
		return stale(factory, engine);
	atomic_store_explicit(&slot->touched_ms, clock_ms(), memory_order_relaxed);
	*ret_slot = slot;
	return EEF_OK;
}

/* The pin keeps the generation. */
void leave_pinned(eef_factory *factory, struct slot *slot)
{
	uint64_t generation = word_generation(atomic_load_explicit(&slot->word, memory_order_relaxed));

	if (word_do(&slot->word, WORD_UNPIN, generation) == WORD_LAST)
		engine_wipe(factory, slot);
}

eef_status eef_cleanup_engine(eef_factory *factory, eef_engine engine, int reason)
{
	eef_status st = enter(factory);
	struct slot *slot;

	if (st != EEF_OK || reason < 0 || reason >= EEF_CLEAN_COUNT)
		return st != EEF_OK ? st : EEF_E_INVAL;
	slot = slot_of(factory, engine);
	st = slot ? engine_close(factory, slot, engine_generation(engine), WORD_CLOSE, reason) : EEF_E_STALE;
	return st == EEF_E_STALE ? stale(factory, engine) : st;
}

struct wiped {
	struct slot *slot;
	uint64_t generation;
};

static bool is_wiped(eef_factory *factory, void *arg)
{
	const struct wiped *wiped = arg;
	uint64_t word = atomic_load(&wiped->slot->word);

	return word_generation(word) != wiped->generation || word_state(word) == SLOT_FREE ||
		word_state(word) == SLOT_RETIRED;
}

eef_status eef_cleanup_wait(eef_factory *factory, eef_engine engine, uint32_t ms)
{
	struct wiped wiped = { .generation = engine_generation(engine) };
	eef_status st = enter(factory);

	if (st != EEF_OK)
		return st;
	wiped.slot = slot_of(factory, engine);
	if (!wiped.slot || word_generation(atomic_load(&wiped.slot->word)) < wiped.generation)
		return EEF_E_STALE;
	return factory_wait(factory, ms, is_wiped, &wiped) ? EEF_OK : EEF_E_TIMEOUT;
}
