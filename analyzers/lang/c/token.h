/* Tokens of C and C++, and how to get over what is none: comments, literals, layout. */
#ifndef ANALYZERS_LANG_C_TOKEN_H
#define ANALYZERS_LANG_C_TOKEN_H

#include "base/vec.h"
#include "base/str.h"

/* Punctuation is its own byte; digraphs are what they stand for. */
enum token_kind {
	TOKEN_END = 0,
	TOKEN_NAME = 128,
	TOKEN_NUMBER,
	TOKEN_STRING,
	TOKEN_CHAR,
	TOKEN_SCOPE,    /* :: */
	TOKEN_ARROW,    /* -> */
	TOKEN_ELLIPSIS, /* ... */
	TOKEN_OPERATOR, /* of two bytes, with = or twice the same: == += <= && || ++ */
	TOKEN_BRACES    /* a whole { ... } that was read already */
};

struct c_token {
	uint32_t start, end;
	uint8_t kind;
};

struct c_tokens {
	const char *source;
	const struct c_token *items;
	uint32_t count;
};

typedef VEC(struct c_token) token_vec;

enum char_class {
	CHAR_OTHER,
	CHAR_SPACE, /* all layout but \n */
	CHAR_NEWLINE,
	CHAR_NAME,
	CHAR_DIGIT,
	CHAR_QUOTE,
	CHAR_APOSTROPHE,
	CHAR_SLASH,
	CHAR_OPEN,  /* { */
	CHAR_CLOSE, /* } */
	CHAR_ODD    /* may begin a digraph or trigraph: < % ? */
};

extern const uint8_t char_classes[256];
extern const uint8_t char_in_name[256]; /* letters, digits, _, $, and every byte above 127 */

/* --- All of these take a position at the thing and give the one behind it, at most `end`. --- */

/* From `//` or `/` `*`; a line comment ends before its newline, unless a backslash stands there. */
const char *token_skip_comment(const char *at, const char *end);

/* From the quote. A literal that is not closed ends with its line. */
const char *token_skip_string(const char *at, const char *end);

/* From the quote of R"x(...)x"; NULL when it is no raw string after all. */
const char *token_skip_raw(const char *at, const char *end);

/* Numbers with exponents, suffixes and C++'s digit separators. */
const char *token_skip_number(const char *at, const char *end);

/* Over layout, line continuations and comments. */
const char *token_skip_layout(const char *at, const char *end);

/* The next token from `at` on, directives not being looked for; false at the end. */
bool token_next(const char *source, const char *at, const char *end, struct c_token *ret);

/* All tokens of a text. */
void token_all(const char *source, uint32_t start, uint32_t end, token_vec *ret);

/* The token at `at`, which is no layout. */
struct c_token token_at(const char *source, const char *at, const char *end);

static inline struct str token_text(const struct c_tokens *t, uint32_t i)
{
	return (struct str){ t->source + t->items[i].start, t->items[i].end - t->items[i].start };
}

static inline uint8_t token_kind(const struct c_tokens *t, uint32_t i)
{
	return i < t->count ? t->items[i].kind : TOKEN_END;
}

static inline bool token_is(const struct c_tokens *t, uint32_t i, const char *word)
{
	return token_kind(t, i) == TOKEN_NAME && t->source[t->items[i].start] == *word &&
		str_is(token_text(t, i), word);
}

/* Is the name one of a table of words, ended by NULL? */
bool token_in(const struct c_tokens *t, uint32_t i, const char *const *words);

/* From an opening bracket to the index of its closing one; count when there is none. */
uint32_t token_close(const struct c_tokens *t, uint32_t open);

/* From a `<` to its `>`, when what is between looks like template arguments; `open` itself when not. */
uint32_t token_close_angle(const struct c_tokens *t, uint32_t open);

#endif
