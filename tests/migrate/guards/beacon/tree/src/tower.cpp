#include "tower.hpp"

#include "beacon/legacy.hpp"
#include "beacon/light.hpp"

namespace {

beacon::Light *create_light(const char *owner, unsigned limit)
{
	if (limit == 0)
		return nullptr;
	beacon::Light *light = new beacon::Light(owner, limit);
	light->is_lit = true;
	return light;
}

} // namespace

namespace beacon {

bool tower_shines(const char *left, const char *right)
{
	Light *first = create_light(left, 1), *second = make_light(right, 2), *third = legacy::new_light(right, 3), *fourth = make_light(left, 4);
	bool shines = first && second && third && fourth && first->is_lit && second->is_lit;

	drop_light(first);
	drop_light(second);
	drop_light(third);
	drop_light(fourth);
	return shines;
}

} // namespace beacon
