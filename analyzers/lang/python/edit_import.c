/* Moving the names of an import statement: what becomes of the statement and the line around it. */
#include "base/base.h"
#include "analyzers/lang/python/edit_import.h"

#include "analyzers/lang/python/edit_comment.h"
#include "analyzers/lang/python/edit_import_impl.h"

/* --- The line around --- */

static const struct piece *piece_at(const struct import_edit *e, uint32_t i)
{
	return &e->lines.pieces.items[e->line->first_piece + i];
}

static bool find_line(struct import_edit *e, struct err *err)
{
	const struct span *span = &e->import->span;

	e->line_id = edit_lines_find(&e->lines, span->start);
	if (e->line_id == NONE)
		return err_set(err, "no statement where the import should be");
	e->line = &e->lines.lines.items[e->line_id];
	for (e->piece = 0; e->piece + 1 < e->line->piece_count; e->piece++)
		if (piece_at(e, e->piece)->end >= span->end)
			break;
	if (piece_at(e, e->piece)->end != span->end || piece_at(e, e->piece)->start > span->start)
		return err_set(err, "the facts of this import do not fit the text");
	e->is_first = e->line->code == span->start;
	e->is_own = e->is_first && e->line->piece_count == 1;
	e->eol = edit_lines_eol(&e->lines, e->line);
	e->indent = edit_lines_indent(&e->lines, e->line);
	return true;
}

/* Is it the first of a suite on its header's line? */
static bool is_behind_header(const struct import_edit *e)
{
	return piece_at(e, e->piece)->start < e->import->span.start;
}

/* --- Comments without an owner --- */

static void add_remark(struct import_edit *e, struct str comment, struct strbuf *out)
{
	struct str remark = edit_remarks(comment, e->arena);

	if (remark.len == 0)
		return;
	strbuf_add(out, e->indent);
	strbuf_add(out, remark);
	strbuf_add(out, e->eol);
}

/* Lines with the remarks of names that are dropped. */
static struct str lost_remarks(struct import_edit *e, bool has_all, bool has_trailing)
{
	struct strbuf text = { 0 };
	struct str lines;

	vec_foreach (struct import_comment, c, &e->comments)
		if ((c->is_lost || has_all) && !c->is_shared)
			add_remark(e, str_trim(import_slice(e, c->start, c->end)), &text);
	if (has_trailing && e->line->comment != NONE)
		add_remark(e, import_slice(e, e->line->comment, e->line->stop), &text);
	lines = arena_str(e->arena, strbuf_str(&text));
	strbuf_release(&text);
	return lines;
}

static bool keep_above(struct import_edit *e, struct str lines, struct err *err)
{
	if (lines.len == 0)
		return true;
	if (!e->is_first)
		return err_set(err, "a comment within the statement would be lost");
	edit_set_add(&e->edits, e->line->start, e->line->start, lines);
	return true;
}

/* --- Nothing stays --- */

static void remove_line(struct import_edit *e)
{
	struct str remarks = lost_remarks(e, true, true);
	uint32_t start = e->line->start, end = e->line->next;

	/* A text without a newline at its end still has none. */
	if (end == e->line->stop && remarks.len > 0)
		remarks.len -= e->eol.len;
	else if (end == e->line->stop)
		while (start > 0 && (e->source.ptr[start - 1] == '\n' || e->source.ptr[start - 1] == '\r'))
			start--;
	edit_set_add(&e->edits, start, end, remarks);
}

/* `pass` has nothing that a directive could speak of. */
static void drop_directive(struct import_edit *e)
{
	struct str comment = import_slice(e, e->line->comment, e->line->stop), directives, remarks;

	directives = edit_directives(comment, e->arena);
	remarks = edit_remarks(comment, e->arena);
	if (directives.len > 0)
		edit_set_add(
			&e->edits, remarks.len > 0 ? e->line->comment : e->import->span.end, e->line->stop, remarks);
}

static bool replace_by_pass(struct import_edit *e, struct err *err)
{
	const struct span *span = &e->import->span;

	if (!keep_above(e, lost_remarks(e, true, false), err))
		return false;
	edit_set_add(&e->edits, span->start, span->end, STR("pass"));
	if (e->is_own && e->line->comment != NONE && piece_at(e, 0)->end == e->line->end)
		drop_directive(e);
	return true;
}

