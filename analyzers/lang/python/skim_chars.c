/* What each byte is to the skimmer. */
#include "base/base.h"
#include "analyzers/lang/python/skim_impl.h"

#define I CHAR_IDENTIFIER
#define D (CHAR_IDENTIFIER | CHAR_DIGIT)
#define P (CHAR_IDENTIFIER | CHAR_PREFIX)
#define R (CHAR_IDENTIFIER | CHAR_PREFIX | CHAR_BEFORE_TEXT) /* prefixes of plain strings */
#define B (CHAR_BLANK | CHAR_BEFORE_TEXT)
#define N (CHAR_NEWLINE | CHAR_BEFORE_TEXT)
#define Q (CHAR_FIELD | CHAR_BEFORE_TEXT)
#define F CHAR_FIELD
#define O (CHAR_FIELD | CHAR_OPENER)
#define T CHAR_BEFORE_TEXT
#define I8 I, I, I, I, I, I, I, I

/* clang-format off */
const uint8_t skim_chars[256] = {
	0, 0, 0, 0, 0, 0, 0, 0, 0, B, N, 0, B, N, 0, 0, /* \t \n \f \r */
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	B, 0, Q, Q, 0, 0, 0, Q, O, F, 0, 0, 0, 0, 0, 0, /* space " # ' ( ) */
	D, D, D, D, D, D, D, D, D, D, F, 0, 0, 0, 0, 0, /* 0-9 : */
	0, I, P, I, I, I, P, I, I, I, I, I, I, I, I, I, /* A-O */
	I, I, R, I, P, R, I, I, I, I, I, O, T, F, 0, I, /* P-Z [ \ ] _ */
	0, I, P, I, I, I, P, I, I, I, I, I, I, I, I, I, /* a-o */
	I, I, R, I, P, R, I, I, I, I, I, O, 0, F, 0, 0, /* p-z { } */
	I8, I8, I8, I8, I8, I8, I8, I8, I8, I8, I8, I8, I8, I8, I8, I8,
};
