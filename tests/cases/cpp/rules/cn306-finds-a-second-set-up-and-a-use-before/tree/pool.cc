#include "engine.h"

namespace {

struct Pool {
	int left;
};

} // namespace

static Pool *pool;

void init_pool(int size)
{
	pool = new Pool{size};
}

void close_pool()
{
	delete pool;
	pool = nullptr;
}

std::unique_ptr<Engine> take_engine()
{
	return std::make_unique<Engine>(pool->left--);
}
