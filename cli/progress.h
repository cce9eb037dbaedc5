/* A progress bar on a terminal, for runs that take longer than a moment. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <pthread.h>
#include <stdatomic.h>

#include "cli/term.h"

/*
 * Life: progress_start(), progress_update() from any thread, progress_stop()
 * (also after failure, and before anything else is written to the terminal).
 * Where there is no terminal all three do nothing.
 */
struct progress {
	struct term term;
	pthread_mutex_t lock;      /* of the terminal's line */
	int64_t begin;             /* milliseconds */
	atomic_int_least64_t next; /* when the line may be drawn again */
	bool is_shown;             /* under the lock */
};

void progress_start(struct progress *p, const struct term *term);

/* The type of a project_progress. `total` 0: how many there are is not known yet. */
void progress_update(void *context, const char *stage, size_t done, size_t total);

/* Leaves the line as if nothing had been there. */
void progress_stop(struct progress *p);

/* The line itself, without the control codes around it. */
struct strbuf;
void progress_line(const struct term *term, const char *stage, size_t done, size_t total, struct strbuf *out);

#endif
