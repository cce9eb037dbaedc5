/* What the commands about migrations that are there share: the root they are of, and saying how it went. */
#ifndef CLI_MIGRATION_H
#define CLI_MIGRATION_H

#include "cli/command.h"
#include "rewriters/transaction.h"

/* Directory of an option, real; the current one when NULL. False, said, when it is none. */
bool migration_root(const struct session *s, const char *dir, struct arena *a, struct str *ret);

/* "canonry: note: ..." when one was interrupted. Costs some system calls. */
void migration_say_interrupted(const struct session *s, struct str root);

/* Every file that stands in the way, why, and then the message. Returns how to end. */
int migration_say_failure(const struct session *s, const struct transaction_result *result, const struct err *err);

/*
 * What undo and resume have in common: hold the root's lock while `run` does
 * its work, or say what is in the way. Returns how to end.
 */
typedef int migration_work(const struct session *s, const void *args, struct transaction_lock *lock);
int migration_run_locked(const struct session *s, struct str root, migration_work *run, const void *args);

#endif
