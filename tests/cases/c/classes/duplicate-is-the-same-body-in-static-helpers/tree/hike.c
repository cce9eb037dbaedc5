#include <stdlib.h>

#include "tent.h"

static struct tent *tent_new(int poles)
{
	struct tent *t = malloc(sizeof(*t));

	t->poles = poles;
	t->pegs = 4 * poles;
	return t;
}

struct tent *pitch(void)
{
	return tent_new(2);
}
