/* Tokens that let clients in: a table from keyed hash to user and end. */
#include "runtime/lws/tokens.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "runtime/lws/query.h"

#define HASH_SIZE crypto_generichash_BYTES

struct token {
	struct token *next;
	uint64_t until_ms;
	unsigned char hash[HASH_SIZE];
	char user[EEF_ID_MAX + 1];
};

static uint64_t now_ms(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (uint64_t)at.tv_sec * 1000 + (uint64_t)at.tv_nsec / 1000000;
}

void tokens_init(struct tokens *tokens)
{
	pthread_mutex_init(&tokens->lock, NULL);
	crypto_generichash_keygen(tokens->key);
}

static void token_remove(struct tokens *tokens, struct token **at)
{
	struct token *gone = *at;

	*at = gone->next;
	tokens->count--;
	sodium_memzero(gone, sizeof(*gone));
	free(gone);
}

void tokens_release(struct tokens *tokens)
{
	for (size_t i = 0; i < TOKENS_BUCKETS; i++)
		while (tokens->buckets[i])
			token_remove(tokens, &tokens->buckets[i]);
	sodium_memzero(tokens->key, sizeof(tokens->key));
	pthread_mutex_destroy(&tokens->lock);
}

static void hash_of(const struct tokens *tokens, const char *token, unsigned char ret[HASH_SIZE])
{
	crypto_generichash(
		ret, HASH_SIZE, (const unsigned char *)token, strlen(token), tokens->key, sizeof(tokens->key));
}

static struct token **bucket_of(struct tokens *tokens, const unsigned char hash[HASH_SIZE])
{
	return &tokens->buckets[(hash[0] | (size_t)hash[1] << 8) % TOKENS_BUCKETS];
}

/* Where it is, or the end of its bucket. Under the lock. */
static struct token **token_at(struct tokens *tokens, const unsigned char hash[HASH_SIZE])
{
	struct token **at = bucket_of(tokens, hash);

	while (*at && sodium_memcmp((*at)->hash, hash, HASH_SIZE) != 0)
		at = &(*at)->next;
	return at;
}

static void remove_expired(struct tokens *tokens, uint64_t now)
{
	for (size_t i = 0; i < TOKENS_BUCKETS; i++)
		for (struct token **at = &tokens->buckets[i]; *at;)
			if ((*at)->until_ms <= now)
				token_remove(tokens, at);
			else
				at = &(*at)->next;
}

/* Under the lock. */
static eef_status token_add(struct tokens *tokens, const unsigned char hash[HASH_SIZE], struct token **ret)
{
	struct token **at = token_at(tokens, hash);

	if (*at) {
		*ret = *at;
		return EEF_OK;
	}
	if (tokens->count == TOKENS_MAX) {
		remove_expired(tokens, now_ms());
		at = token_at(tokens, hash);
	}
	if (tokens->count == TOKENS_MAX)
		return EEF_E_QUOTA;
	*at = calloc(1, sizeof(**at));
	if (!*at)
		return EEF_E_NOMEM;
	memcpy((*at)->hash, hash, HASH_SIZE);
	tokens->count++;
	*ret = *at;
	return EEF_OK;
}

eef_status tokens_put(struct tokens *tokens, const char *token, const char *user, uint32_t ttl_ms)
{
	unsigned char hash[HASH_SIZE];
	struct token *entry;
	size_t len;
	eef_status st;

	if (!token || !user || !query_token_ok(token))
		return EEF_E_INVAL;
	len = strlen(user);
	if (len == 0 || len > EEF_ID_MAX)
		return EEF_E_INVAL;
	hash_of(tokens, token, hash);
	pthread_mutex_lock(&tokens->lock);
	st = token_add(tokens, hash, &entry);
	if (st == EEF_OK) {
		memcpy(entry->user, user, len + 1);
		entry->until_ms = now_ms() + ttl_ms;
	}
	pthread_mutex_unlock(&tokens->lock);
	return st;
}

eef_status tokens_revoke(struct tokens *tokens, const char *token)
{
	unsigned char hash[HASH_SIZE];
	struct token **at;
	bool found;

	if (!token)
		return EEF_E_INVAL;
	hash_of(tokens, token, hash);
	pthread_mutex_lock(&tokens->lock);
	at = token_at(tokens, hash);
	found = *at != NULL;
	if (found)
		token_remove(tokens, at);
	pthread_mutex_unlock(&tokens->lock);
	return found ? EEF_OK : EEF_E_STALE;
}

bool tokens_find(struct tokens *tokens, const char *token, char user[EEF_ID_MAX + 1])
{
	unsigned char hash[HASH_SIZE];
	struct token **at;
	bool found;

	if (!query_token_ok(token))
		return false;
	hash_of(tokens, token, hash);
	pthread_mutex_lock(&tokens->lock);
	at = token_at(tokens, hash);
	found = *at && (*at)->until_ms > now_ms();
	if (found)
		memcpy(user, (*at)->user, sizeof((*at)->user));
	else if (*at)
		token_remove(tokens, at);
	pthread_mutex_unlock(&tokens->lock);
	return found;
}
