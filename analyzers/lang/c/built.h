/* Does anybody build a source file? What the compile database and the build files around it say. */
#ifndef ANALYZERS_LANG_C_BUILT_H
#define ANALYZERS_LANG_C_BUILT_H

#include "analyzers/lang/c/compdb.h"

enum built {
	BUILT_UNKNOWN, /* there is neither a database nor a build file */
	BUILT_NO,      /* there are some, and none names it */
	BUILT_YES      /* the database holds it, or a build file in its directory or above names it, or takes all that match a pattern */
};

/* `path` is relative to root; `db` may be NULL. Build files are read from disk, from the file's directory up to root. */
enum built built_find(struct str root, struct str path, const struct compdb *db);

#endif
