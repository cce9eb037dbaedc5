/* The map of the bytes that matter, and the counting of lines. */
#include "base/base.h"
#include "analyzers/lang/python/skim_scan.h"

#include <stdlib.h>
#include <string.h>

#define WORD_BYTES 64

/* What one block of 64 bytes holds. */
struct block_bits {
	uint64_t special;
	uint64_t nul, cr; /* not zero when there is one */
};

#ifdef __SSE2__

/* Bytes in [low, high], as a mask. */
static __m128i in_range(__m128i x, unsigned char low, unsigned char high)
{
	__m128i moved = _mm_sub_epi8(x, _mm_set1_epi8((char)(low + 128)));

	return _mm_cmplt_epi8(moved, _mm_set1_epi8((char)(high - low + 1 - 128)));
}

static struct block_bits read_block(const unsigned char *at)
{
	__m128i nul = _mm_setzero_si128(), cr = _mm_setzero_si128();
	struct block_bits bits = { 0 };

	for (unsigned i = 0; i < WORD_BYTES / SCAN_WIDTH; i++) {
		__m128i x = _mm_loadu_si128((const __m128i *)(const void *)(at + i * SCAN_WIDTH));
		/* [ \ ] and { | } differ in one bit. */
		__m128i square = in_range(_mm_or_si128(x, _mm_set1_epi8(0x20)), '{', '}');
		__m128i quotes = in_range(x, '"', ')');
		__m128i newlines = in_range(x, '\n', '\r');
		__m128i semicolon = _mm_cmpeq_epi8(x, _mm_set1_epi8(';'));
		__m128i special = _mm_or_si128(_mm_or_si128(square, quotes), _mm_or_si128(newlines, semicolon));

		bits.special |= (uint64_t)(unsigned)_mm_movemask_epi8(special) << (i * SCAN_WIDTH);
		nul = _mm_or_si128(nul, _mm_cmpeq_epi8(x, _mm_setzero_si128()));
		cr = _mm_or_si128(cr, _mm_cmpeq_epi8(x, _mm_set1_epi8('\r')));
	}
	bits.nul = (unsigned)_mm_movemask_epi8(nul);
	bits.cr = (unsigned)_mm_movemask_epi8(cr);
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
		bits.nul |= at[i] == '\0';
		bits.cr |= at[i] == '\r';
	}
	return bits;
}

#endif

static void add_block(struct scan_map *m, size_t i, const unsigned char *at)
{
	struct block_bits bits = read_block(at);

	m->words[i] = bits.special;
	m->has_nul |= bits.nul != 0;
	m->has_cr |= bits.cr != 0;
}

void scan_map_build(struct scan_map *m, struct str source)
{
	size_t whole = source.len / WORD_BYTES, rest = source.len % WORD_BYTES;
	const unsigned char *text = (const unsigned char *)source.ptr;
	unsigned char tail[WORD_BYTES];

	if (m->cap < whole + 1) {
		m->cap = whole + whole / 2 + 1;
		free(m->words);
		m->words = xrealloc_array(NULL, m->cap, sizeof(*m->words));
	}
	m->has_nul = m->has_cr = false;
	for (size_t i = 0; i < whole; i++)
		add_block(m, i, text + i * WORD_BYTES);
	memset(tail, ' ', sizeof(tail));
	if (rest)
		memcpy(tail, text + whole * WORD_BYTES, rest);
	tail[rest] = '\n';
	add_block(m, whole, tail);
}

void scan_map_release(struct scan_map *m)
{
	free(m->words);
	*m = (struct scan_map){ 0 };
}

/* --- Lines --- */

static uint32_t count_byte(const unsigned char *text, uint32_t from, uint32_t to, char c)
{
	uint32_t count = 0;
#ifdef __SSE2__
	/* 255 rounds until a byte of the sum could overflow. */
	while (to - from >= SCAN_WIDTH) {
		uint32_t rounds = MIN((to - from) / SCAN_WIDTH, 255);
		__m128i sum = _mm_setzero_si128();

		for (; rounds; rounds--, from += SCAN_WIDTH) {
			__m128i x = _mm_loadu_si128((const __m128i *)(const void *)(text + from));

			sum = _mm_sub_epi8(sum, _mm_cmpeq_epi8(x, _mm_set1_epi8(c)));
		}
		sum = _mm_sad_epu8(sum, _mm_setzero_si128());
		count += (uint32_t)(_mm_cvtsi128_si32(sum) + _mm_cvtsi128_si32(_mm_srli_si128(sum, 8)));
	}
#endif
	for (; from < to; from++)
		count += text[from] == (unsigned char)c;
	return count;
}

uint32_t scan_count_lines(const unsigned char *text, uint32_t from, uint32_t to, bool has_cr)
{
	uint32_t count = count_byte(text, from, to, '\n');

	if (!has_cr)
		return count;
	for (uint32_t i = from; i < to; i++)
		count += text[i] == '\r' && (i + 1 == to || text[i + 1] != '\n');
	return count;
}
