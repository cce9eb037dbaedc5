/* Values and lists as bytes and back: what the descriptions of facts are made of. Private to the packers. */
#ifndef ANALYZERS_CODEC_H
#define ANALYZERS_CODEC_H

#include <string.h>

#include "analyzers/facts.h"
#include "base/strbuf.h"

/*
 * Writes when `out` is set (and then changes none of the facts), reads from [at, end) otherwise. Reading stops at
 * the first thing that cannot be: `failed` stays, all values from then on are 0.
 */
struct codec {
	struct strbuf *out;
	const unsigned char *at, *end;
	struct arena *arena;
	uint32_t start, line; /* of the last span: the next one is near */
	bool failed;
};

/* --- Values --- */

static inline void put_varint(struct strbuf *out, uint64_t value)
{
	while (value >= 0x80) {
		strbuf_addch(out, (char)(value | 0x80));
		value >>= 7;
	}
	strbuf_addch(out, (char)value);
}

static inline uint64_t get_long_varint(struct codec *c)
{
	uint64_t value = 0;

	for (unsigned shift = 0; shift < 64 && c->at < c->end; shift += 7) {
		unsigned char byte = *c->at++;

		value |= (uint64_t)(byte & 0x7F) << shift;
		if (byte < 0x80)
			return value;
	}
	c->failed = true;
	c->at = c->end;
	return 0;
}

static inline uint64_t get_varint(struct codec *c)
{
	if (c->at < c->end && *c->at < 0x80)
		return *c->at++;
	return get_long_varint(c);
}

static inline void code_u32(struct codec *c, uint32_t *value)
{
	uint64_t wide;

	if (c->out) {
		put_varint(c->out, *value);
		return;
	}
	wide = get_varint(c);
	c->failed |= wide > UINT32_MAX;
	*value = (uint32_t)wide;
}

/* NONE is common: it becomes 0. */
static inline void code_id(struct codec *c, uint32_t *id)
{
	uint32_t shifted = *id + 1;

	code_u32(c, &shifted);
	if (!c->out)
		*id = shifted - 1;
}

/* Small ones of both signs are small: 0, -1, 1, -2 become 0, 1, 2, 3. */
static inline void code_difference(struct codec *c, uint32_t from, uint32_t *value)
{
	uint32_t difference = *value - from;
	uint32_t folded = difference << 1 ^ (difference >> 31 ? UINT32_MAX : 0);

	code_u32(c, &folded);
	if (!c->out)
		*value = from + (folded >> 1 ^ (folded & 1 ? UINT32_MAX : 0));
}

static inline void code_bool(struct codec *c, bool *value)
{
	uint32_t number = *value;

	code_u32(c, &number);
	c->failed |= number > 1;
	if (!c->out)
		*value = number == 1;
}

static inline uint32_t check_kind(struct codec *c, uint32_t kind, uint32_t count)
{
	c->failed |= kind >= count;
	return c->failed ? 0 : kind;
}

#define code_kind(c, kind, count)                                   \
	do {                                                        \
		uint32_t number_ = (kind);                          \
		code_u32((c), &number_);                            \
		if (!(c)->out)                                      \
			(kind) = check_kind((c), number_, (count)); \
	} while (0)

/* Bytes of the machine, as in the cache's files. */
static inline void code_hashes(struct codec *c, uint64_t *hashes, uint32_t count)
{
	size_t size = arena_size(count, sizeof(*hashes));

	if (c->out) {
		strbuf_add(c->out, (struct str){ (const char *)hashes, size });
		return;
	}
	c->failed |= (size_t)(c->end - c->at) < size;
	if (c->failed || size == 0)
		return;
	memcpy(hashes, c->at, size);
	c->at += size;
}

static inline void code_str(struct codec *c, struct str *text)
{
	uint64_t len;

	if (c->out) {
		put_varint(c->out, text->len);
		strbuf_add(c->out, *text);
		return;
	}
	len = get_varint(c);
	c->failed |= len > (uint64_t)(c->end - c->at);
	*text = c->failed ? STR("") : (struct str){ (const char *)c->at, (size_t)len };
	c->at += text->len;
}

static inline void code_span(struct codec *c, struct span *span)
{
	code_difference(c, c->start, &span->start);
	code_difference(c, span->start, &span->end);
	code_difference(c, c->line, &span->line);
	code_u32(c, &span->column);
	code_difference(c, span->line, &span->end_line);
	code_u32(c, &span->end_column);
	c->start = span->start;
	c->line = span->line;
}

/* --- Lists --- */

/* The room for `count` items that take at least `least` bytes each in the blob, or NULL. */
static inline void *list_room(struct codec *c, uint32_t count, size_t least, size_t size)
{
	c->failed |= (uint64_t)count * least > (uint64_t)(c->end - c->at);
	return c->failed || count == 0 ? NULL : arena_alloc(c->arena, arena_size(count, size));
}

#define code_list(c, list, count, least, code_item)                                 \
	do {                                                                        \
		code_u32((c), &(count));                                            \
		if (!(c)->out)                                                      \
			(list) = list_room((c), (count), (least), sizeof(*(list))); \
		for (uint32_t i_ = 0; i_ < (count) && !(c)->failed; i_++)           \
			code_item((c), &(list)[i_]);                                \
	} while (0)

static inline bool is_slice(uint32_t first, uint32_t count, uint32_t total)
{
	return first <= total && count <= total - first;
}

static inline bool is_id(uint32_t id, uint32_t total)
{
	return id == NONE || id < total;
}

/* Arrays are in source order, so what holds something stands before it: whoever goes outwards comes to an end. */
static inline bool is_parent(uint32_t parent, uint32_t child)
{
	return parent == NONE || parent < child;
}

static inline bool codec_start(struct codec *c, struct str blob, struct arena *a, unsigned char magic)
{
	if (blob.len == 0 || (unsigned char)blob.ptr[0] != magic)
		return false;
	*c = (struct codec){
		.at = (const unsigned char *)blob.ptr + 1,
		.end = (const unsigned char *)blob.ptr + blob.len,
		.arena = a,
	};
	return true;
}

#endif
