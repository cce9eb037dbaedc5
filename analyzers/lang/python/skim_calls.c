/* The calls of given names, wherever they stand in a file, told by tokens alone: a hundredth of the cost of parsing. */
#include "base/base.h"
#include "analyzers/lang/python/skim_impl.h"

#include <string.h>

#include "analyzers/lang/python/names.h"
#include "analyzers/lang/python/python_impl.h"

struct caller {
	struct skim *skim;
	const struct words *words;
	const struct outline *outline; /* of the file: who stands around */
	struct arena *arena;
	VEC(struct use) uses;
};

static bool is_dot(const struct skim *s, uint32_t p)
{
	return skim_byte(s, p) == '.';
}

/* Back over "a.b." before the name at p; NONE when something else than a name is in front: f().name, x[0].name. */
static uint32_t dotted_start(const struct skim *s, uint32_t p)
{
	while (p > 0 && is_dot(s, p - 1)) {
		uint32_t start = --p;

		while (start > 0 && skim_is(s, start - 1, CHAR_IDENTIFIER))
			start--;
		if (start == p)
			return NONE;
		p = start;
	}
	return p;
}

/* `def Name(` and `class Name(` define it. */
static bool is_defined_here(const struct skim *s, uint32_t p)
{
	uint32_t end = p, start;

	while (end > 0 && skim_is(s, end - 1, CHAR_BLANK))
		end--;
	for (start = end; start > 0 && skim_is(s, start - 1, CHAR_IDENTIFIER);)
		start--;
	return end < p && (skim_is_word(s, start, "def") || skim_is_word(s, start, "class"));
}

static uint32_t def_around(const struct outline *o, uint32_t at)
{
	uint32_t found = NONE;

	for (uint32_t d = outline_def_from(o, at); d-- > 0;) {
		if (o->defs[d].end <= at)
			continue;
		found = d;
		break;
	}
	return found;
}

static struct argument *copy_arguments(struct caller *c, const struct source_argument *from, uint32_t count)
{
	struct argument *arguments = arena_array(c->arena, struct argument, count + 1);

	for (uint32_t i = 0; i < count; i++)
		arguments[i] = (struct argument){ from[i].keyword, from[i].value };
	return arguments;
}

static void read_call(struct caller *c, uint32_t name, uint32_t end, uint32_t open)
{
	uint32_t start = dotted_start(c->skim, name), def, count;
	struct source_argument *arguments;

	if (start == NONE || is_defined_here(c->skim, start) || !python_arguments(c->skim, open, c->arena, &arguments, &count))
		return;
	def = def_around(c->outline, start);
	vec_push(&c->uses, (struct use){
				   .kind = USE_CALL,
				   .def_start = def == NONE ? NONE : c->outline->defs[def].span.start,
				   .name = arena_str(c->arena, skim_slice(c->skim, start, end)),
				   .target = STR(""),
				   .arguments = copy_arguments(c, arguments, count),
				   .argument_count = count,
				   .span = skim_span(c->skim, start, end),
			   });
}

/* The end of `.method` behind a class' name; where there is none, the end of the name. */
static uint32_t method_end(const struct skim *s, uint32_t end)
{
	uint32_t stop = is_dot(s, end) ? skim_identifier_end(s, end + 1) : end;

	return stop > end + 1 ? stop : end;
}

/* A call of one of the words, or of an attribute of it. */
static uint32_t read_identifier(struct caller *c, uint32_t p, uint32_t end)
{
	const struct skim *s = c->skim;
	unsigned char next = skim_byte(s, end);
	uint32_t open;

	if (next == '"' || next == '\'' || !words_has(c->words, skim_slice(s, p, end)))
		return end;
	end = method_end(s, end);
	open = skim_space(s, end, false);
	if (skim_byte(s, open) == '(')
		read_call(c, p, end, open);
	return end;
}

/* --- Where to look: most of a file calls none of the words --- */

