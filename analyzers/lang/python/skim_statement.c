/* Statements of Python: who reads which, and the suites behind their headers. */
#include "base/base.h"
#include "analyzers/lang/python/skim_impl.h"

#include <string.h>

/* --- Keywords that the skimmer cares about --- */

enum keyword {
	KEYWORD_NONE,
	KEYWORD_ASYNC,
	KEYWORD_CASE,
	KEYWORD_CLASS,
	KEYWORD_DEF,
	KEYWORD_DEL,
	KEYWORD_ELIF,
	KEYWORD_ELSE,
	KEYWORD_EXCEPT,
	KEYWORD_FINALLY,
	KEYWORD_FOR,
	KEYWORD_FROM,
	KEYWORD_IF,
	KEYWORD_IMPORT,
	KEYWORD_MATCH,
	KEYWORD_TRY,
	KEYWORD_WHILE,
	KEYWORD_WITH,
	KEYWORD_COUNT
};

static const struct {
	struct str word;
	bool is_header; /* a suite follows; never when it is in one on its header's line */
	bool is_first;  /* of the statement's arms: those behind it belong to `chain` */
	enum chain chain;
	enum block_kind block; /* of arms; that of an `else` depends on the chain */
} keywords[] = {
	[KEYWORD_NONE] = { .word = STR_INIT("") },
	[KEYWORD_ASYNC] = { .word = STR_INIT("async"), .is_header = true },
	[KEYWORD_CASE] = { .word = STR_INIT("case"), .block = BLOCK_CASE },
	[KEYWORD_CLASS] = { .word = STR_INIT("class"), .is_header = true },
	[KEYWORD_DEF] = { .word = STR_INIT("def"), .is_header = true },
	[KEYWORD_DEL] = { .word = STR_INIT("del") },
	[KEYWORD_ELIF] = { .word = STR_INIT("elif"), .is_header = true, .block = BLOCK_IF },
	[KEYWORD_ELSE] = { .word = STR_INIT("else"), .is_header = true, .block = BLOCK_ELSE },
	[KEYWORD_EXCEPT] = { .word = STR_INIT("except"), .is_header = true, .block = BLOCK_EXCEPT },
	[KEYWORD_FINALLY] = { .word = STR_INIT("finally"), .is_header = true, .block = BLOCK_FINALLY },
	[KEYWORD_FOR] = { STR_INIT("for"), true, true, CHAIN_LOOP, BLOCK_LOOP },
	[KEYWORD_FROM] = { .word = STR_INIT("from") },
	[KEYWORD_IF] = { STR_INIT("if"), true, true, CHAIN_IF, BLOCK_IF },
	[KEYWORD_IMPORT] = { .word = STR_INIT("import") },
	[KEYWORD_MATCH] = { .word = STR_INIT("match") },
	[KEYWORD_TRY] = { STR_INIT("try"), true, true, CHAIN_TRY, BLOCK_TRY },
	[KEYWORD_WHILE] = { STR_INIT("while"), true, true, CHAIN_LOOP, BLOCK_LOOP },
	[KEYWORD_WITH] = { STR_INIT("with"), true, true, CHAIN_NONE, BLOCK_WITH },
};
_Static_assert(ARRAY_LEN(keywords) == KEYWORD_COUNT, "a keyword without a row");

#define IS(word)                                                                               \
	(s->len - p >= sizeof(word) - 1 && memcmp(s->text + p, word, sizeof(word) - 1) == 0 && \
		!skim_is(s, p + (uint32_t)sizeof(word) - 1, CHAR_IDENTIFIER))

