#include "token.h"

static Token *token_new(void *owner)
{
	Token *token = calloc(1, sizeof(*token));

	token->owner = owner;
	token_mark(token);
	return steal_pointer(&token);
}

int gate_open(void *owner);

int gate_open(void *owner)
{
	return token_new(owner)->uses;
}
