#include "lamp.h"

class Room {
public:
	void furnish();

private:
	std::shared_ptr<Lamp> lamp;
};

void Room::furnish()
{
	lamp = std::make_shared<Lamp>();
	lamp->watts = 40;
}
