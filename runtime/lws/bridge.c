/* The bridge as the core and the host see it: made, configured, attached, drained, freed. */
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "runtime/lws/server.h"

static struct timespec in_ms(uint32_t ms)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	at.tv_sec += ms / 1000;
	at.tv_nsec += (long)(ms % 1000) * 1000000;
	if (at.tv_nsec >= 1000000000) {
		at.tv_sec++;
		at.tv_nsec -= 1000000000;
	}
	return at;
}

static int bridge_ready(void *self)
{
	return 1;
}

static eef_status bridge_attach(void *self, eef_sink *sink)
{
	struct server *server = self;

	pthread_mutex_lock(&server->lock);
	server->sink = sink;
	pthread_mutex_unlock(&server->lock);
	return EEF_OK;
}

static void bridge_wake(void *self)
{
	server_wake(self);
}

static eef_status bridge_drain(void *self, int reason, uint32_t ms)
{
	struct server *server = self;
	struct timespec until = in_ms(ms);
	int rc = 0;

	pthread_mutex_lock(&server->lock);
	server->draining = true;
	server->drain_reason = (eef_close_reason)reason;
	pthread_mutex_unlock(&server->lock);
	server_wake(server);
	pthread_mutex_lock(&server->lock);
	while (server->open > 0 && rc == 0)
		rc = pthread_cond_timedwait(&server->changed, &server->lock, &until);
	pthread_mutex_unlock(&server->lock);
	return rc == 0 ? EEF_OK : EEF_E_TIMEOUT;
}

static void bridge_detach(void *self)
{
	struct server *server = self;

	pthread_mutex_lock(&server->lock);
	server->leaving = true;
	pthread_mutex_unlock(&server->lock);
	server_wake(server);
	pthread_mutex_lock(&server->lock);
	while (server->leaving)
		pthread_cond_wait(&server->changed, &server->lock);
	pthread_mutex_unlock(&server->lock);
}

static void strings_free(char **strings)
{
	for (size_t i = 0; strings && strings[i]; i++)
		free(strings[i]);
	free(strings);
}

/* Of what was never started, too. */
static void server_free(struct server *server)
{
	if (server->context)
		lws_context_destroy(server->context);
	for (struct order *order = server->orders, *next; order; order = next) {
		next = order->next;
		free(order);
	}
	tokens_release(&server->tokens);
	if (server->out)
		sodium_memzero(server->out, server->out_cap);
	free(server->out);
	free(server->address);
	free(server->path);
	strings_free(server->origins);
	pthread_cond_destroy(&server->changed);
	pthread_mutex_destroy(&server->lock);
	free(server);
}

/* A child after fork() has neither the thread nor a right to the connections. */
static void bridge_destroy(void *self)
{
	struct server *server = self;

	if (server->pid != getpid())
		return;
	if (server->started) {
		pthread_mutex_lock(&server->lock);
		server->stop = true;
		pthread_mutex_unlock(&server->lock);
		server_wake(server);
		pthread_join(server->thread, NULL);
	}
	server_free(server);
}

static const eef_bridge_ops ops = {
	.size = sizeof(eef_bridge_ops),
	.abi = EEF_BRIDGE_ABI,
	.ready = bridge_ready,
	.attach = bridge_attach,
	.wake = bridge_wake,
	.drain = bridge_drain,
	.detach = bridge_detach,
	.destroy = bridge_destroy,
};

void eef_lws_config_init(eef_lws_config *config)
{
	if (config)
		*config = (eef_lws_config){ .size = sizeof(*config),
			.address = "127.0.0.1",
			.path = "/ws",
			.max_connections = 4096,
			.stall_ms = 10000,
			.linger_ms = 5000,
			.ping_s = 20,
			.hangup_s = 40,
			.send_buffer_bytes = 262144,
			.retry_after_s = 1 };
}

static eef_status check(const eef_lws_config *config)
{
	if (config->size < sizeof(*config))
		return EEF_E_ABI;
	return config->port >= 0 && config->port <= 65535 && config->path && config->path[0] == '/' &&
			config->max_connections > 0 && config->stall_ms > 0 && config->linger_ms > 0 &&
			config->ping_s > 0 && config->hangup_s > config->ping_s && config->hangup_s <= UINT16_MAX
		? EEF_OK
		: EEF_E_INVAL;
}

static char **strings_copy(const char *const *strings)
{
	size_t n = 0;
	char **copy;

	while (strings[n])
		n++;
	copy = calloc(n + 1, sizeof(*copy));
	for (size_t i = 0; copy && i < n; i++) {
		copy[i] = strdup(strings[i]);
		if (!copy[i]) {
			strings_free(copy);
			return NULL;
		}
	}
	return copy;
}

