/* Who uses a name of a module, or the module, once the changes so far are made. Private to rewriters/. */
#ifndef REWRITERS_USERS_H
#define REWRITERS_USERS_H

#include "base/vec.h"
#include "rewriters/rewriter.h"

struct user {
	file_id file;   /* NONE for a file that is no source: see path */
	struct str path;
	uint32_t line;
	const char *how; /* "imports it" */
};

struct users {
	bool counts_moved; /* set by who asks: imports that a change moves away are users still, of today's tree */
	VEC(struct user) items; /* by file, line; each place once */
};
void users_release(struct users *u);

/*
 * Other files that take this name from this very module: imports that no
 * change moves away, star imports, attributes of the imported module, strings
 * that are read as names.
 */
void users_of_name(struct planner *p, file_id module, struct str name, struct users *ret);

/* Other files that load the module, whatever they take from it, or that a string that is read as a name leads through. */
void users_of_module(struct planner *p, file_id module, struct users *ret);

/*
 * Texts that mention the module by its dotted name or its path without
 * loading it: strings in sources, and the files that describe a project
 * (entry points, configuration of tests). `modules` are looked for together;
 * ret[i] is what was found of the i-th.
 */
void users_in_texts(struct planner *p, const file_id *modules, uint32_t count, struct users *ret);

/* "2 users remain: app/a.py:3 imports it, app/b.py:9 names it in a string". In the planner's arena. */
struct str users_text(struct planner *p, const struct users *u);

/* Does the name stand in the module's own list of exports? */
bool is_exported_by(const struct outline *o, struct str name);

/* The member of the finding's family at the finding's place; NULL when there is none. */
const struct member *member_of_finding(struct planner *p, const struct finding *x);

/* "app.engine.EngineFactory" of a member's definition. In the planner's arena. */
struct str path_of_member(struct planner *p, const struct member *m);

/* When the configuration lets the redirect stay until a day: that day. */
struct str removal_of(struct planner *p, const struct finding *x);

/* The canonical of the finding's family, or NULL. */
const struct member *canonical_of_finding(struct planner *p, const struct finding *x);

/* A change without edits that says why, instead of the finding alone. */
void show_reason(struct planner *p, const struct rewriter *self, const struct finding *x, const char *format, ...) PRINTF_LIKE(4, 5);

#endif
