#pragma once

struct clock {
	long ticks;
};

struct clock *clock_open(void);
