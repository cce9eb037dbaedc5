#include "fake_sink.h"

#include <stdlib.h>

static int fake_put(struct sink *s, const char *line)
{
	(void)line;
	s->lines++;
	return 0;
}

static void fake_close(struct sink *s)
{
	free(s);
}

static const struct sink_ops fake_ops = { "fake", NULL, fake_put, fake_close };

struct sink *fake_sink_open(void)
{
	struct sink *s = calloc(1, sizeof *s);
	if (!s)
		abort();
	s->ops = &fake_ops;
	return s;
}
