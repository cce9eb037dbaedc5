#include "ledger/compat.h"

#include <stdlib.h>

#include "account_impl.h"

struct account *account_open(const char *owner, size_t limit)
{
    struct account *opened = calloc(1, sizeof(*opened));

    if (!opened)
        return NULL;
    opened->owner = text_copy(owner);
    opened->limit = limit;
    if (!opened->owner) {
        free(opened);
        return NULL;
    }
    account_counted(1);
    return opened;
}
