/* For the page: the source of copies beside that of what they copy. */
#ifndef CLI_REPORT_HTML_TEXT_H
#define CLI_REPORT_HTML_TEXT_H

#include <cjson/cJSON.h>

struct audit;

/*
 * Adds "texts": for each duplicate, near-duplicate, fallback and variant that
 * is defined in this tree, with a canonical of the same kind (a class, or
 * not) that is too:
 *
 *	{"family": 0, "member": 3, "other": 0, "left": TEXT, "right": TEXT}
 *
 * The numbers are indices into "families" and their "members"; left is the
 * canonical. A TEXT is {"line": 12, "lines": [...], "changed": [2, 3],
 * "more": 0}: "changed" lists the lines that the other side lacks, those that
 * are left pair off in order, "more" counts lines that are left out. A file
 * that has gone since has no texts; when there is too much, the costliest
 * families have theirs.
 */
void html_add_texts(cJSON *page, const struct audit *a);

#endif
