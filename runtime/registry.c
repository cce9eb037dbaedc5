/* All slots and shards together: dealing the slots, moving them to where they are needed, forgetting the users. */
#include "runtime/shard.h"

#include <sys/mman.h>

#include "runtime/factory.h"

#define SLOTS_MAX 65536

/* Mapped once and never unmapped: a handle of any age may be looked up. */
static bool map_slots(eef_factory *factory)
{
	void *slots;

	if (factory->slots)
		return true;
	slots = mmap(NULL, SLOTS_MAX * sizeof(struct slot), PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (slots == MAP_FAILED)
		return false;
	factory->slots = slots;
	return true;
}

/* Generations go on where the last life of the factory left them. */
static void prepare(struct slot *slot, uint32_t index)
{
	if (word_generation(atomic_load(&slot->word)) != 0)
		return;
	slot->index = index;
	pthread_mutex_init(&slot->lock, NULL);
	atomic_store(&slot->word, word_make(1, SLOT_FREE, 0));
}

eef_status registry_open(eef_factory *factory, uint32_t slots)
{
	if (!map_slots(factory))
		return EEF_E_NOMEM;
	for (uint32_t i = slots; i-- > 0;) {
		struct shard *shard = &factory->shards[i % SHARD_COUNT];

		prepare(&factory->slots[i], i);
		pthread_mutex_lock(&shard->lock);
		if (word_state(atomic_load(&factory->slots[i].word)) == SLOT_FREE)
			shard_put_slot(shard, &factory->slots[i]);
		pthread_mutex_unlock(&shard->lock);
	}
	atomic_store(&factory->slots_count, slots);
	return EEF_OK;
}

static void forget_users(struct shard *shard)
{
	for (uint32_t i = 0; i < shard->bucket_count; i++)
		while (shard->buckets[i])
			shard_forget(shard, shard->buckets[i]);
	free(shard->buckets);
	shard->buckets = NULL;
	shard->bucket_count = 0;
}

void registry_close(eef_factory *factory)
{
	for (size_t i = 0; i < SHARD_COUNT; i++) {
		struct shard *shard = &factory->shards[i];

		pthread_mutex_lock(&shard->lock);
		forget_users(shard);
		shard->free_head = SLOT_NONE;
		shard->free_count = 0;
		pthread_mutex_unlock(&shard->lock);
	}
}

/* Half of what the shard has, as a chain; at least one when it has any. */
static struct slot *take_half(eef_factory *factory, struct shard *from)
{
	struct slot *chain = NULL;

	pthread_mutex_lock(&from->lock);
	for (uint32_t n = (from->free_count + 1) / 2; n > 0; n--) {
		struct slot *slot = shard_take_slot(factory, from);

		slot->sibling = chain;
		chain = slot;
	}
	pthread_mutex_unlock(&from->lock);
	return chain;
}

static void give_rest(struct shard *to, struct slot *chain)
{
	pthread_mutex_lock(&to->lock);
	while (chain) {
		struct slot *slot = chain;

		chain = slot->sibling;
		slot->sibling = NULL;
		shard_put_slot(to, slot);
	}
	pthread_mutex_unlock(&to->lock);
}

/* One thief at a time: else the last free slots could be in another thief's hands, and the factory look full. */
struct slot *registry_steal(eef_factory *factory, struct shard *to)
{
	struct slot *chain = NULL;

	pthread_mutex_lock(&factory->stealing);
	for (size_t i = 0; i < SHARD_COUNT && !chain; i++)
		chain = take_half(
			factory, &factory->shards[(size_t)(to - factory->shards + 1 + (ptrdiff_t)i) % SHARD_COUNT]);
	if (chain) {
		give_rest(to, chain->sibling);
		chain->sibling = NULL;
	}
	pthread_mutex_unlock(&factory->stealing);
	return chain;
}
