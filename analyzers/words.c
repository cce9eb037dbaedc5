/* A set of identifiers: is this token one of them, and is any of them in a text at all? */
#include "base/base.h"
#include "analyzers/lang.h"

#include <stdlib.h>
#include <string.h>

/*
 * words_has() is asked for every token of a file and nearly always says no:
 * two small bitmaps answer most, a hash table the rest.
 *
 * words_in_text() looks at the text through a window as long as the shortest
 * word (Wu and Manber's method): the last bytes of the window say how far it
 * may move without missing any word's beginning.
 */
#define SHIFT_BITS 12
#define BLOCK_MAX 3 /* bytes that decide on a shift */

struct words {
	struct str *list; /* no word twice; the texts follow in the same memory */
	uint32_t count;
	uint32_t *slots; /* index + 1; 0 is free */
	uint32_t slot_mask;
	uint64_t lengths[256]; /* by first byte; bit n: there is a word of n bytes; bit 63: of 63 or more */

	enum mention mention;

	uint32_t window; /* length of the shortest word */
	uint32_t block;
	uint32_t *next;                   /* by index: the next word of the same chain + 1 */
	uint32_t chains[1 << SHIFT_BITS]; /* words whose window ends with this block: index + 1 */
	uint8_t shifts[1 << SHIFT_BITS];  /* 0: the window may hold a word */
};

static unsigned length_bit(size_t len)
{
	return len < 63 ? (unsigned)len : 63;
}

static uint32_t *find_slot(const struct words *w, struct str word)
{
	uint32_t i = (uint32_t)str_hash(word) & w->slot_mask;

	while (w->slots[i] && !str_eq(w->list[w->slots[i] - 1], word))
		i = (i + 1) & w->slot_mask;
	return &w->slots[i];
}

/* The bytes at p, mixed: `block` of them. */
static inline uint32_t block_hash(const unsigned char *p, uint32_t block)
{
	uint32_t hash = p[0];

	if (block > 1)
		hash = hash << 4 ^ p[1];
	if (block > 2)
		hash = hash << 4 ^ p[2];
	return hash & ((1u << SHIFT_BITS) - 1);
}

static void add_shifts(struct words *w, uint32_t index)
{
	const unsigned char *text = (const unsigned char *)w->list[index].ptr;
	uint32_t last = w->window - w->block;

	for (uint32_t i = 0; i <= last; i++) {
		uint8_t *shift = &w->shifts[block_hash(text + i, w->block)];

		*shift = (uint8_t)MIN(*shift, last - i);
	}
	w->next[index] = w->chains[block_hash(text + last, w->block)];
	w->chains[block_hash(text + last, w->block)] = index + 1;
}

static void prepare_search(struct words *w)
{
	w->window = UINT32_MAX;
	for (uint32_t i = 0; i < w->count; i++)
		w->window = (uint32_t)MIN(w->window, w->list[i].len);
	w->block = MIN(w->window, BLOCK_MAX);
	memset(w->shifts, (int)MIN(w->window - w->block + 1, UINT8_MAX), sizeof(w->shifts));
	for (uint32_t i = 0; i < w->count; i++)
		add_shifts(w, i);
}

static void add_word(struct words *w, struct str word, char **texts)
{
	uint32_t *slot = find_slot(w, word);

	if (*slot || word.len == 0)
		return;
	memcpy(*texts, word.ptr, word.len);
	w->list[w->count] = (struct str){ *texts, word.len };
	*texts += word.len;
	w->lengths[(unsigned char)word.ptr[0]] |= UINT64_C(1) << length_bit(word.len);
	*slot = ++w->count;
}

struct words *words_new(const struct str *list, size_t count)
{
	struct words *w = xcalloc(1, sizeof(*w));
	size_t bytes = 0, slots = 4;
	char *texts;

	for (size_t i = 0; i < count; i++)
		bytes += list[i].len;
	while (slots < count * 2)
		slots *= 2;
	w->slot_mask = (uint32_t)slots - 1;
	w->slots = xcalloc(slots, sizeof(*w->slots));
	w->next = xcalloc(count + 1, sizeof(*w->next));
	w->list = xmalloc((count + 1) * sizeof(*w->list) + bytes);
	texts = (char *)(w->list + count + 1);
	for (size_t i = 0; i < count; i++)
		add_word(w, list[i], &texts);
	if (w->count > 0)
		prepare_search(w);
	return w;
}

void words_set_mention(struct words *w, enum mention mention)
{
	w->mention = mention;
}

enum mention words_mention(const struct words *w)
{
	return w->mention;
}

void words_free(struct words *w)
{
	if (!w)
		return;
	free(w->list);
	free(w->slots);
	free(w->next);
	free(w);
}

bool words_has(const struct words *w, struct str identifier)
{
	return identifier.len > 0 && w->lengths[(unsigned char)identifier.ptr[0]] >> length_bit(identifier.len) & 1 && *find_slot(w, identifier);
}

/* Does a word of the chain begin at the start of rest? */
static bool begins_with_word(const struct words *w, uint32_t chain, struct str rest)
{
	for (; chain; chain = w->next[chain - 1])
		if (str_starts(rest, w->list[chain - 1]))
			return true;
	return false;
}

bool words_in_text(const struct words *w, struct str text)
{
	size_t at = 0; /* of the window */

	if (w->count == 0)
		return false;
	while (text.len - at >= w->window) {
		const unsigned char *end = (const unsigned char *)text.ptr + at + w->window - w->block;
		uint32_t hash = block_hash(end, w->block);

		if (w->shifts[hash] == 0 && begins_with_word(w, w->chains[hash], str_slice(text, at, text.len)))
			return true;
		at += MAX(w->shifts[hash], 1);
	}
	return false;
}
