#include "kettle.h"

#include <stdio.h>
#include <stdlib.h>

struct kettle *kettle_parse(const char *text)
{
	struct kettle *k = calloc(1, sizeof(*k));

	if (k && sscanf(text, "%d litres", &k->litres) != 1) {
		free(k);
		return NULL;
	}
	return k;
}

struct kettle *kettle_get_installed(void)
{
	struct kettle *k = calloc(1, sizeof(*k));
	FILE *plate = fopen("/etc/kettle", "r");

	if (k && plate && fscanf(plate, "%d", &k->litres) != 1)
		k->litres = 0;
	if (plate)
		fclose(plate);
	return k;
}

struct kettle *kettle_new_empty(void)
{
	return calloc(1, sizeof(struct kettle));
}
