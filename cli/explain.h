/* What canonry explain says: why a member has its class, why a line is of interest or is not, what would change that. */
#ifndef CLI_EXPLAIN_H
#define CLI_EXPLAIN_H

#include "cli/audit.h"
#include "cli/page.h"

struct explainer {
	const struct audit *audit;
	struct page page;
	struct arena arena;
};

/* One member: its class, the evidence, the election, who imports it, its findings, what would change the verdict. */
void explain_member(struct explainer *e, const struct family *f, const struct member *m);

/* The same in two lines, for when there are many. */
void explain_member_briefly(struct explainer *e, const struct family *f, const struct member *m);

/* The members, the election and the imports of one family. */
void explain_family(struct explainer *e, const struct family *f);

/* A finding with its related places and its mend. */
void explain_finding(struct explainer *e, const struct finding *x);

/* What an import statement takes, which way it goes and where it ends. */
struct statement;
void explain_statement(struct explainer *e, const struct family *f, const struct statement *s);

/* What stands at a line, or why nothing is said about it. */
void explain_line(struct explainer *e, file_id file, uint32_t line);

/* Definitions of a name that make no family, and why; false when there are none. Needs the project only. */
bool explain_strangers(struct explainer *e, struct str name);

/* Why a path of the project was not read; false when nothing is known of it. */
bool explain_skip(struct explainer *e, struct str path);

/* What would give the member another class, with names; one or two sentences. In the arena. */
struct str explain_outlook(struct explainer *e, const struct family *f, const struct member *m);

/* --- Words that the parts share --- */

struct str explain_place(struct explainer *e, file_id file, uint32_t line); /* "src/a.py:3" */
struct str explain_path(struct explainer *e, const struct member *m);       /* "app.engine:Engine" */
void explain_heading(struct explainer *e, const char *heading);
void explain_text(struct explainer *e, unsigned indent, struct str text); /* wrapped */

#endif
