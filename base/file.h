/* Whole files: read at once, written so that either the old or the new bytes stand. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/err.h"
#include "base/strbuf.h"

/*
 * Read a regular file into *b (cleared first). Refuses, without blocking,
 * what is not a regular file (FIFO, device, directory), and what is longer
 * than limit bytes (0 = no limit). Opens with O_NONBLOCK|O_CLOEXEC|O_NOCTTY.
 */
bool file_read(const char *path, size_t limit, struct strbuf *b, struct err *err);

/* The same relative to an open directory (dir_fd may be AT_FDCWD). */
bool file_read_at(int dir_fd, const char *path, size_t limit, struct strbuf *b, struct err *err);

/*
 * Write through a temporary file in the same directory, fsync, rename. On
 * failure (a full disk too) the old file stands and nothing is left behind.
 * Mode and, where allowed, owner of an old file are kept; a symbolic link
 * stays one, and what is read-only or no regular file is refused.
 */
bool file_write_atomic(const char *path, struct str bytes, struct err *err);

/*
 * Write all of the bytes to an open file, however few write(2) takes at a
 * time; at an offset, or where the file stands. False with errno set.
 */
bool file_write_all(int fd, struct str bytes);
bool file_write_all_at(int fd, struct str bytes, uint64_t offset);

/* mkdir -p, mode 0777 & ~umask; "" is the current directory. */
bool file_make_dirs(const char *path, struct err *err);

bool file_exists(const char *path);
bool file_is_dir(const char *path);

#endif
