// Presets: scenes that every hall has.
#pragma once

#include "lumen/show.hpp"

namespace desk {

std::shared_ptr<lumen::Show> opening();
std::unique_ptr<lumen::Scene> preset(const std::string &name);

} // namespace desk
