/* A finding as formats for other programs want it: ranked, placed in the repository, in their units. */
#ifndef CLI_REPORT_ITEM_H
#define CLI_REPORT_ITEM_H

#include "cli/report/report.h"

struct item {
	const struct finding *finding;
	struct str path;      /* from the top of the repository (of the root, where there is none) */
	struct str symbol;    /* no longer than ITEM_TEXT_MAX */
	struct str message;
	uint32_t column;      /* in code points, from 1 */
	uint32_t end_column;  /* on the same line, behind the last one; 0 when it ends on another */
	struct str line_hash; /* see line_hash.h; empty when the file cannot be read again */
	bool is_failing;      /* it is what makes the gate fail */
};

#define ITEM_TEXT_MAX 2000 /* bytes: a name of 64 KB is no use to anybody */

/* What a rule is about, in the words of others. */
struct item_kind {
	const char *category; /* Code Climate's, GitLab's */
	const char *tag;      /* of code scanning */
};
const struct item_kind *item_kind(const struct rule *rule);

/* All findings of an audit, by place, as every report has them. */
struct items {
	struct item *items;
	size_t count;
	uint32_t known;           /* those that a baseline allows */
	const struct item **rank; /* worst first: what fails, then what is new, by severity, then by place */
	struct arena arena;
};

enum item_wish { ITEM_PLACES, ITEM_COLUMNS, ITEM_HASHES };

/* COLUMNS and HASHES read the files again. items_release() in any case. */
void items_find(const struct audit *a, const struct report_options *o, enum item_wish wish, struct items *ret);

/* The same, with what is suppressed where the options show it: in its place, and last in rank. */
void items_find_all(const struct audit *a, const struct report_options *o, enum item_wish wish, struct items *ret);

/* The suppression of a finding, or NULL. */
const struct suppression *item_suppression(const struct audit *a, const struct item *x);
void items_release(struct items *t);

/* "src/app/x.py" from the top of the repository. */
struct str item_path(struct arena *arena, const struct audit *a, file_id file);

/* "12 findings (2 errors, 10 warnings), 3 of them known": plain text. */
void items_add_counts(const struct items *t, const struct report_options *o, struct strbuf *out);

#endif
