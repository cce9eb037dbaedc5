/* What went wrong, where, in a sentence for the user. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/base.h"

/*
 * Functions that can fail return bool and take a struct err last; outs are
 * written only on success:
 *	if (!thing_read(path, &thing, err))
 *		return false;
 *	return err_set(err, "cannot open %s: %s", path, strerror(errno));
 * Only the first message is kept: it is the one nearest to the cause.
 */
struct err {
	bool set;
	char message[1024]; /* without a trailing newline; may hold "file:line:column: " in front */
};

/* Always returns false. A NULL err is accepted. */
bool err_set(struct err *err, const char *format, ...) PRINTF_LIKE(2, 3);
bool err_errno(struct err *err, const char *format, ...) PRINTF_LIKE(2, 3); /* appends ": strerror(errno)" */

/* "file:line:column: message" */
bool err_at(struct err *err, const char *file, unsigned line, unsigned column, const char *format, ...)
	PRINTF_LIKE(5, 6);

#endif
