/* Tokens of C and C++: comments, literals, numbers, brackets. */
#include "base/base.h"
#include "analyzers/lang/c/token.h"

#include <string.h>

/* clang-format off */
#define ROW8(c) c, c, c, c, c, c, c, c
#define ROW16(c) ROW8(c), ROW8(c)
#define ROW64(c) ROW16(c), ROW16(c), ROW16(c), ROW16(c)

const uint8_t char_classes[256] = {
	['\t'] = CHAR_SPACE, ['\v'] = CHAR_SPACE, ['\f'] = CHAR_SPACE, ['\r'] = CHAR_SPACE, [' '] = CHAR_SPACE,
	['\n'] = CHAR_NEWLINE, ['"'] = CHAR_QUOTE, ['\''] = CHAR_APOSTROPHE, ['/'] = CHAR_SLASH, ['{'] = CHAR_OPEN,
	['}'] = CHAR_CLOSE, ['<'] = CHAR_ODD, ['%'] = CHAR_ODD, ['?'] = CHAR_ODD, ['$'] = CHAR_NAME, ['_'] = CHAR_NAME,
	['0'] = CHAR_DIGIT, ['1'] = CHAR_DIGIT, ['2'] = CHAR_DIGIT, ['3'] = CHAR_DIGIT, ['4'] = CHAR_DIGIT,
	['5'] = CHAR_DIGIT, ['6'] = CHAR_DIGIT, ['7'] = CHAR_DIGIT, ['8'] = CHAR_DIGIT, ['9'] = CHAR_DIGIT,
	['A'] = ROW8(CHAR_NAME), ROW16(CHAR_NAME), CHAR_NAME, CHAR_NAME,
	['a'] = ROW8(CHAR_NAME), ROW16(CHAR_NAME), CHAR_NAME, CHAR_NAME,
	[128] = ROW64(CHAR_NAME), ROW64(CHAR_NAME),
};

const uint8_t char_in_name[256] = {
	['$'] = 1, ['_'] = 1, ['0'] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
	['A'] = ROW8(1), ROW16(1), 1, 1, ['a'] = ROW8(1), ROW16(1), 1, 1, [128] = ROW64(1), ROW64(1),
};
/* clang-format on */

static uint8_t class_of(const char *at)
{
	return char_classes[(unsigned char)*at];
}

/* "\" before a newline, also before "\r\n". */
static bool is_continued(const char *start, const char *newline)
{
	if (newline > start && newline[-1] == '\r')
		newline--;
	return newline > start && newline[-1] == '\\';
}

static const char *skip_line_comment(const char *at, const char *end)
{
	const char *newline;

	for (const char *from = at; from < end; from = newline + 1) {
		newline = memchr(from, '\n', (size_t)(end - from));
		if (!newline)
			return end;
		if (!is_continued(at, newline))
			return newline;
	}
	return end;
}

static const char *skip_block_comment(const char *at, const char *end)
{
	for (at += 2; at < end; at++) {
		at = memchr(at, '*', (size_t)(end - at));
		if (!at)
			return end;
		if (at + 1 < end && at[1] == '/')
			return at + 2;
	}
	return end;
}

const char *token_skip_comment(const char *at, const char *end)
{
	return at[1] == '/' ? skip_line_comment(at, end) : skip_block_comment(at, end);
}

const char *token_skip_string(const char *at, const char *end)
{
	char quote = *at++;

	for (; at < end; at++) {
		if (*at == quote)
			return at + 1;
		if (*at == '\n')
			return at;
		if (*at == '\\' && at + 1 < end && *++at == '\r' && at + 1 < end && at[1] == '\n')
			at++;
	}
	return end;
}

#define RAW_DELIMITER_MAX 16 /* by the standard */

