#include "import.h"

#include <stdlib.h>

#include "account_impl.h"
#include "ledger/accounts.h"

static struct account *make_account(const char *owner, size_t limit)
{
    struct account *a = calloc(1, sizeof(*a));

    if (!a)
        return NULL;
    a->owner = text_copy(owner);
    a->limit = limit;
    if (!a->owner) {
        free(a);
        return NULL;
    }
    account_counted(1);
    return a;
}

size_t import_names(const char *const *owners, size_t count)
{
    size_t named = 0;

    for (size_t i = 0; i < count; i++) {
        struct account *a = make_account(owners[i], count);

        named += a && *account_owner(a) != 0;
        if (a)
            account_free(a);
    }
    return named;
}
