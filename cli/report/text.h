/* What the parts of the text report share. */
#ifndef CLI_REPORT_TEXT_H
#define CLI_REPORT_TEXT_H

#include "cli/page.h"
#include "cli/report/report.h"

struct text_report {
	const struct audit *audit;
	const struct report_options *options;
	struct page page;
	struct arena scratch;   /* of one family */
	const uint32_t *counts; /* findings by family; behind the last one those of no family */
	bool is_cut;            /* a list of this family was cut off */
};

/* Without --verbose or --family long lists are cut off, with a word on how to see the rest. */
bool text_shows_everything(const struct text_report *t);

/* "path:line", safe to measure. In the scratch arena. */
struct str text_place(struct text_report *t, file_id file, uint32_t line);

/* One family: headline, members, imports, findings. */
void text_family(struct text_report *t, uint32_t index);

/* One family in one line, for those with which nothing is wrong. */
void text_family_line(struct text_report *t, uint32_t index);

/* The import statements of a family by status; explained from `column` on, or with 0 right behind the heading. */
struct statements;
void text_imports(struct text_report *t, const struct statements *all, unsigned column);

/* With --verbose or --family: each member's public surface beside the canonical's. (text_api.c) */
void text_add_api(struct text_report *t, const struct family *f);

/* The findings of a family, or with NONE those of no family; worst first, many of one kind folded. Returns how many. */
size_t text_findings(struct text_report *t, uint32_t family);

/* Every finding in one line each, by place. */
void text_findings_flat(struct text_report *t);

/* "path:line:col: severity CN101 message" without the end of the line. */
void text_finding_line(struct text_report *t, const struct finding *x, unsigned indent);

extern const enum style severity_styles[SEVERITY_COUNT];

#endif
