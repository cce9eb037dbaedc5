/* Taking an import statement apart: parentheses, rows, names, commas and comments. */
#include "base/base.h"
#include "analyzers/lang/python/edit_import_impl.h"

/* --- The beginning --- */

static bool misfit(struct err *err)
{
	return err_set(err, "the facts of this import do not fit the text");
}

/* `from module import`, or `import`. */
static bool read_head(struct import_edit *e, struct err *err)
{
	const struct skim *s = e->lines.skim;
	uint32_t p = e->import->span.start;

	if (e->import->form == IMPORT_MODULE) {
		e->list = p + 6;
		return skim_is_word(s, p, "import") || misfit(err);
	}
	if (!skim_is_word(s, p, "from"))
		return misfit(err);
	p = skim_space(s, p + 4, false);
	e->module_start = e->module_end = p;
	while (skim_byte(s, p) == '.') {
		e->module_end = p + 1;
		p = skim_space(s, p + 1, false);
	}
	if (e->import->module.len > 0) {
		e->module_end = skim_dotted_end(s, p, false);
		p = skim_space(s, e->module_end, false);
	}
	e->list = p + 6;
	return skim_is_word(s, p, "import") || misfit(err);
}

static bool read_brackets(struct import_edit *e, struct err *err)
{
	const struct skim *s = e->lines.skim;
	uint32_t p = skim_space(s, e->list, false);

	e->open = e->close = NONE;
	if (!e->import->is_parenthesised)
		return true;
	e->open = p;
	e->close = e->import->span.end - 1;
	return (skim_byte(s, p) == '(' && e->close > p && skim_byte(s, e->close) == ')') || misfit(err);
}

/* --- The list --- */

/* Where the list is being read. */
struct reading {
	uint32_t p, end;
	uint32_t next;       /* name to come */
	bool row_has_part;   /* in this row, so far */
	bool expects_comma;  /* a name was the last */
	uint32_t first_lead; /* comments from here stand above the next name */
};

static void end_row(struct import_edit *e, struct reading *r, uint32_t end)
{
	struct import_row *row = vec_last(&e->rows);

	row->end = end;
	vec_push(&e->rows, (struct import_row){ end, end });
	r->row_has_part = false;
	e->is_odd |= r->expects_comma && skim_byte(e->lines.skim, skim_space(e->lines.skim, end, true)) == ',';
}

static void add_comment(struct import_edit *e, const struct reading *r, uint32_t start, uint32_t end)
{
	struct import_comment c = {
		.place = PLACE_LEAD,
		.start = start,
		.end = end,
		.row = (uint32_t)e->rows.len - 1,
		.part = NONE,
		.owner = NONE,
	};

	if (r->row_has_part) {
		c.place = PLACE_TAIL;
		c.part = r->next - 1;
	} else if (c.row == 0) {
		c.place = PLACE_HEAD;
	}
	vec_push(&e->comments, c);
}

/* Comments without a name yet stand above this one. */
static void own_leads(struct import_edit *e, struct reading *r, uint32_t part)
{
	for (; r->first_lead < e->comments.len; r->first_lead++) {
		struct import_comment *c = &e->comments.items[r->first_lead];

		if (c->place != PLACE_LEAD)
			continue;
		if (part == NONE)
			c->place = PLACE_FOOT;
		else
			c->part = part;
	}
}

/* What comes between the words of one name: `X # why`, newline, `as Y`. */
static void read_inner(struct import_edit *e, struct reading *r, struct import_part *part)
{
	const struct skim *s = e->lines.skim;
	uint32_t p = part->start;

	while (p < part->end) {
		if (skim_is(s, p, CHAR_NEWLINE)) {
			p = skim_newline_end(s, p);
			part->has_inner = e->is_odd = true;
		} else if (skim_byte(s, p) == '#') {
			uint32_t end = scan_newline(s->text, p, s->len);

			add_comment(e, r, p, end);
			p = end;
		} else if (skim_byte(s, p) == '\\' && skim_is(s, p + 1, CHAR_NEWLINE)) {
			p = skim_newline_end(s, p + 1);
		} else {
			p++;
		}
	}
}

static bool read_part(struct import_edit *e, struct reading *r, struct err *err)
{
	const struct import_name *old = &e->outline->names[e->import->first_name + r->next];
	struct import_part *part = &e->parts.items[r->next];

	if (r->expects_comma || old->span.start != r->p || old->span.end < r->p + old->alias.len + 1 ||
		old->span.end > r->end)
		return misfit(err);
	part->start = old->span.start;
	part->end = old->span.end;
	part->comma = NONE;
	part->row = (uint32_t)e->rows.len - 1;
	own_leads(e, r, r->next);
	r->next++;
	r->row_has_part = r->expects_comma = true;
	read_inner(e, r, part);
	r->p = part->end;
	return true;
}

/* A token of the list; false when there is none that could stand there. */
static bool read_token(struct import_edit *e, struct reading *r, struct err *err)
{
	const struct skim *s = e->lines.skim;
	uint32_t p = r->p;

	if (skim_is(s, p, CHAR_NEWLINE) && e->open != NONE) {
		r->p = skim_newline_end(s, p);
		end_row(e, r, r->p);
	} else if (skim_byte(s, p) == '#' && e->open != NONE) {
		r->p = scan_newline(s->text, p, r->end);
		add_comment(e, r, p, r->p);
	} else if (skim_byte(s, p) == ',' && r->expects_comma) {
		e->parts.items[r->next - 1].comma = p;
		r->expects_comma = false;
		r->p++;
	} else {
		return r->next < e->parts.len ? read_part(e, r, err) : misfit(err);
	}
	return true;
}

