#include "route.h"

#include <stdlib.h>
#include <string.h>

#ifndef HAS_RESOLVER
struct route *route_of_table(const struct table *table)
{
	struct route *route = calloc(1, sizeof(struct route) + strlen(table->name) + 1);

	if (!route)
		return NULL;
	route->name = (char *)route + sizeof(struct route);
	route->hops = table->hops;
	route->port = table->port;
	strcpy(route->name, table->name);
	return route;
}
#endif

static int route_of_bytes(struct route **out, const char *bytes, int hops)
{
	struct route *route = calloc(1, sizeof(struct route) + strlen(bytes) + 1);

	*out = NULL;
	if (!route)
		return -1;
	route->name = (char *)route + sizeof(struct route);
	route->hops = hops;
	strcpy(route->name, bytes);
	*out = route;
	return 0;
}

int route_parse(const char *text, struct route **out)
{
	if (text[0] == '/')
		return route_of_bytes(out, text + 1, 0);
	return route_of_bytes(out, text, 1);
}
