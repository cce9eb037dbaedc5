/* GitHub's fingerprint of a line: primaryLocationLineHash, as its code scanning computes it for uploads that lack it. */
#ifndef CLI_REPORT_LINE_HASH_H
#define CLI_REPORT_LINE_HASH_H

#include "base/arena.h"

/*
 * The hash of a line is a polynomial (base 37, modulo 2^64) over the hundred
 * UTF-16 code units that begin at it, in which spaces and tabs do not count,
 * every end of a line (LF, CR, CRLF) is one LF, the end of the file is 65535,
 * and zeroes follow that. It is written in lower-case hexadecimal digits
 * without leading zeroes, ":" and how many lines down to this one have the
 * same hash. An alert keeps its state on GitHub as long as this is the same.
 *
 * `lines` (from 1) sorted; ret_hashes has room for count, and gets empty text
 * for a line that the text lacks. In the arena.
 */
void line_hashes(struct str text, const uint32_t *lines, size_t count, struct arena *a, struct str *ret_hashes);

#endif
