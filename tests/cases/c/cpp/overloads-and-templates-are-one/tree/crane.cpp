#include "crane.hpp"

namespace yard {

std::unique_ptr<Crane> Crane::create(int height)
{
	auto crane = std::make_unique<Crane>();

	crane->height = height;
	return crane;
}

}

namespace yard {

std::unique_ptr<Crane> make(int height)
{
	auto crane = std::make_unique<Crane>();
	crane->height = height;
	return crane;
}

std::unique_ptr<Crane> make(const char *name)
{
	auto crane = std::make_unique<Crane>();
	crane->name = name;
	return crane;
}

}
