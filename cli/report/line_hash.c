/* A rolling hash: every unit enters once, and leaves a hundred units later. */
#include "base/base.h"
#include "cli/report/line_hash.h"

#include "base/map.h"

#define WINDOW 100
#define BASE 37
#define END_OF_FILE 65535
#define SURROGATES 0x10000u

struct roller {
	uint16_t window[WINDOW];
	uint32_t line_at[WINDOW]; /* the line that begins with this unit; 0 = none */
	size_t at;
	uint64_t hash, leaving; /* leaving: BASE to the power of WINDOW */
	uint32_t line;
	bool at_start, after_cr;
	struct map seen; /* hash -> how often */

	const uint32_t *lines;
	struct str *hashes;
	size_t count, done;
	struct arena *arena;
};

static void put_hash(struct roller *r)
{
	uint32_t line = r->line_at[r->at];
	uint32_t before = map_get(&r->seen, r->hash), times = before == NONE ? 1 : before + 1;

	r->line_at[r->at] = 0;
	map_set(&r->seen, r->hash, times);
	while (r->done < r->count && r->lines[r->done] <= line) {
		if (r->lines[r->done] == line)
			r->hashes[r->done] =
				arena_printf(r->arena, "%llx:%u", (unsigned long long)r->hash, times);
		r->done++;
	}
}

static void roll(struct roller *r, uint16_t unit)
{
	r->hash = r->hash * BASE + unit - r->leaving * r->window[r->at];
	r->window[r->at] = unit;
	r->at = (r->at + 1) % WINDOW;
}

static void take(struct roller *r, uint16_t unit)
{
	bool is_second = r->after_cr && unit == '\n';

	r->after_cr = false;
	if (unit == ' ' || unit == '\t' || is_second)
		return;
	r->after_cr = unit == '\r';
	if (unit == '\r')
		unit = '\n';
	if (r->line_at[r->at])
		put_hash(r);
	if (r->at_start)
		r->line_at[r->at] = ++r->line;
	r->at_start = unit == '\n';
	roll(r, unit);
}

/* How many bytes may follow this first byte, and the range of the first of them: what is not cut off is one mistake. */
static size_t continuations(unsigned char lead, unsigned char *ret_low, unsigned char *ret_high)
{
	*ret_low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
	*ret_high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
	if (lead >= 0xC2 && lead <= 0xDF)
		return 1;
	if (lead >= 0xE0 && lead <= 0xEF)
		return 2;
	return lead >= 0xF0 && lead <= 0xF4 ? 3 : 0;
}

/* One code point, or U+FFFD for as many bytes as could have become one; as the WHATWG's decoder does it. */
static uint32_t decode(struct str text, size_t *ret_len)
{
	static const unsigned char masks[] = { 0x7F, 0x1F, 0x0F, 0x07 };
	const unsigned char *bytes = (const unsigned char *)text.ptr;
	unsigned char low, high;
	size_t wanted = continuations(bytes[0], &low, &high), len = 1;
	uint32_t point = bytes[0] & masks[wanted];

	while (len <= wanted && len < text.len && bytes[len] >= low && bytes[len] <= high) {
		point = point << 6 | (bytes[len++] & 0x3F);
		low = 0x80;
		high = 0xBF;
	}
	*ret_len = len;
	return len <= wanted || (wanted == 0 && bytes[0] >= 0x80) ? 0xFFFD : point;
}

static void take_text(struct roller *r, struct str text)
{
	size_t len;

	for (; text.len && r->done < r->count; text = str_slice(text, len, text.len)) {
		uint32_t point = decode(text, &len);

		if (point >= SURROGATES) {
			take(r, (uint16_t)(0xD800 + ((point - SURROGATES) >> 10)));
			take(r, (uint16_t)(0xDC00 + ((point - SURROGATES) & 0x3FF)));
		} else {
			take(r, (uint16_t)point);
		}
	}
}

void line_hashes(struct str text, const uint32_t *lines, size_t count, struct arena *a, struct str *ret_hashes)
{
	struct roller r = {
		.leaving = 1, .at_start = true, .lines = lines, .hashes = ret_hashes, .count = count, .arena = a
	};

	for (size_t i = 0; i < count; i++)
		ret_hashes[i] = STR("");
	for (int i = 0; i < WINDOW; i++)
		r.leaving *= BASE;
	take_text(&r, text);
	take(&r, END_OF_FILE);
	for (int i = 0; i < WINDOW; i++) {
		if (r.line_at[r.at])
			put_hash(&r);
		roll(&r, 0);
	}
	map_release(&r.seen);
}
