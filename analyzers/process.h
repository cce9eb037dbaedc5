/* A child program whose output is read: started without a shell, given no input, waited for with a limit. */
#ifndef ANALYZERS_PROCESS_H
#define ANALYZERS_PROCESS_H

#include <sys/types.h>

#include "base/strbuf.h"

/* How a child is run that needs more than its arguments. Zeroed: as process_start() does. */
struct process_how {
	struct str input;            /* its standard input */
	bool has_group;              /* leads a process group of its own, which ends as a whole */
	bool is_patient;             /* may say nothing for as long as it likes */
	const volatile bool *cancel; /* when it becomes true the child is ended; NULL = never */
};

/*
 * Life cycle: process_start(), process_finish(), process_release(). A zeroed
 * struct process is one that was never started; finishing it fails.
 */
struct process {
	pid_t pid;
	int out_fd, err_fd;
	struct strbuf out, err;
	int patience_ms; /* how long it may say nothing while it is waited for; may be changed after process_start() */
	bool has_group;
	const volatile bool *cancel;
	int status;      /* exit status; -1 when it did not start, was killed by a signal or took too long */
	bool is_finished;
};

/* argv[0] is looked up in PATH. Standard input is /dev/null. A program that cannot be started shows in process_finish(). */
void process_start(struct process *p, const char *const *argv, char *const *environment);
void process_start_how(struct process *p, const char *const *argv, char *const *environment, const struct process_how *how);

/* Read both outputs to their ends and wait. True when it exited with 0. May be called again. */
bool process_finish(struct process *p);

/* Ends what still runs; takes its answer away. */
void process_release(struct process *p);

#endif
