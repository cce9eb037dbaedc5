/* Unified diffs, as git writes them and as `git apply` and `patch -p1` take them. */
#ifndef REWRITERS_DIFF_H
#define REWRITERS_DIFF_H

#include "base/strbuf.h"

/*
 * The text is exact: bytes, carriage returns and a missing end of the last
 * line are what the files hold, so that applying it gives the new bytes. It
 * is not safe to show on a terminal as it is.
 */
struct diff_file {
	struct str path; /* from the root, without a leading "./" */
	struct str old_bytes, new_bytes;
	uint32_t mode; /* permission bits of the old file */
	bool is_removed; /* then new_bytes is not looked at */
	bool is_new;     /* nothing is there yet: old_bytes are empty */
};

#define DIFF_CONTEXT 3

/* Nothing is added where old and new are the same. */
void diff_add_file(const struct diff_file *f, struct strbuf *out);

/* What a line of a diff is, for who colours it; `is_in_hunk` must be kept between the lines of one diff. */
enum diff_line { DIFF_LINE_HEADER, DIFF_LINE_PLACE, DIFF_LINE_SAME, DIFF_LINE_OLD, DIFF_LINE_NEW, DIFF_LINE_REMARK };
enum diff_line diff_line_of(struct str line, bool *is_in_hunk);

/* "a/x.py" or, where git would quote it, "\"a/x\\ty.py\"". */
void diff_add_path(const char *prefix, struct str path, struct strbuf *out);

#endif
