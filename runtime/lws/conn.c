/* One connection: events out, confirmations in, and an end with a reason. */
#include "runtime/lws/conn.h"

#include <limits.h>
#include <linux/sockios.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#define MESSAGES_AT_ONCE 16 /* then the others have their turn */

/* So that a client that does not read is found out before megabytes are under way to it. */
static void limit_buffer(struct lws *wsi, uint32_t bytes)
{
	int size = bytes > INT_MAX ? INT_MAX : (int)bytes;

	if (size > 0)
		setsockopt(lws_get_socket_fd(wsi), SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
}

struct conn *conn_new(struct server *server, struct lws *wsi, eef_sub *sub, const eef_hello *hello, const char *user)
{
	struct conn *conn = calloc(1, sizeof(*conn));

	if (!conn)
		return NULL;
	conn->server = server;
	conn->wsi = wsi;
	conn->sub = sub;
	conn->hello = *hello;
	conn->greet = true;
	memcpy(conn->user, user, strlen(user) + 1);
	conn->next = server->conns;
	conn->at = &server->conns;
	if (conn->next)
		conn->next->at = &conn->next;
	server->conns = conn;
	server_count(server, 1);
	limit_buffer(wsi, server->config.send_buffer_bytes);
	return conn;
}

void conn_free(struct conn *conn)
{
	if (!conn)
		return;
	conn_lost(conn, 1006);
	*conn->at = conn->next;
	if (conn->next)
		conn->next->at = conn->at;
	server_count(conn->server, -1);
	sodium_memzero(conn, sizeof(*conn));
	free(conn);
}

/* What the kernel still holds; a slow client is one that does not make it less. */
static int queued(const struct conn *conn)
{
	int bytes = 0;

	return ioctl(lws_get_socket_fd(conn->wsi), SIOCOUTQ, &bytes) == 0 ? bytes : 0;
}

static void tick_in(struct conn *conn, uint32_t ms)
{
	conn->ticking = true;
	lws_set_timer_usecs(conn->wsi, (lws_usec_t)ms * 1000);
}

void conn_more(struct conn *conn)
{
	if (conn->said)
		return;
	conn->waiting = true;
	lws_callback_on_writable(conn->wsi);
	if (conn->ticking)
		return;
	conn->moved_then = conn->moved;
	conn->queued_then = queued(conn);
	tick_in(conn, conn->server->config.stall_ms);
}

void conn_open(struct conn *conn)
{
	if (conn->sub)
		eef_sub_set_data(conn->sub, conn);
	conn_more(conn);
}

static void give_back(struct conn *conn, int code)
{
	conn->code = code;
	eef_sub_close(conn->sub, code);
	conn->sub = NULL;
}

void conn_lost(struct conn *conn, int code)
{
	if (conn->sub)
		give_back(conn, code);
}

/* What is under way goes first: a close cannot come in the middle of a message. */
void conn_end(struct conn *conn, eef_close_reason reason)
{
	if (!conn->sub)
		return;
	give_back(conn, eef_close_code(reason));
	lws_callback_on_writable(conn->wsi);
	tick_in(conn, conn->server->config.linger_ms);
}

/* Once: to ask again is to be cut off before the other side has read it. */
static int say_close(struct conn *conn)
{
	if (conn->said)
		return 0;
	conn->said = true;
	lws_close_reason(conn->wsi, (enum lws_close_status)conn->code, NULL, 0);
	return -1;
}

static bool write_text(struct conn *conn, const void *text, size_t len)
{
	unsigned char *out = server_buffer(conn->server, len);

	if (!out) {
		conn_end(conn, EEF_CLOSE_NO_MEMORY);
		return false;
	}
	memcpy(out, text, len);
	if (lws_write(conn->wsi, out, len, LWS_WRITE_TEXT) < (int)len) {
		conn_lost(conn, 1006);
		return false;
	}
	conn->moved++;
	return true;
}

static bool write_hello(struct conn *conn)
{
	char text[160];
	size_t len = eef_hello_json(&conn->hello, text, sizeof(text));

	conn->greet = false;
	return write_text(conn, text, len);
}

/* False: nothing more can be sent for now, or ever. */
static bool write_next(struct conn *conn)
{
	const void *json;
	size_t len;
	uint64_t offset;
	eef_close_reason reason;

	if (conn->greet)
		return write_hello(conn);
	switch (eef_sub_next(conn->sub, &json, &len, &offset)) {
	case EEF_OK:
		if (!write_text(conn, json, len))
			return false;
		eef_sub_sent(conn->sub, offset);
		return true;
	case EEF_E_GAP: conn->greet = eef_sub_hello(conn->sub, &conn->hello) == EEF_OK; return conn->greet;
	case EEF_PENDING:
		conn->waiting = false;
		if (server_is_draining(conn->server, &reason))
			conn_end(conn, reason);
		return false;
	case EEF_E_NOMEM: conn_end(conn, EEF_CLOSE_NO_MEMORY); return false;
	case EEF_E_CORRUPT: conn_end(conn, EEF_CLOSE_BROKEN); return false;
	default: conn_end(conn, EEF_CLOSE_RESTART); return false;
	}
}

int conn_writable(struct conn *conn)
{
	if (conn->code)
		return say_close(conn);
	for (int n = 0; write_next(conn); n++)
		if (n == MESSAGES_AT_ONCE || lws_send_pipe_choked(conn->wsi)) {
			conn_more(conn);
			return 0;
		}
	if (conn->code == 1006)
		return -1;
	return conn->code && !lws_send_pipe_choked(conn->wsi) ? say_close(conn) : 0;
}

static eef_close_reason why(eef_status st)
{
	switch (st) {
	case EEF_E_JSON: return EEF_CLOSE_BAD_TEXT;
	case EEF_E_TOO_BIG: return EEF_CLOSE_TOO_BIG;
	case EEF_E_INVAL: return EEF_CLOSE_PROTOCOL;
	default: return EEF_CLOSE_RESTART;
	}
}

int conn_received(struct conn *conn, const char *bytes, size_t len)
{
	eef_status st;

	if (!conn->sub)
		return 0;
	if (lws_frame_is_binary(conn->wsi)) {
		conn_end(conn, EEF_CLOSE_PROTOCOL);
		return 0;
	}
	if (len > CONN_MESSAGE_MAX - conn->message_len) {
		conn_end(conn, EEF_CLOSE_TOO_BIG);
		return 0;
	}
	memcpy(conn->message + conn->message_len, bytes, len);
	conn->message_len += len;
	if (!lws_is_final_fragment(conn->wsi) || lws_remaining_packet_payload(conn->wsi) > 0)
		return 0;
	st = eef_sub_message(conn->sub, conn->message, conn->message_len);
	conn->message_len = 0;
	if (st != EEF_OK)
		conn_end(conn, why(st));
	return 0;
}

/* Either the time to take what is under way is over, or it is time to look whether anything was taken. */
int conn_timer(struct conn *conn)
{
	conn->ticking = false;
	if (conn->code) {
		say_close(conn);
		return -1;
	}
	if (!conn->waiting)
		return 0;
	if (conn->moved == conn->moved_then && queued(conn) >= conn->queued_then)
		conn_end(conn, EEF_CLOSE_SLOW);
	else
		conn_more(conn);
	return 0;
}
