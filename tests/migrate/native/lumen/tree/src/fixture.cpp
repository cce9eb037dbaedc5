#include "lumen/fixture.hpp"

#include "clamp.hpp"

namespace lumen {

std::unique_ptr<Fixture> Fixture::create(const std::string &name, int channel)
{
	auto fixture = std::make_unique<Fixture>(name, at_least(channel, 1));
	fixture->set_level(0);
	return fixture;
}

std::unique_ptr<Fixture> make_fixture(const std::string &name, int channel)
{
	return Fixture::create(name, channel);
}

} // namespace lumen
