#include <stdlib.h>
#include <string.h>

struct client {
	int id;
};

struct list {
	void **items;
	size_t count;
};

struct handler {
	int (*run)(struct client *);
};

static void list_append(struct list *l, void *item)
{
	l->items = realloc(l->items, (l->count + 1) * sizeof(*l->items));
	if (l->items)
		l->items[l->count++] = item;
}

static void list_remove(struct list *l, void *item)
{
	for (size_t i = 0; i < l->count; i++)
		if (l->items[i] == item)
			l->items[i] = l->items[--l->count];
}

static void *list_find(const struct list *l, const char *name)
{
	for (size_t i = 0; i < l->count; i++)
		if (strcmp(l->items[i], name) == 0)
			return l->items[i];
	return NULL;
}

static struct list guests_list, handlers_list, names_list;

void cafe_enter(struct client *client)
{
	list_append(&guests_list, client);
}

void cafe_leave(struct client *client)
{
	list_remove(&guests_list, client);
}

/* The program's own parts. */
void cafe_register_handler(struct handler *handler)
{
	list_append(&handlers_list, handler);
}

/* Each name once. */
const char *cafe_name(const char *name)
{
	char *known = list_find(&names_list, name);

	if (known)
		return known;
	list_append(&names_list, strdup(name));
	return list_find(&names_list, name);
}

/* Goes when the function does. */
size_t cafe_count(struct client *client)
{
	struct list list = { 0 };

	list_append(&list, client);
	free(list.items);
	return list.count;
}
