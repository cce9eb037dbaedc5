#include "lumen/scene.hpp"

namespace lumen {

std::unique_ptr<Scene> make_scene(const std::string &title)
{
	auto scene = std::make_unique<Scene>();
	scene->title = title.empty() ? "untitled" : title;
	return scene;
}

std::unique_ptr<Scene> make_scene(const std::string &title, int channels)
{
	auto scene = make_scene(title);
	scene->levels.assign(static_cast<std::size_t>(channels), 0);
	scene->is_dark = true;
	return scene;
}

std::unique_ptr<Scene> dark_scene()
{
	return make_scene("dark", 4);
}

int brightness(const Scene &scene)
{
	int sum = 0;
	for (int level : scene.levels)
		sum += level;
	return sum;
}

} // namespace lumen
