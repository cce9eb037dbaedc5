#include "meter.h"

struct meter {
	int channel, scale;
};

static struct meter only;

struct meter *meter_open(int channel)
{
	if (channel < 0 || channel > 15)
		return 0;
	only.channel = channel;
	only.scale = 1 << channel;
	return &only;
}

struct meter *meter_begin(int channel)
{
	return meter_open(channel);
}
