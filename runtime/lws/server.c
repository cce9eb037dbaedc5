/* The service thread: what libwebsockets calls, and what it finds when it is woken. */
#include "runtime/lws/server.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/lws/conn.h"
#include "runtime/lws/upgrade.h"

#define DIRTY_AT_ONCE 64

struct server *server_of(struct lws *wsi)
{
	return lws_context_user(lws_get_context(wsi));
}

eef_sink *server_sink(struct server *server)
{
	eef_sink *sink;

	pthread_mutex_lock(&server->lock);
	sink = server->draining || server->leaving ? NULL : server->sink;
	pthread_mutex_unlock(&server->lock);
	return sink;
}

bool server_is_draining(struct server *server, eef_close_reason *ret_reason)
{
	bool draining;

	pthread_mutex_lock(&server->lock);
	draining = server->draining;
	*ret_reason = server->drain_reason;
	pthread_mutex_unlock(&server->lock);
	return draining;
}

void server_count(struct server *server, int by)
{
	pthread_mutex_lock(&server->lock);
	server->open = by > 0 ? server->open + 1 : server->open - 1;
	pthread_cond_broadcast(&server->changed);
	pthread_mutex_unlock(&server->lock);
}

unsigned char *server_buffer(struct server *server, size_t len)
{
	if (LWS_PRE + len > server->out_cap) {
		size_t cap = LWS_PRE + len < 8192 ? 8192 : 2 * (LWS_PRE + len);
		unsigned char *out = malloc(cap);

		if (!out)
			return NULL;
		if (server->out)
			sodium_memzero(server->out, server->out_cap);
		free(server->out);
		server->out = out;
		server->out_cap = cap;
	}
	return server->out + LWS_PRE;
}

/* One wake-up is enough until it is seen. */
void server_wake(struct server *server)
{
	if (!atomic_exchange(&server->woken, true))
		lws_cancel_service(server->context);
}

static void obey(struct server *server, const struct order *order)
{
	for (struct conn *conn = server->conns; conn; conn = conn->next)
		if (strcmp(conn->user, order->user) == 0)
			conn_end(conn, order->reason);
}

static struct order *take_order(struct server *server)
{
	struct order *order;

	pthread_mutex_lock(&server->lock);
	order = server->orders;
	if (order)
		server->orders = order->next;
	pthread_mutex_unlock(&server->lock);
	return order;
}

static void obey_all(struct server *server)
{
	struct order *order;

	while ((order = take_order(server))) {
		obey(server, order);
		free(order);
	}
}

static void leave(struct server *server)
{
	for (struct conn *conn = server->conns; conn; conn = conn->next)
		conn_end(conn, EEF_CLOSE_RESTART);
	pthread_mutex_lock(&server->lock);
	server->sink = NULL;
	server->leaving = false;
	server->draining = false;
	pthread_cond_broadcast(&server->changed);
	pthread_mutex_unlock(&server->lock);
}

static void tell_dirty(eef_sink *sink)
{
	eef_sub *subs[DIRTY_AT_ONCE];
	size_t n;

	do {
		n = eef_sink_dirty(sink, subs, DIRTY_AT_ONCE);
		for (size_t i = 0; i < n; i++) {
			struct conn *conn = eef_sub_data(subs[i]);

			if (conn)
				conn_more(conn);
		}
	} while (n == DIRTY_AT_ONCE);
}

/* What others left for us. */
static void awake(struct server *server)
{
	eef_sink *sink;
	bool draining, leaving;

	atomic_store(&server->woken, false);
	pthread_mutex_lock(&server->lock);
	sink = server->sink;
	draining = server->draining;
	leaving = server->leaving;
	pthread_mutex_unlock(&server->lock);
	obey_all(server);
	if (draining)
		for (struct conn *conn = server->conns; conn; conn = conn->next)
			conn_more(conn);
	if (leaving)
		leave(server);
	else if (sink)
		tell_dirty(sink);
}

/* With the code that libwebsockets said for us, or with none. */
static void closed(struct conn *conn, struct lws *wsi)
{
	const unsigned char *reason = lws_get_close_payload(wsi);
	int code = lws_get_close_length(wsi) >= 2 ? reason[0] << 8 | reason[1] : 1006;

	conn_lost(conn, code);
}

/* Of the codes of clients only two mean what ours mean. */
static int peer_closes(struct conn *conn, const unsigned char *reason, size_t len)
{
	int code = len >= 2 ? reason[0] << 8 | reason[1] : 1000;

	conn_lost(conn, code == 1000 || code == 1001 ? code : 1006);
	return 0;
}

static int established(struct conn *conn)
{
	eef_sink *sink = server_sink(conn->server);

	if (sink)
		eef_sink_upgrade(sink, 101);
	conn_open(conn);
	return 0;
}

static int on_connection(struct conn *conn, struct lws *wsi, enum lws_callback_reasons reason, void *in, size_t len)
{
	switch (reason) {
	case LWS_CALLBACK_ESTABLISHED: return established(conn);
	case LWS_CALLBACK_RECEIVE: return conn_received(conn, in, len);
	case LWS_CALLBACK_SERVER_WRITEABLE: return conn_writable(conn);
	case LWS_CALLBACK_TIMER: return conn_timer(conn);
	case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE: return peer_closes(conn, in, len);
	case LWS_CALLBACK_CLOSED: closed(conn, wsi); return 0;
	case LWS_CALLBACK_WSI_DESTROY:
		lws_set_opaque_user_data(wsi, NULL);
		conn_free(conn);
		return 0;
	default: return 0;
	}
}

static int on_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t len)
{
	struct conn *conn;

	switch (reason) {
	case LWS_CALLBACK_EVENT_WAIT_CANCELLED: awake(server_of(wsi)); return 0;
	case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE: return upgrade_decide(server_of(wsi), wsi, in);
	case LWS_CALLBACK_HTTP: return upgrade_missing(wsi);
	case LWS_CALLBACK_RAW_ADOPT: return -1; /* the method CONNECT */
	default: break;
	}
	conn = lws_get_opaque_user_data(wsi);
	return conn ? on_connection(conn, wsi, reason, in, len) : 0;
}

/* The data per session is there because without any there is no callback when a connection closes. */
const struct lws_protocols server_protocols[] = {
	{ .name = "eef.v1",
		.callback = on_event,
		.per_session_data_size = sizeof(void *),
		.rx_buffer_size = CONN_MESSAGE_MAX,
		.tx_packet_size = 72 * 1024 },
	{ .name = NULL },
};

void *server_run(void *arg)
{
	struct server *server = arg;
	bool stop = false;

	while (!stop) {
		lws_service(server->context, 0);
		pthread_mutex_lock(&server->lock);
		stop = server->stop;
		pthread_mutex_unlock(&server->lock);
	}
	return NULL;
}
