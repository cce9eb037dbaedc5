/* Unwrapping a try statement: its try arm, and its else arm, moved out by one step; the handlers go. */
#include "base/base.h"
#include "analyzers/lang/python/edit_import.h"

#include <string.h>

#include "analyzers/lang/python/edit_comment.h"
#include "analyzers/lang/python/edit_lines.h"

enum arm_kind { ARM_TRY, ARM_EXCEPT, ARM_ELSE, ARM_FINALLY, ARM_NONE };

static const char *const keywords[] = { "try", "except", "else", "finally" };
_Static_assert(ARRAY_LEN(keywords) == ARM_NONE, "an arm without its keyword");

struct arm {
	enum arm_kind kind;
	uint32_t header; /* line */
	uint32_t last;   /* line, = header when the suite stands on it */
	uint32_t body;   /* the first byte of a suite on the header's line; otherwise of the line behind it */
	uint32_t end;    /* behind the last line that is the arm's, comments of it included */
	bool is_inline;
};

struct unwrap {
	struct str source;
	struct arena *arena;
	struct edit_lines lines;
	struct edit_set edits;
	bool keeps_comments;
	uint32_t column;   /* of the statement */
	struct str indent; /* the same, as bytes */
	struct str eol;
	VEC(struct arm) arms;
};

static const struct edit_line *line_at(const struct unwrap *u, uint32_t i)
{
	return &u->lines.lines.items[i];
}

/* --- Finding the arms --- */

static enum arm_kind arm_kind(const struct unwrap *u, uint32_t line)
{
	for (int kind = 0; kind < ARM_NONE; kind++)
		if (skim_is_word(u->lines.skim, line_at(u, line)->code, keywords[kind]))
			return (enum arm_kind)kind;
	return ARM_NONE;
}

/* Back from the line of any arm to that of `try`; NONE when it is no try statement's. */
static uint32_t find_try(const struct unwrap *u, uint32_t line)
{
	uint32_t column = line_at(u, line)->column;

	for (;; line--) {
		enum arm_kind kind = line_at(u, line)->column == column ? arm_kind(u, line) : ARM_EXCEPT;

		if (kind == ARM_TRY)
			return line;
		if (kind == ARM_NONE || line_at(u, line)->column < column || line == 0)
			return NONE;
	}
}

/* One physical line that holds no code, or a part of some. */
struct row {
	uint32_t start, text, next; /* text: the first byte that is no blank */
	uint32_t column;
	bool is_comment;
};

static struct row read_row(const struct unwrap *u, uint32_t start)
{
	const struct skim *s = u->lines.skim;
	struct row row = { .start = start, .text = start };

	for (; skim_is(s, row.text, CHAR_BLANK); row.text++)
		row.column += s->text[row.text] == '\t' ? 8 - row.column % 8 : 1;
	row.is_comment = skim_byte(s, row.text) == '#';
	row.next = skim_newline_end(s, scan_newline(s->text, row.text, s->len));
	return row;
}

/* Comments below a suite that are indented deeper than its statement are still the suite's. */
static uint32_t end_of_suite(const struct unwrap *u, uint32_t last)
{
	uint32_t end = line_at(u, last)->next, limit = (uint32_t)u->source.len;
	struct row row;

	if (last + 1 < u->lines.lines.len)
		limit = line_at(u, last + 1)->start;
	for (uint32_t p = end; p < limit; p = row.next) {
		row = read_row(u, p);
		if (row.is_comment && row.column <= u->column)
			break;
		if (row.is_comment)
			end = row.next;
	}
	return end;
}

/* What stands before the header is the arm's before, but for the comments right above that are indented like it. */
static uint32_t end_before_header(const struct unwrap *u, uint32_t start, uint32_t header)
{
	uint32_t end = start, above_end = NONE;
	struct row row;

	for (uint32_t p = start; p < header; p = row.next) {
		row = read_row(u, p);
		if (row.is_comment && row.column == u->column) {
			above_end = row.next;
			continue;
		}
		if (row.is_comment)
			end = row.next;
		else if (above_end != NONE)
			end = above_end;
		above_end = NONE;
	}
	return end;
}

static bool add_arm(struct unwrap *u, uint32_t line, enum arm_kind kind, struct err *err)
{
	const struct edit_line *header = line_at(u, line);
	const struct skim *s = u->lines.skim;
	uint32_t colon = skim_colon(u->lines.skim, header->code + (uint32_t)strlen(keywords[kind]));
	struct arm arm = { .kind = kind, .header = line, .last = line };

	if (colon == NONE || colon >= header->end)
		return err_set(err, "line %u is no header", scan_map_line(&s->map, header->code));
	arm.is_inline = colon + 1 < header->end;
	arm.body = arm.is_inline ? skim_space(s, colon + 1, false) : header->next;
	while (!arm.is_inline && arm.last + 1 < u->lines.lines.len && line_at(u, arm.last + 1)->column > u->column)
		arm.last++;
	if (!arm.is_inline && arm.last == line)
		return err_set(err, "line %u: expected an indented block", scan_map_line(&s->map, header->code));
	arm.end = end_of_suite(u, arm.last);
	vec_push(&u->arms, arm);
	return true;
}

