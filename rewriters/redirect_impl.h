/* What the parts of the redirect rewriter share: one module, and what moves out of it. Private to rewriters/. */
#ifndef REWRITERS_REDIRECT_IMPL_H
#define REWRITERS_REDIRECT_IMPL_H

#include "rewriters/users.h"

/* A definition that is replaced. */
struct moved {
	const struct finding *finding;
	struct str name;     /* as the module binds it */
	file_id home;        /* of the canonical */
	struct str target;   /* the canonical's name there */
	uint32_t start, end; /* whole lines, decorators included */
};

struct redirect {
	struct planner *planner;
	file_id file;
	const struct outline *outline;
	const struct source_names *names;
	struct str source;
	struct str removal;
	VEC(struct moved) moved; /* by place */
};

/* Who reads a name of the module, in its own file. */
enum readers { READ_BY_NOBODY, READ_BY_MOVED, READ_BY_REST };

bool is_in_moved(const struct redirect *r, uint32_t at);
bool is_moved_name(const struct redirect *r, struct str name);
enum readers readers_of(const struct redirect *r, struct str name);

/* Does another file take the name from this module, once the changes so far are made? */
bool is_taken(const struct redirect *r, struct str name);

/* Would nothing be missed if the import went: its module is of elsewhere, does nothing but define, or is loaded all the same? */
bool may_stay_unloaded(const struct redirect *r, uint32_t import, uint32_t n);

struct str bound_by_import(const struct outline *o, uint32_t import, uint32_t n);

/* --- redirect_whole.c --- */

/* The edit that makes the module a redirect and nothing else. False when it holds, or does, anything more. */
bool redirect_whole(struct redirect *r, struct source_edits *ret);

/* --- redirect_place.c --- */

/* The edits that put an import where each definition was, and take away imports that only those needed. False with the reason. */
bool redirect_in_place(struct redirect *r, struct source_edits *ret, const char **ret_why);

/* Only the edits that take away imports that nothing but what has moved, or goes, needed. False when one of these has to stay. */
bool redirect_drop_orphans(struct redirect *r, struct source_edits *ret, const char **ret_why);

#endif
