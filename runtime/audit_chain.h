/* The chain of hashes through the records, and the keys under which it is sealed. */
#ifndef RUNTIME_AUDIT_CHAIN_H
#define RUNTIME_AUDIT_CHAIN_H

#include <sodium.h>

#include "runtime/audit_line.h"

enum { EEF_AUDIT_KEY_SIZE = 32 };

/*
 * without a key:  hash = SHA-256(prev, covered bytes)
 * with a key:     hash = HMAC-SHA-256(K_kid, prev, seq as 8 bytes, kid as 4 bytes, covered bytes), big endian
 *                 K_{i+1} = SHA-256("eef-evolve", K_i), and K_i is wiped
 *
 * Who comes to know K_i knows all later keys and no earlier one. He could still seal older records anew under K_i and
 * have them pass (CVE-2023-31439), were it not for the last record under each key: it is key_evolved, sealed with that
 * key. Where a key's reign ends is thus said by the key itself, and a kid that changes elsewhere is rejected.
 *
 * The chain starts with seq 0 and a hash of zeros. It belongs to one thread at a time.
 */
struct eef_audit_chain {
	uint64_t seq;                      /* of the last record */
	uint8_t head[EEF_AUDIT_HASH_SIZE]; /* its hash */
	bool is_keyed;
	uint32_t kid;
	uint8_t key[EEF_AUDIT_KEY_SIZE];
	crypto_auth_hmacsha256_state keyed; /* has taken in the key: saves two rounds of SHA-256 for each record */
	struct eef_audit_clock_text clock;
};

/* The caller has called sodium_init(). No key: plain hashes. */
void eef_audit_chain_init(struct eef_audit_chain *chain, const uint8_t *key_or_null);
void eef_audit_chain_release(struct eef_audit_chain *chain); /* wipes the key */

void eef_audit_chain_evolve(struct eef_audit_chain *chain);

/* Puts a valid record at the end; `line` has EEF_AUDIT_LINE_MAX bytes. Returns the length with the newline. */
size_t eef_audit_chain_seal(struct eef_audit_chain *chain, const struct eef_audit_record *record, char *line);

/* What the hash of these covered bytes must be behind `prev`, under the chain's present key. */
void eef_audit_chain_hash(const struct eef_audit_chain *chain, const uint8_t prev[EEF_AUDIT_HASH_SIZE], uint64_t seq,
	const char *covered, size_t len, uint8_t ret_hash[EEF_AUDIT_HASH_SIZE]);

/* Under the present key, of a text that is no record: "eef-head" comes first, so that neither passes for the other. */
void eef_audit_chain_mac(
	const struct eef_audit_chain *chain, struct eef_audit_text text, uint8_t ret_mac[EEF_AUDIT_HASH_SIZE]);

#endif
