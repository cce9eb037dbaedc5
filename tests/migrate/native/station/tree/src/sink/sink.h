/* Where lines go: files, memory. */
#ifndef SINK_SINK_H
#define SINK_SINK_H

#include <stddef.h>

struct sink {
	const struct sink_ops *ops;
	size_t lines;
	void *state;
};

struct sink_ops {
	const char *name;
	struct sink *(*open)(const char *target);
	int (*put)(struct sink *s, const char *line);
	void (*close)(struct sink *s);
};

extern const struct sink_ops file_sink, memory_sink;

struct sink *sink_open(const char *kind, const char *target);

#endif
