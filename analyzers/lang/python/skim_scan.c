/* The map of the bytes that matter, and of the lines. */
#include "base/base.h"
#include "analyzers/lang/python/skim_scan.h"

#include <stdlib.h>
#include <string.h>

#define WORD_BYTES 64

/* What one block of 64 bytes holds, a bit a byte. */
struct block_bits {
	uint64_t special, lf, cr;
	bool has_nul;
};

#ifdef __SSE2__

/* Bytes in [low, high], as a mask. */
static inline __m128i in_range(__m128i x, unsigned char low, unsigned char high)
{
	__m128i moved = _mm_sub_epi8(x, _mm_set1_epi8((char)(low + 128)));

	return _mm_cmplt_epi8(moved, _mm_set1_epi8((char)(high - low + 1 - 128)));
}

static inline struct block_bits read_block(const unsigned char *at)
{
	__m128i none = _mm_setzero_si128(), nul = none;
	struct block_bits bits = { 0 };

	for (unsigned i = 0; i < WORD_BYTES; i += SCAN_WIDTH) {
		__m128i x = _mm_loadu_si128((const __m128i *)(const void *)(at + i));
		/* [ \ ] and { | } differ in one bit. */
		__m128i square = in_range(_mm_or_si128(x, _mm_set1_epi8(0x20)), '{', '}');
		__m128i quotes = in_range(x, '"', ')');
		__m128i breaks = in_range(x, '\n', '\r');
		__m128i semicolon = _mm_cmpeq_epi8(x, _mm_set1_epi8(';'));
		__m128i special = _mm_or_si128(_mm_or_si128(square, quotes), _mm_or_si128(breaks, semicolon));
		__m128i lf = _mm_cmpeq_epi8(x, _mm_set1_epi8('\n'));
		__m128i cr = _mm_cmpeq_epi8(x, _mm_set1_epi8('\r'));

		bits.special |= (uint64_t)(unsigned)_mm_movemask_epi8(special) << i;
		bits.lf |= (uint64_t)(unsigned)_mm_movemask_epi8(lf) << i;
		bits.cr |= (uint64_t)(unsigned)_mm_movemask_epi8(cr) << i;
		nul = _mm_or_si128(nul, _mm_cmpeq_epi8(x, none));
	}
	bits.has_nul = _mm_movemask_epi8(nul) != 0;
	return bits;
}

#else

static bool is_special(unsigned char c)
{
	unsigned char bent = c | 0x20;

	return (bent >= '{' && bent <= '}') || (c >= '"' && c <= ')') || (c >= '\n' && c <= '\r') || c == ';';
}

static struct block_bits read_block(const unsigned char *at)
{
	struct block_bits bits = { 0 };

	for (unsigned i = 0; i < WORD_BYTES; i++) {
		bits.special |= (uint64_t)is_special(at[i]) << i;
		bits.lf |= (uint64_t)(at[i] == '\n') << i;
		bits.cr |= (uint64_t)(at[i] == '\r') << i;
		bits.has_nul |= at[i] == '\0';
	}
	return bits;
}

#endif

/* Bits set; without the instruction for it, which the oldest of our machines lack. */
static inline uint32_t count_bits(uint64_t x)
{
	x -= x >> 1 & UINT64_C(0x5555555555555555);
	x = (x & UINT64_C(0x3333333333333333)) + (x >> 2 & UINT64_C(0x3333333333333333));
	x = (x + (x >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
	return (uint32_t)(x * UINT64_C(0x0101010101010101) >> 56);
}

static void grow(struct scan_map *m, size_t blocks)
{
	if (m->cap >= blocks)
		return;
	scan_map_release(m);
	m->cap = blocks + blocks / 2;
	m->special = xrealloc_array(NULL, m->cap, sizeof(*m->special));
	m->newlines = xrealloc_array(NULL, m->cap, sizeof(*m->newlines));
	m->lines = xrealloc_array(NULL, m->cap, sizeof(*m->lines));
}

/* One block; next is the byte behind it. */
static inline uint32_t add_block(struct scan_map *m, size_t i, uint32_t lines, const void *text, unsigned char next)
{
	struct block_bits bits = read_block(text);
	uint64_t before_lf = bits.lf >> 1 | (uint64_t)(next == '\n') << (WORD_BYTES - 1);

	m->special[i] = bits.special;
	m->newlines[i] = bits.lf | (bits.cr & ~before_lf);
	m->lines[i] = lines;
	m->has_nul |= bits.has_nul;
	return lines + count_bits(m->newlines[i]);
}

void scan_map_build(struct scan_map *m, struct str source)
{
	size_t whole = source.len / WORD_BYTES, rest = source.len % WORD_BYTES;
	unsigned char tail[WORD_BYTES];
	uint32_t lines = 0;

	grow(m, whole + 1);
	m->has_nul = false;
	memset(tail, ' ', sizeof(tail));
	if (rest)
		memcpy(tail, source.ptr + whole * WORD_BYTES, rest);
	for (size_t i = 0; i < whole; i++) {
		size_t end = (i + 1) * WORD_BYTES;

		lines = add_block(m, i, lines, source.ptr + i * WORD_BYTES,
			(unsigned char)(end < source.len ? source.ptr[end] : '\0'));
	}
	add_block(m, whole, lines, tail, '\0');
	m->special[whole] |= UINT64_C(1) << rest;
}

void scan_map_release(struct scan_map *m)
{
	free(m->special);
	free(m->newlines);
	free(m->lines);
	*m = (struct scan_map){ 0 };
}

/* The bits of the bytes before p in its word. */
static uint64_t newlines_before(const struct scan_map *m, uint32_t p)
{
	return m->newlines[p / WORD_BYTES] & ((UINT64_C(1) << (p % WORD_BYTES)) - 1);
}

uint32_t scan_map_line(const struct scan_map *m, uint32_t p)
{
	return m->lines[p / WORD_BYTES] + count_bits(newlines_before(m, p)) + 1;
}

uint32_t scan_map_line_start(const struct scan_map *m, uint32_t p)
{
	uint64_t word = newlines_before(m, p);
	uint32_t i = p / WORD_BYTES;

	while (!word) {
		if (i == 0)
			return 0;
		word = m->newlines[--i];
	}
	return i * WORD_BYTES + (uint32_t)(WORD_BYTES - __builtin_clzll(word));
}
