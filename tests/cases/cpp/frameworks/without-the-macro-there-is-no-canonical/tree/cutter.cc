#include "plane.h"

Plane *cutting_plane();

Plane *cutting_plane()
{
	Plane *plane = new Plane();

	plane->normal[2] = 1;
	return plane;
}
