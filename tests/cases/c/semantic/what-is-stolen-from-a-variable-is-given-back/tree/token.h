#ifndef TOKEN_H
#define TOKEN_H

#include <stddef.h>

typedef struct {
	void *owner;
	int uses;
} Token;

void *calloc(size_t count, size_t size);

static inline void *steal_pointer(void *place)
{
	void **at = place, *held = *at;

	*at = NULL;
	return held;
}
#define steal_pointer(place) ((__typeof__(*(place)))(steal_pointer)(place))

void token_mark(Token *token);

#endif
