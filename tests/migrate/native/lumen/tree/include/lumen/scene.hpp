// A scene: levels, channel by channel, under a title.
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace lumen {

struct Scene {
	std::string title;
	std::vector<int> levels;
	bool is_dark = false;
};

std::unique_ptr<Scene> make_scene(const std::string &title);
std::unique_ptr<Scene> make_scene(const std::string &title, int channels); // all of them dark
std::unique_ptr<Scene> dark_scene();

int brightness(const Scene &scene);

} // namespace lumen
