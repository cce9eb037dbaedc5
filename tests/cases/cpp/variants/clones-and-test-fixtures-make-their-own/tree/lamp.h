#ifndef LAMP_H
#define LAMP_H

struct Lamp {
	int watts;
	Lamp *Clone() const;
};

Lamp *lamp_new(int watts);

#endif
