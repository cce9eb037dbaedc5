/* One connection, from the decision to let it in to its end. */
#ifndef RUNTIME_LWS_CONN_H
#define RUNTIME_LWS_CONN_H

#include "runtime/lws/server.h"

/*
 * One connection, from the decision to let it in to its end; all by the service thread.
 *
 * Begins with a subscription, before the upgrade is answered: whoever cannot have one is refused in plain HTTP.
 * Ends twice: conn_end() gives the subscription back and says with which code, then the network takes its time.
 */

#define CONN_MESSAGE_MAX 4096

struct conn {
	struct server *server;
	struct lws *wsi;
	struct conn *next, **at;
	eef_sub *sub; /* NULL: ended */
	eef_hello hello;
	bool greet;          /* the hello is to be sent */
	bool waiting;        /* for the network to take more */
	bool ticking;        /* the timer runs */
	bool said;           /* libwebsockets has the code, and does the rest */
	int code;            /* 0: open */
	unsigned long moved; /* messages handed over */
	unsigned long moved_then;
	int queued_then; /* bytes that the socket held when the timer was set */
	size_t message_len;
	char user[EEF_ID_MAX + 1];
	char message[CONN_MESSAGE_MAX];
};

/* NULL without memory. */
struct conn *conn_new(struct server *server, struct lws *wsi, eef_sub *sub, const eef_hello *hello, const char *user);
void conn_free(struct conn *conn); /* NULL is fine */

void conn_open(struct conn *conn);                         /* the upgrade was answered */
void conn_more(struct conn *conn);                         /* there may be something to send */
void conn_end(struct conn *conn, eef_close_reason reason); /* only the first counts */
void conn_lost(struct conn *conn, int code);               /* the other side, or libwebsockets, ended it */

/* Callbacks; not 0: close it now. */
int conn_writable(struct conn *conn);
int conn_received(struct conn *conn, const char *bytes, size_t len);
int conn_timer(struct conn *conn);

#endif
