#pragma once

namespace core {

class Engine {
public:
	explicit Engine(int power) : power_(power) {}
	int power() const { return power_; }

private:
	int power_;
};

Engine *make_engine(int power);
Engine *make_engine(int power, int gears);

} // namespace core
