/* Writing import lists and whole statements, in one line or in parentheses. */
#include "base/base.h"
#include "analyzers/lang/python/edit_import_impl.h"

#include "analyzers/lang/python/edit_comment.h"

enum {
	LINE_WIDTH = 100, /* a longer statement is written over several lines */
	TAB_WIDTH = 8
};

/* --- Which names and comments --- */

static bool belongs(const struct import_edit *e, const struct import_comment *c, uint32_t group)
{
	if (c->is_lost)
		return false;
	return c->owner == NONE ? group == 0 : e->parts.items[c->owner].group == group;
}

static struct str comment_text(struct import_edit *e, const struct import_comment *c)
{
	struct str text = str_trim(import_slice(e, c->start, c->end));

	return c->is_shared ? edit_directives(text, e->arena) : text;
}

static bool has_comment(struct import_edit *e, uint32_t group)
{
	vec_foreach (struct import_comment, c, &e->comments)
		if (belongs(e, c, group) && comment_text(e, c).len > 0)
			return true;
	return false;
}

/* Is the very same name in this group already, further up? */
static bool is_repeated(const struct import_edit *e, uint32_t i)
{
	const struct import_part *parts = e->parts.items;

	for (uint32_t k = 0; k < i; k++)
		if (parts[k].group == parts[i].group && str_eq(parts[k].text, parts[i].text))
			return true;
	return false;
}

/* The names of a group, NONE at the end. What two names became one stands once, unless a comment may be about it. */
static uint32_t *names_of(struct import_edit *e, uint32_t group)
{
	uint32_t *ids = arena_array(e->arena, uint32_t, e->parts.len + 1), count = 0;
	bool keeps_all = has_comment(e, group);

	for (uint32_t i = 0; i < e->parts.len; i++)
		if (e->parts.items[i].group == group && (keeps_all || !is_repeated(e, i)))
			ids[count++] = i;
	ids[count] = NONE;
	return ids;
}

/* --- In one line --- */

static void add_line(struct import_edit *e, const uint32_t *ids, struct strbuf *out)
{
	for (const uint32_t *id = ids; *id != NONE; id++) {
		if (id > ids)
			strbuf_addz(out, ", ");
		strbuf_add(out, e->parts.items[*id].text);
	}
}

static size_t columns(struct str text, size_t column)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '\t')
			column += TAB_WIDTH - column % TAB_WIDTH;
		else
			column += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
	}
	return column;
}

/* --- Over several lines --- */

/* As the names of the statement stand, when they hang on lines of their own. */
static struct str inner_indent(struct import_edit *e)
{
	const struct import_part *first = e->parts.items;
	struct str indent = import_slice(e, e->rows.items[first->row].start, first->start);
	struct str step = edit_lines_step(&e->lines);

	if (first->row > 0 && indent.len > e->indent.len && str_trim(indent).len == 0 &&
		str_find(indent, '\f') == indent.len)
		return indent;
	if (str_find(e->indent, '\t') < e->indent.len)
		step = STR("\t");
	return arena_printf(e->arena, STR_FMT STR_FMT, STR_ARG(e->indent), STR_ARG(step));
}

/* Those of one name, or of a name that is not written (PLACE_LEAD of a name that left, when the comment stays). */
static bool is_at(
	const struct import_edit *e, const struct import_comment *c, uint32_t group, uint32_t id, uint32_t before)
{
	uint32_t at = c->owner != NONE ? c->owner : c->part;

	if (c->part == NONE || !belongs(e, c, group))
		return false;
	if (c->place == PLACE_TAIL)
		while (at > 0 && e->parts.items[at].group != group)
			at--;
	return c->place == PLACE_TAIL ? at == id : at <= id && (before == NONE || at > before);
}

static void add_comment_line(struct import_edit *e, const struct import_comment *c, struct strbuf *out)
{
	strbuf_add(out, inner_indent(e));
	strbuf_add(out, comment_text(e, c));
	strbuf_add(out, e->eol);
}

