#include "lamp.h"

bool create_lamp(int watts, std::unique_ptr<Lamp> *ret)
{
	auto lamp = std::make_unique<Lamp>();

	if (watts <= 0)
		return false;
	lamp->watts = watts;
	*ret = std::move(lamp);
	return true;
}
