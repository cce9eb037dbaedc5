// The board: fixtures that somebody plays by hand.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <lumen/dimmer.hpp>
#include <lumen/legacy/fixture.hpp>

namespace desk {

class Board {
public:
	explicit Board(int maximum);
	lumen::Fixture &plug(const std::string &name, int channel);
	lumen::Fixture &plug_spare();
	int set_all(int level);
	std::size_t size() const { return fixtures_.size(); }

private:
	std::vector<std::unique_ptr<lumen::Fixture>> fixtures_;
	std::unique_ptr<lumen::Dimmer> dimmer_;
};

} // namespace desk
