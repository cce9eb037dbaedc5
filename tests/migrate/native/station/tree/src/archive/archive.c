#include "archive.h"

#include <stdlib.h>

#include "../core/text.h"

/* Older than the core. */
struct series *archive_series(const char *name, size_t capacity)
{
	struct series *result = calloc(1, sizeof *result);
	if (!result)
		return NULL;
	result->name = text_copy(name);
	result->values = calloc(capacity ? capacity : 1, sizeof *result->values);
	if (!result->name || !result->values) {
		series_free(result);
		return NULL;
	}
	result->capacity = capacity;
	return result;
}

struct series *archive_means(struct series *const *days, size_t count)
{
	struct series *means = archive_series("means", count);
	for (size_t i = 0; means && i < count; i++)
		series_add(means, series_mean(days[i]));
	return means;
}
