#include "lamp.h"

Lamp *Lamp::Clone() const
{
	auto *copy = new Lamp();

	copy->watts = watts;
	return copy;
}
