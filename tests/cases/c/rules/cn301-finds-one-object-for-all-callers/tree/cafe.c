#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kettle.h"

struct guest {
	int id;
	char name[20];
};

struct table {
	struct guest *guest;
};

static struct table *reserved;
static struct kettle *kept;

static struct table *table_for(struct guest *guest)
{
	struct table *t = malloc(sizeof(*t));

	if (t)
		t->guest = guest;
	return t;
}

/* Of the first guest, for everybody. */
struct table *get_table(struct guest *client)
{
	if (!reserved)
		reserved = table_for(client);
	return reserved;
}

/* Not a user's, but the first caller's all the same. */
struct kettle *get_kettle(int size)
{
	if (!kept)
		kept = kettle_new(size);
	return kept;
}

/* One buffer for all answers. */
const char *guest_label(const struct guest *g)
{
	static char text[40];

	snprintf(text, sizeof(text), "%d %s", g->id, g->name);
	return text;
}

char *guest_initials(const struct guest *g)
{
	static char initials[3];
	char *end = initials;

	*end++ = g->name[0];
	*end = '\0';
	return initials;
}

/* One record for all answers. */
struct guest *guest_parse(const char *line)
{
	static struct guest found;

	found.id = atoi(line);
	return &found;
}

/* The next call releases what this one gave. */
struct kettle *kettle_of_guest(const struct guest *g)
{
	static struct kettle *last;

	kettle_free(last);
	last = kettle_new(g->id);
	return last;
}

/* It creates nothing after the first time. */
struct kettle *kettle_create_default(void)
{
	static struct kettle one;

	one.is_hot = 1;
	return &one;
}
