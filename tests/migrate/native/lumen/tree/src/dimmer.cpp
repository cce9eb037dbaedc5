#include "lumen/dimmer.hpp"

namespace lumen {

Status open_dimmer(int maximum, std::unique_ptr<Dimmer> *out)
{
	if (maximum < 1 || maximum > 255)
		return Status::bad_maximum;
	auto dimmer = std::make_unique<Dimmer>();
	dimmer->maximum = maximum;
	*out = std::move(dimmer);
	return Status::ok;
}

} // namespace lumen
