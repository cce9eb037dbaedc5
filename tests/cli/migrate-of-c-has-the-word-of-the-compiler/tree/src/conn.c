#include "conn.h"

#include <stdlib.h>

struct conn {
	int size;
};

struct conn *conn_new(int size)
{
	struct conn *c = malloc(sizeof(*c));

	if (c)
		c->size = size;
	return c;
}
