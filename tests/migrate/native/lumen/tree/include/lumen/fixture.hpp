// A fixture: a lamp on a channel of the bus.
#pragma once

#include <memory>
#include <string>

namespace lumen {

class Fixture {
public:
	// Channels count from 1; what is below is 1.
	static std::unique_ptr<Fixture> create(const std::string &name, int channel);

	Fixture(std::string name, int channel) : name_(std::move(name)), channel_(channel) {}

	const std::string &name() const { return name_; }
	int channel() const { return channel_; }
	int level() const { return level_; }
	void set_level(int level) { level_ = level; }

private:
	std::string name_;
	int channel_;
	int level_ = 0;
};

// The same for code that would rather have a function.
std::unique_ptr<Fixture> make_fixture(const std::string &name, int channel);

} // namespace lumen
