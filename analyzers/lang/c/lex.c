/* The lexer's life, its driver, and places in the text. */
#include "base/base.h"
#include "analyzers/lang/c/lex.h"
#include "base/bisect.h"

#include <stdlib.h>
#include <string.h>

void lex_release(struct lex *l)
{
	vec_release(&l->tokens);
	vec_release(&l->scopes);
	vec_release(&l->ifs);
	vec_release(&l->funcs);
	vec_release(&l->lines);
	vec_release(&l->facts);
	vec_release(&l->records);
	vec_release(&l->protos);
	vec_release(&l->includes);
	vec_release(&l->conditions);
	vec_release(&l->macros);
	vec_release(&l->addresses);
	vec_release(&l->invocations);
	vec_release(&l->params);
	strbuf_release(&l->text);
}

static void clear(struct lex *l)
{
	vec_clear(&l->tokens);
	vec_clear(&l->scopes);
	vec_clear(&l->ifs);
	vec_clear(&l->funcs);
	vec_clear(&l->facts);
	vec_clear(&l->records);
	vec_clear(&l->protos);
	vec_clear(&l->includes);
	vec_clear(&l->conditions);
	vec_clear(&l->macros);
	vec_clear(&l->addresses);
	vec_clear(&l->invocations);
	l->s = (struct lex_state){ .func = NONE };
	l->floor = l->comment_start = l->comment_end = l->arguments_end = l->error_at = 0;
	l->guard = l->guard_end = NONE;
	l->guard_name = STR("");
	l->has_content = l->has_pragma_once = l->guard_is_defined = false;
	l->is_at_line_start = true;
	l->error = NULL;
}

/* --- Places --- */

static void find_lines(struct lex *l)
{
	const char *start = l->source.ptr, *at = start;

	vec_clear(&l->lines);
	vec_push(&l->lines, 0);
	while (at < l->end && (at = memchr(at, '\n', (size_t)(l->end - at))))
		vec_push(&l->lines, (uint32_t)(++at - start));
}

uint32_t lex_line(const struct lex *l, uint32_t offset)
{
	uint32_t after;

	bisect(after, l->lines.len, l->lines.items[after] <= offset);
	return after;
}

struct span lex_span(const struct lex *l, uint32_t start, uint32_t end)
{
	uint32_t line = lex_line(l, start);
	uint32_t end_line = line < l->lines.len && l->lines.items[line] <= end ? lex_line(l, end) : line;

	return (struct span){ start, end, line, start - l->lines.items[line - 1] + 1, end_line,
		end - l->lines.items[end_line - 1] + 1 };
}

struct str lex_text(struct lex *l, uint32_t start, uint32_t end)
{
	return arena_str(l->arena, str_slice(l->source, start, end));
}

uint32_t lex_condition(const struct lex *l)
{
	return l->ifs.len > 0 ? vec_last(&l->ifs)->arm : NONE;
}

void lex_error(struct lex *l, const char *at, const char *text)
{
	if (l->error)
		return;
	l->error = text;
	l->error_at = (uint32_t)(at - l->source.ptr);
}

struct c_tokens lex_decl_tokens(const struct lex *l)
{
	return (struct c_tokens){ l->source.ptr, l->tokens.items ? l->tokens.items + l->s.decl_start : NULL,
		l->s.token_count - l->s.decl_start };
}

/* --- The driver --- */

static void step(struct lex *l)
{
	switch (l->s.mode) {
	case LEX_DECL: lex_decl(l); break;
	case LEX_INIT: lex_init(l); break;
	case LEX_BODY:
	case LEX_BRACES: lex_braces(l); break;
	}
}

/* False when a body has no end: then columns may say more than braces. */
static bool run(struct lex *l)
{
	l->at = l->source.ptr;
	clear(l);
	if (l->source.len >= 3 && memcmp(l->at, "\357\273\277", 3) == 0)
		l->at += 3;
	while (l->at < l->end)
		step(l);
	lex_end_conditions(l);
	return l->s.mode == LEX_DECL;
}

/* A guard is one only when nothing but comments stands behind its #endif. */
static void check_guard(struct lex *l)
{
	if (l->guard_end == NONE)
		return;
	if (token_skip_layout(l->source.ptr + l->guard_end, l->end) < l->end)
		l->guard_end = NONE;
	else
		l->conditions.items[l->guard].is_guard = true;
}

void lex_run(struct lex *l, struct str source, bool is_cpp, const struct c_words *words, struct arena *a)
{
	l->source = source = source.len > 0 ? source : STR("");
	l->end = source.ptr + source.len;
	l->is_cpp = is_cpp;
	l->words = words;
	l->arena = a;
	l->trusts_columns = false;
	find_lines(l);
	if (!run(l)) {
		l->trusts_columns = true;
		if (!run(l))
			lex_error(l, l->end, "a brace is not closed");
	}
	check_guard(l);
}
