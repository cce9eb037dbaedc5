#include <stdlib.h>
#include <string.h>

struct client {
	int id;
};

struct list {
	void **items;
	size_t count;
};

static void list_append(struct list *l, void *item)
{
	l->items = realloc(l->items, (l->count + 1) * sizeof(*l->items));
	if (l->items)
		l->items[l->count++] = item;
}

static struct list seen_list;

void cafe_serve(struct client *client)
{
	list_append(&seen_list, client);
}