static bool find_arms(struct unwrap *u, uint32_t line, struct err *err)
{
	enum arm_kind kind = ARM_TRY;

	u->column = line_at(u, line)->column;
	u->indent = edit_lines_indent(&u->lines, line_at(u, line));
	u->eol = edit_lines_eol(&u->lines, line_at(u, line));
	while (kind != ARM_NONE) {
		if (kind == ARM_FINALLY)
			return err_set(err, "the try statement has a finally arm");
		if (!add_arm(u, line, kind, err))
			return false;
		line = vec_last(&u->arms)->last + 1;
		if (line >= u->lines.lines.len || line_at(u, line)->column != u->column)
			break;
		kind = arm_kind(u, line);
		kind = kind == ARM_TRY ? ARM_NONE : kind;
	}
	return u->arms.len > 1 || err_set(err, "the try statement has no handler");
}

/* --- Comments that go with what is removed --- */

/* Is there a remark on a physical line of its own? */
static bool has_remark(const struct unwrap *u, uint32_t start, uint32_t end)
{
	struct row row;

	for (uint32_t p = start; p < end; p = row.next) {
		row = read_row(u, p);
		if (row.is_comment && row.text < end && !edit_lines_in_string(&u->lines, row.start) &&
			edit_remarks(str_slice(u->source, row.text, row.next), u->arena).len > 0)
			return true;
	}
	return false;
}

static bool take_out(struct unwrap *u, uint32_t start, uint32_t end, struct str text, struct err *err)
{
	if (u->keeps_comments && has_remark(u, start, end))
		return err_set(err, "a comment in what would be removed would be lost");
	edit_set_add(&u->edits, start, end, text);
	return true;
}

/* The remark at the end of a kept arm's header, as a line of its own. */
static struct str header_remark(struct unwrap *u, const struct arm *arm)
{
	const struct edit_line *header = line_at(u, arm->header);
	struct str remark;

	if (!u->keeps_comments || arm->is_inline || header->comment == NONE)
		return STR("");
	remark = edit_remarks(str_slice(u->source, header->comment, header->stop), u->arena);
	if (remark.len == 0)
		return remark;
	return arena_printf(u->arena, STR_FMT STR_FMT STR_FMT, STR_ARG(u->indent), STR_ARG(remark), STR_ARG(u->eol));
}

/* --- Moving out --- */

/* Indentation of `inner` in front becomes that of the statement; a lesser one, of comments and continuations, at most so. */
static void dedent_row(struct unwrap *u, const struct row *row, struct str inner)
{
	struct str blanks = str_slice(u->source, row->start, row->text);
	size_t common = 0;

	if (str_starts(blanks, inner)) {
		if (str_starts(inner, u->indent))
			edit_set_add(&u->edits, row->start + (uint32_t)u->indent.len, row->start + (uint32_t)inner.len,
				STR(""));
		else
			edit_set_add(&u->edits, row->start, row->start + (uint32_t)inner.len, u->indent);
		return;
	}
	if (str_starts(blanks, u->indent))
		common = u->indent.len;
	if (row->column > u->column && common > 0)
		edit_set_add(&u->edits, row->start + (uint32_t)common, row->text, STR(""));
	else if (row->column > u->column && u->indent.len == 0)
		edit_set_add(&u->edits, row->start, row->text, STR(""));
}

/* Every statement of the arm must be indented by the bytes that its first one is. */
static bool check_indents(const struct unwrap *u, const struct arm *arm, struct str inner, struct err *err)
{
	for (uint32_t i = arm->header + 1; i <= arm->last; i++) {
		const struct edit_line *line = line_at(u, i);
		struct str indent = edit_lines_indent(&u->lines, line);

		if (line->indent != line->start || line->indent + indent.len != line->code ||
			!str_starts(indent, inner))
			return err_set(err, "line %u is indented in another way than the arm",
				scan_map_line(&u->lines.skim->map, line->code));
	}
	return true;
}

static bool dedent(struct unwrap *u, const struct arm *arm, uint32_t end, struct err *err)
{
	struct str inner;
	struct row row;

	if (arm->is_inline)
		return true;
	inner = edit_lines_indent(&u->lines, line_at(u, arm->header + 1));
	if (!check_indents(u, arm, inner, err))
		return false;
	for (uint32_t p = arm->body; p < end; p = row.next) {
		row = read_row(u, p);
		if (!edit_lines_in_string(&u->lines, p))
			dedent_row(u, &row, inner);
	}
	return true;
}

