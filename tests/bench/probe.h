/* The list of files that the probes read: one path a line, made by tests/bench/run. */
#ifndef TESTS_BENCH_PROBE_H
#define TESTS_BENCH_PROBE_H

#include <string.h>

#include "base/file.h"

struct probe_list {
	struct strbuf text; /* the list with its newlines made NUL */
	const char **paths;
	size_t count;
};

/* Lives until the end of the program. */
static inline bool probe_list_read(const char *path, struct probe_list *ret)
{
	struct probe_list list = { 0 };

	if (!file_read(path, 0, &list.text, NULL))
		return false;
	for (size_t i = 0; i < list.text.len; i++)
		list.count += list.text.ptr[i] == '\n';
	list.paths = xcalloc(list.count + 1, sizeof(*list.paths));
	for (size_t i = 0, at = 0; i < list.count; i++) {
		char *end = strchr(list.text.ptr + at, '\n');

		list.paths[i] = list.text.ptr + at;
		*end = '\0';
		at = (size_t)(end - list.text.ptr) + 1;
	}
	*ret = list;
	return true;
}

#endif