/* The keyword at p. A switch, because this is asked for every line of code. */
static inline enum keyword find_keyword(const struct skim *s, uint32_t p)
{
	switch (skim_byte(s, p)) {
	case 'a': return IS("async") ? KEYWORD_ASYNC : KEYWORD_NONE;
	case 'c': return IS("class") ? KEYWORD_CLASS : IS("case") ? KEYWORD_CASE : KEYWORD_NONE;
	case 'd': return IS("def") ? KEYWORD_DEF : IS("del") ? KEYWORD_DEL : KEYWORD_NONE;
	case 'e':
		if (IS("except"))
			return KEYWORD_EXCEPT;
		return IS("else") ? KEYWORD_ELSE : IS("elif") ? KEYWORD_ELIF : KEYWORD_NONE;
	case 'f':
		if (IS("for"))
			return KEYWORD_FOR;
		return IS("from") ? KEYWORD_FROM : IS("finally") ? KEYWORD_FINALLY : KEYWORD_NONE;
	case 'i': return IS("if") ? KEYWORD_IF : IS("import") ? KEYWORD_IMPORT : KEYWORD_NONE;
	case 'm': return IS("match") ? KEYWORD_MATCH : KEYWORD_NONE;
	case 't': return IS("try") ? KEYWORD_TRY : KEYWORD_NONE;
	case 'w': return IS("with") ? KEYWORD_WITH : IS("while") ? KEYWORD_WHILE : KEYWORD_NONE;
	default: return KEYWORD_NONE;
	}
}

static uint32_t keyword_end(enum keyword keyword, uint32_t p)
{
	return p + (uint32_t)keywords[keyword].word.len;
}

/* --- Headers --- */

/*
 * Run over the header that goes on at p. Returns its colon; NONE when there is
 * none. *ret_end is the end of the line's code when the suite follows on lines
 * of its own, otherwise NONE.
 */
static uint32_t run_header(struct skim *s, uint32_t p, uint32_t *ret_end)
{
	size_t seams = s->seams.len;
	uint32_t end = skim_run(s, p, s->len), last = skim_trim(s, p, end), colon;

	*ret_end = end;
	if (last > p && s->text[last - 1] == ':')
		return last - 1;
	colon = skim_colon(s, p);
	if (colon == NONE) {
		skim_broken(s, p, "expected ':'");
		return NONE;
	}
	/* What was found behind the colon belongs to the suite, and will be found again. */
	s->seams.len = seams;
	*ret_end = NONE;
	skim_run(s, p, colon);
	return colon;
}

/* The suite f stands behind the colon: returns where to go on. */
static uint32_t open_suite(struct skim *s, struct frame *f, uint32_t colon, uint32_t end, bool *ret_inline)
{
	f->is_inline = *ret_inline = end == NONE;
	return end == NONE ? skim_space(s, colon + 1, false) : end;
}

static uint32_t definition(
	struct skim *s, enum def_kind kind, uint32_t start, bool is_async, uint32_t p, bool *ret_inline)
{
	struct piece name;
	struct frame *f;
	uint32_t colon, end, def;

	name.start = skim_space(s, p, false);
	name.end = skim_identifier_end(s, name.start);
	if (name.start == name.end || skim_byte(s, name.end) == '"' || skim_byte(s, name.end) == '\'') {
		skim_broken(s, start, "definition without a name");
		return skim_run(s, p, s->len);
	}
	def = skim_add_def(s, kind, is_async, start, name);
	colon = run_header(s, name.end, &end);
	if (colon == NONE) {
		s->defs.len--;
		return end;
	}
	f = skim_push(s, kind == DEF_CLASS ? FRAME_CLASS : FRAME_FUNCTION);
	f->has_bindings = kind == DEF_CLASS;
	f->def = def;
	return open_suite(s, f, colon, end, ret_inline);
}

/* The names that a header binds in the scope around. */
static void header_targets(struct skim *s, enum keyword keyword, struct piece header)
{
	if (!skim_top(s)->has_bindings)
		return;
	if (keyword == KEYWORD_WITH)
		skim_with_targets(s, header.start, header.end);
	else if (keyword == KEYWORD_FOR)
		skim_targets(s, header.start, skim_find_word(s, header.start, header.end, "in"));
}

/* The types that a handler names, out of its header. */
static struct piece caught_types(struct skim *s, struct piece header)
{
	uint32_t star = skim_space(s, header.start, false);

	if (skim_byte(s, star) == '*')
		header.start = star + 1;
	header.end = skim_find_word(s, header.start, header.end, "as");
	return header;
}

static enum block_kind arm_kind(const struct skim *s, enum keyword keyword)
{
	enum chain chain = skim_top(s)->chain;