const char *token_skip_raw(const char *at, const char *end)
{
	const char *mark = ++at;
	size_t len;

	while (at < end && *at != '(' && at - mark <= RAW_DELIMITER_MAX && !strchr(" )\\\t\v\f\n\"", *at))
		at++;
	if (at >= end || *at != '(')
		return NULL;
	len = (size_t)(at - mark);
	for (at++; at < end; at++) {
		at = memchr(at, ')', (size_t)(end - at));
		if (!at)
			return end;
		if ((size_t)(end - at) >= len + 2 && memcmp(at + 1, mark, len) == 0 && at[len + 1] == '"')
			return at + len + 2;
	}
	return end;
}

const char *token_skip_number(const char *at, const char *end)
{
	for (at++; at < end; at++) {
		if ((*at == '+' || *at == '-') && strchr("eEpP", at[-1]))
			continue;
		if (*at == '\'' && at + 1 < end && char_in_name[(unsigned char)at[1]])
			continue;
		if (!char_in_name[(unsigned char)*at] && *at != '.')
			break;
	}
	return at;
}

static bool is_comment(const char *at, const char *end)
{
	return at + 1 < end && *at == '/' && (at[1] == '/' || at[1] == '*');
}

const char *token_skip_layout(const char *at, const char *end)
{
	while (at < end) {
		if (class_of(at) == CHAR_SPACE || *at == '\n')
			at++;
		else if (*at == '\\' && at + 1 < end && (at[1] == '\n' || at[1] == '\r'))
			at += 2;
		else if (is_comment(at, end))
			at = token_skip_comment(at, end);
		else
			break;
	}
	return at;
}

/* --- Tokens --- */

static const struct {
	char text[4];
	uint8_t len, kind;
} compounds[] = {
	{ "...", 3, TOKEN_ELLIPSIS },
	{ "?\?<", 3, '{' },
	{ "?\?>", 3, '}' },
	{ "?\?(", 3, '[' },
	{ "?\?)", 3, ']' },
	{ "<<=", 3, TOKEN_OPERATOR },
	{ ">>=", 3, TOKEN_OPERATOR },
	{ "::", 2, TOKEN_SCOPE },
	{ "->", 2, TOKEN_ARROW },
	{ "<%", 2, '{' },
	{ "%>", 2, '}' },
	{ "<:", 2, '[' },
	{ ":>", 2, ']' },
	{ "==", 2, TOKEN_OPERATOR },
	{ "!=", 2, TOKEN_OPERATOR },
	{ "<=", 2, TOKEN_OPERATOR },
	{ ">=", 2, TOKEN_OPERATOR },
	{ "&&", 2, TOKEN_OPERATOR },
	{ "||", 2, TOKEN_OPERATOR },
	{ "++", 2, TOKEN_OPERATOR },
	{ "--", 2, TOKEN_OPERATOR },
	{ "+=", 2, TOKEN_OPERATOR },
	{ "-=", 2, TOKEN_OPERATOR },
	{ "*=", 2, TOKEN_OPERATOR },
	{ "/=", 2, TOKEN_OPERATOR },
	{ "|=", 2, TOKEN_OPERATOR },
	{ "&=", 2, TOKEN_OPERATOR },
	{ "^=", 2, TOKEN_OPERATOR },
	{ "%=", 2, TOKEN_OPERATOR },
};

/* `<::` is no digraph in f<::T>: the standard's own exception. */
static bool is_angle_before_scope(const char *at, const char *end)
{
	return end - at > 3 && at[0] == '<' && at[1] == ':' && at[2] == ':' && at[3] != ':' && at[3] != '>';
}

static struct c_token punctuation(const char *source, const char *at, const char *end)
{
	struct c_token t = { (uint32_t)(at - source), (uint32_t)(at - source) + 1, (uint8_t)*at };

