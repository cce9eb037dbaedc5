#include <stdlib.h>

struct lamp {
	int watts;
};
typedef struct lamp lamp_t;

struct lamp *lamp_new(int watts)
{
	struct lamp *lamp = malloc(sizeof(*lamp));

	if (!lamp)
		return NULL;
	lamp->watts = watts;
	return lamp;
}

lamp_t *lamp_cast(void)
{
	lamp_t *copy;

	copy = (lamp_t *)calloc(1, sizeof(lamp_t));
	return copy;
}

void *lamp_raw(size_t size)
{
	return malloc(size);
}
