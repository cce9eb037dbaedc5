/* Finding the bytes that matter, 16 or 64 at a time. */
#ifndef ANALYZERS_LANG_PYTHON_SKIM_SCAN_H
#define ANALYZERS_LANG_PYTHON_SKIM_SCAN_H

#include "base/str.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/*
 * A map has one bit for each byte that can end, open or hide anything in
 * code: newlines, quotes, brackets, `#`, `;`, `\`, and a few harmless
 * neighbours that come with the way they are found ($ % & | VT FF). It is
 * made for the whole source at several bytes a cycle; walking code is then a
 * matter of counting zeros. One more bit stands behind the last byte, so that
 * a search always ends.
 *
 * A second bit marks the byte that ends a line: '\n', or a '\r' without one.
 */
struct scan_map {
	uint64_t *special;  /* a bit a byte */
	uint64_t *newlines; /* the same */
	uint32_t *lines;    /* a word's worth of bytes each: how many lines end before them */
	size_t cap;         /* of all three */
	bool has_nul;
};

void scan_map_build(struct scan_map *m, struct str source);
void scan_map_release(struct scan_map *m);

/* The first marked byte at or after `from`; the source's length when there is none. */
static inline uint32_t scan_map_next(const struct scan_map *m, uint32_t from)
{
	size_t i = from >> 6;
	uint64_t word = m->special[i] & (UINT64_MAX << (from & 63));

	while (!word)
		word = m->special[++i];
	return (uint32_t)(i << 6) + (uint32_t)__builtin_ctzll(word);
}

/* The line of the byte at p, from 1, and the offset where that line begins. */
uint32_t scan_map_line(const struct scan_map *m, uint32_t p);
uint32_t scan_map_line_start(const struct scan_map *m, uint32_t p);

/* --- Searches from `from` on; all give len when nothing is found --- */

#define SCAN_WIDTH 16

/* A bit for each of the 16 bytes that is one of these four. */
static inline unsigned scan_mask(const unsigned char *at, char a, char b, char c, char d)
{
#ifdef __SSE2__
	__m128i x = _mm_loadu_si128((const __m128i *)(const void *)at);
	__m128i ab = _mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8(a)), _mm_cmpeq_epi8(x, _mm_set1_epi8(b)));
	__m128i cd = _mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8(c)), _mm_cmpeq_epi8(x, _mm_set1_epi8(d)));

	return (unsigned)_mm_movemask_epi8(_mm_or_si128(ab, cd));
#else
	unsigned mask = 0;

	for (unsigned i = 0; i < SCAN_WIDTH; i++)
		mask |= (unsigned)(at[i] == (unsigned char)a || at[i] == (unsigned char)b ||
				at[i] == (unsigned char)c || at[i] == (unsigned char)d)
			<< i;
	return mask;
#endif
}

static inline uint32_t scan_any(const unsigned char *text, uint32_t from, uint32_t len, char a, char b, char c, char d)
{
	for (; len - from >= SCAN_WIDTH; from += SCAN_WIDTH) {
		unsigned mask = scan_mask(text + from, a, b, c, d);

		if (mask)
			return from + (uint32_t)__builtin_ctz(mask);
	}
	while (from < len && text[from] != (unsigned char)a && text[from] != (unsigned char)b &&
		text[from] != (unsigned char)c && text[from] != (unsigned char)d)
		from++;
	return from;
}

static inline uint32_t scan_newline(const unsigned char *text, uint32_t from, uint32_t len)
{
	return scan_any(text, from, len, '\n', '\r', '\n', '\r');
}

/* The first byte that is no space. */
static inline uint32_t scan_spaces(const unsigned char *text, uint32_t from, uint32_t len)
{
	while (len - from >= SCAN_WIDTH) {
		unsigned others = scan_mask(text + from, ' ', ' ', ' ', ' ') ^ 0xffff;

		if (others)
			return from + (uint32_t)__builtin_ctz(others);
		from += SCAN_WIDTH;
	}
	while (from < len && text[from] == ' ')
		from++;
	return from;
}

/* Two neighbouring lower-case letters. */
struct scan_pair {
	char first, second;
};

/* The first place at or after `from` where one of the pairs stands, in either case; text.len when there is none. */
static inline size_t scan_pairs(struct str text, size_t from, const struct scan_pair *pairs, size_t count)
{
#ifdef __SSE2__
	const __m128i bit5 = _mm_set1_epi8(0x20); /* what tells the cases apart */

	for (; from + SCAN_WIDTH < text.len; from += SCAN_WIDTH) {
		const void *at = text.ptr + from, *behind = text.ptr + from + 1;
		__m128i x = _mm_or_si128(_mm_loadu_si128(at), bit5);
		__m128i y = _mm_or_si128(_mm_loadu_si128(behind), bit5);
		__m128i found = _mm_setzero_si128();

		for (size_t i = 0; i < count; i++) {
			__m128i first = _mm_cmpeq_epi8(x, _mm_set1_epi8(pairs[i].first));

			found = _mm_or_si128(
				found, _mm_and_si128(first, _mm_cmpeq_epi8(y, _mm_set1_epi8(pairs[i].second))));
		}
		if (_mm_movemask_epi8(found))
			return from + (size_t)__builtin_ctz((unsigned)_mm_movemask_epi8(found));
	}
#endif
	for (; from + 1 < text.len; from++)
		for (size_t i = 0; i < count; i++)
			if ((text.ptr[from] | 0x20) == pairs[i].first && (text.ptr[from + 1] | 0x20) == pairs[i].second)
				return from;
	return text.len;
}

#endif
