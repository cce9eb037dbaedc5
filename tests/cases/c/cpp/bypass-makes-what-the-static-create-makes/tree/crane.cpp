#include "crane.hpp"

namespace yard {

std::unique_ptr<Crane> Crane::create(int height)
{
	auto crane = std::make_unique<Crane>();

	crane->height = height;
	return crane;
}

}
