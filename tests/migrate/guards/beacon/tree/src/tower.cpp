#include "tower.hpp"

#include "beacon/legacy.hpp"
#include "beacon/light.hpp"

namespace {

beacon::Light *create_light(int channel)
{
	if (channel < 1)
		return nullptr;
	beacon::Light *light = new beacon::Light(channel);
	light->is_lit = true;
	return light;
}

} // namespace

namespace beacon {

bool tower_shines(int left, int right)
{
	Light *first = create_light(left), *second = make_light(right), *third = legacy::new_light(right), *fourth = make_light(1);
	bool shines = first && second && third && fourth && first->is_lit && second->is_lit;

	delete first;
	delete second;
	delete third;
	delete fourth;
	return shines;
}

} // namespace beacon
