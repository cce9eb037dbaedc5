// Names of the first release.
#pragma once

#include "beacon/light.hpp"

namespace beacon::legacy {

Light *new_light(const char *owner, unsigned limit);

} // namespace beacon::legacy
