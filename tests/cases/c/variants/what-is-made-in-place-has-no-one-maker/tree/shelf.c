#include <stdlib.h>

#include "list.h"

struct shelf {
	struct list *books;
};

void shelf_fill(struct shelf *shelf)
{
	struct list empty = LIST_INIT;

	shelf->books = malloc(sizeof(*shelf->books));
	*shelf->books = empty;
}
