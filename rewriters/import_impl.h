/* What the parts of the import rewriter share: one statement and what shall become of its names. Private to rewriters/. */
#ifndef REWRITERS_IMPORT_IMPL_H
#define REWRITERS_IMPORT_IMPL_H

#include "base/map.h"
#include "rewriters/rewriter.h"

/* What shall become of one name, and how sure that is. */
struct name_plan {
	struct import_move move;
	file_id target;       /* the file that it then names; NONE for what stays */
	enum mend level;      /* MEND_NONE: nobody finds fault with it */
	const char *reason;
};

struct statement_plan {
	file_id file;
	uint32_t import;
	struct name_plan *names; /* one for each name; for a star those that replace it */
	uint32_t count;
	struct source_edits extra; /* beside the statement: uses that change with it */
};

const struct outline *outline_of(struct planner *p, file_id file);
const struct import *import_of(struct planner *p, const struct statement_plan *s);
struct str bound_of(struct planner *p, file_id file, uint32_t import, uint32_t n);

/* --- import_names.c: names that are taken from a module --- */

/* What the families say of every name of a statement. In the planner's arena. */
struct statement_plan statement_plan(struct planner *p, file_id file, uint32_t import);

bool is_at_home(struct planner *p, const struct target *t);

/* Leave names alone that two arms of one try would then import from the same place. */
void statement_keep_doubles(struct planner *p, struct statement_plan *s);

/* Where a definition's users should take it from; false when it is no better than where they are. */
bool find_home(struct planner *p, const struct family *fam, const struct target *t, file_id *ret_file, struct str *ret_name);

/* --- import_module.c: a whole module, and what is used of it --- */

void plan_module(struct planner *p, const struct family *fam, const struct importer *x, struct statement_plan *s);

/* --- import_star.c --- */

void plan_star(struct planner *p, const struct importer *x, struct statement_plan *s);

/* --- import_cascade.c: try, except ImportError, try again --- */

/*
 * When the statement is part of a cascade all arms of which would import the
 * same: one edit that leaves the first arm alone. `ret_last` is the last
 * statement of the cascade: findings up to there are mended with it.
 */
bool plan_cascade(struct planner *p, file_id file, uint32_t import, struct source_edit *ret, uint32_t *ret_first, uint32_t *ret_last);

/* Do two blocks lie in arms of one try statement? */
bool is_in_same_try(const struct outline *o, uint32_t block, uint32_t other);

/* Would the name be imported from the same place by another arm of the same try? */
bool doubles_arm(struct planner *p, const struct statement_plan *s, uint32_t n);

#endif
