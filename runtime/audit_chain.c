/* Hashing, sealing and changing keys; all of the cryptography is libsodium's. */
#include "runtime/audit_chain.h"

#include <string.h>

static void set_key(struct eef_audit_chain *chain)
{
	crypto_auth_hmacsha256_init(&chain->keyed, chain->key, EEF_AUDIT_KEY_SIZE);
}

void eef_audit_chain_init(struct eef_audit_chain *chain, const uint8_t *key_or_null)
{
	*chain = (struct eef_audit_chain){ .is_keyed = key_or_null != NULL };
	if (key_or_null) {
		memcpy(chain->key, key_or_null, EEF_AUDIT_KEY_SIZE);
		set_key(chain);
	}
}

void eef_audit_chain_release(struct eef_audit_chain *chain)
{
	sodium_memzero(chain, sizeof(*chain));
}

void eef_audit_chain_evolve(struct eef_audit_chain *chain)
{
	static const char label[] = "eef-evolve";
	uint8_t text[sizeof(label) - 1 + EEF_AUDIT_KEY_SIZE];

	memcpy(text, label, sizeof(label) - 1);
	memcpy(text + sizeof(label) - 1, chain->key, EEF_AUDIT_KEY_SIZE);
	crypto_hash_sha256(chain->key, text, sizeof(text));
	sodium_memzero(text, sizeof(text));
	set_key(chain);
	chain->kid++;
}

static void big_endian(uint64_t value, uint8_t *ret, size_t size)
{
	for (size_t i = 0; i < size; i++)
		ret[i] = (uint8_t)(value >> (8 * (size - 1 - i)));
}

static void hash_keyed(const struct eef_audit_chain *chain, const uint8_t *prev, uint64_t seq, const char *covered,
	size_t len, uint8_t *ret_hash)
{
	crypto_auth_hmacsha256_state state = chain->keyed;
	uint8_t place[12];

	big_endian(seq, place, 8);
	big_endian(chain->kid, place + 8, 4);
	crypto_auth_hmacsha256_update(&state, prev, EEF_AUDIT_HASH_SIZE);
	crypto_auth_hmacsha256_update(&state, place, sizeof(place));
	crypto_auth_hmacsha256_update(&state, (const uint8_t *)covered, len);
	crypto_auth_hmacsha256_final(&state, ret_hash);
}

void eef_audit_chain_hash(const struct eef_audit_chain *chain, const uint8_t prev[EEF_AUDIT_HASH_SIZE], uint64_t seq,
	const char *covered, size_t len, uint8_t ret_hash[EEF_AUDIT_HASH_SIZE])
{
	crypto_hash_sha256_state state;

	if (chain->is_keyed) {
		hash_keyed(chain, prev, seq, covered, len, ret_hash);
		return;
	}
	crypto_hash_sha256_init(&state);
	crypto_hash_sha256_update(&state, prev, EEF_AUDIT_HASH_SIZE);
	crypto_hash_sha256_update(&state, (const uint8_t *)covered, len);
	crypto_hash_sha256_final(&state, ret_hash);
}

void eef_audit_chain_mac(
	const struct eef_audit_chain *chain, struct eef_audit_text text, uint8_t ret_mac[EEF_AUDIT_HASH_SIZE])
{
	static const char label[] = "eef-head";
	crypto_auth_hmacsha256_state state = chain->keyed;

	crypto_auth_hmacsha256_update(&state, (const uint8_t *)label, sizeof(label) - 1);
	crypto_auth_hmacsha256_update(&state, (const uint8_t *)text.ptr, text.len);
	crypto_auth_hmacsha256_final(&state, ret_mac);
}

size_t eef_audit_chain_seal(struct eef_audit_chain *chain, const struct eef_audit_record *record, char *line)
{
	uint64_t seq = chain->seq + 1;
	size_t covered = eef_audit_line_write(line, &chain->clock, record, seq, chain->kid, chain->head);

	eef_audit_chain_hash(chain, chain->head, seq, line, covered, chain->head);
	chain->seq = seq;
	return eef_audit_line_finish(line, covered, chain->head);
}
