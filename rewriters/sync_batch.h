/* Many files made durable at once. */
#ifndef REWRITERS_SYNC_BATCH_H
#define REWRITERS_SYNC_BATCH_H

#include <sys/types.h>

#include "base/vec.h"

/*
 * A thousand fsync() are a thousand commits of the file system's own journal;
 * one syncfs() is one. It also writes what others have dirtied, so few files
 * are synced one by one. Before Linux 5.8 syncfs() hid errors, and not every
 * file system does all that fsync() does: there it is fsync() for each too.
 */
struct sync_place {
	dev_t device;
	int fd;
};
struct sync_batch {
	bool is_large;
	VEC(struct sync_place) places;
};

/* count: how many files will come, about. */
void sync_batch_init(struct sync_batch *b, size_t count);

/* The file is durable now, or after sync_batch_finish(). fd may be closed at once. False with errno. */
bool sync_batch_add(struct sync_batch *b, int fd);

/* False with errno. */
bool sync_batch_finish(struct sync_batch *b);
void sync_batch_release(struct sync_batch *b);

#endif
