/* The dotted names of a statement: which are called, assigned to, or only named for a double. */
#include "base/base.h"
#include "analyzers/lang/python/tests.h"

#include <string.h>

#define DEPTH_MAX 32 /* brackets inside of brackets; deeper ones are not told apart */

static bool is_one_of(struct str word, const struct str *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (word.len == list[i].len && word.ptr[0] == list[i].ptr[0] && str_eq(word, list[i]))
			return true;
	return false;
}

/* By their lengths: every word of a test is asked about. */
static bool is_keyword(struct str word)
{
	static const char *const by_length[] = {
		"", "", "as if in is or", "and def del for not try", "None True elif else from pass self with", "False async await break class raise while yield",
		"assert except global import lambda return", "finally", "continue nonlocal",
	};
	const char *k = word.len < ARRAY_LEN(by_length) ? by_length[word.len] : "";

	for (; *k; k += word.len + (k[word.len] == ' '))
		if (memcmp(k, word.ptr, word.len) == 0)
			return true;
	return false;
}

/* What is made, or replaced, by being called with a name. */
static bool is_double_maker(struct str callee)
{
	static const struct str makers[] = {
		STR_INIT("AsyncMock"), STR_INIT("MagicMock"), STR_INIT("Mock"), STR_INIT("NonCallableMagicMock"), STR_INIT("NonCallableMock"),
		STR_INIT("PropertyMock"), STR_INIT("create_autospec"), STR_INIT("patch"),
	};
	struct str tail = str_tail(callee, '.');

	return is_one_of(tail, makers, ARRAY_LEN(makers)) || (str_is(tail, "object") && str_ends(callee, STR("patch.object")));
}

static uint32_t intern(struct test_reader *r, struct str word, uint64_t hash)
{
	uint32_t id = map_get(&r->word_index, hash);

	if (id != NONE)
		return id;
	id = (uint32_t)r->words.len;
	vec_push(&r->words, arena_str(r->arena, word));
	map_set(&r->word_index, hash, id);
	return id;
}

/* A name is mentioned again soon after: the last place of each hash is looked at first. */
static struct test_word *recent(struct test_reader *r, uint32_t def, uint64_t hash)
{
	const struct test_recent *last = &r->recent[hash % TEST_RECENT];

	return last->mention && last->hash == hash && r->mentions.items[last->mention - 1].def == def ? &r->mentions.items[last->mention - 1] : NULL;
}

static struct test_word *mention(struct test_reader *r, uint32_t def, struct str word, uint32_t at)
{
	uint64_t hash = str_hash(word);
	struct test_word *known = recent(r, def, hash);
	uint32_t id, index;

	if (known)
		return known;
	id = intern(r, word, hash);
	index = map_get(&r->mention_index, map_pair(def, id));

	if (index == NONE) {
		index = (uint32_t)r->mentions.len;
		map_set(&r->mention_index, map_pair(def, id), index);
		vec_push(&r->mentions, (struct test_word){ .def = def, .word = id, .line = scan_map_line(&r->lines.skim->map, at), .is_doubled = true });
	}
	r->recent[hash % TEST_RECENT] = (struct test_recent){ hash, index + 1 };
	return &r->mentions.items[index];
}

/* "a . b" as "a.b". */
static struct str join(struct test_reader *r, struct str word)
{
	struct str joined;
	size_t len = 0;
	char *text;

	for (size_t i = 0; i < word.len; i++)
		if (!(skim_chars[(unsigned char)word.ptr[i]] & CHAR_IDENTIFIER) && word.ptr[i] != '.')
			break;
		else
			len++;
	if (len == word.len)
		return word;
	joined = arena_str(r->arena, word);
	text = arena_alloc(r->arena, word.len + 1);
	len = 0;
	for (size_t i = 0; i < joined.len; i++)
		if ((skim_chars[(unsigned char)joined.ptr[i]] & CHAR_IDENTIFIER) || joined.ptr[i] == '.')
			text[len++] = joined.ptr[i];
	return (struct str){ text, len };
}

struct words_state {
	bool is_double[DEPTH_MAX]; /* by depth: are these the arguments of a maker of doubles? */
	uint32_t depth;
	bool opens_double; /* the name before the bracket is one */
};

/* Behind a target: an assignment, an annotation, the next target of several, the end of `with ... as`. */
static bool is_target(const struct skim *s, uint32_t next)
{
	char c = (char)skim_byte(s, next);

	return c == ':' || c == ',' || (c == '=' && skim_byte(s, next + 1) != '=');
}

/* Behind the dotted name at p. Blanks and newlines inside of one are rare, and looked for only where they may be. */
static uint32_t word_end(const struct skim *s, uint32_t p)
{
	uint32_t end = skim_identifier_end(s, p), next;

	while (skim_byte(s, end) == '.' && skim_is(s, end + 1, CHAR_IDENTIFIER))
		end = skim_identifier_end(s, end + 1);
	for (next = end; skim_byte(s, next) == ' ';)
		next++;
	return skim_byte(s, next) == '.' || skim_byte(s, next) == '\\' || skim_is(s, next, CHAR_NEWLINE) ? skim_dotted_end(s, p, true) : end;
}

static uint32_t read_word(struct test_reader *r, uint32_t def, uint32_t p, uint32_t to, struct words_state *st)
{
	struct skim *s = r->lines.skim;
	uint32_t end = MIN(word_end(s, p), to), next;
	struct str word = join(r, skim_slice(s, p, end));
	bool inside = st->depth > 0 && st->depth <= DEPTH_MAX && st->is_double[st->depth - 1];
	struct test_word *m;

	if (is_keyword(word) || (skim_chars[(unsigned char)word.ptr[0]] & CHAR_DIGIT))
		return end;
	next = skim_space(s, end, st->depth > 0);
	if (st->depth > 0 && next < to && skim_byte(s, next) == '=' && skim_byte(s, next + 1) != '=')
		return end; /* a keyword of a call */
	m = mention(r, def, word, p);
	m->is_called |= next < to && skim_byte(s, next) == '(';
	m->is_set |= st->depth == 0 && next < to && is_target(s, next);
	m->is_doubled &= inside;
	st->opens_double = next < to && skim_byte(s, next) == '(' && is_double_maker(word);
	return end;
}

void test_words_read(struct test_reader *r, uint32_t def, uint32_t from, uint32_t to)
{
	struct skim *s = r->lines.skim;
	struct words_state st = { .depth = 0 };
	uint32_t p = from;

	while (p < to) {
		char c = (char)s->text[p];

		if (skim_is(s, p, CHAR_IDENTIFIER)) {
			uint32_t end = skim_identifier_end(s, p);

			/* The prefix of a string is no name. */
			p = end < to && (s->text[end] == '"' || s->text[end] == '\'') ? end : read_word(r, def, p, to, &st);
		} else if (c == '"' || c == '\'') {
			p = skim_string(s, p);
		} else if (c == '#') {
			p = scan_newline(s->text, p, s->len);
		} else {
			if (skim_is(s, p, CHAR_OPENER)) {
				if (st.depth < DEPTH_MAX)
					st.is_double[st.depth] = st.opens_double && c == '(';
				st.depth++;
			} else if ((c == ')' || c == ']' || c == '}') && st.depth > 0) {
				st.depth--;
			}
			if (c != ' ')
				st.opens_double = false;
			p++;
		}
	}
}
