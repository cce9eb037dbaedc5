/* Masking: one walk over the bytes with a stack of open brackets and f-strings. */
#include "base/base.h"
#include "analyzers/lang/python/tree_mask.h"

#include <string.h>

#include "base/vec.h"

#define TAB_WIDTH 8

/* What the walk is in: a bracket, or the text of an f-string. */
struct around {
	char quote; /* of the f-string, or 0 */
	bool is_triple, is_raw;
};

struct masker {
	char *text; /* the copy */
	size_t len, at;
	VEC(struct around) stack; /* innermost last */
	VEC(uint32_t) columns;    /* of the blocks that are open */
	bool takes_star;          /* after the last token an unpacking star may stand, and nothing else may */
	bool is_lost;
};

static char byte(const struct masker *m, size_t at)
{
	return at < m->len ? m->text[at] : '\0';
}

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || (c & 0x80);
}

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

/* --- Strings --- */

static bool ends_string(const struct masker *m, const struct around *string)
{
	return byte(m, m->at) == string->quote &&
		(!string->is_triple || (byte(m, m->at + 1) == string->quote && byte(m, m->at + 2) == string->quote));
}

/* Over an escaped character; of a line break in two bytes both. */
static void skip_escape(struct masker *m)
{
	m->at++;
	m->at += byte(m, m->at) == '\r' && byte(m, m->at + 1) == '\n' ? 2 : 1;
}

static void skip_string(struct masker *m, const struct around *string)
{
	while (m->at < m->len && !ends_string(m, string)) {
		if (byte(m, m->at) == '\\') {
			skip_escape(m);
			continue;
		}
		if (is_line_end(byte(m, m->at)) && !string->is_triple)
			break;
		m->at++;
	}
	m->is_lost |= !ends_string(m, string);
	m->at += string->is_triple ? 3 : 1;
}

/* The letters before a quote. */
static bool has_prefix(const struct masker *m, const char *letters)
{
	for (size_t i = m->at; i > 0 && is_word(m->text[i - 1]); i--)
		if (strchr(letters, m->text[i - 1]))
			return true;
	return false;
}

static void open_string(struct masker *m)
{
	char quote = m->text[m->at];
	struct around string = {
		.quote = quote,
		.is_triple = byte(m, m->at + 1) == quote && byte(m, m->at + 2) == quote,
		.is_raw = has_prefix(m, "rR"),
	};
	bool is_formatted = has_prefix(m, "fFtT");

	m->takes_star = false;
	m->at += string.is_triple ? 3 : 1;
	if (is_formatted)
		vec_push(&m->stack, string);
	else
		skip_string(m, &string);
}

/* One step in the text of an f-string. */
static void step_text(struct masker *m, const struct around *string)
{
	char c = byte(m, m->at);

	if (ends_string(m, string)) {
		m->at += string->is_triple ? 3 : 1;
		(void)vec_pop(&m->stack);
	} else if (c == '\\') {
		skip_escape(m);
	} else if ((c == '{' || c == '}') && byte(m, m->at + 1) == c) {
		m->at += 2;
	} else {
		if (c == '{')
			vec_push(&m->stack, (struct around){ 0 });
		m->is_lost |= is_line_end(c) && !string->is_triple;
		m->at++;
	}
}

/* --- Lines --- */

/* Lost when a dedent ends between two levels. */
static void set_column(struct masker *m, uint32_t column)
{
	bool is_dedent = false;

	while (m->columns.len > 0 && *vec_last(&m->columns) > column) {
		(void)vec_pop(&m->columns);
		is_dedent = true;
	}
	if (column == 0 || (m->columns.len > 0 && *vec_last(&m->columns) == column))
		return;
	m->is_lost |= is_dedent;
	vec_push(&m->columns, column);
}

/* Write the level as blanks, and form feeds before, which set the count back to nothing. */
static void write_level(struct masker *m, size_t start, size_t end)
{
	size_t level = m->columns.len;

	if (level > end - start) {
		m->is_lost = true;
		return;
	}
	memset(m->text + start, '\f', end - start - level);
	memset(m->text + end - level, ' ', level);
}

/* At the beginning of a line outside of brackets. */
static void start_line(struct masker *m)
{
	size_t start = m->at;
	uint32_t column = 0;

	for (;; m->at++) {
		char c = byte(m, m->at);

		if (c == ' ')
			column++;
		else if (c == '\t')
			column += TAB_WIDTH - column % TAB_WIDTH;
		else if (c == '\f')
			column = 0;
		else
			break;
	}
	if (m->at == m->len || is_line_end(m->text[m->at]) || m->text[m->at] == '#' || m->text[m->at] == '\\')
		return;
	set_column(m, column);
	write_level(m, start, m->at);
	m->takes_star = false;
}

static void end_line(struct masker *m)
{
	bool is_pair = m->text[m->at] == '\r' && byte(m, m->at + 1) == '\n';

	if (m->stack.len > 0) {
		m->text[m->at++] = ' ';
		return;
	}
	if (!is_pair)
		m->text[m->at] = '\n';
	m->at += is_pair ? 2 : 1;
	start_line(m);
}

static void blank_comment(struct masker *m)
{
	while (m->at < m->len && !is_line_end(m->text[m->at]))
		m->text[m->at++] = ' ';
}

/* --- Code --- */

static void step_word(struct masker *m)
{
	static const char *const before_star[] = { "in", "return", "yield" };
	struct str word = { m->text + m->at, 0 };

	while (is_word(byte(m, m->at))) {
		m->at++;
		word.len++;
	}
	m->takes_star = false;
	for (size_t i = 0; i < ARRAY_LEN(before_star); i++)
		m->takes_star |= str_is(word, before_star[i]);
}

static void step_punctuation(struct masker *m, char c)
{
	if (c == '*' && m->takes_star && m->stack.len == 0 && byte(m, m->at + 1) != '*')
		m->text[m->at] = ' ';
	m->takes_star = c == ',' || c == '=';
	if (c == '(' || c == '[' || c == '{') {
		vec_push(&m->stack, (struct around){ 0 });
	} else if (c == ')' || c == ']' || c == '}') {
		if (m->stack.len == 0)
			m->is_lost = true;
		else
			(void)vec_pop(&m->stack);
	}
	m->at++;
}

static void step_code(struct masker *m)
{
	char c = m->text[m->at];

	if (c == ' ' || c == '\t' || c == '\f')
		m->at++;
	else if (is_line_end(c))
		end_line(m);
	else if (c == '\\' && is_line_end(byte(m, m->at + 1)))
		skip_escape(m);
	else if (c == '#')
		blank_comment(m);
	else if (c == '"' || c == '\'')
		open_string(m);
	else if (is_word(c))
		step_word(m);
	else
		step_punctuation(m, c);
}

bool tree_mask(struct str source, struct strbuf *ret)
{
	struct masker m = { .len = source.len };

	strbuf_clear(ret);
	strbuf_add(ret, source);
	m.text = ret->ptr;
	if (str_starts(source, STR("\xEF\xBB\xBF")))
		m.at = 3;
	if (source.len > 0)
		start_line(&m);
	while (m.at < m.len && !m.is_lost) {
		struct around in = m.stack.len > 0 ? *vec_last(&m.stack) : (struct around){ 0 };

		if (in.quote)
			step_text(&m, &in);
		else
			step_code(&m);
	}
	m.is_lost |= m.stack.len > 0;
	vec_release(&m.stack);
	vec_release(&m.columns);
	return !m.is_lost;
}
