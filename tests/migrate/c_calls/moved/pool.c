#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "conn.h"
#include "pool.h"

static char *text_of(const char *text);

static char *text_of(const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = malloc(size);

	if (copy)
		memcpy(copy, text, size);
	return copy;
}

/* One more way to make a connection. */
static struct conn *make(const char *host, int port)
{
	struct conn *c = calloc(1, sizeof(*c));

	if (!c)
		return NULL;
	c->host = text_of(host);
	c->port = port;
	return c;
}

int pool_fill(int n)
{
	int sum = 0;

	for (int i = 0; i < n; i++) {
		struct conn *c = make("pool", i);

		sum += c ? c->port : 0;
		conn_free(c);
	}
	return sum;
}
