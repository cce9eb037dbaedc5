#include "patch.hpp"

#include "../clamp.hpp"
#include "../../include/lumen/legacy/compat.hpp"

namespace desk {

namespace {

std::unique_ptr<lumen::Fixture> spot(const std::string &name, int channel)
{
	auto made = std::make_unique<lumen::Fixture>(name, lumen::at_least(channel, 1));
	made->set_level(0);
	return made;
}

} // namespace

Maker maker_for(const std::string &kind)
{
	using lumen::legacy::new_lamp;
	if (kind == "spot")
		return spot;
	if (kind == "lamp")
		return new_lamp;
	return &lumen::make_fixture;
}

} // namespace desk
