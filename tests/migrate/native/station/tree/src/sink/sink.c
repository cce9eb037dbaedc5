#include "sink/sink.h"

#include <string.h>

struct sink *sink_open(const char *kind, const char *target)
{
	const struct sink_ops *const all[] = { &file_sink, &memory_sink };
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (!strcmp(all[i]->name, kind))
			return all[i]->open(target);
	return NULL;
}
