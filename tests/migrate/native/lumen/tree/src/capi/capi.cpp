#include "capi/capi.h"

#include "lumen/legacy/fixture.hpp"

using lumen::Fixture;

extern "C" lumen_fixture *lumen_fixture_new(const char *name, int channel)
{
	return reinterpret_cast<lumen_fixture *>(Fixture::create(name, channel).release());
}

extern "C" void lumen_fixture_free(lumen_fixture *fixture)
{
	delete reinterpret_cast<Fixture *>(fixture);
}

extern "C" int lumen_fixture_channel(const lumen_fixture *fixture)
{
	return reinterpret_cast<const Fixture *>(fixture)->channel();
}
