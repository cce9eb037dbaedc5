/* Series of earlier days. */
#ifndef ARCHIVE_ARCHIVE_H
#define ARCHIVE_ARCHIVE_H

#include "station/series.h"

/* A series of a whole day, one value for each quarter of an hour. */
#define ARCHIVE_DAY(name) archive_series((name), 96)

struct series *archive_series(const char *name, size_t capacity);
struct series *archive_log(const char *name, size_t capacity);
struct series *csv_read(const char *text);

/* Fills a series with the means of others; NULL when there is no memory. */
struct series *archive_means(struct series *const *days, size_t count);

#endif
