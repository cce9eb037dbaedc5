#include "lamp.h"

Lamp *lamp_new(int watts)
{
	auto *lamp = new Lamp();

	lamp->watts = watts;
	return lamp;
}
