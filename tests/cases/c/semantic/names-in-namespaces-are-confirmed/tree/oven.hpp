#pragma once

#include <memory>

namespace bakery {

struct Oven {
	int degrees = 0;
	static std::unique_ptr<Oven> create(int degrees);
};

std::unique_ptr<Oven> hot_oven(int degrees);

} // namespace bakery
