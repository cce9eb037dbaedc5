#include "engine.h"

namespace core {

Engine *make_engine(int power)
{
	return new Engine(power * 2);
}

Engine *make_engine(int power, int gears)
{
	return make_engine(power * gears);
}

} // namespace core
