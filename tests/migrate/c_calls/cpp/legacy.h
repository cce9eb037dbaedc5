#pragma once
#include "engine.h"

namespace legacy {

core::Engine *make_engine(int power);
int horses(int power);

} // namespace legacy
