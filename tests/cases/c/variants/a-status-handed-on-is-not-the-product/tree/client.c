#include "kettle.h"

#include <stdlib.h>

int client_call(int litres);

static int message_init(struct kettle **ret, int litres)
{
	struct kettle *k = calloc(1, sizeof(*k));

	if (!k)
		return -1;
	k->litres = litres;
	k->maker = "client";
	*ret = k;
	return 0;
}

int client_call(int litres)
{
	struct kettle *k = NULL;
	int r = message_init(&k, litres);

	free(k);
	return r;
}
