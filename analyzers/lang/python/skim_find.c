/* The top-level statements that mention a word outside of imports. */
#include "base/base.h"
#include "analyzers/lang/python/skim_impl.h"

#include "analyzers/lang/python/python_impl.h"
#include "analyzers/lang/python/terms.h"

/* The top-level statement that is being read. */
struct unit {
	uint32_t start;    /* NONE before the first */
	bool is_decorator; /* its latest line at column 0 is one */
	bool has_word;
	bool is_defining; /* the word before this one is `def` or `class` */
	bool is_header;   /* of a class */
};

static bool has_word_at(const struct skim *s, uint32_t p, uint32_t end)
{
	return words_has(s->words, skim_slice(s, p, end));
}

/* Any identifier of [from, to) among the words. */
static bool has_word_in(const struct skim *s, uint32_t from, uint32_t to)
{
	while (from < to) {
		uint32_t end = MIN(skim_identifier_end(s, from), to);

		if (end > from && has_word_at(s, from, end))
			return true;
		from = MAX(end, from + 1);
	}
	return false;
}

/* Does a word end at p and another one begin, with only blanks between? Then this is a sentence. */
static bool is_gap_in_sentence(const struct skim *s, const struct literal *l, uint32_t p)
{
	uint32_t next = scan_spaces(s->text, p, l->text_end);

	return p > l->text && skim_is(s, p - 1, CHAR_IDENTIFIER) && next > p && next < l->text_end &&
		skim_is(s, next, CHAR_IDENTIFIER);
}

/* May the text of a string be names: a dotted path, or an annotation like "Optional[a.Engine]"? */
static bool is_like_names(const struct skim *s, const struct literal *l)
{
	for (uint32_t p = l->text; p < l->text_end; p++)
		switch (s->text[p]) {
		case '.':
		case ':':
		case ',':
		case '[':
		case ']':
		case '|': break;
		case ' ':
			if (is_gap_in_sentence(s, l, p))
				return false;
			break;
		default:
			if (!skim_is(s, p, CHAR_IDENTIFIER))
				return false;
		}
	return true;
}

/* The string at p. Of an f-string's fields every word counts, also those in strings inside: never too little. */
static uint32_t read_string(struct skim *s, uint32_t p, struct unit *u)
{
	struct literal l;

	if (!skim_literal(s, skim_prefix(s, p), &l))
		return p + 1;
	if (l.is_plain && !u->has_word && words_mention(s->words) == MENTION_ANY && is_like_names(s, &l))
		u->has_word = has_word_in(s, l.text, l.text_end);
	vec_foreach (struct piece, field, &s->fields)
		u->has_word = u->has_word || has_word_in(s, field->start, field->end);
	vec_clear(&s->fields);
	return l.end;
}

static bool is_import(const struct skim *s, uint32_t p, uint32_t end)
{
	struct str word = skim_slice(s, p, end);

	return str_is(word, "import") || str_is(word, "from");
}

/* A string prefix is no name. */
static bool is_prefix(const struct skim *s, uint32_t p, uint32_t end)
{
	unsigned char next = skim_byte(s, end);

	return (next == '"' || next == '\'') && skim_prefix(s, end) == p;
}

/* Does the mention of a word that ends here count? */
static bool counts(const struct skim *s, uint32_t end, const struct unit *u)
{
	if (words_mention(s->words) == MENTION_ANY || u->is_defining || u->is_header)
		return true;
	return skim_byte(s, skim_space(s, end, s->depth > 0)) == '(';
}

static void read_identifier(struct skim *s, uint32_t p, uint32_t end, bool is_fresh, struct unit *u)
{
	bool is_class = is_fresh && str_is(skim_slice(s, p, end), "class");

	if (!u->has_word && !is_prefix(s, p, end) && has_word_at(s, p, end))
		u->has_word = counts(s, end, u);
	u->is_defining = is_class || str_is(skim_slice(s, p, end), "def");
	u->is_header |= is_class;
}

/* All of the logical line at p; returns where its newline is. */
static uint32_t read_line(struct skim *s, uint32_t p, struct unit *u)
{
	bool is_fresh = true; /* a statement may begin here */

	u->is_defining = u->is_header = false;
	while ((p = skim_space(s, p, s->depth > 0)) < s->len) {
		uint32_t end = skim_identifier_end(s, p);
		unsigned char c = s->text[p];

		if (end > p) {
			if (is_fresh && is_import(s, p, end))
				end = skim_run(s, p, s->len);
			else
				read_identifier(s, p, end, is_fresh, u);
			p = end;
			is_fresh = false;
		} else if (c == '"' || c == '\'') {
			p = read_string(s, p, u);
		} else if (s->depth == 0 && (c == '\n' || c == '\r' || c == '#')) {
			return scan_newline(s->text, p, s->len);
		} else {
			end = skim_step(s, p);
			is_fresh = s->depth == 0 && (c == ';' || c == ':');
			u->is_header &= !is_fresh;
			p = MAX(end, p + 1);
		}
	}
	return p;
}

/* --- Units --- */

static void end_unit(struct skim *s, struct unit *u, uint32_t end)
{
	struct range *last = s->ranges.len ? vec_last(&s->ranges) : NULL;

	if (u->start == NONE || !u->has_word)
		return;
	if (last && last->end == u->start)
		last->end = end;
	else
		vec_push(&s->ranges, (struct range){ u->start, end, scan_map_line(&s->map, u->start) });
}

/* Does the line at p go on with the statement before: an arm of it, or what was decorated? */
static bool goes_on(const struct skim *s, const struct unit *u, uint32_t p)
{
	struct str word = skim_slice(s, p, skim_identifier_end(s, p));

	return u->start != NONE &&
		(u->is_decorator || str_is(word, "else") || str_is(word, "elif") || str_is(word, "except") ||
			str_is(word, "finally"));
}

static void read_units(struct skim *s, uint32_t p)
{
	struct unit u = { .start = NONE };

	while (p < s->len) {
		bool is_indented = skim_is(s, p, CHAR_BLANK);

		p = skim_space(s, p, false);
		if (p >= s->len)
			break;
		if (s->text[p] == '#' || skim_is(s, p, CHAR_NEWLINE)) {
			p = skim_newline_end(s, scan_newline(s->text, p, s->len));
			continue;
		}
		if (!is_indented || u.start == NONE) {
			if (!goes_on(s, &u, p)) {
				end_unit(s, &u, p);
				u = (struct unit){ .start = p };
			}
			u.is_decorator = s->text[p] == '@';
		}
		s->statement = p;
		p = skim_newline_end(s, read_line(s, p, &u));
	}
	end_unit(s, &u, s->len);
}

uint32_t python_find(
	struct lang_parser *p, struct str source, const struct words *words, struct arena *a, struct range **ret_ranges)
{
	struct outline ignored;
	struct skim *s = p->skim = p->skim ? p->skim : skim_new();
	uint32_t start = skim_start(s, source, a, &ignored);

	s->words = words;
	read_units(s, start);
	*ret_ranges = arena_copy(a, s->ranges.items, s->ranges.len, sizeof(*s->ranges.items));
	s->out = NULL; /* it was ours */
	return (uint32_t)s->ranges.len;
}
