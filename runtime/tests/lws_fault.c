/* Every allocation of libeef-lws fails once, and from there on: the bridge says so, serves whom it can, and leaves nothing. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <eef_lws.h>

#define TOKEN "0123456789abcdefghijklmnopqrstuv"
#define POINTS_MAX 1000

static _Atomic long countdown; /* calls until one fails; negative: none does */
static _Atomic bool persists;
static _Atomic bool fired;

static bool fails(void)
{
	long left = atomic_load(&countdown);

	if (left < 0 || (left == 0 && !atomic_load(&persists) && atomic_load(&fired)))
		return false;
	if (left > 0 && atomic_fetch_sub(&countdown, 1) > 0)
		return false;
	atomic_store(&fired, true);
	return true;
}

void *__real_calloc(size_t n, size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_calloc(size_t n, size_t size)
{
	return fails() ? NULL : __real_calloc(n, size);
}

void *__real_realloc(void *p, size_t size);
void *__wrap_realloc(void *p, size_t size);
void *__wrap_realloc(void *p, size_t size)
{
	return fails() ? NULL : __real_realloc(p, size);
}

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_malloc(size_t size)
{
	return fails() ? NULL : __real_malloc(size);
}

char *__real_strdup(const char *text);
char *__wrap_strdup(const char *text);
char *__wrap_strdup(const char *text)
{
	return fails() ? NULL : __real_strdup(text);
}

int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*fn)(void *), void *arg);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*fn)(void *), void *arg);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*fn)(void *), void *arg)
{
	return fails() ? 11 : __real_pthread_create(thread, attr, fn, arg);
}

static void must(bool is, const char *what)
{
	if (is)
		return;
	printf("not ok - %s\n0 passed, 1 failed\n", what);
	exit(1);
}

static bool is_fine(eef_status st)
{
	return st == EEF_OK || (st == EEF_E_NOMEM && atomic_load(&fired));
}

/* The status of an upgrade; 0: the connection was cut. Then it is left to the bridge. */
static int knock(int port)
{
	static const char request[] = "GET /ws?token=" TOKEN " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
				      "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
				      "Sec-WebSocket-Version: 13\r\n\r\n";
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = { htonl(INADDR_LOOPBACK) } };
	struct timeval patience = { .tv_sec = 30 };
	char answer[256] = "";
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), status = 0;

	must(fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0, "connect");
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	must(write(fd, request, sizeof(request) - 1) == sizeof(request) - 1, "request");
	if (read(fd, answer, sizeof(answer) - 1) > 12)
		status = atoi(answer + 9);
	close(fd);
	return status;
}

static void serve(eef_bridge *bridge, eef_factory *factory)
{
	eef_status put = eef_lws_token_put(bridge, TOKEN, "ada", 60000);
	int status;

	must(is_fine(put), "a token is taken, or there is no memory for it");
	status = knock(eef_lws_port(bridge));
	must(put != EEF_OK ? status == 401 : status == 101 || atomic_load(&fired), "who has a token comes in while there is memory");
	must(is_fine(eef_lws_close_user(bridge, "ada", EEF_CLOSE_NORMAL)), "connections are closed, or there is no memory to say so");
	must(eef_lws_token_revoke(bridge, TOKEN) == (put == EEF_OK ? EEF_OK : EEF_E_STALE), "a token that was taken goes");
	must(eef_shutdown(factory, 5000) == EEF_OK, "the factory ends");
}

/* Everything once; whether a fault was met. */
static bool scenario(long point, bool stays)
{
	const char *const origins[] = { "https://one.example", "https://two.example", NULL };
	eef_lws_config config;
	eef_bridge *bridge;
	eef_factory *factory;
	eef_config core;
	eef_status st;

	eef_lws_config_init(&config);
	config.origins = origins;
	config.linger_ms = 200;
	atomic_store(&fired, false);
	atomic_store(&persists, stays);
	atomic_store(&countdown, point);
	st = eef_bridge_lws_new(&config, &bridge);
	must(is_fine(st), "a bridge opens, or there is no memory for it");
	if (st == EEF_OK) {
		eef_config_init(&core);
		core.max_engines = 16;
		must(eef_configure(&core, bridge, &factory) == EEF_OK, "the factory takes the bridge");
		serve(bridge, factory);
		must(eef_bridge_free(bridge) == EEF_OK, "the bridge is freed");
	}
	atomic_store(&countdown, -1);
	return atomic_load(&fired);
}

int main(void)
{
	int passed = 0;

	for (int stays = 0; stays < 2; stays++)
		for (long point = 0; scenario(point, stays); point++) {
			must(point < POINTS_MAX, "the loop ends");
			passed++;
		}
	must(passed > 10, "faults were met");
	printf("%d passed, 0 failed\n", passed);
	return 0;
}
