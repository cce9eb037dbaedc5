#ifndef LAMP_STATE_H
#define LAMP_STATE_H

struct state {
	int is_on;
	int colour;
};

#endif
