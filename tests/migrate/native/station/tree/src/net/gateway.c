#include "gateway.h"
#include "series.h"

double gateway_mean(const double *values, int count)
{
	struct series *s = series_open("gateway");
	double mean = 0;
	for (int i = 0; s && i < count; i++)
		series_add(s, values[i]);
	if (s)
		mean = series_mean(s);
	series_free(s);
	return mean;
}
