#include "lamp.h"

Plug *Plug::New()
{
	return new Self;
}
