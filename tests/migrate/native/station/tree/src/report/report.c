#include "report/report.h"

#include <stdlib.h>

#include "../../include/station/compat/series.h"
#include "core/text.h"

#define STATION_CONFIG "station/config_default.h"
#include STATION_CONFIG

static struct series *make_series(const char *name, size_t capacity)
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

void report_line(FILE *out, const struct series *s)
{
	fprintf(out, "%s %-*s %6.2f\n", STATION_NAME, STATION_REPORT_WIDTH, s->name, series_mean(s));
}

void report_week(FILE *out, const double *means, int count)
{
	struct series *week = make_series("week", (size_t)count);
	for (int i = 0; week && i < count; i++)
		series_add(week, means[i]);
	if (week)
		report_line(out, week);
	series_free(week);
}
