#include "lamp.h"

Lamp *Lamp::New()
{
	return new Self;
}
