/* A fork of a process with threads that a sanitizer survives. */
#ifndef RUNTIME_TESTS_QUIET_H
#define RUNTIME_TESTS_QUIET_H

#include <unistd.h>

/*
 * fork() while all other threads sleep. A sanitizer's allocator is not made ready for a fork: when another thread is in the
 * middle of an allocation, which each is while it starts, the child waits for ever at its own next one.
 */
pid_t fork_in_quiet(void);

#endif
