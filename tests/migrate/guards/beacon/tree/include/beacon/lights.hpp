// Moved to beacon/light.hpp.
#pragma once
#include "beacon/light.hpp"
