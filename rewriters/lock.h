/* A lock file that dies with its holder. */
#ifndef REWRITERS_LOCK_H
#define REWRITERS_LOCK_H

#include "base/err.h"
#include "base/str.h"

/*
 * The file says who holds it: pid, start time of that process and boot id, so
 * that a number used again is not taken for the holder. Who may have it is
 * decided by flock() on the file: the kernel lets go when the holder dies, and
 * of two who take over at once one gets it. The file counts only while it has
 * its name, since the one before removes it.
 *
 * Where flock() is not supported the file itself is the lock (O_EXCL); a dead
 * holder's is then not taken over but named, to be removed by hand: between
 * looking and removing somebody else could come.
 */
struct lock {
	int fd; /* -1: not held */
	int dir_fd;
};

struct lock_holder {
	uint32_t pid;
	uint64_t start; /* in clock ticks since the boot */
	char boot_id[40];
};

/* Any bytes at all: false when they name nobody. */
bool lock_parse(struct str text, struct lock_holder *ret);

/* Does the process still run, on this boot? */
bool lock_is_alive(const struct lock_holder *holder);

/* dir_fd must stay open. False with the holder's pid in the message, or with errno's. */
bool lock_take(struct lock *l, int dir_fd, struct err *err);
void lock_release(struct lock *l);

/* Does somebody hold it now? */
bool lock_is_held(int dir_fd);

/* lock_take() found the directory removed: it has to be opened again. */
bool lock_lost_dir(int dir_fd);

#endif
