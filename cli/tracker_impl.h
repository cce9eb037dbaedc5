/* What the parts of the tracker share: how one line is written and compared. */
#ifndef CLI_TRACKER_IMPL_H
#define CLI_TRACKER_IMPL_H

#include "cli/tracker.h"

bool tracker_is_row(enum tracker_kind kind);

/* Where the letter of "[x]" stands. */
bool tracker_find_box(struct str line, size_t *ret_box);

/* Of what is visible of a line around its anchor, whatever its box holds and how far it is indented. */
uint64_t tracker_hash(struct str line, const struct anchor *at);

/* Without an end of line. */
void tracker_add_line(struct strbuf *out, const struct tracker_line *x, bool has_anchor);

#endif
