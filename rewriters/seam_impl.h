/* One string that is read as a name, and who looks that name up. Private to seam*.c. */
#ifndef REWRITERS_SEAM_IMPL_H
#define REWRITERS_SEAM_IMPL_H

#include "rewriters/planner_impl.h"

#define SEAM_PLACES_SHOWN 4 /* in a reason; the details have all */

enum seam_kind {
	SEAM_ATTRIBUTE, /* replaces a name of a module: "a.b.C" */
	SEAM_OBJECT,    /* changes an object that the names lead to: "a.b.C.method" */
	SEAM_MODULE     /* loads a module */
};

/* A place that looks the name up in the old module when it runs. */
struct seam_reader {
	file_id file;
	uint32_t line;
	uint32_t change; /* which moves it, or NONE when it stays */
	file_id target;  /* where it then looks */
};

struct seam_plan {
	enum seam_kind kind;
	struct str text, new_text;         /* "app.old.Engine.create", "app.engine.Engine.create" */
	struct str old_module, new_module; /* as the strings spell them */
	struct str name;                   /* "Engine"; empty for a module */
	file_id old_file, new_file; /* new_file is NONE where any will do */
	bool only_movers;           /* list only readers that move: for who asks no more, the others need not be parsed */
	VEC(struct seam_reader) readers;
};

/* Cut the string into module, name and the rest. False when it names no module of this project, or nothing in it. */
bool seam_split(struct planner *p, file_id file, const struct seam *seam, struct seam_plan *ret);

/* The same with where it should lead, the canonical's module; false when that does not have the same object by that name. */
bool seam_read(struct planner *p, const struct finding *x, const struct seam *seam, struct seam_plan *ret);

/* The bytes that change: from the first component that differs to the last. False when the literal's text is not what is meant. */
bool seam_edit(struct str source, const struct seam *seam, const struct seam_plan *s, struct source_edit *ret);

/* Lowers the change when something other than common attributes is taken from the module. */
void seam_check_module(struct planner *p, const struct seam_plan *s, file_id file, const struct seam *seam, uint32_t change);

/* --- seam_readers.c --- */

void seam_find_readers(struct planner *p, struct seam_plan *s);

/* Hashes of the names whose imports move: most strings are about others. */
void seam_moved_names(struct planner *p, struct map *ret);

#endif
