#ifndef CHECK_H
#define CHECK_H

#include <stdlib.h>

#define ERROR_CHECK_ALLOC(p)     \
	do {                     \
		if ((p) == NULL) \
			return NULL; \
	} while (0)
#define CALLOC_ONE(p) ((p) = calloc(1, sizeof(*(p))))

#endif
