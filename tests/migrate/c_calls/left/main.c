#include <stdio.h>
#include "conn.h"
#include "peer.h"

static const struct entry entry = { NAMED(peer_open) };
static const char *const symbol = "peer_open";

#ifdef EXTRA
struct conn *extra(void)
{
	return peer_open("extra", 1);
}
#endif

static int port_of(struct conn *c)
{
	int port = c->port;

	conn_free(c);
	return port;
}

int main(void)
{
	int a = port_of(peer_open("one", 1)), b = port_of(GLUE(peer, open)("two", 2)), c = port_of(entry.make("three", 3));

	printf("%d %d %d %s %s\n", a, b, c, entry.name, symbol);
	return 0;
}
