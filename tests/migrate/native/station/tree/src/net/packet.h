/* A packet: bytes with a kind, as they are sent. */
#ifndef NET_PACKET_H
#define NET_PACKET_H

#include <stddef.h>
#include <stdint.h>

struct packet {
	uint8_t kind;
	size_t length;
	uint8_t payload[64];
};

/* 0, or -1 when there is no memory. */
int packet_make(struct packet **out, uint8_t kind);
void packet_free(struct packet *p);
int packet_put(struct packet *p, const void *bytes, size_t length);
uint8_t packet_sum(const struct packet *p);

#endif
