#include <stdio.h>
#include <stdlib.h>

#include "sink/sink.h"

static struct sink *file_open(const char *target)
{
	struct sink *s = calloc(1, sizeof *s);
	if (!s)
		return NULL;
	s->ops = &file_sink;
	s->state = fopen(target, "w");
	return s;
}

static int file_put(struct sink *s, const char *line)
{
	s->lines++;
	return s->state && fprintf(s->state, "%s\n", line) > 0 ? 0 : -1;
}

static void file_close(struct sink *s)
{
	if (s->state)
		fclose(s->state);
	free(s);
}

const struct sink_ops file_sink = { "file", file_open, file_put, file_close };
