#ifndef ENGINE_H
#define ENGINE_H

#include <memory>

class Engine {
public:
	virtual ~Engine() = default;
	virtual int power() = 0;
};

class Turbine : public Engine {
public:
	int power() override;
	int blades = 12;
};

std::unique_ptr<Engine> make_engine(int blades);

#endif
