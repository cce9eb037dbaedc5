/* Comparing lines: common ends are set aside, then lines that one side alone has, and Myers' algorithm does the rest. */
#include "base/base.h"
#include "rewriters/diff_lines.h"

#include <string.h>

#include "base/map.h"

/* Beyond so many differences the rest is called changed as a whole: the memory is its square. */
#define MAX_DISTANCE 1500

static uint32_t count_lines(struct str text)
{
	uint32_t count = 0;

	for (size_t at = 0; at < text.len; count++)
		at += str_find(str_slice(text, at, text.len), '\n') + 1;
	return count;
}

static void split(struct str text, struct arena *a, struct diff_text *ret)
{
	uint32_t n = 0;

	ret->count = count_lines(text);
	ret->lines = arena_array(a, struct str, ret->count + 1);
	ret->ids = arena_array(a, uint32_t, ret->count + 1);
	ret->is_changed = arena_array(a, bool, ret->count + 1);
	for (size_t at = 0; at < text.len; n++) {
		size_t end = MIN(at + str_find(str_slice(text, at, text.len), '\n') + 1, text.len);

		ret->lines[n] = str_slice(text, at, end);
		at = end;
	}
}

/* --- Ids --- */

struct line_ids {
	struct map by_hash;
	struct str *lines; /* by id */
	uint32_t *next;    /* another line with the same hash, or NONE */
	uint32_t *uses[2]; /* how often each text has it */
	uint32_t count;
};

static uint32_t id_of(struct line_ids *t, struct str line)
{
	uint64_t hash = str_hash(line);
	uint32_t first = map_get(&t->by_hash, hash), id;

	for (id = first; id != NONE; id = t->next[id])
		if (str_eq(t->lines[id], line))
			return id;
	id = t->count++;
	t->lines[id] = line;
	t->next[id] = first;
	map_set(&t->by_hash, hash, id);
	return id;
}

static void number_lines(struct line_ids *t, struct diff_text *text, int side)
{
	for (uint32_t i = 0; i < text->count; i++) {
		text->ids[i] = id_of(t, text->lines[i]);
		t->uses[side][text->ids[i]]++;
	}
}

static void find_ids(struct diff_text *old, struct diff_text *new, struct arena *a, struct line_ids *ret)
{
	uint32_t most = old->count + new->count + 1;

	*ret = (struct line_ids){
		.lines = arena_array(a, struct str, most),
		.next = arena_array(a, uint32_t, most),
		.uses = { arena_array(a, uint32_t, most), arena_array(a, uint32_t, most) },
	};
	number_lines(ret, old, 0);
	number_lines(ret, new, 1);
	map_release(&ret->by_hash);
}

/* --- The part between the common ends --- */

/* Lines that both texts have, with the place that each came from. */
struct part {
	uint32_t *ids, *places;
	int32_t count;
};

static struct part select_lines(struct diff_text *text, uint32_t start, uint32_t end, const uint32_t *other_uses, struct arena *a)
{
	struct part p = { arena_array(a, uint32_t, end - start + 1), arena_array(a, uint32_t, end - start + 1), 0 };

	for (uint32_t i = start; i < end; i++) {
		text->is_changed[i] = true;
		if (!other_uses[text->ids[i]])
			continue;
		p.ids[p.count] = text->ids[i];
		p.places[p.count++] = i;
	}
	return p;
}

/* Rows of Myers' search: row d holds, for each diagonal k = -d, -d+2, ... d, the furthest x. */
struct search {
	const struct part *old, *new;
	int32_t **rows;
	int32_t distance;
};

static int32_t row_at(const struct search *s, int32_t d, int32_t k)
{
	return s->rows[d][(k + d) / 2];
}

/* The x at which diagonal k begins in row d: a step from the better neighbour. */
static int32_t step(const struct search *s, int32_t d, int32_t k, bool *ret_down)
{
	*ret_down = k == -d || (k != d && row_at(s, d - 1, k - 1) < row_at(s, d - 1, k + 1));
	return *ret_down ? row_at(s, d - 1, k + 1) : row_at(s, d - 1, k - 1) + 1;
}

static int32_t slide(const struct search *s, int32_t x, int32_t k)
{
	while (x < s->old->count && x - k < s->new->count && s->old->ids[x] == s->new->ids[x - k])
		x++;
	return x;
}

/* False when the texts are further apart than MAX_DISTANCE. */
static bool search(struct search *s, struct arena *a)
{
	int32_t most = MIN(s->old->count + s->new->count, MAX_DISTANCE);

	s->rows = arena_array(a, int32_t *, (size_t)most + 1);
	for (int32_t d = 0; d <= most; d++) {
		s->rows[d] = arena_array(a, int32_t, (size_t)d + 1);
		for (int32_t k = -d; k <= d; k += 2) {
			bool is_down;
			int32_t x = d ? step(s, d, k, &is_down) : 0;

			x = slide(s, x, k);
			s->rows[d][(k + d) / 2] = x;
			s->distance = d;
			if (x >= s->old->count && x - k >= s->new->count)
				return true;
		}
	}
	return false;
}

/* Back along the rows: what a diagonal run passes is common. */
static void mark_common(const struct search *s, struct diff_text *old, struct diff_text *new)
{
	int32_t x = s->old->count, k = s->old->count - s->new->count;

	for (int32_t d = s->distance; d >= 0; d--) {
		bool is_down = false;
		int32_t start = d ? step(s, d, k, &is_down) : 0;

		for (; x > start; x--) {
			old->is_changed[s->old->places[x - 1]] = false;
			new->is_changed[s->new->places[x - 1 - k]] = false;
		}
		x = is_down ? start : start - 1;
		k += is_down ? 1 : -1;
	}
}

void diff_lines(struct str old_bytes, struct str new_bytes, struct arena *a, struct diff_text *ret_old, struct diff_text *ret_new)
{
	struct diff_text *old = ret_old, *new = ret_new;
	uint32_t start = 0, old_end, new_end;
	struct line_ids ids;
	struct part old_part, new_part;
	struct search s = { .old = &old_part, .new = &new_part };

	split(old_bytes, a, old);
	split(new_bytes, a, new);
	find_ids(old, new, a, &ids);
	while (start < MIN(old->count, new->count) && old->ids[start] == new->ids[start])
		start++;
	old_end = old->count;
	new_end = new->count;
	while (old_end > start && new_end > start && old->ids[old_end - 1] == new->ids[new_end - 1]) {
		old_end--;
		new_end--;
	}
	old_part = select_lines(old, start, old_end, ids.uses[1], a);
	new_part = select_lines(new, start, new_end, ids.uses[0], a);
	if (search(&s, a))
		mark_common(&s, old, new);
}
