#include "uplink.h"

#include <stdlib.h>

#include "packet.h"

static int new_packet(struct packet **out, uint8_t kind)
{
	struct packet *fresh = malloc(sizeof(*fresh));
	if (fresh == NULL)
		return -1;
	fresh->kind = kind;
	fresh->length = 0;
	*out = fresh;
	return 0;
}

int uplink_send(const struct series *s, unsigned *checksum)
{
	struct packet *p;
	if (new_packet(&p, 'S') < 0)
		return -1;
	for (size_t i = 0; i < s->count; i++) {
		uint8_t rounded = (uint8_t)s->values[i];
		if (packet_put(p, &rounded, sizeof rounded) < 0)
			break;
	}
	*checksum = packet_sum(p);
	packet_free(p);
	return 0;
}

int uplink_beat(unsigned *checksum)
{
	struct packet *p;
	if (new_packet(&p, 'B') < 0)
		return -1;
	*checksum = packet_sum(p);
	packet_free(p);
	return 0;
}
