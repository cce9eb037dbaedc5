/* The page of the HTML report, which the build makes of cli/report/html/. */
#ifndef CLI_REPORT_HTML_H
#define CLI_REPORT_HTML_H

#include <stddef.h>

/*
 * What stands before and behind the data, which is JSON in a script element:
 * no byte of it may be a `<`. A policy in the head allows the styles and the
 * program of the page by their digests, and nothing else: no request, no
 * event handler in an attribute, no other script.
 */
extern const unsigned char html_head[], html_tail[];
extern const size_t html_head_len, html_tail_len;

#endif
