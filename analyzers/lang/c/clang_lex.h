/* C's tokens in a text, well enough to tell names from strings and comments. */
#ifndef ANALYZERS_LANG_C_CLANG_LEX_H
#define ANALYZERS_LANG_C_CLANG_LEX_H

#include "base/str.h"

enum clang_token_kind {
	CLANG_TOKEN_END,
	CLANG_TOKEN_WORD,
	CLANG_TOKEN_NUMBER,
	CLANG_TOKEN_STRING,
	CLANG_TOKEN_COMMENT,
	CLANG_TOKEN_MARK
};

struct clang_token {
	enum clang_token_kind kind;
	uint32_t start, end;
};

/* The token at or behind `at`, white space and line splices skipped; of kind CLANG_TOKEN_END behind the last one. */
struct clang_token clang_lex(struct str text, uint32_t at);

static inline struct str clang_token_text(struct str text, struct clang_token t)
{
	return str_slice(text, t.start, t.end);
}

#endif
