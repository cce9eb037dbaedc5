/* The facts of single C and C++ files, as `canonry dump cfacts` prints them. */
#ifndef CLI_DUMP_CFACTS_H
#define CLI_DUMP_CFACTS_H

#include "base/err.h"
#include "base/strbuf.h"

/*
 * A file, or all C and C++ files below a directory, in order of their names.
 * Nothing but the text counts: no configuration, no project. False when
 * something cannot be read.
 */
bool dump_cfacts(const char *path, struct strbuf *out, struct err *err);

#endif
