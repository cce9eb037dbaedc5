#ifndef LAMP_H
#define LAMP_H

struct Lamp {
	int watts;
};

Lamp *lamp_new(int watts);

#endif
