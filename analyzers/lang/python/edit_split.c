/* Cutting names out of an import statement, row by row, so that the layout of the rest stays. */
#include "base/base.h"
#include "analyzers/lang/python/edit_import_impl.h"

/* The names [from, to) of a row. */
struct run {
	uint32_t from, to;
};

static bool stays(const struct import_edit *e, uint32_t part)
{
	return e->parts.items[part].group == 0;
}

static bool is_leaving(const struct import_comment *c)
{
	return c->is_lost || (c->owner != NONE && !c->is_shared);
}

static uint32_t comma_end(const struct import_edit *e, uint32_t part)
{
	const struct import_part *p = &e->parts.items[part];

	return p->comma == NONE ? p->end : p->comma + 1;
}

/* A stretch that holds a comment which stays cannot be cut. */
static bool cut(struct import_edit *e, struct edit_set *set, uint32_t start, uint32_t end)
{
	vec_foreach (const struct import_comment, c, &e->comments)
		if (!is_leaving(c) && !c->is_shared && c->start >= start && c->start < end)
			return false;
	edit_set_add(set, start, end, STR(""));
	return true;
}

/* The first name from `part` on, up to `to`, that stays; `to` when none does. */
static uint32_t next_stay(const struct import_edit *e, uint32_t part, uint32_t to)
{
	while (part < to && !stays(e, part))
		part++;
	return part;
}

/* Names [from, to) leave, and nothing between is kept: up to the next name, or from behind the one before. */
static bool cut_names(struct import_edit *e, struct edit_set *set, uint32_t from, uint32_t to, uint32_t next)
{
	if (next != NONE)
		return cut(e, set, e->parts.items[from].start, e->parts.items[next].start);
	return cut(e, set, comma_end(e, from - 1), comma_end(e, to - 1));
}

/* A row some names of which stay. */
static bool thin_row(struct import_edit *e, struct edit_set *set, struct run row)
{
	for (uint32_t i = row.from, to; i < row.to; i = to) {
		to = i + 1;
		if (stays(e, i))
			continue;
		to = next_stay(e, i, row.to);
		if (!cut_names(e, set, i, to, to < row.to ? to : NONE))
			return false;
	}
	return true;
}

/* A row that leaves as a whole; one with a parenthesis draws what follows, or what went before, to it. */
static bool cut_row(struct import_edit *e, struct edit_set *set, struct run row)
{
	const struct import_row *r = &e->rows.items[e->parts.items[row.from].row];
	uint32_t next = next_stay(e, row.to, (uint32_t)e->parts.len), before = row.from;
	bool is_first = r == e->rows.items, is_last = r == vec_last(&e->rows);

	if (!is_first && !is_last)
		return cut(e, set, r->start, r->end);
	if (next < e->parts.len)
		return cut_names(e, set, row.from, row.to, next);
	while (!stays(e, before - 1))
		before--;
	return cut_names(e, set, before, row.to, NONE);
}

static bool cut_rows(struct import_edit *e, struct edit_set *set)
{
	for (uint32_t i = 0, to; i < e->parts.len; i = to) {
		struct run row = { i, i };

		while (row.to < e->parts.len && e->parts.items[row.to].row == e->parts.items[i].row)
			row.to++;
		to = row.to;
		if (!(next_stay(e, i, to) < to ? thin_row(e, set, row) : cut_row(e, set, row)))
			return false;
	}
	return true;
}

/* Comments on rows of their own that leave. */
static void cut_leads(struct import_edit *e, struct edit_set *set)
{
	vec_foreach (const struct import_comment, c, &e->comments)
		if (c->place == PLACE_LEAD && is_leaving(c))
			edit_set_add(set, e->rows.items[c->row].start, e->rows.items[c->row].end, STR(""));
}

/* A list that did not end in a comma does not begin to. */
static void cut_last_comma(struct import_edit *e, struct edit_set *set)
{
	uint32_t last = (uint32_t)e->parts.len - 1;

	if (stays(e, last) || e->parts.items[last].comma != NONE)
		return;
	while (!stays(e, last))
		last--;
	edit_set_add(set, e->parts.items[last].end, e->parts.items[last].comma + 1, STR(""));
}

/* The list in parentheses anew, with the comments that stay. */
static void rewrite(struct import_edit *e)
{
	struct str head = import_slice(e, e->import->span.start, e->list);
	struct str list = import_list(e, 0, head);

	if (e->open == e->list)
		list = arena_printf(e->arena, " " STR_FMT, STR_ARG(list));
	edit_set_add(&e->edits, e->open, e->import->span.end, list);
}

void import_cut(struct import_edit *e)
{
	struct edit_set set = { 0 };

	if (next_stay(e, 0, (uint32_t)e->parts.len) == e->parts.len)
		BUG("nothing stays");
	if (e->is_odd || !cut_rows(e, &set)) {
		rewrite(e);
	} else {
		cut_leads(e, &set);
		cut_last_comma(e, &set);
		import_rename(e);
		vec_foreach (struct source_edit, edit, &set.items)
			vec_push(&e->edits.items, *edit);
	}
	vec_release(&set.items);
}
