// The patch: which lamp hangs where, as the hall's list has it.
#pragma once

#include <memory>
#include <string>

#include "lumen/fixture.hpp"

namespace desk {

using Maker = std::unique_ptr<lumen::Fixture> (*)(const std::string &name, int channel);

Maker maker_for(const std::string &kind);

#define DESK_LAMP(channel) ::lumen::legacy::new_lamp("lamp", (channel))

} // namespace desk