static bool read_list(struct import_edit *e, struct err *err)
{
	const struct skim *s = e->lines.skim;
	bool in_brackets = e->open != NONE;
	struct reading r = { .p = e->list, .end = e->import->span.end };

	if (in_brackets) {
		r.p = e->open + 1;
		r.end = e->close;
	}
	vec_push(&e->rows, (struct import_row){ r.p, r.end });
	for (r.p = skim_space(s, r.p, false); r.p < r.end; r.p = skim_space(s, r.p, false))
		if (!read_token(e, &r, err))
			return false;
	vec_last(&e->rows)->end = r.end;
	own_leads(e, &r, NONE);
	e->is_tall = e->rows.len > 1;
	return r.next == e->parts.len || misfit(err);
}

/* --- Star --- */

static bool read_star(struct import_edit *e, struct err *err)
{
	uint32_t end = e->import->span.end;

	vec_push(&e->rows, (struct import_row){ e->list, end });
	vec_foreach (struct import_part, part, &e->parts) {
		part->start = end - 1;
		part->end = end;
		part->comma = NONE;
	}
	return skim_byte(e->lines.skim, end - 1) == '*' || misfit(err);
}

/* --- All --- */

/* What stays takes the first place, so that the statement is its. */
static void put_kept_first(struct import_edit *e)
{
	uint32_t kept = 0;

	while (kept < e->groups.len && !e->groups.items[kept].is_kept)
		kept++;
	if (kept == 0 || kept == e->groups.len)
		return;
	vec_foreach (struct import_part, part, &e->parts) {
		if (part->group == kept)
			part->group = 0;
		else if (part->group < kept)
			part->group++;
	}
	for (; kept > 0; kept--) {
		struct import_group g = e->groups.items[kept];

		e->groups.items[kept] = e->groups.items[kept - 1];
		e->groups.items[kept - 1] = g;
	}
}

bool import_read(struct import_edit *e, struct err *err)
{
	const struct import *i = e->import;

	if (i->form != IMPORT_STAR && e->count != i->name_count)
		return err_set(err, "%u moves for %u names", e->count, i->name_count);
	for (uint32_t n = 0; n < e->count; n++)
		vec_push(&e->parts, (struct import_part){ .group = NONE });
	if (!read_head(e, err) || !read_brackets(e, err))
		return false;
	if (!(i->form == IMPORT_STAR ? read_star(e, err) : read_list(e, err)))
		return false;
	for (uint32_t n = 0; n < e->count; n++)
		if (!import_resolve(e, n, &e->parts.items[n], err))
			return false;
	put_kept_first(e);
	return true;
}

/* --- Comments --- */

/* Is the word in the comment, as a word? */
static bool mentions(struct str comment, struct str word)
{
	for (size_t i = 0; i + word.len <= comment.len; i++) {
		unsigned char before = i ? (unsigned char)comment.ptr[i - 1] : ' ';
		unsigned char behind = i + word.len < comment.len ? (unsigned char)comment.ptr[i + word.len] : ' ';

		if (str_eq(str_slice(comment, i, i + word.len), word) && !(skim_chars[before] & CHAR_IDENTIFIER) &&
			!(skim_chars[behind] & CHAR_IDENTIFIER))
			return true;
	}
	return false;
}

static bool has_lead(const struct import_edit *e, uint32_t part)
{
	vec_foreach (const struct import_comment, c, &e->comments)
		if (c->place == PLACE_LEAD && c->part == part)
			return true;
	return false;
}

/* The names that a comment speaks of: of its row, or down to the next comment. */
static void find_names(
	const struct import_edit *e, const struct import_comment *c, uint32_t *ret_from, uint32_t *ret_to)
{
	uint32_t from = c->part, to = c->part + 1;

	if (c->place == PLACE_TAIL)
		while (from > 0 && e->parts.items[from - 1].row == e->parts.items[c->part].row)
			from--;
	else if (!mentions(import_slice(e, c->start, c->end), e->outline->names[e->import->first_name + c->part].name))
		while (to < e->parts.len && !has_lead(e, to))
			to++;
	*ret_from = from;
	*ret_to = to;
}

/* A comment stays when one of its names stays, and otherwise goes with the first that goes anywhere. */
static void place_comment(struct import_edit *e, struct import_comment *c)
{
	uint32_t from, to;

	find_names(e, c, &from, &to);
	for (uint32_t i = from; i < to; i++)
		if (e->parts.items[i].group == 0)
			return;
	for (uint32_t i = to; i-- > from;)
		if (e->parts.items[i].group != NONE)
			c->owner = i;
	c->is_lost = c->owner == NONE;
}

/* A row's directives are those of each name on it: repeated for the groups that do not get the comment. */
static void share_comment(struct import_edit *e, uint32_t comment)
{
	struct import_comment c = e->comments.items[comment];
	uint32_t from, to, home = c.owner == NONE ? 0 : e->parts.items[c.owner].group;

	find_names(e, &c, &from, &to);
	for (uint32_t i = from; i < to; i++) {
		uint32_t group = e->parts.items[i].group;
		bool is_new = group != NONE && group != home && group != 0;

		for (uint32_t k = from; k < i; k++)
			is_new &= e->parts.items[k].group != group;
		c.owner = i;
		c.is_shared = true;
		if (is_new)
			vec_push(&e->comments, c);
	}
}

void import_place_comments(struct import_edit *e)
{
	size_t count = e->comments.len;

	for (size_t i = 0; i < count; i++)
		if (e->comments.items[i].part != NONE)
			place_comment(e, &e->comments.items[i]);
	for (size_t i = 0; i < count; i++)
		if (e->comments.items[i].place == PLACE_TAIL)
			share_comment(e, (uint32_t)i);
}
