/* From one account to another. */
#ifndef TRANSFER_H
#define TRANSFER_H

#include <stddef.h>

int transfer_is_possible(const char *from, const char *to, size_t limit);

#endif
