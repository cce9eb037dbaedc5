/* The unconfirmed events of one user: a ring that grows, with promised room. */
#include "runtime/outbox.h"

void outbox_init(struct outbox *outbox)
{
	pthread_mutex_init(&outbox->lock, NULL);
}

void outbox_release(struct outbox *outbox)
{
	while (outbox->count > 0)
		event_free(outbox_take_first(outbox));
	free(outbox->ring);
	pthread_mutex_destroy(&outbox->lock);
}

struct event *event_new(size_t cap)
{
	struct event *event = malloc(sizeof(*event) + cap);

	if (event)
		*event = (struct event){ .cap = (uint32_t)cap };
	return event;
}

void event_free(struct event *event)
{
	if (!event)
		return;
	sodium_memzero(event, sizeof(*event) + event->cap);
	free(event);
}

static bool grow(struct outbox *outbox, uint32_t needed)
{
	uint32_t room = outbox->room ? outbox->room : 8;
	struct event **ring;

	while (room < needed)
		room *= 2;
	if (room == outbox->room)
		return true;
	ring = malloc(room * sizeof(struct event *));
	if (!ring)
		return false;
	for (uint32_t i = 0; i < outbox->count; i++)
		ring[i] = outbox->ring[(outbox->first + i) & (outbox->room - 1)];
	free(outbox->ring);
	outbox->ring = ring;
	outbox->room = room;
	outbox->first = 0;
	return true;
}

eef_status outbox_promise(struct outbox *outbox, const struct outbox_limits *limits, uint32_t count, size_t bytes)
{
	uint32_t needed = outbox->count + outbox->promised + count;

	if (bytes > limits->bytes)
		return EEF_E_TOO_BIG;
	if (needed > limits->events || outbox->bytes + outbox->promised_bytes + bytes > limits->bytes) {
		outbox->refused = bytes;
		return EEF_E_BACKPRESSURE;
	}
	if (!grow(outbox, needed))
		return EEF_E_NOMEM;
	outbox->promised += count;
	outbox->promised_bytes += bytes;
	outbox->refused = 0;
	return EEF_OK;
}

void outbox_forgo(struct outbox *outbox, uint32_t count, size_t bytes)
{
	assert(outbox->promised >= count && outbox->promised_bytes >= bytes);
	outbox->promised -= count;
	outbox->promised_bytes -= bytes;
}

void outbox_put(struct outbox *outbox, struct event *event)
{
	outbox_forgo(outbox, 1, event->cap);
	outbox->ring[(outbox->first + outbox->count++) & (outbox->room - 1)] = event;
	outbox->bytes += event->cap;
}

uint64_t outbox_oldest(const struct outbox *outbox)
{
	return outbox->newest + 1 - outbox->count;
}

struct event *outbox_find(const struct outbox *outbox, uint64_t offset)
{
	uint64_t oldest = outbox_oldest(outbox);

	if (offset < oldest || offset > outbox->newest)
		return NULL;
	return outbox->ring[(outbox->first + (uint32_t)(offset - oldest)) & (outbox->room - 1)];
}

struct event *outbox_take_first(struct outbox *outbox)
{
	struct event *event = outbox->ring[outbox->first];

	outbox->ring[outbox->first] = NULL;
	outbox->first = (outbox->first + 1) & (outbox->room - 1);
	outbox->count--;
	outbox->bytes -= event->cap;
	return event;
}