/* --- The whole --- */

/* A text without a newline at its end still has none. */
static uint32_t without_newline(const struct unwrap *u, uint32_t end)
{
	const char *text = u->source.ptr;

	if (end > 0 && text[end - 1] == '\n')
		return end - 1 - (end > 1 && text[end - 2] == '\r');
	return end > 0 && text[end - 1] == '\r' ? end - 1 : end;
}

static bool ends_in_newline(struct str s)
{
	return s.len > 0 && (s.ptr[s.len - 1] == '\n' || s.ptr[s.len - 1] == '\r');
}

static bool open_arm(struct unwrap *u, const struct arm *arm, uint32_t from, struct err *err)
{
	const struct edit_line *header = line_at(u, arm->header);
	struct str text = header_remark(u, arm);

	if (arm->is_inline)
		text = str_slice(u->source, header->start, header->code);
	return take_out(u, from, arm->body, text, err);
}

static bool unwrap(struct unwrap *u, struct err *err)
{
	const struct arm *first = u->arms.items, *last = vec_last(&u->arms);
	uint32_t end = end_before_header(u, first->end, line_at(u, first[1].header)->start);

	if (!open_arm(u, first, line_at(u, first->header)->start, err) || !dedent(u, first, end, err))
		return false;
	if (last->kind == ARM_ELSE)
		return open_arm(u, last, end, err) && dedent(u, last, last->end, err);
	if (last->end == u->source.len && !ends_in_newline(u->source))
		end = without_newline(u, end);
	return take_out(u, end, last->end, STR(""), err);
}

static bool find_statement(struct unwrap *u, const struct block *block, struct err *err)
{
	uint32_t line = edit_lines_find(&u->lines, block->start);

	if (line == NONE || line_at(u, line)->code != block->start)
		return err_set(err, "the facts of this block do not fit the text");
	line = find_try(u, line);
	return line != NONE ? find_arms(u, line, err) : err_set(err, "the block is no try statement's");
}

/* --- By its handler --- */

static bool is_import(const struct unwrap *u, uint32_t line)
{
	const struct edit_line *x = line_at(u, line);

	return (skim_is_word(u->lines.skim, x->code, "from") || skim_is_word(u->lines.skim, x->code, "import")) &&
		str_find(str_slice(u->source, x->code, x->end), ';') == x->end - x->code;
}

static bool holds_imports(const struct unwrap *u, const struct arm *arm)
{
	for (uint32_t i = arm->header + 1; i <= arm->last; i++)
		if (!is_import(u, i))
			return false;
	return !arm->is_inline;
}

static bool holds_one_try(const struct unwrap *u, const struct arm *arm)
{
	uint32_t column;

	if (arm->is_inline || arm_kind(u, arm->header + 1) != ARM_TRY)
		return false;
	column = line_at(u, arm->header + 1)->column;
	for (uint32_t i = arm->header + 2; i <= arm->last; i++)
		if (line_at(u, i)->column == column && (arm_kind(u, i) == ARM_NONE || arm_kind(u, i) == ARM_TRY))
			return false;
	return true;
}

static bool leave_handler(struct unwrap *u, struct err *err)
{
	const struct arm *first = u->arms.items, *handler = first + 1;

	if (u->arms.len != 2 || handler->kind != ARM_EXCEPT)
		return err_set(err, "the try statement has more than one handler");
	if (!holds_imports(u, first) || !holds_one_try(u, handler))
		return err_set(err, "the try statement holds more than imports and the next try");
	return open_arm(u, handler, line_at(u, first->header)->start, err) && dedent(u, handler, handler->end, err);
}

/* --- The hooks --- */

typedef bool change_try(struct unwrap *u, struct err *err);

static bool edit_try(struct unwrap *u, const struct block *block, change_try *change, struct source_edits *ret, struct err *err)
{
	bool ok = edit_lines_read(&u->lines, u->source, err) && find_statement(u, block, err) && change(u, err) &&
		edit_set_take(&u->edits, u->arena, ret, err);

	edit_lines_release(&u->lines);
	vec_release(&u->edits.items);
	vec_release(&u->arms);
	return ok;
}

bool python_unwrap_try(struct str source, const struct outline *o, uint32_t block, bool keeps_comments, struct arena *a,
	struct source_edits *ret, struct err *err)
{
	struct unwrap u = { .source = source, .arena = a, .keeps_comments = keeps_comments };

	return edit_try(&u, &o->blocks[block], unwrap, ret, err);
}

bool python_unwrap_handler(struct str source, const struct outline *o, uint32_t block, bool keeps_comments, struct arena *a,
	struct source_edits *ret, struct err *err)
{
	struct unwrap u = { .source = source, .arena = a, .keeps_comments = keeps_comments };

	return edit_try(&u, &o->blocks[block], leave_handler, ret, err);
}
