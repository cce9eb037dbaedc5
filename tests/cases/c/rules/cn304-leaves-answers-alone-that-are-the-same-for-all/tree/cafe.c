#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kettle.h"

struct client {
	int id;
	const char *name;
};

struct table {
	int keys[10];
	char *values[10];
	int count;
};

static char *table_find(const struct table *t, int key)
{
	for (int i = 0; i < t->count; i++)
		if (t->keys[i] == key)
			return t->values[i];
	return NULL;
}

static void table_insert(struct table *t, int key, char *value)
{
	t->keys[t->count] = key;
	t->values[t->count++] = value;
}

static int ask(const struct kettle *k)
{
	return k->size;
}

/* Asks nobody. */
long page_size(void)
{
	static long size;

	if (!size)
		size = sysconf(_SC_PAGESIZE);
	return size;
}

/* Asked again for another kettle. */
int limit_of(const struct kettle *k)
{
	static const struct kettle *last;
	static int limit;

	if (!last || last != k) {
		limit = ask(k);
		last = k;
	}
	return limit;
}

/* What the machine can do is asked with whatever is there. */
int kettle_is_supported(const struct kettle *k)
{
	static int is_supported = -1;

	if (is_supported < 0)
		is_supported = ask(k) > 0;
	return is_supported;
}

/* The client is the key. */
const char *greeting(const struct client *client)
{
	static struct table greetings;
	char *text = table_find(&greetings, client->id);

	if (!text) {
		text = strdup(client->name);
		table_insert(&greetings, client->id, text);
	}
	return text;
}

/* Kept in what it is about. */
int limit_kept(struct kettle *k)
{
	if (!k->is_hot)
		k->is_hot = ask(k);
	return k->is_hot;
}
