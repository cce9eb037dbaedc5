#include "lumen/show.hpp"

namespace lumen {

std::shared_ptr<Show> Show::create(const std::string &title)
{
	return std::shared_ptr<Show>(new Show(title));
}

} // namespace lumen
