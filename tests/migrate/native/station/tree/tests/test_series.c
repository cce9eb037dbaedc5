#include <string.h>

#include "archive/archive.h"
#include "check.h"
#include "core/pool.h"

static void check_empty(struct series *s, const char *name, size_t capacity)
{
	CHECK(s && !strcmp(s->name, name));
	CHECK(s->count == 0 && s->capacity == capacity);
	series_free(s);
}

int main(void)
{
	check_empty(series_new("a", 3), "a", 3);
	check_empty(series_new(NULL, 0), "", 0);
	check_empty(archive_series("b", 2), "b", 2);
	check_empty(archive_log("c", 1), "c", 1);
	check_empty(series_open("d"), "d", SERIES_DEFAULT);
	check_empty(pool_series(), "pool", 16);
	check_empty(ARCHIVE_DAY("day"), "day", 96);

	struct series *s = series_new("full", 1);
	CHECK(series_add(s, 2) && !series_add(s, 3));
	struct series *copy = series_copy(s);
	CHECK(series_mean(copy) == 2);
	series_free(copy);
	series_free(s);

	struct series *read = csv_read("1,2,6");
	CHECK(read->count == 3 && series_mean(read) == 3 && !read->name);
	series_free(read);
	puts("series ok");
	return 0;
}
