/* Who may become a connection: the gate, step by step, and the answers to those who may not. */
#include "runtime/lws/upgrade.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "runtime/lws/conn.h"
#include "runtime/lws/query.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define ARGUMENTS_MAX 64
#define ARGUMENT_MAX 1024

struct eef_lws_request {
	struct lws *wsi;
};

/* One argument of the URL; 0 when there are no more, else its length + 1. */
static size_t argument_copy(struct lws *wsi, int i, char buf[ARGUMENT_MAX])
{
	int len = lws_hdr_fragment_length(wsi, WSI_TOKEN_HTTP_URI_ARGS, i);

	if (len <= 0)
		return 0;
	len = lws_hdr_copy_fragment(wsi, buf, ARGUMENT_MAX, WSI_TOKEN_HTTP_URI_ARGS, i);
	if (len < 0) {
		buf[0] = '\0'; /* longer than anything that we look for */
		return 1;
	}
	return (size_t)len + 1;
}

eef_status eef_lws_argument(eef_lws_request *request, const char *name, char *buf, size_t cap)
{
	char argument[ARGUMENT_MAX];
	eef_status st = EEF_E_STALE;

	if (!request || !name || !buf || cap == 0)
		return EEF_E_INVAL;
	for (int i = 0; i < ARGUMENTS_MAX; i++) {
		size_t len = argument_copy(request->wsi, i, argument);
		const char *value = len ? query_value(argument, len - 1, name) : NULL;

		if (!len)
			break;
		if (!value)
			continue;
		if (st == EEF_OK || strlen(value) >= cap)
			return st == EEF_OK ? EEF_E_STALE : EEF_E_TOO_BIG;
		memcpy(buf, value, strlen(value) + 1);
		st = EEF_OK;
	}
	return st;
}

static const struct {
	const char *name;
	enum lws_token_indexes token;
} known[] = {
	{ "authorization", WSI_TOKEN_HTTP_AUTHORIZATION },
	{ "cookie", WSI_TOKEN_HTTP_COOKIE },
	{ "host", WSI_TOKEN_HOST },
	{ "origin", WSI_TOKEN_ORIGIN },
	{ "sec-websocket-protocol", WSI_TOKEN_PROTOCOL },
	{ "user-agent", WSI_TOKEN_HTTP_USER_AGENT },
};

static eef_status copied(int len, int got)
{
	return len <= 0 ? EEF_E_STALE : got < 0 ? EEF_E_TOO_BIG : EEF_OK;
}

eef_status eef_lws_header(eef_lws_request *request, const char *name, char *buf, size_t cap)
{
	char custom[64];
	int n;

	if (!request || !name || !buf || cap == 0)
		return EEF_E_INVAL;
	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (strcmp(known[i].name, name) == 0)
			return copied(lws_hdr_total_length(request->wsi, known[i].token),
				lws_hdr_copy(request->wsi, buf, (int)cap, known[i].token));
	n = snprintf(custom, sizeof(custom), "%s:", name);
	if (n >= (int)sizeof(custom))
		return EEF_E_INVAL;
	return copied(lws_hdr_custom_length(request->wsi, custom, n),
		lws_hdr_custom_copy(request->wsi, buf, (int)cap, custom, n));
}

/* By the table of tokens: in a header, or else in the URL. */
static int by_token(struct server *server, eef_lws_request *request, char user[EEF_ID_MAX + 1])
{
	char text[QUERY_TOKEN_MAX + 64];
	const char *token = NULL;
	eef_status st = eef_lws_header(request, "authorization", text, sizeof(text));

	if (st == EEF_OK)
		token = query_bearer(text);
	else if (st == EEF_E_STALE && eef_lws_argument(request, "token", text, sizeof(text)) == EEF_OK)
		token = text;
	return token && tokens_find(&server->tokens, token, user) ? 200 : 401;
}

static int authorize(struct server *server, struct lws *wsi, char user[EEF_ID_MAX + 1])
{
	eef_lws_request request = { wsi };
	int status = server->config.authorize ? server->config.authorize(server->config.authorize_ud, &request, user)
					      : by_token(server, &request, user);

	user[EEF_ID_MAX] = '\0';
	return status == 200 || status == 401 || status == 429 || status == 503 ? status : 403;
}

static int check_origin(const struct server *server, struct lws *wsi)
{
	eef_lws_request request = { wsi };
	char origin[256];
	eef_status st;

	if (!server->config.origins)
		return 200;
	st = eef_lws_header(&request, "origin", origin, sizeof(origin));
	if (st == EEF_E_STALE)
		return 200;
	for (const char *const *at = server->config.origins; st == EEF_OK && *at; at++)
		if (strcasecmp(*at, origin) == 0)
			return 200;
	return 403;
}

