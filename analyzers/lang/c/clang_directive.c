/* #include and #define: where they stand from the cursor, what they say from the text. */
#include "base/base.h"
#include "analyzers/lang/c/clang_scan.h"

#include "analyzers/lang/c/clang_lex.h"
#include "analyzers/lang/c/clang_type.h"

/* Back over "define" and the like to the '#'. */
static uint32_t directive_start(struct str text, uint32_t at)
{
	while (at > 0 && text.ptr[at - 1] != '#' && text.ptr[at - 1] != '\n')
		at--;
	return at > 0 && text.ptr[at - 1] == '#' ? at - 1 : at;
}

static uint32_t line_end(struct str text, uint32_t at)
{
	while (at < text.len && text.ptr[at] != '\n' && text.ptr[at] != '\r')
		at++;
	return at;
}

/* --- Includes --- */

static enum cinclude_form directive_form(struct str text, uint32_t start, uint32_t *ret_behind)
{
	struct clang_token word = clang_lex(text, start + 1);
	struct str name = clang_token_text(text, word);

	*ret_behind = word.end;
	return str_is(name, "include_next") ? CINCLUDE_NEXT
		: str_is(name, "import")    ? CINCLUDE_IMPORT
					    : CINCLUDE_QUOTED;
}

/* "x.h", <x.h> or MACRO behind the directive's word. */
static void read_path(struct str text, uint32_t at, uint32_t end, struct cinclude *i)
{
	struct clang_token t = clang_lex(text, at);
	char close = t.start < end && text.ptr[t.start] == '<' ? '>' : '"';

	while (t.kind == CLANG_TOKEN_COMMENT)
		t = clang_lex(text, t.end);
	if (t.kind == CLANG_TOKEN_WORD) {
		i->form = i->form == CINCLUDE_QUOTED ? CINCLUDE_MACRO : i->form;
		i->path = clang_token_text(text, t);
	} else {
		struct str rest = str_slice(text, t.start + 1, end);
		size_t len = str_find(rest, close);

		i->path = str_slice(rest, 0, len);
		t.end = t.start + (uint32_t)len + 2;
		if (close == '>' && i->form == CINCLUDE_QUOTED)
			i->form = CINCLUDE_ANGLED;
	}
	i->span.start = t.start;
	i->span.end = MIN(t.end, end);
}

void clang_read_include(struct clang_tu *tu, CXCursor cursor, clang_file_id file, struct clang_gather *g)
{
	struct clang_place place = clang_tu_expansion(tu, tu->api->getCursorLocation(cursor));
	clang_file_id target = clang_tu_file(tu, tu->api->getIncludedFile(cursor));
	struct str text = tu->files.items[file].bytes;
	struct cinclude i = { .condition = NONE };
	uint32_t behind, line_start;

	if (place.offset >= text.len)
		return;
	i.start = directive_start(text, place.offset + 1);
	i.end = line_end(text, place.offset);
	i.form = directive_form(text, i.start, &behind);
	read_path(text, behind, i.end, &i);
	line_start = place.offset - (place.column - 1);
	i.span.line = i.span.end_line = place.line;
	i.span.column = i.span.start - line_start + 1;
	i.span.end_column = i.span.end - line_start + 1;
	if (target != NONE)
		i.target = tu->files.items[target].path;
	vec_push(&g->includes, i);
}

/* --- Macros --- */

static uint32_t read_params(struct clang_tu *tu, struct str text, uint32_t at, struct cmacro *m)
{
	struct clang_token t = clang_lex(text, at);
	VEC(struct str) params = { 0 };

	for (t = clang_lex(text, t.end); t.kind != CLANG_TOKEN_END && text.ptr[t.start] != ')';
		t = clang_lex(text, t.end)) {
		m->is_variadic |= text.ptr[t.start] == '.';
		if (t.kind == CLANG_TOKEN_WORD)
			vec_push(&params, clang_token_text(text, t));
	}
	m->param_count = (uint32_t)params.len;
	m->params = arena_copy(tu->arena, params.items, params.len, sizeof(*params.items));
	vec_release(&params);
	return t.end;
}

static bool has_hash(struct str body)
{
	for (struct clang_token t = clang_lex(body, 0); t.kind != CLANG_TOKEN_END; t = clang_lex(body, t.end))
		if (t.kind == CLANG_TOKEN_MARK && body.ptr[t.start] == '#')
			return true;
	return false;
}

void clang_read_macro(struct clang_tu *tu, CXCursor cursor, clang_file_id file, struct clang_gather *g)
{
	CXSourceRange extent = tu->api->getCursorExtent(cursor);
	struct clang_place place = clang_tu_expansion(tu, tu->api->getCursorLocation(cursor));
	struct clang_place end = clang_tu_expansion(tu, tu->api->getRangeEnd(extent));
	struct str text = tu->files.items[file].bytes;
	struct cmacro m = { .condition = NONE, .name = clang_tu_take(tu, tu->api->getCursorSpelling(cursor)) };
	uint32_t body;

	if (end.file != file || end.offset > text.len || place.offset + m.name.len > end.offset)
		return;
	m.span = clang_span(place, m.name.len);
	m.start = directive_start(text, place.offset);
	m.end = end.offset;
	m.is_function_like = tu->api->Cursor_isMacroFunctionLike(cursor);
	body = m.span.end;
	if (m.is_function_like)
		body = read_params(tu, text, body, &m);
	m.body = str_trim(str_slice(text, body, m.end));
	m.pastes = has_hash(m.body);
	vec_push(&g->macros, m);
}
