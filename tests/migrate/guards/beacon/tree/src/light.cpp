#include "beacon/light.hpp"

namespace beacon {

Light::Light(const char *whose, unsigned most) : owner(), limit(most), is_lit(false)
{
	for (unsigned i = 0; whose[i] && i + 1 < sizeof(owner); i++)
		owner[i] = whose[i];
}

Light *make_light(const char *owner, unsigned limit)
{
	if (limit == 0)
		return nullptr;
	Light *light = new Light(owner, limit);
	light->is_lit = true;
	return light;
}

void drop_light(Light *light)
{
	delete light;
}

} // namespace beacon
