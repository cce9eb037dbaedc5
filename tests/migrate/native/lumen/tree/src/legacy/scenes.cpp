#include "lumen/legacy/compat.hpp"

namespace lumen::legacy {

std::unique_ptr<Scene> make_scene(const std::string &title)
{
	auto scene = std::make_unique<Scene>();
	scene->title = title.empty() ? "untitled" : title;
	return scene;
}

// The first version had no titles that were not given.
std::unique_ptr<Scene> empty_scene(const std::string &title)
{
	auto empty = std::make_unique<Scene>();
	empty->title = title;
	return empty;
}

} // namespace lumen::legacy
