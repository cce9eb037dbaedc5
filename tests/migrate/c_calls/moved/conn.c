/* Connections. */
#include "conn.h"

#include <stdlib.h>
#include <string.h>

static int total;

static char *copy_text(const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = malloc(size);

	if (copy)
		memcpy(copy, text, size);
	return copy;
}

struct conn *conn_new(const char *host, int port)
{
	struct conn *c = calloc(1, sizeof(*c));

	if (!c)
		return NULL;
	c->host = copy_text(host);
	c->port = port;
	return c;
}

void conn_free(struct conn *c)
{
	if (!c)
		return;
	total++;
	free(c->host);
	free(c);
}

int conn_total(void)
{
	return total;
}
