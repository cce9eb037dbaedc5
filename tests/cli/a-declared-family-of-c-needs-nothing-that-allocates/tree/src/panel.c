#include "meter.h"

static struct meter *slots[16];

struct meter *meter_of_panel(int channel)
{
	for (int i = 0; i < 16; i++)
		if (slots[i] && i != channel)
			slots[i] = 0;
	return slots[channel];
}
