/* Who may become a connection. */
#ifndef RUNTIME_LWS_UPGRADE_H
#define RUNTIME_LWS_UPGRADE_H

#include "runtime/lws/server.h"

/* Who may become a connection: decided while HTTP is still spoken, so that every refusal is an HTTP status. */

/* Callback: 0 goes on to WebSocket, with the connection as the opaque data of wsi; else an answer was given. */
int upgrade_decide(struct server *server, struct lws *wsi, const char *wanted);

/* Callback of a request that wants no upgrade. */
int upgrade_missing(struct lws *wsi);

#endif
