/* Walking code: from one byte that matters to the next, to the end of a statement. */
#include "base/base.h"
#include "analyzers/lang/python/skim_impl.h"

#include <string.h>

/* --- Space --- */

static bool is_joint(const struct skim *s, uint32_t p)
{
	return skim_byte(s, p) == '\\' && skim_is(s, p + 1, CHAR_NEWLINE);
}

uint32_t skim_space(const struct skim *s, uint32_t p, bool in_brackets)
{
	unsigned classes = in_brackets ? CHAR_BLANK | CHAR_NEWLINE : CHAR_BLANK;

	for (;;) {
		if (skim_is(s, p, classes))
			p++;
		else if (is_joint(s, p))
			p = skim_newline_end(s, p + 1);
		else if (in_brackets && skim_byte(s, p) == '#')
			p = scan_newline(s->text, p, s->len);
		else
			return p;
	}
}

static uint32_t trim_space(const struct skim *s, uint32_t from, uint32_t p)
{
	while (p > from && ((skim_chars[s->text[p - 1]] & (CHAR_BLANK | CHAR_NEWLINE)) || is_joint(s, p - 1)))
		p--;
	return p;
}

uint32_t skim_trim(const struct skim *s, uint32_t from, uint32_t p)
{
	p = trim_space(s, from, p);
	while (p > from && p == s->comments.end && s->comments.start >= from)
		p = trim_space(s, from, s->comments.start);
	return p;
}

/* A comment inside of brackets; those with nothing but space between them are one run. */
static uint32_t comment(struct skim *s, uint32_t p)
{
	uint32_t end = scan_newline(s->text, p, s->len);

	if (s->comments.end == 0 || trim_space(s, s->comments.end, p) != s->comments.end)
		s->comments.start = p;
	s->comments.end = trim_space(s, p, end);
	return end;
}

/* --- Brackets --- */

/* The innermost open argument ends at end, or with its own beginning. */
static void close_argument(struct skim *s, uint32_t end)
{
	struct seam *seam = &s->seams.items[vec_pop(&s->arguments).seam];

	seam->span = skim_span(s, seam->span.start, MAX(end, seam->span.start));
}

/* At p an argument ends whose call's brackets are the innermost now. */
static void end_argument(struct skim *s, uint32_t p)
{
	if (s->arguments.len > 0 && vec_last(&s->arguments)->depth == s->depth)
		close_argument(s, skim_trim(s, s->seams.items[vec_last(&s->arguments)->seam].span.start, p));
}

enum { ROUND = 1, SQUARE, CURLY };

static inline uint32_t open_bracket(struct skim *s, uint32_t p, unsigned kind)
{
	s->kinds = s->kinds << 2 | kind;
	s->depth++;
	return p + 1;
}

static inline uint32_t close_bracket(struct skim *s, uint32_t p, unsigned kind)
{
	if (s->arguments.len > 0)
		end_argument(s, p);
	if (s->depth == 0) {
		skim_broken(s, p, "unmatched bracket");
		return p + 1;
	}
	if ((s->kinds & 3) != kind && (s->kinds & 3) != 0)
		skim_broken(s, p, "mismatched brackets");
	s->kinds >>= 2;
	s->depth--;
	return p + 1;
}

#define ENDS_WITH(a, b) ((a) << 8 | (b))

/*
 * May the bracket at p be that of a call that reads a name? Nearly all are
 * ruled out by the last letters of the callee and what follows the bracket.
 */
static inline bool may_be_reader(const struct skim *s, uint32_t p)
{
	if (p < 2 || (skim_chars[s->text[p - 1]] & (CHAR_BLANK | CHAR_NEWLINE)))
		return p > 1;
	switch (ENDS_WITH(s->text[p - 2], s->text[p - 1])) {
	case ENDS_WITH('l', 'e'): /* import_module, run_module, multiple */
	case ENDS_WITH('_', '_'): return true;
	case ENDS_WITH('c', 'h'):
	case ENDS_WITH('c', 't'): /* import_object, dict */
	case ENDS_WITH('e', 'c'):
	case ENDS_WITH('i', 'p'):
	case ENDS_WITH('m', 'e'):
	case ENDS_WITH('n', 'g'): /* import_string, import_from_string */
	case ENDS_WITH('r', 't'):
	case ENDS_WITH('t', 'e'):
	case ENDS_WITH('t', 'r'): return skim_is(s, p + 1, CHAR_BEFORE_TEXT); /* setattr, delattr */
	default: return false;
	}
}

static inline uint32_t string_at(struct skim *s, uint32_t p)
{
	uint32_t end;

	/* Most strings have no prefix and are short. */
	if (p == 0 || (skim_chars[s->text[p - 1]] & CHAR_IDENTIFIER))
		return skim_string(s, p);
	end = scan_any(s->text, p + 1, s->len, (char)s->text[p], '\\', '\n', '\r');
	if (end < s->len && s->text[end] == s->text[p] && (end > p + 1 || skim_byte(s, end + 1) != s->text[p]))
		return end + 1;
	return skim_string(s, p);
}

