#include "engine.h"

std::unique_ptr<Engine> build_engine(int blades);

std::unique_ptr<Engine> build_engine(int blades)
{
	if (blades < 3)
		return nullptr;
	std::unique_ptr<Turbine> made(new Turbine());
	made->blades = blades - blades % 3;
	return made;
}
