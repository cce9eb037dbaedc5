#include <stdlib.h>

#include "core/text.h"
#include "report/report.h"
#include "station/series.h"

#define TREND_MAX 8

/* A trend looks at few values only. */
static struct series *trend_series(const char *name, size_t capacity)
{
	struct series *s = calloc(1, sizeof *s);
	if (!s)
		return NULL;
	if (capacity > TREND_MAX)
		capacity = TREND_MAX;
	s->name = text_copy(name);
	s->values = calloc(capacity ? capacity : 1, sizeof *s->values);
	if (!s->name || !s->values) {
		series_free(s);
		return NULL;
	}
	s->capacity = capacity;
	return s;
}

void report_trend(FILE *out, const struct series *s)
{
	struct series *trend = trend_series("trend", s->count);
	for (size_t i = 1; trend && i < s->count; i++)
		if (!series_add(trend, s->values[i] - s->values[i - 1]))
			break;
	if (trend)
		report_line(out, trend);
	series_free(trend);
}
