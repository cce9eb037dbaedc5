#include <stdlib.h>

struct shelf {
	struct shelf *next;
	int *slots;
};

int shelf_open(struct shelf **out, int slots)
{
	struct shelf *shelf;

	if (!(shelf = malloc(sizeof *shelf)))
		return -1;
	shelf->slots = calloc(slots, sizeof(int));
	*out = shelf;
	return 0;
}

void shelf_push(struct shelf *list)
{
	struct shelf *one = malloc(sizeof(struct shelf));

	one->next = list->next;
	list->next = one;
}

void shelf_close(struct shelf *shelf)
{
	free(shelf->slots);
	free(shelf);
	shelf = malloc(1);
	(void)shelf;
}
