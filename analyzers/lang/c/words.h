/* Asking for words at the speed of the lexer. */
#ifndef ANALYZERS_LANG_C_WORDS_H
#define ANALYZERS_LANG_C_WORDS_H

#include "analyzers/lang/c/c.h"

/* The low five bits of each byte, as a set: a word without a pattern's letters does not hold the pattern. */
uint32_t c_word_letters(struct str word);

/* c_words_has() for who knows the letters. */
bool c_words_hit(const struct c_words *w, struct str word, uint32_t letters);

#endif
