/* Which lines of two texts are not in the other: the core of a diff. */
#ifndef REWRITERS_DIFF_LINES_H
#define REWRITERS_DIFF_LINES_H

#include "base/arena.h"

/* Lines with their ends; the last may lack it. */
struct diff_text {
	struct str *lines;
	uint32_t *ids; /* the same for the same bytes, in both texts */
	bool *is_changed; /* removed from the old, added in the new; what is left pairs off in order */
	uint32_t count;
};

/* Everything lives in the arena. */
void diff_lines(struct str old_bytes, struct str new_bytes, struct arena *a, struct diff_text *ret_old, struct diff_text *ret_new);

#endif
