#include <stdio.h>
#include "conn.h"
#include "peer.h"

static struct conn *(*const opener)(const char *, int) = peer_open;

int main(void)
{
	struct conn *c = opener("host", 7);

	printf("%s %d %d\n", c->host, c->port, peer_ports(5));
	conn_free(c);
	return 0;
}
