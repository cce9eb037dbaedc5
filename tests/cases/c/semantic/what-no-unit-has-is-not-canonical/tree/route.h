#ifndef ROUTE_H
#define ROUTE_H

struct table {
	int hops, port;
	const char *name;
};

struct route {
	struct route *next;
	char *name;
	int hops, port;
};

struct route *route_of_table(const struct table *table);
int route_parse(const char *text, struct route **out);

#endif
