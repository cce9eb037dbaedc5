#include "packet.h"

#include <stdlib.h>
#include <string.h>

int packet_make(struct packet **out, uint8_t kind)
{
	struct packet *p = malloc(sizeof(*p));
	if (p == NULL)
		return -1;
	p->kind = kind;
	p->length = 0;
	*out = p;
	return 0;
}

void packet_free(struct packet *p)
{
	free(p);
}

int packet_put(struct packet *p, const void *bytes, size_t length)
{
	if (length > sizeof p->payload - p->length)
		return -1;
	memcpy(p->payload + p->length, bytes, length);
	p->length += length;
	return 0;
}

uint8_t packet_sum(const struct packet *p)
{
	uint8_t sum = p->kind;
	for (size_t i = 0; i < p->length; i++)
		sum = (uint8_t)(sum + p->payload[i]);
	return sum;
}
