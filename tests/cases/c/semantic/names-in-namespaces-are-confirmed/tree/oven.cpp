#include "oven.hpp"

namespace bakery {

std::unique_ptr<Oven> Oven::create(int degrees)
{
	auto oven = std::make_unique<Oven>();
	oven->degrees = degrees;
	return oven;
}

} // namespace bakery
