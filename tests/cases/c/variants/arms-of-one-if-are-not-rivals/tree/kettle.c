#include "kettle.h"

#include <stdlib.h>

#ifdef HAVE_POOL
struct kettle *kettle_new(int litres)
{
	static struct kettle *pool;
	struct kettle *k = pool ? pool : malloc(sizeof(*k));

	k->litres = litres;
	return k;
}
#else
struct kettle *kettle_new(int litres)
{
	struct kettle *k = malloc(sizeof(*k));

	k->litres = litres;
	return k;
}
#endif

void kettle_free(struct kettle *k)
{
	free(k);
}
