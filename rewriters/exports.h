/* Changes of a module's list of exports. Private to rewriters/. */
#ifndef REWRITERS_EXPORTS_H
#define REWRITERS_EXPORTS_H

#include "rewriters/rewriter.h"

/*
 * The edit that takes a name off the module's list of exports; an empty one
 * when it does not stand there. False when the list is not made of plain
 * strings that can be told apart.
 */
bool export_drop(struct planner *p, file_id file, struct str name, struct source_edit *ret);

#endif
