#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kettle.h"

static const struct kettle standard = { 1, 0 };
static const char *const names[] = { "small", "large" };
static struct kettle *by_size;
static struct kettle *spare;
static struct kettle house;

const struct kettle *get_standard(void)
{
	return &standard;
}

const char *size_name(int is_large)
{
	return names[is_large];
}

/* Made anew when another size is asked for. */
struct kettle *get_by_size(int size)
{
	if (!by_size || by_size->size != size) {
		kettle_free(by_size);
		by_size = kettle_new(size);
	}
	return by_size;
}

/* The one of the house is said to be one. */
struct kettle *get_house(void)
{
	return &house;
}

/* Each thread has its own. */
const char *label(int size)
{
	static _Thread_local char text[20];

	snprintf(text, sizeof(text), "%d", size);
	return text;
}

/* The caller's memory. */
char *label_into(char *text, size_t len, int size)
{
	snprintf(text, len, "%d", size);
	return text;
}

/* A copy for the caller. */
char *label_copy(int size)
{
	static char text[20];

	snprintf(text, sizeof(text), "%d", size);
	return strdup(text);
}

/* Found out once; whoever asks gets the same. */
const char *host_name(void)
{
	static char text[64];

	if (!text[0])
		snprintf(text, sizeof(text), "cafe");
	return text;
}

/* A spare one is given away, and is no longer there. */
struct kettle *kettle_make(int size)
{
	struct kettle *k = spare;

	if (k) {
		spare = NULL;
		return k;
	}
	return kettle_new(size);
}
