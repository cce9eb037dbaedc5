/* What is printed of series. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <stdio.h>

struct series;

void report_line(FILE *out, const struct series *s);
void report_week(FILE *out, const double *means, int count);
void report_trend(FILE *out, const struct series *s);

#endif
