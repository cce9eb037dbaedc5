#include "objects.h"

#include <stdlib.h>

void *newt_grid_new(void)
{
	return calloc(1, sizeof(struct newt_grid));
}

struct newt_grid *newt_make_grid(int columns)
{
	struct newt_grid *grid = newt_grid_new();

	if (grid)
		grid->columns = columns;
	return grid;
}
