#include <stdlib.h>

#include "list.h"

struct list *list_of(int count)
{
	struct list *l = calloc(1, sizeof(*l));

	l->count = count;
	return l;
}
