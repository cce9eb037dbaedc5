#include "engine.h"

int Turbine::power()
{
	return blades;
}

std::unique_ptr<Engine> make_engine(int blades)
{
	auto turbine = std::make_unique<Turbine>();

	turbine->blades = blades;
	return turbine;
}
