#include "account_impl.h"

#include <stdatomic.h>
#include <stdlib.h>

static atomic_int live;

void account_counted(int change)
{
    live += change;
}

size_t account_live(void)
{
    return (size_t)live;
}

struct account *account_new(const char *owner, size_t limit)
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

struct account *account_usual(const char *owner)
{
    return account_new(owner, ACCOUNT_LIMIT);
}

void account_free(struct account *a)
{
    free(a->owner);
    free(a);
    account_counted(-1);
}

const char *account_owner(const struct account *a)
{
    return a->owner;
}
