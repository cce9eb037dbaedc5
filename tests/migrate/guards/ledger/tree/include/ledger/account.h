/* An account: what somebody owes, up to a limit. */
#ifndef LEDGER_ACCOUNT_H
#define LEDGER_ACCOUNT_H

#include <stddef.h>

#define ACCOUNT_LIMIT 100

struct account;

/* NULL when there is no memory. */
struct account *account_new(const char *owner, size_t limit);
struct account *account_usual(const char *owner); /* with the usual limit */
void account_free(struct account *a);

const char *account_owner(const struct account *a);
size_t account_live(void); /* how many there are */

#endif
