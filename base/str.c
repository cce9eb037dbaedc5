/* Borrowed text: compare, search, split. */
#include "base/str.h"
#include "base/base.h"

#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

struct str str_from(const char *terminated)
{
	if (!terminated)
		return STR("");
	return (struct str){ terminated, strlen(terminated) };
}

struct str str_slice(struct str s, size_t start, size_t end)
{
	end = MIN(end, s.len);
	start = MIN(start, end);
	return (struct str){ s.ptr ? s.ptr + start : NULL, end - start };
}

/* memcmp() must not see the NULL of a zeroed string. */
static bool same_bytes(const char *a, const char *b, size_t len)
{
	return len == 0 || memcmp(a, b, len) == 0;
}

bool str_eq(struct str a, struct str b)
{
	return a.len == b.len && same_bytes(a.ptr, b.ptr, a.len);
}

bool str_is(struct str a, const char *terminated)
{
	return str_eq(a, str_from(terminated));
}

bool str_is_one_of(struct str s, const char *const *words)
{
	for (; *words; words++)
		if (str_is(s, *words))
			return true;
	return false;
}

int str_cmp(struct str a, struct str b)
{
	size_t common = MIN(a.len, b.len);
	int order = common ? memcmp(a.ptr, b.ptr, common) : 0;

	if (order)
		return order < 0 ? -1 : 1;
	return (a.len > b.len) - (a.len < b.len);
}

bool str_starts(struct str s, struct str prefix)
{
	return s.len >= prefix.len && same_bytes(s.ptr, prefix.ptr, prefix.len);
}

bool str_ends(struct str s, struct str suffix)
{
	return s.len >= suffix.len &&
		(suffix.len == 0 || same_bytes(s.ptr + s.len - suffix.len, suffix.ptr, suffix.len));
}

bool str_has(struct str s, struct str needle)
{
	if (needle.len == 0)
		return true;
	return s.len >= needle.len && memmem(s.ptr, s.len, needle.ptr, needle.len);
}

static char ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool same_nocase(const char *a, const char *b, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (ascii_lower(a[i]) != ascii_lower(b[i]))
			return false;
	return true;
}

bool str_has_nocase(struct str s, struct str needle)
{
	char first;

	if (needle.len == 0)
		return true;
	first = ascii_lower(needle.ptr[0]);
	for (size_t i = 0; needle.len <= s.len - i; i++)
		if (ascii_lower(s.ptr[i]) == first && same_nocase(s.ptr + i, needle.ptr, needle.len))
			return true;
	return false;
}

size_t str_find(struct str s, char c)
{
	const char *at = s.len ? memchr(s.ptr, c, s.len) : NULL;

	return at ? (size_t)(at - s.ptr) : s.len;
}

size_t str_rfind(struct str s, char c)
{
	const char *at = s.len ? memrchr(s.ptr, c, s.len) : NULL;

	return at ? (size_t)(at - s.ptr) : s.len;
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s)
{
	size_t start = 0, end = s.len;

	while (start < end && is_space(s.ptr[start]))
		start++;
	while (end > start && is_space(s.ptr[end - 1]))
		end--;
	return str_slice(s, start, end);
}

uint64_t str_hash(struct str s)
{
	return XXH3_64bits(s.ptr, s.len);
}

bool str_next(struct str *rest, char sep, struct str *ret_part)
{
	size_t at;

	if (rest->len == 0)
		return false;
	at = str_find(*rest, sep);
	*ret_part = str_slice(*rest, 0, at);
	*rest = str_slice(*rest, at + 1, rest->len);
	return true;
}

struct str str_head(struct str dotted, char sep)
{
	size_t at = str_rfind(dotted, sep);

	return str_slice(dotted, 0, at == dotted.len ? 0 : at);
}

struct str str_tail(struct str dotted, char sep)
{
	size_t at = str_rfind(dotted, sep);

	return at == dotted.len ? dotted : str_slice(dotted, at + 1, dotted.len);
}

/* One more row of the distance table, in place; returns the smallest entry. */
static size_t distance_row(size_t *row, char c, struct str b)
{
	size_t diagonal = row[0], best = ++row[0];

	for (size_t j = 1; j <= b.len; j++) {
		size_t replaced = diagonal + (c != b.ptr[j - 1]);

		diagonal = row[j];
		row[j] = MIN(replaced, 1 + MIN(row[j], row[j - 1]));
		best = MIN(best, row[j]);
	}
	return best;
}

size_t str_distance(struct str a, struct str b, size_t limit)
{
	size_t *row, result;

	if (MAX(a.len, b.len) - MIN(a.len, b.len) > limit)
		return limit + 1;
	row = xrealloc_array(NULL, b.len + 1, sizeof(*row));
	for (size_t j = 0; j <= b.len; j++)
		row[j] = j;
	result = b.len;
	for (size_t i = 0; i < a.len; i++) {
		/* A row never holds less than the smallest entry of the one before. */
		if (distance_row(row, a.ptr[i], b) > limit) {
			result = limit + 1;
			goto out;
		}
	}
	result = MIN(row[b.len], limit + 1);
out:
	free(row);
	return result;
}
