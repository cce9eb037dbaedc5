#include "presets.hpp"

#include "lumen/legacy/compat.hpp"

namespace desk {

namespace old = lumen::legacy;

std::shared_ptr<lumen::Show> opening()
{
	auto show = lumen::Show::create("opening");
	show->add(old::make_scene("doors"));
	show->add(lumen::legacy::make_scene(""));
	show->add(old::empty_scene(""));
	show->add(lumen::dark_scene());
	return show;
}

std::unique_ptr<lumen::Scene> preset(const std::string &name)
{
	using namespace lumen::legacy;
	auto scene = make_scene(name);
	scene->levels.push_back(100);
	return scene;
}

} // namespace desk
