/* Names of the first release. */
#ifndef LEDGER_COMPAT_H
#define LEDGER_COMPAT_H

#include "ledger/account.h"

struct account *account_open(const char *owner, size_t limit);

#endif
