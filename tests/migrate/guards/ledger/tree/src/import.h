/* Lists of owners. */
#ifndef IMPORT_H
#define IMPORT_H

#include <stddef.h>

size_t import_names(const char *const *owners, size_t count); /* how many of them have one */

#endif
