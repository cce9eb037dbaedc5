// Fixtures are in lumen/fixture.hpp.
#pragma once

#include "lumen/fixture.hpp"
