#include "beacon/light.hpp"

namespace beacon {

Light *make_light(int channel)
{
	if (channel < 1)
		return nullptr;
	Light *light = new Light(channel);
	light->is_lit = true;
	return light;
}

} // namespace beacon
