#include "crane.hpp"

namespace yard {

std::unique_ptr<Crane> make_crane(int height)
{
	std::unique_ptr<Crane> crane(new Crane());

	crane->height = height * 2;
	crane->name = "depot";
	return crane;
}

}
