/* One token at a time, from bytes alone: no state between calls. */
#include "base/base.h"
#include "analyzers/lang/c/clang_lex.h"

#include <ctype.h>

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

static uint32_t skip_space(struct str text, uint32_t at)
{
	while (at < text.len) {
		char c = text.ptr[at];

		if (c == '\\' && at + 1 < text.len && (text.ptr[at + 1] == '\n' || text.ptr[at + 1] == '\r'))
			at++;
		else if (!isspace((unsigned char)c))
			break;
		at++;
	}
	return at;
}

/* Behind the closing quote, or at the line's end when there is none. */
static uint32_t skip_quoted(struct str text, uint32_t at)
{
	char quote = text.ptr[at++];

	while (at < text.len && text.ptr[at] != quote && text.ptr[at] != '\n')
		at += text.ptr[at] == '\\' ? 2 : 1;
	at = (uint32_t)MIN(at, text.len);
	return at < text.len && text.ptr[at] == quote ? at + 1 : at;
}

static uint32_t find_text(struct str text, uint32_t at, struct str what)
{
	while (at + what.len <= text.len && memcmp(text.ptr + at, what.ptr, what.len) != 0)
		at++;
	return at + what.len <= text.len ? at + (uint32_t)what.len : (uint32_t)text.len;
}

/* R"tag( ... )tag", from its quote on. */
static uint32_t skip_raw(struct str text, uint32_t at)
{
	struct str rest = str_slice(text, at + 1, text.len);
	size_t tag = str_find(rest, '(');
	char close[20];

	if (tag > 16)
		return skip_quoted(text, at);
	close[0] = ')';
	memcpy(close + 1, rest.ptr, tag);
	close[tag + 1] = '"';
	return find_text(text, at + (uint32_t)tag + 2, (struct str){ close, tag + 2 });
}

static uint32_t skip_line_comment(struct str text, uint32_t at)
{
	while (at < text.len && text.ptr[at] != '\n')
		at += text.ptr[at] == '\\' ? 2 : 1;
	return (uint32_t)MIN(at, text.len);
}

static uint32_t skip_number(struct str text, uint32_t at)
{
	while (at < text.len &&
		(is_word(text.ptr[at]) || text.ptr[at] == '.' ||
			(strchr("+-", text.ptr[at]) && strchr("eEpP", text.ptr[at - 1]))))
		at++;
	return at;
}

/* A word, or the string whose prefix it is: u8"x", LR"(x)". */
static struct clang_token word_at(struct str text, uint32_t start)
{
	struct clang_token t = { CLANG_TOKEN_WORD, start, start };

	while (t.end < text.len && is_word(text.ptr[t.end]))
		t.end++;
	if (t.end - start > 3 || t.end >= text.len || !strchr("\"'", text.ptr[t.end]) ||
		!strchr("uULR", text.ptr[start]))
		return t;
	t.kind = CLANG_TOKEN_STRING;
	t.end = text.ptr[t.end - 1] == 'R' && text.ptr[t.end] == '"' ? skip_raw(text, t.end) : skip_quoted(text, t.end);
	return t;
}

struct clang_token clang_lex(struct str text, uint32_t at)
{
	struct clang_token t = { .start = skip_space(text, at) };
	char c, next;

	t.end = t.start;
	if (t.start >= text.len)
		return t;
	c = text.ptr[t.start];
	next = t.start + 1 < text.len ? text.ptr[t.start + 1] : '\0';
	if (isdigit((unsigned char)c) || (c == '.' && isdigit((unsigned char)next)))
		return (struct clang_token){ CLANG_TOKEN_NUMBER, t.start, skip_number(text, t.start + 1) };
	if (is_word(c))
		return word_at(text, t.start);
	if (c == '"' || c == '\'')
		return (struct clang_token){ CLANG_TOKEN_STRING, t.start, skip_quoted(text, t.start) };
	if (c == '/' && next == '/')
		return (struct clang_token){ CLANG_TOKEN_COMMENT, t.start, skip_line_comment(text, t.start) };
	if (c == '/' && next == '*')
		return (struct clang_token){ CLANG_TOKEN_COMMENT, t.start, find_text(text, t.start + 2, STR("*/")) };
	return (struct clang_token){ CLANG_TOKEN_MARK, t.start, t.start + 1 };
}
