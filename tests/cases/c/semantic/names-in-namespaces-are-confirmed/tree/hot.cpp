#include "oven.hpp"

namespace bakery {

std::unique_ptr<Oven> hot_oven(int degrees)
{
	auto hot = std::make_unique<Oven>();
	hot->degrees = degrees;
	return hot;
}

} // namespace bakery
