#include "beacon/legacy.hpp"

namespace beacon::legacy {

Light *new_light(const char *owner, unsigned limit)
{
	if (limit == 0)
		return nullptr;
	Light *light = new Light(owner, limit);
	light->is_lit = true;
	return light;
}

} // namespace beacon::legacy
