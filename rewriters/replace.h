/* One file: what is there, new bytes beside it, and the one step that changes it. */
#ifndef REWRITERS_REPLACE_H
#define REWRITERS_REPLACE_H

#include "rewriters/attributes.h"

/* Names are relative to an open directory (beneath.h); a symbolic link is never followed. */

enum look_kind {
	LOOK_GONE,
	LOOK_FILE,
	LOOK_OTHER,     /* there, but no regular file */
	LOOK_UNREADABLE /* `error` says why */
};

struct look {
	enum look_kind kind;
	int error;
	struct stat info;
	struct content_hash hash;
};

/* Reads the file; its bytes into *bytes (cleared first), its attributes when asked for, xattrs in the arena. */
struct look file_look(
	int dir_fd, const char *name, struct strbuf *bytes, struct arena *a, struct attributes *ret_attributes);

/* Is the same file there, with the same content? Reads it again. */
bool look_holds(const struct look *look, int dir_fd, const char *name, struct strbuf *scratch);

/* Make `temp` with bytes and attributes; what is called so is removed first. *ret_fd is open and not synced yet. False with errno. */
bool file_stage(int dir_fd, const char *temp, struct str bytes, const struct attributes *attributes, int *ret_fd);

/* Bytes into the file that is there, whatever it holds, and its mode again, which writing may take from; synced. False with errno. */
bool file_overwrite(
	int dir_fd, const char *name, const struct look *look, struct str bytes, const struct attributes *attributes);

/* Is no error when there is none. */
bool file_remove(int dir_fd, const char *name);

#endif
