#ifndef KETTLE_H
#define KETTLE_H

#include <stddef.h>

typedef unsigned int count_t;

typedef struct stove {
	size_t size;
} stove_t;

typedef struct kettle {
	char *name;
	size_t size;
	count_t cups;
} kettle_t;

struct kettle *kettle_new(char *name, size_t size, count_t cups, const struct stove *stove);
void kettle_free(struct kettle *kettle);

/* Not another interface: declared where the canonical is. */
struct kettle *kettle_new_small(char *name);

#endif
