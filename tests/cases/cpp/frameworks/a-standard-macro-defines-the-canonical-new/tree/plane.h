#ifndef PLANE_H
#define PLANE_H

class Plane {
public:
	static Plane *New();
	double normal[3];
};

#endif
