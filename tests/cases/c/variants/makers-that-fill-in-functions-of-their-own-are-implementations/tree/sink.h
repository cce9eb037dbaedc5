#ifndef SINK_H
#define SINK_H

struct sink {
	int (*write)(int value);
	void (*close)(void);
	int level;
};

struct sink *sink_file_new(int level);
struct sink *sink_null_new(int level);

#endif
