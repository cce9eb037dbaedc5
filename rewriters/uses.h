/* Uses of what was redirected, as running programs have written them down. */
#ifndef REWRITERS_USES_H
#define REWRITERS_USES_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "base/vec.h"

/*
 * A log is text, one JSON object a line, appended by many programs at their ends. The environment variable CANONRY_USES
 * names it; where that is a directory each process has a file of its own in it, and nothing is shared. There are two kinds of lines; unknown keys are for later versions:
 *
 *	{"module": "app.old", "name": "Engine", "file": "/srv/app/web.py", "line": 7, "uses": 3, "at": 1767225600}
 *		of a redirect module: who asked for the name, how often, and when the program ended; older ones lack "at"
 *	{"symbol": "app.old.Engine", "replacement": "app.new.Engine", "uses": 3, "first": 1767220000, "last": 1767225600}
 *		of the runtime library's counters: seconds of UTC
 *
 * A line that is neither is a problem with its place, and the rest is read all the same: a program may have been killed
 * while it wrote.
 */
struct logged_use {
	struct str module; /* empty: `name` is a whole symbol */
	struct str name;
	struct str file; /* of the caller; empty when nobody knows */
	uint32_t line;
	uint64_t count;
	int64_t last; /* seconds of UTC: no later use is known of */
	bool is_dated; /* false: `last` is when the log was written last, which may be much later */
};

struct uses_problem {
	struct str log;
	uint32_t line;
	struct str message;
};

struct uses {
	VEC(struct logged_use) items; /* after uses_merge(): by module, name, file, line, each once */
	VEC(struct uses_problem) problems;
	uint64_t lines;        /* that were uses */
	int64_t first, last;   /* the time that the lines tell of; 0: none */
	struct arena arena;
};

/* Adds a log; of a directory all files in it, which need not be named in any way. False when one cannot be read at all. */
bool uses_read(struct uses *u, const char *path, struct err *err);

/* The same for text that is there; `written` is when the log was written last. */
void uses_parse(struct uses *u, struct str log, struct str text, int64_t written);

/* Adds up what several programs said of the same place. */
void uses_merge(struct uses *u);

void uses_release(struct uses *u);

#endif
