#include "transfer.h"

#include <string.h>

#include "ledger/account.h"

int transfer_is_possible(const char *from, const char *to, size_t limit)
{
    struct account *giver = account_new(from, limit), *taker = account_new(to, limit);
    int is_possible = giver && taker && strcmp(account_owner(giver), account_owner(taker)) != 0;

    if (giver)
        account_free(giver);
    if (taker)
        account_free(taker);
    return is_possible;
}
