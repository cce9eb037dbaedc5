/* The bridge as a whole: configuration, thread, and the messages that other threads leave for it. */
#ifndef RUNTIME_LWS_SERVER_H
#define RUNTIME_LWS_SERVER_H

#include <libwebsockets.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/types.h>

#include "runtime/lws/tokens.h"

/*
 * The bridge as a whole. The service thread owns the connections, the sink and libwebsockets; others leave orders under the
 * lock and wake it, by lws_cancel_service() and nothing else.
 *
 *	attached ──drain──> draining ──detach──> detached ──attach──> attached ...
 */

struct conn;

/* "Close this user's connections", on its way to the thread. */
struct order {
	struct order *next;
	eef_close_reason reason;
	char user[EEF_ID_MAX + 1];
};

struct server {
	eef_lws_config config; /* its strings are the next three */
	char *address, *path, **origins;
	struct lws_context *context;
	struct lws_vhost *vhost;
	struct tokens tokens;
	pthread_t thread;
	bool started;
	pid_t pid; /* the process whose thread it is */
	int port;
	lws_retry_bo_t retry; /* when to ping */

	_Atomic bool woken; /* a wake-up is on its way, which is enough for everybody */
	pthread_mutex_t lock;
	pthread_cond_t changed;
	/* Under the lock. */
	eef_sink *sink; /* NULL: nothing behind us */
	bool draining, leaving, stop;
	eef_close_reason drain_reason;
	struct order *orders;
	size_t open; /* connections of any state */

	/* The thread's own. */
	struct conn *conns;
	unsigned char *out; /* LWS_PRE before the text */
	size_t out_cap;
};

extern const struct lws_protocols server_protocols[];
void *server_run(void *server); /* the thread, until `stop` */
void server_wake(struct server *server);

struct server *server_of(struct lws *wsi);
eef_sink *server_sink(struct server *server); /* NULL: detached, or draining */
bool server_is_draining(struct server *server, eef_close_reason *ret_reason);
void server_count(struct server *server, int by); /* connections, +1 or -1 */

/* Room for a message of `len`, kept until the next call; NULL without memory. */
unsigned char *server_buffer(struct server *server, size_t len);

#endif
