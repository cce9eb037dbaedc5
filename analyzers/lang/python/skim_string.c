/* String literals: where they begin and end, f-strings with strings in them included. */
#include "base/base.h"
#include "analyzers/lang/python/skim_impl.h"

uint32_t skim_prefix(const struct skim *s, uint32_t p)
{
	uint32_t start = p;

	while (start > 0 && p - start < 3 && (skim_chars[s->text[start - 1]] & CHAR_IDENTIFIER))
		start--;
	if (p - start > 2)
		return p;
	for (uint32_t i = start; i < p; i++)
		if (!(skim_chars[s->text[i]] & CHAR_PREFIX))
			return p;
	return start;
}

/* Does a prefix hold this letter, in either case? */
static bool prefix_has(const struct skim *s, uint32_t start, uint32_t quote, char letter)
{
	for (uint32_t i = start; i < quote; i++)
		if ((s->text[i] | 0x20) == letter)
			return true;
	return false;
}

static bool is_formatted(const struct skim *s, uint32_t start, uint32_t quote)
{
	return prefix_has(s, start, quote, 'f') || prefix_has(s, start, quote, 't');
}

static bool is_triple(const struct skim *s, uint32_t p)
{
	return skim_byte(s, p + 1) == s->text[p] && skim_byte(s, p + 2) == s->text[p];
}

/* Over a backslash and what it covers. */
static uint32_t escape(const struct skim *s, uint32_t p)
{
	p++;
	if (skim_is(s, p, CHAR_NEWLINE))
		return skim_newline_end(s, p);
	return MIN(p + 1, s->len);
}

/* --- Strings without fields --- */

static uint32_t long_string(struct skim *s, uint32_t p)
{
	char quote = (char)s->text[p];
	uint32_t start = p;

	for (p += 3; (p = scan_any(s->text, p, s->len, quote, '\\', quote, quote)) < s->len;) {
		if (s->text[p] == '\\')
			p = escape(s, p);
		else if (is_triple(s, p))
			return p + 3;
		else
			p++;
	}
	skim_broken(s, start, "unterminated string");
	return s->len;
}

static uint32_t short_string(struct skim *s, uint32_t p)
{
	char quote = (char)s->text[p];
	uint32_t start = p;

	for (p++; (p = scan_any(s->text, p, s->len, quote, '\\', '\n', '\r')) < s->len;) {
		if (s->text[p] == (unsigned char)quote)
			return p + 1;
		if (s->text[p] != '\\')
			break;
		p = escape(s, p);
	}
	skim_broken(s, start, "unterminated string");
	return p;
}

static uint32_t plain_string(struct skim *s, uint32_t p)
{
	return is_triple(s, p) ? long_string(s, p) : short_string(s, p);
}

/* --- f-strings: text, fields in it, formats in those, fields in these, and strings in any field --- */

static uint32_t open_fstring(struct skim *s, uint32_t start, uint32_t p)
{
	struct fstring f = {
		.quote = (char)s->text[p],
		.is_triple = is_triple(s, p),
		.is_raw = prefix_has(s, start, p, 'r'),
	};

	vec_push(&s->fstrings, f);
	return p + (f.is_triple ? 3 : 1);
}

static void open_field(struct skim *s, uint32_t p)
{
	struct fstring inner = *vec_last(&s->fstrings);

	inner.in_field = true;
	inner.in_format = false;
	inner.depth = 0;
	inner.field = p;
	vec_push(&s->fstrings, inner);
}

static void close_field(struct skim *s, uint32_t p)
{
	struct fstring field = vec_pop(&s->fstrings);

	/* Fields inside of it are part of the piece. */
	if (s->words && s->fstrings.len == 1)
		vec_push(&s->fields, (struct piece){ field.field, p });
}

