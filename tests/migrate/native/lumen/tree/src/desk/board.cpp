#include "desk/board.hpp"

#include "lumen/legacy/compat.hpp"

namespace desk {

using namespace lumen;

namespace {

Status acquire_dimmer(int maximum, std::unique_ptr<Dimmer> *out)
{
	if (maximum < 1 || maximum > 255)
		return Status::bad_maximum;
	auto fresh = std::make_unique<Dimmer>();
	fresh->maximum = maximum;
	*out = std::move(fresh);
	return Status::ok;
}

} // namespace

Board::Board(int maximum)
{
	if (acquire_dimmer(maximum, &dimmer_) != Status::ok)
		acquire_dimmer(255, &dimmer_);
}

Fixture &Board::plug(const std::string &name, int channel)
{
	fixtures_.push_back(legacy::new_lamp(name, channel));
	return *fixtures_.back();
}

// Off the patch: channel 0 is no mistake here.
Fixture &Board::plug_spare()
{
	fixtures_.push_back(std::make_unique<Fixture>("spare", 0));
	return *fixtures_.back();
}

int Board::set_all(int level)
{
	for (auto &fixture : fixtures_)
		fixture->set_level(dimmer_->limit(level));
	return dimmer_->limit(level);
}

} // namespace desk