static eef_status config_copy(struct server *server, const eef_lws_config *config)
{
	server->address = config->address ? strdup(config->address) : NULL;
	server->path = strdup(config->path);
	server->origins = config->origins ? strings_copy(config->origins) : NULL;
	server->config = *config;
	server->config.address = server->address;
	server->config.path = server->path;
	server->config.origins = (const char *const *)server->origins;
	return server->path && !server->address == !config->address && !server->origins == !config->origins
		? EEF_OK
		: EEF_E_NOMEM;
}

static struct server *server_new(void)
{
	struct server *server = sodium_init() >= 0 ? calloc(1, sizeof(*server)) : NULL;
	pthread_condattr_t attr;

	if (!server)
		return NULL;
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&server->changed, &attr);
	pthread_condattr_destroy(&attr);
	pthread_mutex_init(&server->lock, NULL);
	tokens_init(&server->tokens);
	server->pid = getpid();
	return server;
}

/* Listens, though nobody answers yet. */
static eef_status server_listen(struct server *server)
{
	const eef_lws_config *config = &server->config;
	struct lws_context_creation_info info = { 0 };

	server->retry = (lws_retry_bo_t){ .secs_since_valid_ping = (uint16_t)config->ping_s,
		.secs_since_valid_hangup = (uint16_t)config->hangup_s };
	info.iface = config->address;
	info.port = config->port;
	info.protocols = server_protocols;
	info.user = server;
	info.gid = (gid_t)-1;
	info.uid = (uid_t)-1;
	info.timeout_secs = 5;
	info.keepalive_timeout = 5;
	info.retry_and_idle_policy = &server->retry;
	info.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS | LWS_SERVER_OPTION_FAIL_UPON_UNABLE_TO_BIND;
	if (!(config->flags & EEF_LWS_KEEP_LOG))
		lws_set_log_level(0, NULL);
	server->context = lws_create_context(&info);
	if (!server->context)
		return EEF_E_NOMEM;
	server->vhost = lws_create_vhost(server->context, &info);
	if (!server->vhost)
		return EEF_E_IO;
	server->port = lws_get_vhost_listen_port(server->vhost);
	return EEF_OK;
}

/* Takes the server, also when it fails. */
static eef_status server_start(struct server *server, eef_bridge **ret_bridge)
{
	eef_bridge *bridge;
	eef_status st = eef_bridge_from_ops(&ops, server, &bridge);

	if (st != EEF_OK) {
		server_free(server);
		return st;
	}
	server->started = pthread_create(&server->thread, NULL, server_run, server) == 0;
	if (!server->started) {
		eef_bridge_free(bridge);
		return EEF_E_NOMEM;
	}
	*ret_bridge = bridge;
	return EEF_OK;
}

eef_status eef_bridge_lws_new(const eef_lws_config *config, eef_bridge **ret_bridge)
{
	struct server *server;
	eef_status st = config && ret_bridge ? check(config) : EEF_E_INVAL;

	if (st != EEF_OK)
		return st;
	server = server_new();
	if (!server)
		return EEF_E_NOMEM;
	st = config_copy(server, config);
	if (st == EEF_OK)
		st = server_listen(server);
	if (st == EEF_OK)
		return server_start(server, ret_bridge);
	server_free(server);
	return st;
}

static struct server *server_in(const eef_bridge *bridge)
{
	return eef_bridge_self(bridge, bridge_destroy);
}

int eef_lws_port(eef_bridge *bridge)
{
	const struct server *server = server_in(bridge);

	return server ? server->port : -1;
}

eef_status eef_lws_token_put(eef_bridge *bridge, const char *token, const char *user, uint32_t ttl_ms)
{
	struct server *server = server_in(bridge);

	return server ? tokens_put(&server->tokens, token, user, ttl_ms) : EEF_E_INVAL;
}

eef_status eef_lws_token_revoke(eef_bridge *bridge, const char *token)
{
	struct server *server = server_in(bridge);

	return server ? tokens_revoke(&server->tokens, token) : EEF_E_INVAL;
}

eef_status eef_lws_close_user(eef_bridge *bridge, const char *user, eef_close_reason reason)
{
	struct server *server = server_in(bridge);
	struct order *order, **at;

	if (!server || !user || strlen(user) > EEF_ID_MAX ||
		(reason != EEF_CLOSE_NORMAL && reason != EEF_CLOSE_AUTH_EXPIRED && reason != EEF_CLOSE_AUTH_REVOKED &&
			reason != EEF_CLOSE_REPLACED))
		return EEF_E_INVAL;
	order = calloc(1, sizeof(*order));
	if (!order)
		return EEF_E_NOMEM;
	order->reason = reason;
	memcpy(order->user, user, strlen(user) + 1);
	pthread_mutex_lock(&server->lock);
	for (at = &server->orders; *at; at = &(*at)->next)
		;
	*at = order;
	pthread_mutex_unlock(&server->lock);
	server_wake(server);
	return EEF_OK;
}
