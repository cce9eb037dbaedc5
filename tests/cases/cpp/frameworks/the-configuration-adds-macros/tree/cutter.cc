#include "plane.h"

class Cutter {
public:
	void cut();

private:
	Plane *plane;
};

void Cutter::cut()
{
	plane = new Plane();
	plane->normal[2] = 1;
}
