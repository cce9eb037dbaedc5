#include "kettle.h"

static struct kettle *one;

struct kettle *get_one(void)
{
	if (!one)
		one = kettle_new(1);
	return one;
}

int main(void)
{
	return get_one() == get_one();
}
