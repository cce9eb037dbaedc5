#include <cstdio>
#include "legacy.h"

using legacy::make_engine;

int main()
{
	core::Engine *all[] = { legacy::make_engine(2), make_engine(3), ::legacy::make_engine(4), core::make_engine(5, 6) };
	int sum = 0;

	for (core::Engine *engine : all) {
		sum += engine->power();
		delete engine;
	}
	std::printf("%d %d\n", sum, legacy::horses(7));
}
