#include "../../include/lumen/effect.hpp"

namespace lumen {

int Fade::step(int level)
{
	return level > by_ ? level - by_ : 0;
}

std::unique_ptr<Effect> Fade::clone() const
{
	return std::make_unique<Fade>(*this);
}

int Strobe::step(int level)
{
	is_on_ = !is_on_;
	return is_on_ ? level : 0;
}

std::unique_ptr<Effect> Strobe::clone() const
{
	return std::make_unique<Strobe>(*this);
}

} // namespace lumen
