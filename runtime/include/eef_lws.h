/* libeef-lws: the WebSocket bridge of libeef, served by libwebsockets in a thread of its own. */
/*
 * What a client sees
 * - GET PATH?epoch=E&after=N, an upgrade to WebSocket, subprotocol eef.v1 or none. Without epoch and after it is a new client
 *   and gets all that is kept for its user; with both it resumes after offset N. Its user is what authorizing says, never
 *   what the client says.
 * - Before the upgrade, in plain HTTP: 400 malformed, 401 or 403 not authorized, 403 wrong origin, 426 another version of
 *   WebSocket, 503 with Retry-After: not configured yet, shutting down, or at a limit. Never a WebSocket that closes at once.
 * - First a hello, {"type":"hello","epoch":"...","oldest":1,"newest":7,"recovered":true}, then events, one object in each text
 *   message, in the order of their offsets. Another hello with "recovered":false comes in between when events were lost.
 * - The client confirms with {"op":"ack","offset":N}, at most 4 KiB. Events that nobody confirms are sent again after a
 *   reconnect: a client drops what has an offset it knows.
 * - Closing codes are those of eef_close_code(): 1012 at shutdown, after everything was sent; 1013 when nothing was taken for
 *   stall_ms (nothing is lost: resume); 1007, 1009, 1002 for what a client did wrong. 1011 never, except for a broken library.
 *
 * How it works
 * One thread does all of it and answers pings, whatever the rest of the process is busy with. Other threads only leave a
 * message and wake it. There is no TLS: bind to the loopback and let a proxy do that.
 *
 * The bridge listens from eef_bridge_lws_new() to eef_bridge_free(), and says 503 whenever no factory is ready behind it. It
 * may be given to eef_configure() again after a shutdown. In a child after fork() it must be left alone.
 *
 * Marks as in eef.h.
 */
#ifndef EEF_LWS_H
#define EEF_LWS_H

#include <eef.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* An upgrade that is being decided on; only inside of authorize. */
typedef struct eef_lws_request eef_lws_request;

/* Copies the value of an argument of the URL, decoded. EEF_E_STALE: there is none, or two; EEF_E_TOO_BIG: more than cap - 1. */
eef_status eef_lws_argument(eef_lws_request *request, const char *name, char *buf, size_t cap);
/* Copies a header; `name` in small letters without colon. As eef_lws_argument(). */
eef_status eef_lws_header(eef_lws_request *request, const char *name, char *buf, size_t cap);

enum { EEF_LWS_KEEP_LOG = 1 }; /* leave the process's log level of libwebsockets alone; else it is silenced */

typedef struct eef_lws_config {
	size_t size;
	const char *address; /* "127.0.0.1"; NULL = every interface */
	int port;            /* 0 = any, see eef_lws_port() */
	const char *path;    /* "/ws"; anything else is 404 */
	const char *const
		*origins; /* NULL-terminated, whole and caseless; NULL = any. Who sends none is no browser: let in */
	uint32_t max_connections;   /* 4096 */
	uint32_t stall_ms;          /* 10000 without progress while there is something to send: 1013 */
	uint32_t linger_ms;         /* 5000 for a closing connection to take what is under way */
	uint32_t ping_s, hangup_s;  /* 20, 40 without a sign of life */
	uint32_t send_buffer_bytes; /* 262144 of the socket; 0 = the system's */
	uint32_t retry_after_s;     /* 1 */
	uint32_t flags;             /* EEF_LWS_... */
	/*
	 * Says who is asking: fills `user` and returns 200, or returns 401, 403, 429 or 503. Runs in the bridge's thread, and all
	 * connections wait for it: it must not block. NULL: the tokens of eef_lws_token_put(), as "Authorization: Bearer T" or
	 * as argument "token".
	 */
	int (*authorize)(void *ud, eef_lws_request *request, char user[EEF_ID_MAX + 1]);
	void *authorize_ud;
} eef_lws_config;

void eef_lws_config_init(eef_lws_config *config); /* [M] the values above */

/* Listens. EEF_E_INVAL, EEF_E_ABI, EEF_E_NOMEM; EEF_E_IO when it cannot, as for a port in use. Freed by eef_bridge_free(). [I] */
eef_status eef_bridge_lws_new(const eef_lws_config *config, eef_bridge **ret_bridge);

/* The rest takes a bridge made by eef_bridge_lws_new(); EEF_E_INVAL for any other. */
int eef_lws_port(eef_bridge *bridge); /* [M] -1 for other bridges */

/*
 * [M] A token lets a client in as `user` for ttl_ms, any number of times; 16..512 bytes that cannot be guessed. Only a keyed
 * hash of it is kept. EEF_E_QUOTA at 65536 tokens that have not expired. Putting the same again replaces it.
 */
eef_status eef_lws_token_put(eef_bridge *bridge, const char *token, const char *user, uint32_t ttl_ms);
eef_status eef_lws_token_revoke(
	eef_bridge *bridge, const char *token); /* [M] EEF_E_STALE: there is none. Closes nothing */

/* [M] Closes the connections that the user has now; EEF_CLOSE_AUTH_EXPIRED, _AUTH_REVOKED, _REPLACED or _NORMAL. */
eef_status eef_lws_close_user(eef_bridge *bridge, const char *user, eef_close_reason reason);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