	if (at + 1 >= end || !strchr(".?<>:-%=!&|+*/^", *at) || !strchr(".?<>:=%&|+-", at[1]))
		return t;
	if (is_angle_before_scope(at, end))
		return t;
	for (size_t i = 0; i < ARRAY_LEN(compounds); i++)
		if ((size_t)(end - at) >= compounds[i].len && memcmp(at, compounds[i].text, compounds[i].len) == 0) {
			t.end = t.start + compounds[i].len;
			t.kind = compounds[i].kind;
			break;
		}
	return t;
}

static bool is_raw_prefix(const char *start, const char *quote)
{
	size_t len = (size_t)(quote - start);

	return quote[-1] == 'R' &&
		(len == 1 || (len == 2 && strchr("uUL", *start)) || (len == 3 && start[0] == 'u' && start[1] == '8'));
}

static bool is_literal_prefix(const char *start, const char *quote)
{
	size_t len = (size_t)(quote - start);

	return (len == 1 && strchr("uUL", *start)) || (len == 2 && start[0] == 'u' && start[1] == '8');
}

static struct c_token name_or_literal(const char *source, const char *at, const char *end)
{
	struct c_token t = { (uint32_t)(at - source), 0, TOKEN_NAME };
	const char *start = at, *behind = NULL;

	while (at < end && char_in_name[(unsigned char)*at])
		at++;
	if (at < end && *at == '"' && is_raw_prefix(start, at))
		behind = token_skip_raw(at, end);
	else if (at < end && (*at == '"' || *at == '\'') && is_literal_prefix(start, at))
		behind = token_skip_string(at, end);
	if (behind)
		t.kind = *at == '"' ? TOKEN_STRING : TOKEN_CHAR;
	t.end = (uint32_t)((behind ? behind : at) - source);
	return t;
}

struct c_token token_at(const char *source, const char *at, const char *end)
{
	struct c_token t = { (uint32_t)(at - source), 0, TOKEN_NUMBER };

	switch (class_of(at)) {
	case CHAR_NAME: return name_or_literal(source, at, end);
	case CHAR_DIGIT: t.end = (uint32_t)(token_skip_number(at, end) - source); return t;
	case CHAR_QUOTE:
	case CHAR_APOSTROPHE:
		t.kind = *at == '"' ? TOKEN_STRING : TOKEN_CHAR;
		t.end = (uint32_t)(token_skip_string(at, end) - source);
		return t;
	default: return punctuation(source, at, end);
	}
}

bool token_next(const char *source, const char *at, const char *end, struct c_token *ret)
{
	at = token_skip_layout(at, end);
	if (at >= end)
		return false;
	*ret = token_at(source, at, end);
	return true;
}

void token_all(const char *source, uint32_t start, uint32_t end, token_vec *ret)
{
	struct c_token t = { .end = start };

	vec_clear(ret);
	while (token_next(source, source + t.end, source + end, &t))
		vec_push(ret, t);
}

bool token_in(const struct c_tokens *t, uint32_t i, const char *const *words)
{
	if (token_kind(t, i) == TOKEN_NAME)
		for (; *words; words++)
			if (t->source[t->items[i].start] == **words && str_is(token_text(t, i), *words))
				return true;
	return false;
}

uint32_t token_close(const struct c_tokens *t, uint32_t open)
{
	uint32_t depth = 0;

	for (uint32_t i = open; i < t->count; i++)
		switch (t->items[i].kind) {
		case '(':
		case '[':
		case '{': depth++; break;
		case ')':
		case ']':
		case '}':
			if (--depth == 0)
				return i;
			break;
		default: break;
		}
	return t->count;
}

uint32_t token_close_angle(const struct c_tokens *t, uint32_t open)
{
	uint32_t depth = 0;

	for (uint32_t i = open; i < t->count; i++)
		switch (t->items[i].kind) {
		case '<': depth++; break;
		case '>':
			if (--depth == 0)
				return i;
			break;
		case '(':
		case '[': i = token_close(t, i); break;
		case ';':
		case '{':
		case '}':
		case ')': return open;
		default: break;
		}
	return open;
}
