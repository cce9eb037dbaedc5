#include "lamp.h"

struct Room {
	light::Lamp *lamp;
};

void furnish(Room &room);

void furnish(Room &room)
{
	room.lamp = new light::Candle();
	room.lamp->watts = 40;
}
