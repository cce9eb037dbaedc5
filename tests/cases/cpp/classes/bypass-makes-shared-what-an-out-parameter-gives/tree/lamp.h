#ifndef LAMP_H
#define LAMP_H

#include <memory>

struct Lamp {
	int watts = 0;
	bool dims = false;
};

bool create_lamp(int watts, std::unique_ptr<Lamp> *ret);

#endif
