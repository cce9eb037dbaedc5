#include "legacy.h"

namespace legacy {

namespace {

int doubled(int power)
{
	return power * 2;
}

} // namespace

// Makes an engine.
// The old way.
core::Engine *make_engine(int p)
{
	return new core::Engine(p * 2);
}

int horses(int power)
{
	core::Engine *made = make_engine(power);
	int all = made->power() + doubled(power);

	delete made;
	return all;
}

} // namespace legacy