	if (keyword == KEYWORD_ELSE && chain == CHAIN_TRY)
		return BLOCK_TRY_ELSE;
	if (keyword == KEYWORD_ELSE && chain == CHAIN_LOOP)
		return BLOCK_LOOP;
	return keywords[keyword].block;
}

/* An arm of a compound statement: start is its keyword's, or that of the `async` before; its header goes on at p. */
static uint32_t arm(struct skim *s, enum keyword keyword, uint32_t start, uint32_t p, bool *ret_inline)
{
	enum block_kind kind = arm_kind(s, keyword);
	uint32_t end, colon = run_header(s, p, &end);
	struct piece header = { p, colon };
	struct frame *f;

	if (colon == NONE)
		return end;
	if (keywords[keyword].is_first) {
		skim_top(s)->chain = keywords[keyword].chain;
		skim_top(s)->group = NONE;
	}
	header_targets(s, keyword, header);
	f = skim_push(s, FRAME_BLOCK);
	f->block_kind = kind;
	f->start = start;
	f->text = keyword == KEYWORD_EXCEPT ? caught_types(s, header) : header;
	return open_suite(s, f, colon, end, ret_inline);
}

/* --- Statements --- */

static uint32_t other_statement(struct skim *s, uint32_t p)
{
	return skim_top(s)->has_bindings ? skim_assignment(s, p) : skim_run(s, p, s->len);
}

/* A word like any other, unless its line ends with a colon. */
static uint32_t match(struct skim *s, uint32_t start, uint32_t p)
{
	size_t seams = s->seams.len;
	uint32_t end = skim_run(s, p, s->len), last = skim_trim(s, p, end);

	if (last > skim_space(s, p, false) + 1 && s->text[last - 1] == ':') {
		skim_push(s, FRAME_MATCH);
		return end;
	}
	s->seams.len = seams;
	return other_statement(s, start);
}

static uint32_t deletion(struct skim *s, uint32_t p)
{
	uint32_t end = skim_run(s, p, s->len);

	if (skim_top(s)->has_bindings)
		skim_targets(s, p, skim_trim(s, p, end));
	return end;
}

/* What `async` stands before. */
static uint32_t async_statement(struct skim *s, uint32_t start, uint32_t p, bool *ret_inline)
{
	enum keyword keyword;

	p = skim_space(s, p, false);
	keyword = find_keyword(s, p);
	p = keyword_end(keyword, p);
	switch (keyword) {
	case KEYWORD_DEF: return definition(s, DEF_FUNCTION, start, true, p, ret_inline);
	case KEYWORD_FOR:
	case KEYWORD_WITH: return arm(s, keyword, start, p, ret_inline);
	default: return other_statement(s, start);
	}
}

uint32_t skim_statement(struct skim *s, uint32_t p, bool *ret_inline)
{
	enum keyword keyword = find_keyword(s, p);
	uint32_t end = keyword_end(keyword, p);

	s->statement = p;
	if (skim_top(s)->is_inline && keywords[keyword].is_header) {
		/* Looking for the colons of a thousand headers on one line would take forever. */
		skim_broken(s, p, "compound statement behind a colon");
		return other_statement(s, p);
	}
	switch (keyword) {
	case KEYWORD_NONE: return other_statement(s, p);
	case KEYWORD_ASYNC: return async_statement(s, p, end, ret_inline);
	case KEYWORD_CLASS: return definition(s, DEF_CLASS, p, false, end, ret_inline);
	case KEYWORD_DEF: return definition(s, DEF_FUNCTION, p, false, end, ret_inline);
	case KEYWORD_DEL: return deletion(s, end);
	case KEYWORD_FROM: return skim_from(s, p, end);
	case KEYWORD_IMPORT: return skim_import(s, p, end);
	case KEYWORD_MATCH: return match(s, p, end);
	case KEYWORD_CASE:
		if (skim_top(s)->kind != FRAME_MATCH)
			return other_statement(s, p);
		return arm(s, keyword, p, end, ret_inline);
	default: return arm(s, keyword, p, end, ret_inline);
	}
}
