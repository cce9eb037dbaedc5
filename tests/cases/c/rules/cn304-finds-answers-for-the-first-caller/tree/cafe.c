#include <stdlib.h>
#include <string.h>

#include "kettle.h"

struct client {
	int id;
	const char *name;
};

struct table {
	const char *keys[10];
	char *values[10];
	int count;
};

static char *table_find(const struct table *t, const char *key)
{
	for (int i = 0; i < t->count; i++)
		if (strcmp(t->keys[i], key) == 0)
			return t->values[i];
	return NULL;
}

static void table_insert(struct table *t, const char *key, char *value)
{
	t->keys[t->count] = key;
	t->values[t->count++] = value;
}

static int ask(const struct kettle *k, const char *what)
{
	return k->size + (int)strlen(what);
}

static char *greet(const char *key, const struct client *c)
{
	return strdup(c->id ? c->name : key);
}

/* Of the first kettle, for all kettles. */
int kettle_limit(const struct kettle *k)
{
	static int limit = -1;

	if (limit < 0)
		limit = ask(k, "limit");
	return limit;
}

/* By its address. */
static void read_tip(const struct client *client, int *ret)
{
	*ret = client->id * 2;
}

int tip_of(const struct client *client)
{
	static int tip = -1;

	if (tip == -1)
		read_tip(client, &tip);
	return tip;
}

/* The greeting of one client is found by the next. */
const char *greeting(const char *key, const struct client *client)
{
	static struct table greetings;
	char *text = table_find(&greetings, key);

	if (!text) {
		text = greet(key, client);
		table_insert(&greetings, key, text);
	}
	return text;
}
