#ifndef OVEN_STATE_H
#define OVEN_STATE_H

typedef struct {
	int heat;
} state_t;

state_t *oven_state_new(int heat);

#endif
