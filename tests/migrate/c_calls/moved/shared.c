#include "conn.h"
#include "shared.h"

int shared_port(const struct conn *c)
{
	struct conn *other = shared_default();
	int port = c->port + other->port;

	conn_free(other);
	return port;
}

void shared_free(struct conn *c)
{
	conn_free(c);
}
