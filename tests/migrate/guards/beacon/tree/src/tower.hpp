// A tower with a light at each side.
#pragma once

#include "beacon/light.hpp"

namespace beacon {

bool tower_shines(const char *left, const char *right); // each side for somebody

} // namespace beacon
