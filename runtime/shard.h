/* A shard: the users whose keyed hash falls into it, with their engines, free slots and counts, under one lock. */
#ifndef RUNTIME_SHARD_H
#define RUNTIME_SHARD_H

#include "runtime/counters.h"
#include "runtime/histogram.h"
#include "runtime/slot.h"
#include "runtime/user.h"

/*
 * All engines of a user are in one shard, so every question about a user is answered here, and engines created, cleaned
 * and active agree whenever the lock is free.
 *
 * Order of locks: a sub's lock, shard, outbox, then slot, dirty list or audit queue. None is held over a callback.
 */

#define SHARD_COUNT 64

struct shard {
	alignas(CACHE_LINE) pthread_mutex_t lock;
	_Atomic uint32_t guests; /* see guest_enter() */
	bool open;               /* engines and connections may come */
	struct user **buckets;
	uint32_t bucket_count, users;
	uint32_t free_head, free_count; /* slots, last in first out: the warm one comes next */
	uint32_t engines, turn;         /* turn: one create in 16 is timed */
	alignas(CACHE_LINE) struct counters counters;
	struct histogram created, scoped;
};

struct shard *shard_of(eef_factory *factory, uint64_t hash);
uint64_t user_hash(const eef_factory *factory, const char *id, size_t len);

/* All under the shard's lock. */
struct user *shard_find(struct shard *shard, uint64_t hash, const char *id, size_t len);        /* may be NULL */
struct user *shard_find_or_add(struct shard *shard, uint64_t hash, const char *id, size_t len); /* NULL: no memory */
void shard_forget(struct shard *shard, struct user *user);                                      /* unlinks and frees */
void shard_settle(struct shard *shard, struct user *user); /* forgets a user without engine, connection and past */
void shard_put_slot(struct shard *shard, struct slot *slot);
struct slot *shard_take_slot(eef_factory *factory, struct shard *shard); /* NULL: see registry_steal() */
void shard_link(struct shard *shard, struct user *user, struct slot *slot);
void shard_unlink(struct shard *shard, struct slot *slot);

/*
 * With no lock held: takes free slots from other shards. One is returned, for the caller alone; the others are put into
 * `to`. NULL only when no shard has one.
 */
struct slot *registry_steal(eef_factory *factory, struct shard *to);

/* Before the first and after the last engine: fresh lists of free slots; nothing of users. */
eef_status registry_open(eef_factory *factory, uint32_t slots);
void registry_close(eef_factory *factory); /* forgets all users */

#endif
