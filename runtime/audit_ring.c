/* Packing records into the ring and looking at them there. */
#include "runtime/audit_ring.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

struct entry {
	uint32_t size; /* with the texts, a multiple of 8; 0 = go on at the start of the ring */
	uint16_t detail_len;
	uint8_t op, user_len, run_len, outcome_len, word_len, action_len;
	int64_t ts_ns;
	uint64_t engine;
	uint64_t numbers[2];
};

bool eef_audit_ring_init(struct eef_audit_ring *ring, size_t size)
{
	*ring = (struct eef_audit_ring){ .bytes = malloc(size), .size = size };
	if (ring->bytes)
		memset(ring->bytes, 0, size); /* touched now: no page fault while somebody waits */
	return ring->bytes;
}

void eef_audit_ring_release(struct eef_audit_ring *ring)
{
	if (ring->bytes)
		sodium_memzero(ring->bytes, ring->size);
	free(ring->bytes);
	ring->bytes = NULL;
}

size_t eef_audit_ring_used(const struct eef_audit_ring *ring)
{
	return (size_t)(ring->head - ring->tail);
}

static char *put_text(char *at, struct eef_audit_text text)
{
	if (text.len)
		memcpy(at, text.ptr, text.len);
	return at + text.len;
}

static void pack(char *at, const struct eef_audit_record *record, size_t size)
{
	struct entry entry = {
		.size = (uint32_t)size,
		.detail_len = (uint16_t)record->detail.len,
		.op = (uint8_t)record->op,
		.user_len = (uint8_t)record->user.len,
		.run_len = (uint8_t)record->run.len,
		.outcome_len = (uint8_t)record->outcome.len,
		.word_len = (uint8_t)record->word.len,
		.action_len = (uint8_t)record->action.len,
		.ts_ns = record->ts_ns,
		.engine = record->engine,
		.numbers = { record->numbers[0], record->numbers[1] },
	};

	memcpy(at, &entry, sizeof(entry));
	at = put_text(at + sizeof(entry), record->user);
	at = put_text(at, record->run);
	at = put_text(at, record->outcome);
	at = put_text(at, record->word);
	at = put_text(at, record->action);
	put_text(at, record->detail);
}

static size_t packed_size(const struct eef_audit_record *record)
{
	size_t texts = record->user.len + record->run.len + record->outcome.len + record->word.len +
		record->action.len + record->detail.len;

	return (sizeof(struct entry) + texts + 7) & ~(size_t)7;
}

bool eef_audit_ring_put(struct eef_audit_ring *ring, const struct eef_audit_record *record, size_t reserve)
{
	size_t size = packed_size(record), at = ring->head & (ring->size - 1), skipped = 0;

	if (size > ring->size - at)
		skipped = ring->size - at;
	if (eef_audit_ring_used(ring) + skipped + size + reserve > ring->size)
		return false;
	if (skipped) {
		memset(ring->bytes + at, 0, sizeof(uint32_t));
		at = 0;
	}
	pack(ring->bytes + at, record, size);
	ring->head += skipped + size;
	return true;
}

static struct eef_audit_text take_text(const char **at, size_t len)
{
	struct eef_audit_text text = { *at, len };

	*at += len;
	return text;
}

uint64_t eef_audit_ring_get(const struct eef_audit_ring *ring, uint64_t at, struct eef_audit_record *ret_record)
{
	size_t place = at & (ring->size - 1);
	struct entry entry;
	const char *text;
	uint32_t size;

	memcpy(&size, ring->bytes + place, sizeof(size));
	if (!size) {
		at += ring->size - place;
		place = 0;
	}
	memcpy(&entry, ring->bytes + place, sizeof(entry));
	text = ring->bytes + place + sizeof(entry);
	ret_record->op = (enum eef_audit_op)entry.op;
	ret_record->ts_ns = entry.ts_ns;
	ret_record->engine = entry.engine;
	ret_record->numbers[0] = entry.numbers[0];
	ret_record->numbers[1] = entry.numbers[1];
	ret_record->user = take_text(&text, entry.user_len);
	ret_record->run = take_text(&text, entry.run_len);
	ret_record->outcome = take_text(&text, entry.outcome_len);
	ret_record->word = take_text(&text, entry.word_len);
	ret_record->action = take_text(&text, entry.action_len);
	ret_record->detail = take_text(&text, entry.detail_len);
	return at + entry.size;
}