/* A name with the comments above and behind it. */
static void add_row(
	struct import_edit *e, uint32_t group, const uint32_t *id, bool is_first, bool has_comma, struct strbuf *out)
{
	struct str indent = inner_indent(e);
	uint32_t before = is_first ? NONE : id[-1];

	vec_foreach (struct import_comment, c, &e->comments) {
		if (c->place == PLACE_LEAD && is_at(e, c, group, *id, before))
			add_comment_line(e, c, out);
	}
	strbuf_add(out, indent);
	strbuf_add(out, e->parts.items[*id].text);
	if (has_comma)
		strbuf_addch(out, ',');
	vec_foreach (struct import_comment, c, &e->comments) {
		struct str text = comment_text(e, c);

		if (c->place != PLACE_TAIL || !is_at(e, c, group, *id, before) || text.len == 0)
			continue;
		strbuf_addz(out, "  ");
		strbuf_add(out, text);
	}
	strbuf_add(out, e->eol);
}

/* Directives behind the open parenthesis speak of the whole statement. */
static void add_head(struct import_edit *e, uint32_t group, struct strbuf *out)
{
	vec_foreach (struct import_comment, c, &e->comments) {
		struct str text = str_trim(import_slice(e, c->start, c->end));

		if (c->place != PLACE_HEAD)
			continue;
		if (group > 0)
			text = edit_directives(text, e->arena);
		if (text.len == 0)
			continue;
		strbuf_addz(out, "  ");
		strbuf_add(out, text);
	}
}

static void add_tall(struct import_edit *e, uint32_t group, const uint32_t *ids, struct strbuf *out)
{
	bool ends_in_comma = e->open == NONE || vec_last(&e->parts)->comma != NONE || e->import->form == IMPORT_STAR;

	strbuf_addch(out, '(');
	add_head(e, group, out);
	strbuf_add(out, e->eol);
	for (const uint32_t *id = ids; *id != NONE; id++)
		add_row(e, group, id, id == ids, id[1] != NONE || ends_in_comma, out);
	vec_foreach (struct import_comment, c, &e->comments)
		if (c->place == PLACE_FOOT && group == 0)
			add_comment_line(e, c, out);
	strbuf_add(out, e->indent);
	strbuf_addch(out, ')');
}

/* --- Lists and statements --- */

static struct str finish(struct import_edit *e, struct strbuf *text)
{
	struct str copy = arena_str(e->arena, strbuf_str(text));

	strbuf_release(text);
	return copy;
}

struct str import_list(struct import_edit *e, uint32_t group, struct str head)
{
	const uint32_t *ids = names_of(e, group);
	bool is_long, may_be_tall = e->import->form != IMPORT_MODULE;
	struct strbuf text = { 0 };

	add_line(e, ids, &text);
	is_long = columns(strbuf_str(&text), columns(head, columns(e->indent, 0)) + 1) > LINE_WIDTH;
	if (may_be_tall && ((e->is_own && (is_long || e->is_tall)) || has_comment(e, group))) {
		strbuf_clear(&text);
		add_tall(e, group, ids, &text);
	}
	return finish(e, &text);
}

struct str import_statement(struct import_edit *e, uint32_t group)
{
	struct str module = e->groups.items[group].module, comment;
	struct strbuf text = { 0 };
	struct str head = STR("import");

	if (e->import->form != IMPORT_MODULE)
		head = arena_printf(e->arena, "from " STR_FMT " import", STR_ARG(module));
	strbuf_add(&text, head);
	strbuf_addch(&text, ' ');
	strbuf_add(&text, import_list(e, group, head));
	if (e->is_own && e->line->comment != NONE) {
		comment = edit_directives(import_slice(e, e->line->comment, e->line->stop), e->arena);
		if (comment.len > 0)
			strbuf_addz(&text, "  ");
		strbuf_add(&text, comment);
	}
	return finish(e, &text);
}
