#include "lamp.h"

namespace light {

Candle *lamp_new(int watts)
{
	auto *lamp = new Bulb();

	lamp->watts = watts;
	return lamp;
}

}
