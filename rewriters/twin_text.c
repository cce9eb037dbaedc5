/* Texts of C: which lines a definition takes with it, and a body that hands on to the canonical. */
#include "base/base.h"
#include "rewriters/twin.h"

#include <stdlib.h>

#include "analyzers/lang/c/clang_lex.h"
#include "base/strbuf.h"

/* --- Lists of edits --- */

static int compare_edits(const void *a, const void *b)
{
	const struct twin_edit *x = a, *y = b;

	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->end < y->end ? -1 : x->end > y->end;
}

void twin_edits_sort(twin_edits *edits)
{
	vec_sort(edits, compare_edits);
}

void twin_edit_add(twin_edits *edits, struct twin_edit e)
{
	vec_foreach(struct twin_edit, x, edits)
		if (compare_edits(x, &e) == 0 && str_eq(x->text, e.text))
			return;
	vec_push(edits, e);
}

/* --- Lines --- */

struct str twin_eol(struct str source)
{
	size_t at = str_find(source, '\n');

	return at < source.len && at > 0 && source.ptr[at - 1] == '\r' ? STR("\r\n") : STR("\n");
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static uint32_t line_start(struct str s, uint32_t at)
{
	while (at > 0 && s.ptr[at - 1] != '\n')
		at--;
	return at;
}

static uint32_t line_end(struct str s, uint32_t at)
{
	while (at < s.len && s.ptr[at] != '\n')
		at++;
	return at < s.len ? at + 1 : at;
}

static bool is_blank_between(struct str s, uint32_t start, uint32_t end)
{
	for (uint32_t i = start; i < end; i++)
		if (!is_blank(s.ptr[i]) && s.ptr[i] != '\n')
			return false;
	return true;
}

/* `--- Pool ---` parts what follows from what stood before: it is about more than one function. */
static bool is_banner(struct str comment)
{
	size_t marks = 0;

	for (size_t i = 0; i < comment.len; i++) {
		marks = i > 0 && comment.ptr[i] == comment.ptr[i - 1] && strchr("-=*#+~", comment.ptr[i]) ? marks + 1 : 0;
		if (marks >= 2)
			return true;
	}
	return false;
}

/* The start of a comment of its own lines that ends on the line before `at`; `at` when there is none. */
static uint32_t comment_above(struct str s, uint32_t at)
{
	uint32_t start = NONE, end = 0;

	for (struct clang_token t = clang_lex(s, 0); t.kind != CLANG_TOKEN_END && t.start < at; t = clang_lex(s, t.end)) {
		bool own_line = is_blank_between(s, line_start(s, t.start), t.start);

		if (t.kind != CLANG_TOKEN_COMMENT) {
			start = NONE;
			continue;
		}
		/* Lines of `//` are one comment. */
		if (start == NONE || line_end(s, end) != line_start(s, t.start))
			start = own_line ? line_start(s, t.start) : NONE;
		end = t.end > t.start && s.ptr[t.end - 1] == '\n' ? t.end - 1 : t.end;
	}
	if (start == NONE || start == 0 || line_end(s, end) != at || is_banner(str_slice(s, start, end)))
		return at;
	return start;
}

struct twin_edit twin_removal(struct planner *p, file_id file, uint32_t start, uint32_t end)
{
	struct str s = planner_source(p, file);
	struct twin_edit e = { .file = file, .start = start, .end = end };
	uint32_t from = line_start(s, start), to = line_end(s, end);

	if (!is_blank_between(s, from, start) || !is_blank_between(s, end, to))
		return e;
	from = comment_above(s, from);
	/* Between blank lines: one of them goes. */
	if (from == 0 || (from >= 2 && is_blank_between(s, line_start(s, from - 1), from)))
		while (to < s.len && is_blank_between(s, to, line_end(s, to)))
			to = line_end(s, to);
	e.start = from;
	e.end = to;
	return e;
}

/* --- The wrapper --- */

struct str twin_target_name(const struct twin *t)
{
	return t->target->name;
}

static bool add_arguments(struct twin *t, struct strbuf *out, struct str *ret_reason)
{
	for (uint32_t i = 0; i < t->func->param_count; i++) {
		const struct cparam *param = &t->func->params[i];

		if (str_is(param->type, "void") && !param->name.len && t->func->param_count == 1)
			break;
		if (!param->name.len || str_is(param->type, "...")) {
			*ret_reason = STR("one of its parameters has no name, so that no wrapper can hand it on");
			return false;
		}
		strbuf_printf(out, "%s" STR_FMT, i > 0 ? ", " : "", STR_ARG(param->name));
	}
	return true;
}

/* The step of indentation of the body that goes: of its first line that has one. */
static struct str indentation(struct str body)
{
	size_t at = str_find(body, '\n') + 1, end = at;

	while (end < body.len && (body.ptr[end] == ' ' || body.ptr[end] == '\t'))
		end++;
	return at < body.len && end > at ? str_slice(body, at, end) : STR("\t");
}

bool twin_wrapper(struct twin *t, struct twin_edit *ret, struct str *ret_reason)
{
	struct str source = planner_source(t->planner, t->old->file), eol = twin_eol(source);
	struct str body = str_slice(source, t->func->body, t->func->end), step = indentation(body);
	struct strbuf out CLEANUP(strbuf_release) = { 0 };
	uint32_t name_at;

	if (t->func->flags & CFUNC_VARIADIC) {
		*ret_reason = STR("it takes a variable number of arguments, which no wrapper can hand on");
		return false;
	}
	strbuf_printf(&out, "{" STR_FMT STR_FMT "%s", STR_ARG(eol), STR_ARG(step), str_is(t->func->returns, "void") ? "" : "return ");
	name_at = (uint32_t)(out.len + twin_target_name(t).len - str_tail(twin_target_name(t), ':').len);
	strbuf_printf(&out, STR_FMT "(", STR_ARG(twin_target_name(t)));
	if (!add_arguments(t, &out, ret_reason))
		return false;
	strbuf_printf(&out, ");" STR_FMT "}", STR_ARG(eol));
	*ret = (struct twin_edit){ t->old->file, t->func->body, t->func->end, arena_str(planner_arena(t->planner), strbuf_str(&out)), name_at + 1 };
	return true;
}
