/* What a header says, declaration by declaration, so that two headers can be compared. Private to rewriters/. */
#ifndef REWRITERS_HEADER_PIECES_H
#define REWRITERS_HEADER_PIECES_H

#include "base/map.h"
#include "base/str.h"

/* A directive, a declaration or a definition: its tokens parted by blanks, without comments; where it begins. */
typedef void take_piece(void *context, struct str piece, uint32_t at);

/* The pieces of text[start, end), in order. */
void header_pieces(struct str text, uint32_t start, uint32_t end, take_piece *take, void *context);

#endif
