/* Looking at engines: copies of what they are, for administration, and closing those of one user. */
#include "runtime/clock.h"
#include "runtime/engine.h"
#include "runtime/run.h"

static void describe(struct slot *slot, eef_info *info)
{
	uint64_t word = atomic_load(&slot->word), now = clock_ms(), touched = atomic_load(&slot->touched_ms);
	size_t size = info->size;

	*info = (eef_info){ .size = size, .engine = slot_handle(slot, word_generation(word)) };
	memcpy(info->user_id, slot->user->id, slot->user->len);
	memcpy(info->run_id, slot->run_id, slot->run_len);
	info->pins = word_pins(word) - 1; /* not ours */
	info->closing = word_state(word) == SLOT_CLOSING;
	info->age_ms = now - slot->created_ms;
	info->idle_ms = now > touched ? now - touched : 0;
	pthread_mutex_lock(&slot->lock);
	info->bytes = arena_bytes(&slot->arena);
	pthread_mutex_unlock(&slot->lock);
	pthread_mutex_lock(&slot->user->outbox.lock);
	info->events = run_events(slot);
	pthread_mutex_unlock(&slot->user->outbox.lock);
}

/* A look does not keep an engine from being idle. */
static eef_status look(eef_factory *factory, eef_engine engine, eef_info *ret_info)
{
	uint32_t index = engine_index(engine);
	struct slot *slot = &factory->slots[index];

	if (index >= atomic_load(&factory->slots_count) ||
		word_do(&slot->word, WORD_PIN, engine_generation(engine)) != WORD_DONE)
		return EEF_E_STALE;
	describe(slot, ret_info);
	leave_pinned(factory, slot);
	return EEF_OK;
}

eef_status eef_engine_info(eef_factory *factory, eef_engine engine, eef_info *ret_info)
{
	eef_status st = enter(factory);

	if (st != EEF_OK || !ret_info || ret_info->size < sizeof(*ret_info))
		return st != EEF_OK ? st : ret_info ? EEF_E_ABI : EEF_E_INVAL;
	st = look(factory, engine, ret_info);
	if (st == EEF_E_STALE)
		count(factory->counters, COUNT_STALE);
	return st;
}

eef_status eef_touch(eef_factory *factory, eef_engine engine)
{
	struct slot *slot;
	eef_status st = enter_pinned(factory, engine, &slot);

	if (st == EEF_OK)
		leave_pinned(factory, slot);
	return st;
}

eef_status eef_list(eef_factory *factory, eef_info *ret_infos, size_t cap, size_t *ret_count)
{
	eef_status st = enter(factory);
	size_t found = 0;
	uint32_t slots;

	if (st != EEF_OK || !ret_count || (!ret_infos && cap > 0))
		return st != EEF_OK ? st : EEF_E_INVAL;
	slots = atomic_load(&factory->slots_count);
	for (uint32_t i = 0; i < slots; i++) {
		uint64_t word = atomic_load(&factory->slots[i].word);
		eef_info info = { .size = sizeof(info) };

		if (word_state(word) != SLOT_ACTIVE ||
			look(factory, slot_handle(&factory->slots[i], word_generation(word)), &info) != EEF_OK)
			continue;
		if (found < cap)
			ret_infos[found] = info;
		found++;
	}
	*ret_count = found;
	return EEF_OK;
}

eef_status eef_cleanup_user(eef_factory *factory, const char *user_id, uint32_t *ret_closed)
{
	eef_engine engines[64]; /* the most that a user may have */
	uint32_t found = 0, closed = 0;
	size_t len;
	struct shard *shard;
	struct user *user;
	eef_status st = enter(factory);

	if (st == EEF_OK)
		st = id_check(user_id, &len);
	if (st != EEF_OK)
		return st;
	shard = shard_of(factory, user_hash(factory, user_id, len));
	pthread_mutex_lock(&shard->lock);
	user = shard_find(shard, user_hash(factory, user_id, len), user_id, len);
	for (struct slot *slot = user ? user->slots : NULL; slot; slot = slot->sibling)
		engines[found++] = slot_handle(slot, word_generation(atomic_load(&slot->word)));
	pthread_mutex_unlock(&shard->lock);
	for (uint32_t i = 0; i < found; i++)
		closed += eef_cleanup_engine(factory, engines[i], EEF_CLEAN_DONE) != EEF_E_STALE;
	if (ret_closed)
		*ret_closed = closed;
	return EEF_OK;
}
