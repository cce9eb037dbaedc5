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
 */
struct scan_map {
	uint64_t *words;
	size_t cap;
	bool has_nul, has_cr;
};

void scan_map_build(struct scan_map *m, struct str source);
void scan_map_release(struct scan_map *m);

/* The first marked byte at or after `from`; the source's length when there is none. */
static inline uint32_t scan_map_next(const struct scan_map *m, uint32_t from)
{
	size_t i = from >> 6;
	uint64_t word = m->words[i] & (UINT64_MAX << (from & 63));

	while (!word)
		word = m->words[++i];
	return (uint32_t)(i << 6) + (uint32_t)__builtin_ctzll(word);
}

/* Number of lines that end in [from, to): '\n', "\r\n" and '\r'; a '\r' just before `to` counts. */
uint32_t scan_count_lines(const unsigned char *text, uint32_t from, uint32_t to, bool has_cr);

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

#endif
