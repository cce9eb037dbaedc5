/* What the library knows of one user: the engines, and the outbox that outlives them. */
#ifndef RUNTIME_USER_H
#define RUNTIME_USER_H

#include "runtime/outbox.h"

/*
 * Made by the first engine or connection; forgotten when there is none of either and no event was ever put, or when the
 * time for resuming is over. All but the outbox is under the shard's lock.
 */

struct shard;
struct slot;

struct user {
	struct user *next; /* in the bucket */
	uint64_t hash;
	struct shard *shard;
	struct slot *slots;
	uint32_t engines, subs, len;
	struct outbox outbox;
	char id[];
};

struct user *user_new(struct shard *shard, uint64_t hash, const char *id, size_t len); /* NULL without memory */
void user_free(struct user *user);                                                     /* wiped, with all events */

#endif
