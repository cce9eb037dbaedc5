#include "archive/index.h"

#include "archive/archive.h"
#include "station/compat/series.h" /* for series_free */

int index_open(struct archive_index *index)
{
	for (int i = 0; i < INDEX_DAYS; i++)
		index->days[i] = ARCHIVE_DAY("day");
	index->summary = archive_series("summary",
		INDEX_DAYS);
	return index->summary ? 0 : -1;
}

void index_close(struct archive_index *index)
{
	for (int i = 0; i < INDEX_DAYS; i++)
		series_free(index->days[i]);
	series_free(index->summary);
}
