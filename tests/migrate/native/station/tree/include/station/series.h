/* A series: numbers of one name, in the order in which they came. */
#ifndef STATION_SERIES_H
#define STATION_SERIES_H

#include <stdbool.h>
#include <stddef.h>

#define SERIES_DEFAULT 32

struct series {
	char *name;
	double *values;
	size_t count, capacity;
};

/* NULL when there is no memory. */
struct series *series_new(const char *name, size_t capacity);
struct series *series_open(const char *name); /* of the usual capacity */
struct series *series_copy(const struct series *other);
void series_free(struct series *s);

bool series_add(struct series *s, double value); /* false: full */
double series_mean(const struct series *s);

#endif
