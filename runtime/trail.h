/* The factory's side of the audit trail: what is recorded when. */
#ifndef RUNTIME_TRAIL_H
#define RUNTIME_TRAIL_H

#include "runtime/common.h"

/*
 * Without audit_dir every call is EEF_OK and does nothing.
 * May be called with a shard's or an outbox's lock held.
 */

enum trail_op {
	TRAIL_CONFIGURED,
	TRAIL_GOLDEN_PATH,
	TRAIL_CREATED,
	TRAIL_DENIED,
	TRAIL_CLEANED,
	TRAIL_TERMINAL,
	TRAIL_ISOLATION,
	TRAIL_STALE,
	TRAIL_LIMIT,
	TRAIL_CONNECTED,
	TRAIL_RESUMED,
	TRAIL_GAP,
	TRAIL_CLOSED,
	TRAIL_EXPIRED,
	TRAIL_CONFLICT,
	TRAIL_ALERT,
	TRAIL_SHUTDOWN,
	TRAIL_OP_COUNT
};

/* All borrowed; NULL and 0: there is none. */
struct trail_entry {
	enum trail_op op;
	const char *user, *run;
	uint64_t engine;
	const char *word;
	uint64_t numbers[2];
};

eef_status trail_open(eef_factory *factory, const eef_config *config);       /* EEF_E_AUDIT */
eef_status trail_close(eef_factory *factory);                                /* all on the disk; EEF_E_AUDIT when not */
eef_status trail_add(eef_factory *factory, const struct trail_entry *entry); /* EEF_E_AUDIT when fail-closed */
eef_status trail_settle(
	eef_factory *factory); /* with EEF_AUDIT_SYNC: waits until all of the above is on the disk; no lock held */
uint64_t trail_lag(eef_factory *factory); /* records not yet written */
uint64_t trail_records(eef_factory *factory);

const char *trail_word(eef_status st); /* "user_limit" */
const char *trail_reason(int reason);  /* of EEF_CLEAN_...: "done" */

#endif
