#include "peer.h"

#include <stdlib.h>
#include <string.h>

#include "conn.h"

static char *dup_name(const char *name)
{
	size_t len = strlen(name) + 1;
	char *made = malloc(len);

	if (made)
		memcpy(made, name, len);
	return made;
}

struct conn *peer_open(const char *name, int number)
{
	struct conn *p = calloc(1, sizeof(*p));

	if (!p)
		return NULL;
	p->host = dup_name(name);
	p->port = number;
	return p;
}
