/* Moved to ledger/account.h. */
#ifndef LEDGER_ACCOUNTS_H
#define LEDGER_ACCOUNTS_H

#include "account.h"

#endif
