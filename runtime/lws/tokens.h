/* Tokens that let clients in. */
#ifndef RUNTIME_LWS_TOKENS_H
#define RUNTIME_LWS_TOKENS_H

#include <pthread.h>
#include <stdbool.h>
#include <sodium.h>

#include "runtime/include/eef_lws.h"

/*
 * Tokens that let clients in, each as a hash with a key of this process: neither memory nor the time that a search takes
 * tells one. Any thread, at any time. Those that have expired go when their place is needed or a full table is looked through.
 */

#define TOKENS_MAX 65536
#define TOKENS_BUCKETS 4096

struct token;

struct tokens {
	pthread_mutex_t lock;
	unsigned char key[crypto_generichash_KEYBYTES];
	struct token *buckets[TOKENS_BUCKETS];
	size_t count;
};

void tokens_init(struct tokens *tokens);
void tokens_release(struct tokens *tokens); /* wiped */

eef_status tokens_put(struct tokens *tokens, const char *token, const char *user, uint32_t ttl_ms);
eef_status tokens_revoke(struct tokens *tokens, const char *token); /* EEF_E_STALE: there is none */

/* Whose it is; false when nobody's, or no more. */
bool tokens_find(struct tokens *tokens, const char *token, char user[EEF_ID_MAX + 1]);

#endif
