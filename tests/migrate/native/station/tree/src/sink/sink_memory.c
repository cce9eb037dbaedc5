#include <stdlib.h>
#include <string.h>

#include "sink/sink.h"

static struct sink *memory_open(const char *target)
{
	struct sink *s = calloc(1, sizeof *s);
	(void)target;
	if (!s)
		return NULL;
	s->ops = &memory_sink;
	s->state = calloc(1, 256);
	return s;
}

static int memory_put(struct sink *s, const char *line)
{
	if (!s->state || strlen(line) > 255)
		return -1;
	s->lines++;
	strcpy(s->state, line);
	return 0;
}

static void memory_close(struct sink *s)
{
	free(s->state);
	free(s);
}

const struct sink_ops memory_sink = {
	.name = "memory",
	.open = memory_open,
	.put = memory_put,
	.close = memory_close,
};
