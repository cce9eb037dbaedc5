#include <sstream>

#include "lumen/show.hpp"

namespace lumen {

std::shared_ptr<Show> ShowLoader::load(const std::string &text) const
{
	std::istringstream lines(text);
	std::string title;
	std::getline(lines, title);
	std::shared_ptr<Show> show(new Show("loaded " + title));
	while (std::getline(lines, title))
		show->add(make_scene(title));
	return show;
}

} // namespace lumen
