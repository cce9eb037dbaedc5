#include "clamp.hpp"
#include "lumen/legacy/compat.hpp"

namespace lumen::legacy {

std::unique_ptr<Lamp> new_lamp(const std::string &name, int channel)
{
	auto lamp = std::make_unique<Fixture>(name, at_least(channel, 1));
	lamp->set_level(0);
	return lamp;
}

} // namespace lumen::legacy
