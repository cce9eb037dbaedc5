#include "capi/capi.h"
#include "check.hpp"
#include "lumen/bus.hpp"
#include "lumen/dimmer.hpp"
#include "lumen/effect.hpp"
#include "lumen/legacy/compat.hpp"

static void check(const std::unique_ptr<lumen::Fixture> &fixture, const char *name, int channel)
{
	CHECK(fixture && fixture->name() == name && fixture->channel() == channel && fixture->level() == 0);
}

// Stands where a fixture stands, and never lights.
class BlownFixture : public lumen::Fixture {
public:
	static std::unique_ptr<BlownFixture> create() { return std::make_unique<BlownFixture>(); }
	BlownFixture() : Fixture("blown", 1) {}
};

int main()
{
	check(lumen::Fixture::create("a", -1), "a", 1);
	check(lumen::make_fixture("b", 2), "b", 2);
	check(lumen::legacy::new_lamp("c", 0), "c", 1);
	CHECK(BlownFixture::create()->level() == 0);

	lumen_fixture *plain = lumen_fixture_new("d", 5);
	CHECK(lumen_fixture_channel(plain) == 5);
	lumen_fixture_free(plain);

	std::unique_ptr<lumen::Dimmer> dimmer;
	CHECK(lumen::open_dimmer(0, &dimmer) == lumen::Status::bad_maximum && !dimmer);
	CHECK(lumen::open_dimmer(9, &dimmer) == lumen::Status::ok && dimmer->limit(10) == 9);

	lumen::Bus *bus = lumen::make_bus("usb");
	CHECK(bus->levels.size() == 512 && bus->port == "usb");
	lumen::free_bus(bus);
	bus = lumen::make_bus(3);
	CHECK(bus->levels.size() == 3);
	lumen::free_bus(bus);
	lumen::free_bus(lumen::make_bus());

	auto strobe = lumen::make_effect<lumen::Strobe>();
	CHECK(strobe->step(9) == 9 && strobe->clone()->step(9) == 0);
}
