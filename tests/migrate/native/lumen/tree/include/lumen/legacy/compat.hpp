// What the previous hall's desk calls: the names of lumen's first version.
#pragma once

#include "lumen/legacy/fixture.hpp"
#include "lumen/scene.hpp"

namespace lumen::legacy {

using Lamp = lumen::Fixture;

std::unique_ptr<Lamp> new_lamp(const std::string &name, int channel);

std::unique_ptr<Scene> make_scene(const std::string &title);
std::unique_ptr<Scene> empty_scene(const std::string &title);

} // namespace lumen::legacy
