/* A shard: users by hash, free slots, links between users and slots. */
#include "runtime/shard.h"

#include "runtime/factory.h"

uint64_t user_hash(const eef_factory *factory, const char *id, size_t len)
{
	uint64_t hash;

	static_assert(crypto_shorthash_BYTES == sizeof(hash), "the hash fills 64 bits");
	crypto_shorthash((unsigned char *)&hash, (const unsigned char *)id, len, factory->hash_key);
	return hash;
}

struct shard *shard_of(eef_factory *factory, uint64_t hash)
{
	return &factory->shards[hash % SHARD_COUNT];
}

/* The low bits choose the shard. */
static struct user **bucket_of(struct shard *shard, uint64_t hash)
{
	return &shard->buckets[hash / SHARD_COUNT & (shard->bucket_count - 1)];
}

struct user *shard_find(struct shard *shard, uint64_t hash, const char *id, size_t len)
{
	struct user *user = shard->bucket_count ? *bucket_of(shard, hash) : NULL;

	while (user && (user->hash != hash || user->len != len || memcmp(user->id, id, len) != 0))
		user = user->next;
	return user;
}

/* Without memory for more buckets the chains get longer; only the very first buckets must be had. */
static bool grow(struct shard *shard)
{
	struct shard old = { .buckets = shard->buckets, .bucket_count = shard->bucket_count };
	uint32_t count = old.bucket_count ? old.bucket_count * 2 : 16;
	struct user **buckets = calloc(count, sizeof(struct user *));

	if (!buckets)
		return old.bucket_count > 0;
	shard->buckets = buckets;
	shard->bucket_count = count;
	for (uint32_t i = 0; i < old.bucket_count; i++)
		for (struct user *user = old.buckets[i], *next; user; user = next) {
			struct user **bucket = bucket_of(shard, user->hash);

			next = user->next;
			user->next = *bucket;
			*bucket = user;
		}
	free(old.buckets);
	return true;
}

struct user *shard_find_or_add(struct shard *shard, uint64_t hash, const char *id, size_t len)
{
	struct user *user = shard_find(shard, hash, id, len), **bucket;

	if (user)
		return user;
	if (shard->users >= shard->bucket_count && !grow(shard))
		return NULL;
	user = user_new(shard, hash, id, len);
	if (!user)
		return NULL;
	bucket = bucket_of(shard, hash);
	user->next = *bucket;
	*bucket = user;
	shard->users++;
	return user;
}

void shard_forget(struct shard *shard, struct user *user)
{
	struct user **at = bucket_of(shard, user->hash);

	while (*at != user)
		at = &(*at)->next;
	*at = user->next;
	shard->users--;
	count_many(&shard->counters, COUNT_EXPIRED, user->outbox.count);
	user_free(user);
}

void shard_settle(struct shard *shard, struct user *user)
{
	if (user->engines == 0 && user->subs == 0 && user->outbox.newest == 0)
		shard_forget(shard, user);
}

void shard_put_slot(struct shard *shard, struct slot *slot)
{
	slot->next = shard->free_head;
	shard->free_head = slot->index;
	shard->free_count++;
}

struct slot *shard_take_slot(eef_factory *factory, struct shard *shard)
{
	struct slot *slot;

	if (shard->free_count == 0)
		return NULL;
	slot = &factory->slots[shard->free_head];
	shard->free_head = slot->next;
	shard->free_count--;
	return slot;
}

void shard_link(struct shard *shard, struct user *user, struct slot *slot)
{
	slot->user = user;
	slot->sibling = user->slots;
	user->slots = slot;
	user->engines++;
	shard->engines++;
}

void shard_unlink(struct shard *shard, struct slot *slot)
{
	struct slot **at = &slot->user->slots;

	while (*at != slot)
		at = &(*at)->sibling;
	*at = slot->sibling;
	slot->user->engines--;
	shard->engines--;
	slot->sibling = NULL;
	slot->user = NULL;
}
