/* Which build of the program this is. */
#ifndef ANALYZERS_BUILD_ID_H
#define ANALYZERS_BUILD_ID_H

#include "base/str.h"

/* Bytes that differ whenever the program does; empty where the linker writes none. */
struct str build_id(void);

#endif
