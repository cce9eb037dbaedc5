/* What has to be done about a family, file by file, in four phases. */
#ifndef CLI_TRACKER_TASKS_H
#define CLI_TRACKER_TASKS_H

#include "cli/audit.h"

enum phase { PHASE_ESTABLISH, PHASE_ELIMINATE, PHASE_MOVE, PHASE_REMOVE, PHASE_COUNT };

struct task {
	enum phase phase;
	const char *what;        /* with symbol and path: which task it is, whatever its text says */
	struct str symbol, path; /* may be empty */
	struct str text;         /* Markdown on one line */
	bool is_done;
};

struct tasks {
	VEC(struct task) items; /* of findings: production first, then by path */
};

/* Texts live in the arena. The caller releases the items. */
void tasks_find(struct audit *a, const struct family *fam, struct arena *arena, struct tasks *ret);

#endif
