#ifndef LAMP_STATE_H
#define LAMP_STATE_H

typedef struct {
	int is_on;
	int colour;
} state_t;

state_t *lamp_state_new(int colour);

#endif
