#include "core/text.h"

#include <stdlib.h>
#include <string.h>

char *text_copy(const char *text)
{
	size_t size = (text ? strlen(text) : 0) + 1;
	char *copy = malloc(size);
	if (copy)
		memcpy(copy, text ? text : "", size);
	return copy;
}