static int check_handshake(const struct server *server, struct lws *wsi)
{
	eef_lws_request request = { wsi };
	char text[512];

	if (lws_hdr_copy(wsi, text, sizeof(text), WSI_TOKEN_GET_URI) < 0 || strcmp(text, server->config.path) != 0)
		return 404;
	if (lws_hdr_copy(wsi, text, sizeof(text), WSI_TOKEN_VERSION) < 0 || strcmp(text, "13") != 0)
		return 426;
	if (lws_hdr_total_length(wsi, WSI_TOKEN_KEY) != 24 || lws_hdr_total_length(wsi, WSI_TOKEN_HOST) <= 0)
		return 400;
	if (eef_lws_header(&request, "sec-websocket-protocol", text, sizeof(text)) == EEF_OK && !strstr(text, "eef.v1"))
		return 400;
	return 200;
}

/* The value of an argument, or NULL. False: there are two, or it is too long. */
static bool argument_of(struct lws *wsi, const char *name, char *buf, size_t cap, const char **ret)
{
	eef_lws_request request = { wsi };
	char argument[ARGUMENT_MAX];
	int found = 0;
	size_t len;

	for (int i = 0; (len = argument_copy(wsi, i, argument)); i++)
		found += query_value(argument, len - 1, name) != NULL;
	*ret = found ? buf : NULL;
	return found == 0 || (found == 1 && eef_lws_argument(&request, name, buf, cap) == EEF_OK);
}

static int find_place(struct lws *wsi, struct resume *ret)
{
	char epoch_buf[32], after_buf[32];
	const char *epoch, *after;

	return argument_of(wsi, "epoch", epoch_buf, sizeof(epoch_buf), &epoch) &&
			argument_of(wsi, "after", after_buf, sizeof(after_buf), &after) &&
			resume_parse(epoch, after, ret)
		? 200
		: 400;
}

static int status_of(eef_status st)
{
	switch (st) {
	case EEF_OK: return 200;
	case EEF_E_NOT_READY:
	case EEF_E_SHUTDOWN:
	case EEF_E_QUOTA:
	case EEF_E_NOMEM: return 503;
	default: return 403; /* no id that a user can have */
	}
}

static int open_conn(
	struct server *server, eef_sink *sink, struct lws *wsi, const struct resume *resume, const char *user)
{
	eef_sub *sub;
	eef_hello hello;
	struct conn *conn;
	int status = status_of(
		eef_sub_open(sink, user, NULL, resume->given ? resume->epoch : NULL, resume->after, &sub, &hello));

	if (status != 200)
		return status;
	conn = conn_new(server, wsi, sub, &hello, user);
	if (!conn) {
		eef_sub_close(sub, 1013);
		return 503;
	}
	lws_set_opaque_user_data(wsi, conn);
	return 200;
}

static bool is_full(struct server *server)
{
	bool full;

	pthread_mutex_lock(&server->lock);
	full = server->open >= server->config.max_connections;
	pthread_mutex_unlock(&server->lock);
	return full;
}

static int decide(struct server *server, eef_sink *sink, struct lws *wsi)
{
	char user[EEF_ID_MAX + 1] = "";
	struct resume resume;
	int status = check_handshake(server, wsi);

	if (status == 200 && !sink)
		status = 503;
	if (status == 200)
		status = check_origin(server, wsi);
	if (status == 200)
		status = find_place(wsi, &resume);
	if (status == 200)
		status = authorize(server, wsi, user);
	if (status == 200 && is_full(server))
		status = 503;
	return status == 200 ? open_conn(server, sink, wsi, &resume, user) : status;
}

static bool add_header(struct lws *wsi, const char *name, const char *value, unsigned char **at, unsigned char *end)
{
	return lws_add_http_header_by_name(wsi, (const unsigned char *)name, (const unsigned char *)value,
		       (int)strlen(value), at, end) == 0;
}

/* 1 is for libwebsockets: the answer was given. */
static int answer(struct lws *wsi, const struct server *server, int status)
{
	unsigned char buf[LWS_PRE + 512], *start = buf + LWS_PRE, *at = start, *end = buf + sizeof(buf) - 1;
	char seconds[16];

	snprintf(seconds, sizeof(seconds), "%u", (unsigned)server->config.retry_after_s);
	if (lws_add_http_header_status(wsi, (unsigned)status, &at, end) ||
		(status == 503 && !add_header(wsi, "retry-after:", seconds, &at, end)) ||
		(status == 426 && !add_header(wsi, "sec-websocket-version:", "13", &at, end)) ||
		(status == 401 && !add_header(wsi, "www-authenticate:", "Bearer", &at, end)) ||
		lws_add_http_header_content_length(wsi, 0, &at, end) ||
		lws_finalize_write_http_header(wsi, start, &at, end))
		return -1;
	return 1;
}

int upgrade_decide(struct server *server, struct lws *wsi, const char *wanted)
{
	eef_sink *sink = server_sink(server);
	int status;

	if (strcasecmp(wanted, "websocket") != 0)
		return -1;
	status = decide(server, sink, wsi);
	if (status == 200)
		return 0;
	if (sink)
		eef_sink_upgrade(sink, status);
	return answer(wsi, server, status);
}

int upgrade_missing(struct lws *wsi)
{
	if (lws_return_http_status(wsi, 404, NULL))
		return -1;
	return lws_http_transaction_completed(wsi);
}