/* A backslash covers no bracket: "\{x}" has a field, and so has r"\\{x}". */
static uint32_t escape_in_fstring(const struct skim *s, const struct fstring *f, uint32_t p)
{
	unsigned char next = skim_byte(s, p + 1);

	if (next == '{' || next == '}')
		return p + 1;
	if (!f->is_raw && next == 'N' && skim_byte(s, p + 2) == '{')
		return MIN(scan_any(s->text, p, s->len, '}', '\n', '\r', '}') + 1, s->len);
	return escape(s, p);
}

/* A step in an f-string's text or a field's format; NONE when the string is broken. */
static uint32_t text_step(struct skim *s, uint32_t p)
{
	const struct fstring *f = vec_last(&s->fstrings);
	char other = f->in_format ? '}' : f->is_triple ? '{' : '\n';

	p = scan_any(s->text, p, s->len, f->quote, '\\', '{', other);
	if (p >= s->len || s->text[p] == '\n')
		return NONE;
	if (s->text[p] == (unsigned char)f->quote) {
		if (f->is_triple && !is_triple(s, p))
			return p + 1;
		if (f->in_format)
			return NONE;
		p += f->is_triple ? 3 : 1;
		s->fstrings.len--;
		return p;
	}
	switch (s->text[p]) {
	case '\\': return escape_in_fstring(s, f, p);
	case '}': close_field(s, p); return p + 1;
	default:
		if (!f->in_format && skim_byte(s, p + 1) == '{')
			return p + 2;
		open_field(s, p + 1);
		return p + 1;
	}
}

/* A step in the code of a field. */
static uint32_t field_step(struct skim *s, uint32_t p)
{
	struct fstring *f = vec_last(&s->fstrings);
	uint32_t start;

	while (p < s->len && !(skim_chars[s->text[p]] & CHAR_FIELD))
		p++;
	switch (skim_byte(s, p)) {
	case '"':
	case '\'':
		start = skim_prefix(s, p);
		return is_formatted(s, start, p) ? open_fstring(s, start, p) : plain_string(s, p);
	case '(':
	case '[':
	case '{': f->depth++; return p + 1;
	case '}':
		if (f->depth == 0) {
			close_field(s, p);
			return p + 1;
		}
		f->depth--;
		return p + 1;
	case ')':
	case ']':
		if (f->depth == 0)
			return NONE;
		f->depth--;
		return p + 1;
	case ':': f->in_format = f->depth == 0; return p + 1;
	case '#': return scan_newline(s->text, p, s->len);
	default: return NONE;
	}
}

/* After one without an end all others are read as plain strings: looking for it again and again would take forever. */
static uint32_t formatted_string(struct skim *s, uint32_t start, uint32_t quote)
{
	uint32_t p;

	if (start >= s->fstring_limit)
		return plain_string(s, quote);
	p = open_fstring(s, start, quote);
	while (s->fstrings.len > 0 && p != NONE) {
		const struct fstring *f = vec_last(&s->fstrings);

		p = f->in_field && !f->in_format ? field_step(s, p) : text_step(s, p);
	}
	if (p != NONE)
		return p;
	vec_clear(&s->fstrings);
	s->fstring_limit = start;
	skim_broken(s, start, "unterminated f-string");
	return plain_string(s, quote);
}

uint32_t skim_string(struct skim *s, uint32_t p)
{
	uint32_t start = skim_prefix(s, p);

	return is_formatted(s, start, p) ? formatted_string(s, start, p) : plain_string(s, p);
}

bool skim_literal(struct skim *s, uint32_t p, struct literal *ret)
{
	uint32_t quote = p, width;

	while (quote - p < 2 && skim_is(s, quote, CHAR_PREFIX))
		quote++;
	if (skim_byte(s, quote) != '"' && skim_byte(s, quote) != '\'')
		return false;
	width = is_triple(s, quote) ? 3 : 1;
	ret->start = p;
	ret->end = skim_string(s, quote);
	ret->text = MIN(quote + width, ret->end);
	ret->text_end = MAX(ret->end - width, ret->text);
	ret->is_plain = !is_formatted(s, p, quote) && !prefix_has(s, p, quote, 'b');
	return true;
}
