/* A child program whose output is read: started without a shell, given no input, waited for with a limit. */
#ifndef ANALYZERS_PROCESS_H
#define ANALYZERS_PROCESS_H

#include <sys/types.h>

#include "base/strbuf.h"

/*
 * Life cycle: process_start(), process_finish(), process_release(). A zeroed
 * struct process is one that was never started; finishing it fails.
 */
struct process {
	pid_t pid;
	int out_fd, err_fd;
	struct strbuf out, err;
	int patience_ms; /* how long it may say nothing while it is waited for; may be changed after process_start() */
	int status;      /* exit status; -1 when it did not start, was killed by a signal or took too long */
	bool is_finished;
};

/* argv[0] is looked up in PATH. Standard input is /dev/null. A program that cannot be started shows in process_finish(). */
void process_start(struct process *p, const char *const *argv, char *const *environment);

/* Read both outputs to their ends and wait. True when it exited with 0. May be called again. */
bool process_finish(struct process *p);

/* Ends what still runs; takes its answer away. */
void process_release(struct process *p);

#endif
