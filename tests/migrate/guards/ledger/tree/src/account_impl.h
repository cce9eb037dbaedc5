/* What is in an account; for the library alone. */
#ifndef ACCOUNT_IMPL_H
#define ACCOUNT_IMPL_H

#include "ledger/account.h"

struct account {
    char *owner;
    size_t limit;
};

char *text_copy(const char *text);
void account_counted(int change);

#endif