static inline uint32_t step(struct skim *s, uint32_t p)
{
	switch (s->text[p]) {
	case '\n':
	case '\r':
	case ';': return s->depth ? p + 1 : p;
	case '#': return s->depth ? comment(s, p) : p;
	case '"':
	case '\'': return string_at(s, p);
	case '(':
		if (may_be_reader(s, p))
			skim_call(s, p);
		return open_bracket(s, p, ROUND);
	case '[': return open_bracket(s, p, SQUARE);
	case '{': return open_bracket(s, p, CURLY);
	case ')': return close_bracket(s, p, ROUND);
	case ']': return close_bracket(s, p, SQUARE);
	case '}': return close_bracket(s, p, CURLY);
	case ',': end_argument(s, p); return p + 1;
	case '\\': return is_joint(s, p) ? skim_newline_end(s, p + 1) : p + 1;
	default: return p + 1;
	}
}

uint32_t skim_step(struct skim *s, uint32_t p)
{
	return step(s, p);
}

/* Commas are no special bytes: they matter only while an argument is open. */
static uint32_t next_or_comma(const struct skim *s, uint32_t p)
{
	uint32_t special = scan_map_next(&s->map, p);

	for (; p < special; p++)
		if (s->text[p] == ',')
			return p;
	return special;
}

static inline uint32_t next(const struct skim *s, uint32_t p)
{
	return s->arguments.len ? next_or_comma(s, p) : scan_map_next(&s->map, p);
}

uint32_t skim_next(const struct skim *s, uint32_t p)
{
	return next(s, p);
}

/* The file ends inside of brackets. */
static void unterminated(struct skim *s)
{
	skim_broken(s, s->statement, "unterminated bracket");
	while (s->arguments.len > 0)
		close_argument(s, s->len);
	s->depth = 0;
	s->kinds = 0;
}

uint32_t skim_run(struct skim *s, uint32_t p, uint32_t limit)
{
	for (;;) {
		uint32_t at = next(s, p);

		if (at >= limit)
			break;
		p = step(s, at);
		if (p == at)
			return p;
	}
	if (s->depth > 0)
		unterminated(s);
	return limit;
}

/* --- Looking at words and tokens, without seams --- */

bool skim_is_word(const struct skim *s, uint32_t p, const char *word)
{
	return str_is(skim_slice(s, p, skim_identifier_end(s, p)), word);
}

uint32_t skim_dotted_end(const struct skim *s, uint32_t p, bool in_brackets)
{
	uint32_t end = skim_identifier_end(s, p);

	for (;;) {
		uint32_t dot = skim_space(s, end, in_brackets), next;

		if (end == p || skim_byte(s, dot) != '.')
			return end;
		next = skim_space(s, dot + 1, in_brackets);
		if (!skim_is(s, next, CHAR_IDENTIFIER))
			return end;
		end = skim_identifier_end(s, next);
	}
}

uint32_t skim_bracket(struct skim *s, uint32_t p, uint32_t limit)
{
	uint32_t depth = 0;

	while ((p = scan_map_next(&s->map, p)) < limit) {
		switch (s->text[p]) {
		case '(':
		case '[':
		case '{':
			depth++;
			p++;
			break;
		case ')':
		case ']':
		case '}':
			p++;
			if (--depth == 0)
				return p;
			break;
		case '"':
		case '\'': p = skim_string(s, p); break;
		case '#': p = scan_newline(s->text, p, s->len); break;
		default: p++; break;
		}
	}
	return limit;
}

uint32_t skim_token(struct skim *s, uint32_t p, uint32_t limit)
{
	uint32_t end = skim_identifier_end(s, p);

	if (end > p)
		return MIN(end, limit);
	if (s->text[p] == '"' || s->text[p] == '\'')
		return MIN(skim_string(s, p), limit);
	if (skim_is(s, p, CHAR_OPENER))
		return skim_bracket(s, p, limit);
	if (s->text[p] == '#')
		return MIN(scan_newline(s->text, p, s->len), limit);
	return p + 1;
}

uint32_t skim_find_word(struct skim *s, uint32_t p, uint32_t to, const char *word)
{
	while (p < to) {
		uint32_t end = skim_token(s, p, to);

		if (str_is(skim_slice(s, p, end), word))
			return p;
		p = end;
	}
	return to;
}

uint32_t skim_colon(struct skim *s, uint32_t p)
{
	uint32_t lambdas = 0, end;

	for (; p < s->len; p = end) {
		end = is_joint(s, p) ? skim_newline_end(s, p + 1) : skim_token(s, p, s->len);
		switch (s->text[p]) {
		case '\n':
		case '\r':
		case ';':
		case '#': return NONE;
		case 'l': lambdas += str_is(skim_slice(s, p, end), "lambda"); break;
		case ':':
			if (skim_byte(s, end) == '=')
				end++;
			else if (lambdas-- == 0)
				return p;
			break;
		default: break;
		}
	}
	return NONE;
}
