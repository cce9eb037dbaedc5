/* An index: which days there are. */
#ifndef ARCHIVE_INDEX_H
#define ARCHIVE_INDEX_H

#include <station/compat/series.h>

#define INDEX_DAYS 7

struct archive_index {
	struct series *days[INDEX_DAYS];
	struct series *summary;
};

int index_open(struct archive_index *index);
void index_close(struct archive_index *index);

#endif
