#ifndef OVEN_STATE_H
#define OVEN_STATE_H

struct state {
	int heat;
};

struct state *state_new(int heat);

#endif
