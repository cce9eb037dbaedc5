#include "engine.h"

/* In this order it is right. */
static int run_in_order(int size)
{
	init_pool(size);
	int left = take_engine()->size();
	close_pool();
	return left;
}

static int run_in_a_hurry(int limit)
{
	EngineRegistry::configure(limit);
	EngineRegistry::configureLater(limit);
	auto later = [limit]() { EngineRegistry::configure(limit); };
	if (limit > 1)
		later();
	EngineRegistry::configure(limit + 1);
	return EngineRegistry::instance()->limit();
}

int main(int argc, char **)
{
	int first = take_engine()->size();

	first += run_in_order(argc);
	return first + run_in_a_hurry(argc);
}
