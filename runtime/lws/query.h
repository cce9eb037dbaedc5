/* What a client says of itself before it is known: the place to resume from, and its token. */
#ifndef RUNTIME_LWS_QUERY_H
#define RUNTIME_LWS_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What a client says of itself before it is known: outside bytes, and all that this library parses by itself.
 * Nothing is guessed: half a place, a sign, a space or a second argument of the same name are errors.
 */

#define QUERY_TOKEN_MIN 16
#define QUERY_TOKEN_MAX 512

struct resume {
	bool given;
	char epoch[17];
	uint64_t after;
};

/* NULL: the argument was not given. False when it is malformed, or only one of the two is there. */
bool resume_parse(const char *epoch, const char *after, struct resume *ret);

/* The token in an Authorization header, "Bearer T", or NULL; points into it. */
const char *query_bearer(const char *header);

/* Is it as long as tokens are, and of visible ASCII? */
bool query_token_ok(const char *token);

/* The value of "name=value" when the name is that one, else NULL. `len` is that of the whole; no NUL may be in it. */
const char *query_value(const char *argument, size_t len, const char *name);

#endif