static uint32_t word_start(const struct skim *s, uint32_t end)
{
	while (end > 0 && skim_is(s, end - 1, CHAR_IDENTIFIER))
		end--;
	return end;
}

/* Does a word, or an attribute of one, stand before the parenthesis? In a string it may, too. */
static bool may_be_called(const struct caller *c, uint32_t open)
{
	const struct skim *s = c->skim;
	uint32_t end = open, start;

	while (end > 0 && (s->text[end - 1] <= ' ' || s->text[end - 1] == '\\'))
		end--;
	start = word_start(s, end);
	if (start == end)
		return false;
	if (words_has(c->words, skim_slice(s, start, end)))
		return true;
	if (!start || !is_dot(s, start - 1))
		return false;
	end = start - 1;
	start = word_start(s, end);
	return start < end && words_has(c->words, skim_slice(s, start, end));
}

static uint32_t next_parenthesis(const struct caller *c, uint32_t at)
{
	const struct skim *s = c->skim;

	for (; at < s->len; at++) {
		const unsigned char *open = memchr(s->text + at, '(', s->len - at);

		if (!open)
			break;
		at = (uint32_t)(open - s->text);
		if (may_be_called(c, at))
			return at;
	}
	return NONE;
}

/*
 * Where tokens can be read from to get to `p`, outside of strings and brackets:
 * the definition around it, or what stands between definitions. And to where.
 */
static uint32_t find_stretch(const struct caller *c, uint32_t p, uint32_t *ret_end)
{
	const struct outline *o = c->outline;
	uint32_t def = def_around(o, p), start = 0, next = outline_def_from(o, p);

	if (def != NONE) {
		*ret_end = MIN(o->defs[def].end, c->skim->len);
		return o->defs[def].span.start;
	}
	for (uint32_t d = next; d-- > 0;) {
		start = MAX(start, o->defs[d].end);
		if (o->defs[d].parent == NONE)
			break;
	}
	*ret_end = next < o->def_count ? MIN(o->defs[next].span.start, c->skim->len) : c->skim->len;
	return start;
}

/* `case Name(x):` takes apart, and calls nothing: where its colon is, or NONE. */
static uint32_t pattern_end(struct skim *s, uint32_t p, uint32_t end)
{
	uint32_t before = p;

	if (end - p != 4 || !skim_is_word(s, p, "case"))
		return NONE;
	while (before > 0 && skim_is(s, before - 1, CHAR_BLANK))
		before--;
	return before == 0 || skim_is(s, before - 1, CHAR_NEWLINE) ? skim_colon(s, end) : NONE;
}

static uint32_t read_stretch(struct caller *c, uint32_t at, uint32_t stop)
{
	struct skim *s = c->skim;

	while ((at = skim_space(s, at, true)) < stop) {
		uint32_t end = skim_identifier_end(s, at);
		unsigned char byte = s->text[at];
		uint32_t pattern = end > at ? pattern_end(s, at, end) : NONE;

		if (pattern != NONE)
			at = pattern + 1;
		else if (end > at)
			at = read_identifier(c, at, end);
		else
			at = MAX(byte == '"' || byte == '\'' ? skim_string(s, at) : at + 1, at + 1);
	}
	return at;
}

uint32_t python_calls(struct lang_parser *p, struct str source, const struct words *words, const struct outline *o, struct arena *a,
	struct use **ret)
{
	struct outline ignored;
	struct skim *s = p->skim = p->skim ? p->skim : skim_new();
	struct caller c = { .skim = s, .words = words, .outline = o, .arena = a };
	uint32_t at = skim_start(s, source, a, &ignored), open, count;

	while ((open = next_parenthesis(&c, at)) != NONE) {
		uint32_t stop, start = find_stretch(&c, open, &stop);

		at = read_stretch(&c, MAX(start, at), stop);
		at = MAX(at, open + 1);
	}
	s->out = NULL; /* it was ours */
	count = (uint32_t)c.uses.len;
	*ret = arena_copy(a, c.uses.items, count, sizeof(**ret));
	vec_release(&c.uses);
	return count;
}
