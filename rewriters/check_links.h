/* Imports before and after: what resolved still resolves, in the changed files and in those that import from them. */
#ifndef REWRITERS_CHECK_LINKS_H
#define REWRITERS_CHECK_LINKS_H

#include "base/map.h"
#include "rules/finding.h"

/* What the files of a plan had to do with imports, noted before the project is amended. */
struct links_before {
	struct map failing;      /* hash of (file, module, name) of import names that do not resolve as it is */
	VEC(struct import_ref) refs; /* names that others take from a changed module, and that resolve */
	VEC(file_id) taken_from; /* parallel to refs: that module */
	VEC(file_id) files;      /* the changed ones */
	struct map noted;        /* statements in refs */
};

void links_note(struct links_before *b, const struct rule_input *in, file_id file);
void links_release(struct links_before *b);

/* The first thing that got worse. */
struct links_wrong {
	file_id file;  /* the changed file that is to blame */
	char text[512];
};

/* The project has been amended since; a linker of its own is made. */
bool links_compare(const struct links_before *b, const struct rule_input *in, struct links_wrong *ret);

#endif
