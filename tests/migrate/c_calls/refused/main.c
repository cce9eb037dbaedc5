#include <stdio.h>
#include <stdlib.h>

#include "conn.h"
#include "others.h"
#include "wire.h"

static int port_of(struct conn *c)
{
	int port = c->port;

	free(c);
	return port;
}

static int sum_of(struct wire *w)
{
	int sum = w->port * 100 + w->line;

	free(w);
	return sum;
}

int main(void)
{
	printf("%d\n", port_of(conn_new(1)));
	printf("%d\n", port_of(global_open(1)));
	printf("%d %d\n", conn_made(), global_made());
	printf("%d\n", sum_of(wire_new(1)));
	printf("%d\n", sum_of(wire_open(1)));
	printf("%d\n", sum_of(wire_noted(1)));
	printf("%d\n", sum_of(wire_more(1)));
	return 0;
}
