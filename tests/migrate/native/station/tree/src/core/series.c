#include <station/series.h>

#include <stdlib.h>

#include "core/text.h"

struct series *series_new(const char *name, size_t capacity)
{
	struct series *s = calloc(1, sizeof *s);
	if (!s)
		return NULL;
	s->name = text_copy(name);
	s->values = calloc(capacity ? capacity : 1, sizeof *s->values);
	if (!s->name || !s->values) {
		series_free(s);
		return NULL;
	}
	s->capacity = capacity;
	return s;
}

struct series *series_open(const char *name)
{
	return series_new(name, SERIES_DEFAULT);
}

struct series *series_copy(const struct series *other)
{
	struct series *s = series_new(other->name, other->capacity);
	for (size_t i = 0; s && i < other->count; i++)
		series_add(s, other->values[i]);
	return s;
}

void series_free(struct series *s)
{
	if (!s)
		return;
	free(s->name);
	free(s->values);
	free(s);
}

bool series_add(struct series *s, double value)
{
	if (s->count == s->capacity)
		return false;
	s->values[s->count++] = value;
	return true;
}

double series_mean(const struct series *s)
{
	double sum = 0;
	for (size_t i = 0; i < s->count; i++)
		sum += s->values[i];
	return s->count ? sum / (double)s->count : 0;
}
