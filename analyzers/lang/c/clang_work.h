/* Tasks in worker processes: what crashes, hangs or grows without end harms nothing but its own answer. */
#ifndef ANALYZERS_LANG_C_CLANG_WORK_H
#define ANALYZERS_LANG_C_CLANG_WORK_H

#include "base/arena.h"
#include "base/strbuf.h"

/*
 * Workers are forks of this process: a task sees all memory as it was when the
 * run began and needs no arguments but its number. A worker that dies, or
 * takes longer than the limit and is killed, is replaced. Standard output and
 * error of a worker lead nowhere.
 */
typedef void clang_task(void *context, uint32_t item, struct strbuf *answer);

enum clang_work_end { WORK_ANSWERED, WORK_CRASHED, WORK_TIMED_OUT, WORK_TOO_LARGE, WORK_NOT_RUN };

struct clang_work {
	clang_task *task;
	void *context;
	unsigned jobs;               /* 0 = one for each usable CPU */
	unsigned limit_ms;           /* for each item */
	size_t limit_bytes;          /* address space; not under sanitizers, which need all of it */
	const volatile bool *cancel; /* may be NULL */
};

struct clang_answer {
	enum clang_work_end end;
	struct str bytes; /* WORK_ANSWERED */
	int signal;       /* WORK_CRASHED: what ended it, or 0 */
};

/* answers[i] is of item i. Signals and pipes are the run's own; no other thread may be running. */
struct clang_answer *clang_work_run(const struct clang_work *work, uint32_t count, struct arena *a);

#endif