/* Out of a line that others share. */
static bool cut_statement(struct import_edit *e, struct err *err)
{
	const struct span *span = &e->import->span;

	if (!keep_above(e, lost_remarks(e, true, false), err))
		return false;
	if (e->piece + 1 < e->line->piece_count)
		edit_set_add(&e->edits, span->start, piece_at(e, e->piece + 1)->start, STR(""));
	else
		edit_set_add(&e->edits, piece_at(e, e->piece - 1)->end, span->end, STR(""));
	return true;
}

static bool remove_all(struct import_edit *e, struct err *err)
{
	if (e->line->piece_count > 1)
		return cut_statement(e, err);
	if (is_behind_header(e) || edit_lines_is_alone(&e->lines, e->line_id))
		return replace_by_pass(e, err);
	remove_line(e);
	return true;
}

/* --- Something stays --- */

static void replace_module(struct import_edit *e)
{
	struct str module = e->groups.items[0].module;
	const char *text = e->source.ptr;
	bool needs_blank_before, needs_blank_behind;

	if (e->import->form == IMPORT_MODULE || e->groups.items[0].is_kept)
		return;
	needs_blank_before = text[e->module_start - 1] == 'm' && module.ptr[0] != '.';
	needs_blank_behind = text[e->module_end] == 'i';
	edit_set_add(&e->edits, e->module_start, e->module_end,
		arena_printf(e->arena, "%s" STR_FMT "%s", needs_blank_before ? " " : "", STR_ARG(module),
			needs_blank_behind ? " " : ""));
}

static void replace_star(struct import_edit *e)
{
	uint32_t end = e->import->span.end;
	struct str list, head;

	if (e->groups.items[0].is_kept)
		return;
	head = arena_printf(e->arena, "from " STR_FMT " import", STR_ARG(e->groups.items[0].module));
	list = import_list(e, 0, head);
	edit_set_add(&e->edits, end - 1, end,
		e->list == end - 1 ? arena_printf(e->arena, " " STR_FMT, STR_ARG(list)) : list);
}

/* The other groups' statements, behind this one. */
static void add_statements(struct import_edit *e)
{
	struct strbuf text = { 0 };
	uint32_t at = e->is_own ? e->line->stop : e->import->span.end;

	for (uint32_t g = 1; g < e->groups.len; g++) {
		strbuf_add(&text, e->is_own ? e->eol : STR("; "));
		if (e->is_own)
			strbuf_add(&text, e->indent);
		strbuf_add(&text, import_statement(e, g));
	}
	edit_set_add(&e->edits, at, at, arena_str(e->arena, strbuf_str(&text)));
	strbuf_release(&text);
}

static bool is_whole(const struct import_edit *e)
{
	vec_foreach (const struct import_part, part, &e->parts)
		if (part->group != 0)
			return false;
	return true;
}

static bool move(struct import_edit *e, struct err *err)
{
	if (e->groups.len == 0)
		return remove_all(e, err);
	replace_module(e);
	if (e->import->form == IMPORT_STAR) {
		replace_star(e);
	} else if (is_whole(e)) {
		import_rename(e);
	} else {
		import_place_comments(e);
		if (!keep_above(e, lost_remarks(e, false, false), err))
			return false;
		import_cut(e);
	}
	add_statements(e);
	return true;
}

/* --- The hook --- */

static void release(struct import_edit *e)
{
	edit_lines_release(&e->lines);
	vec_release(&e->edits.items);
	vec_release(&e->parts);
	vec_release(&e->comments);
	vec_release(&e->rows);
	vec_release(&e->groups);
}

bool python_move_import(struct str source, const struct outline *o, uint32_t import, const struct import_move *moves,
	uint32_t count, struct arena *a, struct source_edits *ret, struct err *err)
{
	struct import_edit e = {
		.source = source,
		.outline = o,
		.import = &o->imports[import],
		.moves = moves,
		.count = count,
		.arena = a,
	};
	bool ok = edit_lines_read(&e.lines, source, err) && find_line(&e, err) && import_read(&e, err) && move(&e, err);

	if (ok)
		ok = edit_set_take(&e.edits, a, ret, err);
	release(&e);
	return ok;
}

struct str python_import_text(struct str module, struct str name, struct str bound, struct arena *a)
{
	bool has_alias = bound.len > 0 && !str_eq(bound, name.len > 0 ? name : module);
	const char *as = has_alias ? " as " : "";
	struct str alias = has_alias ? bound : STR("");

	if (name.len == 0)
		return arena_printf(a, "import " STR_FMT "%s" STR_FMT, STR_ARG(module), as, STR_ARG(alias));
	return arena_printf(
		a, "from " STR_FMT " import " STR_FMT "%s" STR_FMT, STR_ARG(module), STR_ARG(name), as, STR_ARG(alias));
}
