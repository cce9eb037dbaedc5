#include "sink.h"

#include <stdlib.h>

static int null_write(int value)
{
	return value + 4;
}

static void null_close(void)
{
}

struct sink *sink_null_new(int level)
{
	struct sink *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	s->write = null_write;
	s->close = null_close;
	for (int i = 0; i < level; i++)
		s->level += i % 2 ? 1 : 3;
	return s;
}
