// A tower with a light at each side.
#pragma once

#include "beacon/light.hpp"

namespace beacon {

bool tower_shines(int left, int right);

} // namespace beacon
