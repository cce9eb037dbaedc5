/* Mode, owner, times and extended attributes of a file, taken and given. */
#ifndef REWRITERS_ATTRIBUTES_H
#define REWRITERS_ATTRIBUTES_H

#include <sys/stat.h>

#include "base/arena.h"
#include "rewriters/journal.h"

/* Of an open file; xattrs in the arena. */
bool attributes_take(int fd, const struct stat *info, struct arena *a, struct attributes *ret, struct err *err);

/*
 * Give them to an open file, but for the times: xattrs, owner, mode, in the
 * order in which none takes another away. An xattr of the system's that the
 * file already has with this value, or that the file system does not know, is
 * left out. False with errno.
 */
bool attributes_give(int fd, const struct attributes *attributes);

bool attributes_give_mtime(int fd, const struct attributes *attributes);

#endif
