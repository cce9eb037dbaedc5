#include "engine.h"
#include "legacy.h"

static int run(EngineFactory &factory)
{
	auto first = factory.create("first", 2), second = factory.create("second", 3);

	first->run();
	return first->size() + second->size();
}

int main()
{
	EngineFactory factory;
	LegacyEngineFactory legacy;
	EngineMaker maker;

	factory.configure(4);
	return run(factory) + legacy.create("third")->size() + maker.create("fourth", 1)->size();
}
