/* Subscriptions: a connection's place in one user's outbox. */
#ifndef RUNTIME_SUB_H
#define RUNTIME_SUB_H

#include "runtime/factory.h"

/*
 * A sub belongs to its bridge; the outbox and the sink know it.
 * When the factory ends before the bridge has closed it, it becomes an orphan: all calls say EEF_E_SHUTDOWN, nothing dangles.
 */

#define SUBS_PER_USER 16

struct eef_sub {
	eef_sink *sink;
	pthread_mutex_t lock; /* of user and text; taken before the shard's */
	struct user *user;    /* NULL: an orphan */
	char *text;
	size_t text_cap;
	bool quiet;             /* the probe's: no bridge is told of it */
	void *data;             /* the bridge's */
	uint64_t cursor, acked; /* last offset sent, last confirmed; under the outbox's lock */
	eef_sub *next_of_user;
	eef_sub *next, **at;             /* in sink->subs */
	eef_sub *next_dirty, **at_dirty; /* in sink->dirty; at_dirty NULL: not in it */
};

uint64_t epoch_new(eef_factory *factory); /* never 0 */
void epoch_text(uint64_t epoch, char ret[17]);

bool subs_mark(struct outbox *outbox);  /* all have news; true when one had none before. Under the outbox's lock */
void subs_orphan(eef_factory *factory); /* those that are still open; with no lock held */
bool subs_open(eef_factory *factory);   /* is there any? */

/* Opens for anybody, the library's own probe too. */
eef_status sub_open(eef_sink *sink, const char *user, size_t user_len, const char *epoch_hex, uint64_t after,
	eef_sub **ret_sub, eef_hello *ret_hello);

#endif
