/* What the library knows of one user: making and wiping. */
#include "runtime/user.h"

struct user *user_new(struct shard *shard, uint64_t hash, const char *id, size_t len)
{
	struct user *user = malloc(sizeof(*user) + len + 1);

	if (!user)
		return NULL;
	*user = (struct user){ .shard = shard, .hash = hash, .len = (uint32_t)len };
	memcpy(user->id, id, len);
	user->id[len] = '\0';
	outbox_init(&user->outbox);
	return user;
}

void user_free(struct user *user)
{
	outbox_release(&user->outbox);
	sodium_memzero(user, sizeof(*user) + user->len + 1);
	free(user);
}
