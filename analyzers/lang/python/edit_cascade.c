/* Looks whether a try statement holds nothing but imports: such a one can be replaced by one of its arms. */
#include "base/base.h"
#include "analyzers/lang/python/edit_cascade.h"

struct scan {
	struct str source;
	const struct outline *outline;
	uint32_t at;
	uint32_t import; /* the first one that does not end before `at` */
};

static char char_at(const struct scan *s, uint32_t at)
{
	return at < s->source.len ? s->source.ptr[at] : '\n';
}

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\f';
}

static bool is_word_char(char c)
{
	return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool takes_word(struct scan *s, struct str word)
{
	if (!str_starts(str_slice(s->source, s->at, s->source.len), word) || is_word_char(char_at(s, s->at + (uint32_t)word.len)))
		return false;
	s->at += (uint32_t)word.len;
	return true;
}

static bool takes_import(struct scan *s)
{
	const struct outline *o = s->outline;

	while (s->import < o->import_count && o->imports[s->import].span.end <= s->at)
		s->import++;
	if (s->import == o->import_count || o->imports[s->import].span.start != s->at)
		return false;
	s->at = o->imports[s->import].span.end;
	return true;
}

/* "except (A, B) as e:" up to and with the colon; no string or bracket of another kind stands there. */
static void skip_header(struct scan *s)
{
	while (!is_line_end(char_at(s, s->at)) && char_at(s, s->at) != ':')
		s->at++;
	if (char_at(s, s->at) == ':')
		s->at++;
}

/* The rest of a line, and the lines that its imports go on to. */
static bool skip_line(struct scan *s)
{
	while (!is_line_end(char_at(s, s->at))) {
		char c = char_at(s, s->at);

		if (c == '#') {
			while (!is_line_end(char_at(s, s->at)))
				s->at++;
		} else if (is_blank(c) || c == ';') {
			s->at++;
		} else if (takes_word(s, STR("try")) || takes_word(s, STR("except"))) {
			skip_header(s);
		} else if (!takes_word(s, STR("pass")) && !takes_import(s)) {
			return false;
		}
	}
	return true;
}

static uint32_t next_line(const struct scan *s)
{
	uint32_t at = s->at;

	if (char_at(s, at) == '\r' && char_at(s, at + 1) == '\n' && at + 1 < s->source.len)
		at++;
	return at + 1;
}

static uint32_t indent_at(const struct scan *s, uint32_t line)
{
	uint32_t at = line;

	while (at < s->source.len && is_blank(s->source.ptr[at]))
		at++;
	return at - line;
}

/* Does a line belong to the statement whose first one is indented so far? */
static bool belongs(const struct scan *s, uint32_t line, uint32_t indent)
{
	struct scan word = *s;

	word.at = line + indent_at(s, line);
	if (is_line_end(char_at(&word, word.at)) || char_at(&word, word.at) == '#' || word.at - line > indent)
		return true;
	return word.at - line == indent &&
	       (takes_word(&word, STR("except")) || takes_word(&word, STR("else")) || takes_word(&word, STR("finally")));
}

static uint32_t group_start(const struct outline *o, uint32_t group)
{
	uint32_t start = UINT32_MAX;

	for (uint32_t b = 0; b < o->block_count; b++)
		if (o->blocks[b].group == group)
			start = MIN(start, o->blocks[b].start);
	return start;
}

static uint32_t line_start(struct str source, uint32_t at)
{
	while (at > 0 && !is_line_end(source.ptr[at - 1]))
		at--;
	return at;
}

bool python_holds_only_imports(struct str source, const struct outline *o, uint32_t block)
{
	struct scan s = { source, o, group_start(o, o->blocks[block].group), 0 };
	uint32_t line = line_start(source, s.at), indent = s.at - line;

	if (indent_at(&s, line) != indent)
		return false;
	while (skip_line(&s)) {
		line = next_line(&s);
		if (line >= source.len || !belongs(&s, line, indent))
			return true;
		s.at = line + indent_at(&s, line);
	}
	return false;
}
