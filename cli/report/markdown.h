/* The Markdown report in a given size: a comment on a pull request, the summary of a job. */
#ifndef CLI_REPORT_MARKDOWN_H
#define CLI_REPORT_MARKDOWN_H

#include "cli/report/report.h"

/* At most `limit` bytes: findings worst first, then families; what does not fit is counted. */
void markdown_add(const struct audit *a, const struct report_options *o, size_t limit, struct strbuf *out);

/* Text that is shown as it stands, whatever it holds; what is between two backticks becomes code. */
void markdown_add_text(struct strbuf *out, struct str text);
void markdown_add_code(struct strbuf *out, struct str text);

#endif
