/* One file before and after: does the new text parse, bind the same names, and leave none unbound or unread? */
#ifndef REWRITERS_CHECK_NAMES_H
#define REWRITERS_CHECK_NAMES_H

#include "analyzers/lang.h"
#include "analyzers/source.h"

/* What the changes of a file are meant to do to its names. */
enum name_changes {
	NAMES_KEPT,   /* only imports are rewritten: every scope binds what it bound */
	NAMES_CHANGED /* definitions become redirects, fallbacks go: names may come and go */
};

/* NULL when all is well, otherwise what is not, in the arena. The parser belongs to the calling thread. */
const char *check_names(const struct lang *lang, struct lang_parser *parser, struct str old, struct str new, enum name_changes expected,
			const struct outline *old_outline, struct arena *a);

#endif
