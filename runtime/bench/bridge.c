/* What the WebSocket bridge carries: events a second on one connection, and the time from emit to client. */
#include <eef_lws.h>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench.h"

#define TOKEN "a-token-for-the-benchmark"
#define EVENTS 400000u
#define ROUNDS 20000u
#define ACK_EVERY 512

static eef_factory *factory;
static eef_engine engine;

/* A client that counts text frames; they come unmasked and whole. */
struct client {
	int fd;
	unsigned char buf[1 << 18];
	size_t at, end;
};

static struct client client;

static size_t fill(void)
{
	ssize_t n;

	memmove(client.buf, client.buf + client.at, client.end - client.at);
	client.end -= client.at;
	client.at = 0;
	n = recv(client.fd, client.buf + client.end, sizeof(client.buf) - client.end, 0);
	must(n > 0, "recv");
	client.end += (size_t)n;
	return client.end;
}

static const unsigned char *need(size_t bytes)
{
	while (client.end - client.at < bytes)
		fill();
	return client.buf + client.at;
}

static void skip_frame(void)
{
	const unsigned char *head = need(4);
	size_t len = head[1] & 0x7F, extra = len == 126 ? 2 : 0;

	if (extra)
		len = (size_t)head[2] << 8 | head[3];
	need(2 + extra + len);
	client.at += 2 + extra + len;
}

/* With a mask of zeros. */
static void send_ack(unsigned long long offset)
{
	char frame[64];
	int len = snprintf(frame + 6, sizeof(frame) - 6, "{\"op\":\"ack\",\"offset\":%llu}", offset);

	memcpy(frame, "\x81\x00\0\0\0\0", 6);
	frame[1] = (char)(0x80 | len);
	must(send(client.fd, frame, 6 + (size_t)len, 0) == 6 + len, "send");
}

static void connect_client(int port)
{
	static const char request[] = "GET /ws?token=" TOKEN " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
				      "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
				      "Sec-WebSocket-Version: 13\r\n\r\n";
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	int one = 1;

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	client.fd = socket(AF_INET, SOCK_STREAM, 0);
	must(client.fd >= 0 && connect(client.fd, (struct sockaddr *)&to, sizeof(to)) == 0, "connect");
	setsockopt(client.fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	must(send(client.fd, request, strlen(request), 0) == (ssize_t)strlen(request), "send");
	while (!memmem(client.buf, client.end, "\r\n\r\n", 4))
		fill();
	must(memcmp(client.buf, "HTTP/1.1 101", 12) == 0, "upgrade");
	client.at = (size_t)((unsigned char *)memmem(client.buf, client.end, "\r\n\r\n", 4) - client.buf) + 4;
	skip_frame(); /* hello */
}

static void think(void)
{
	eef_event event = EEF_EVENT_INIT;
	eef_status st;

	event.type = EEF_EV_AGENT_THINKING;
	while ((st = eef_emit(factory, engine, &event, NULL)) == EEF_E_BACKPRESSURE)
		eef_emit_wait(factory, engine, 1000);
	must(st == EEF_OK, "emit");
}

static void *think_on(void *arg)
{
	for (unsigned i = 0; i < EVENTS; i++)
		think();
	return NULL;
}

static unsigned long long heard;

static void measure_rate(void)
{
	pthread_t thread;
	uint64_t start = now_ns();
	double rate;

	must(pthread_create(&thread, NULL, think_on, NULL) == 0, "thread");
	for (unsigned i = 0; i < EVENTS; i++) {
		skip_frame();
		if (++heard % ACK_EVERY == 0)
			send_ack(heard);
	}
	rate = EVENTS / ((double)(now_ns() - start) / 1e9);
	pthread_join(thread, NULL);
	printf("%-44s %.0f a second (at least 100000): %s\n", "events on one connection", rate,
		rate >= 100000 ? "met" : "MISSED");
}

static void measure_latency(void)
{
	static uint64_t times[ROUNDS];

	for (unsigned i = 0; i < ROUNDS; i++) {
		uint64_t start = now_ns();

		think();
		skip_frame();
		times[i] = now_ns() - start;
		if (++heard % ACK_EVERY == 0)
			send_ack(heard);
	}
	qsort(times, ROUNDS, sizeof(*times), by_size);
	printf("%-44s %.1f / %.1f us\n", "emit to client, p50 / p99", (double)times[ROUNDS / 2] / 1e3,
		(double)times[ROUNDS / 100 * 99] / 1e3);
}

void bench_bridge(void)
{
	eef_lws_config lws;
	eef_config config;
	eef_bridge *bridge;
	eef_context context = EEF_CONTEXT_INIT;
	eef_event event = EEF_EVENT_INIT;

	eef_lws_config_init(&lws);
	eef_config_init(&config);
	config.outbox_events = 16384;
	config.outbox_bytes = 64 << 20;
	must(eef_bridge_lws_new(&lws, &bridge) == EEF_OK, "bridge");
	must(eef_configure(&config, bridge, &factory) == EEF_OK, "configure");
	must(eef_lws_token_put(bridge, TOKEN, "speaker", 60000) == EEF_OK, "token");
	context.user_id = "speaker";
	context.run_id = "run";
	event.agent = "helper";
	must(eef_create_for_user(factory, &context, &engine) == EEF_OK, "create");
	connect_client(eef_lws_port(bridge));
	must(eef_emit(factory, engine, &event, NULL) == EEF_OK, "emit");
	skip_frame();
	heard = 1;
	measure_rate();
	measure_latency();
	close(client.fd);
	must(eef_shutdown(factory, 5000) == EEF_OK, "shutdown");
	must(eef_bridge_free(bridge) == EEF_OK, "bridge");
}
