#include "beacon/legacy.hpp"

namespace beacon::legacy {

Light *new_light(int channel)
{
	if (channel < 1)
		return nullptr;
	Light *light = new Light(channel);
	light->is_lit = true;
	return light;
}

} // namespace beacon::legacy
