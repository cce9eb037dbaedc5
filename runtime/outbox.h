/* The events of one user that no client has confirmed yet. */
#ifndef RUNTIME_OUTBOX_H
#define RUNTIME_OUTBOX_H

#include "runtime/common.h"

/*
 * The events of one user that no client has confirmed yet, in the order in which they were put, each with an offset that
 * counts up without a gap. Has a lock of its own, which also guards the runs of the user's engines.
 *
 * Room is counted twice: what is used, and what is promised to events that must not fail (the end of a run, the end of an
 * open tool). A promise is made together with the memory, and either both are had or neither.
 */

struct event {
	uint64_t offset, seq, put_ms;
	eef_engine engine;
	uint32_t len, cap;
	char text[];
};

struct outbox {
	pthread_mutex_t lock;
	struct event **ring;
	uint32_t room, first, count, promised;
	size_t bytes, promised_bytes;
	size_t refused; /* bytes of the event that was refused last; 0: none since one was taken */
	uint64_t newest, epoch; /* newest: offset of the last event put; 0 = none ever */
	uint64_t active_ms;
	eef_sub *subs;
};

struct outbox_limits {
	uint32_t events;
	size_t bytes;
};

void outbox_init(struct outbox *outbox);
void outbox_release(struct outbox *outbox); /* wipes what is left */

/* All under the lock. */
struct event *event_new(size_t cap);  /* NULL without memory */
void event_free(struct event *event); /* wiped; NULL is fine */

/* Promises room for `count` more events of `bytes` together: EEF_E_BACKPRESSURE, EEF_E_NOMEM; EEF_E_TOO_BIG for ever. */
eef_status outbox_promise(struct outbox *outbox, const struct outbox_limits *limits, uint32_t count, size_t bytes);
void outbox_forgo(struct outbox *outbox, uint32_t count, size_t bytes); /* takes a promise back */

/* Takes the event, whose room was promised. */
void outbox_put(struct outbox *outbox, struct event *event);
uint64_t outbox_oldest(const struct outbox *outbox);                     /* newest + 1 when empty */
struct event *outbox_find(const struct outbox *outbox, uint64_t offset); /* NULL when gone or to come */
struct event *outbox_take_first(struct outbox *outbox);                  /* to be freed by the caller; not when empty */

#endif
