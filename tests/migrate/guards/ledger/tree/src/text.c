#include "account_impl.h"

#include <stdlib.h>
#include <string.h>

char *text_copy(const char *text)
{
    size_t length = strlen(text) + 1;
    char *copy = malloc(length);

    return copy ? memcpy(copy, text, length) : NULL;
}
