#include "lumen/show.hpp"

namespace lumen {

std::shared_ptr<Show> ShowLoader::load(const std::string &text) const
{
	std::size_t end = text.find('\n');
	std::shared_ptr<Show> show(new Show("loaded " + text.substr(0, end)));
	while (end != std::string::npos) {
		std::size_t begin = end + 1;
		end = text.find('\n', begin);
		show->add(make_scene(text.substr(begin, end == std::string::npos ? end : end - begin)));
	}
	return show;
}

} // namespace lumen
