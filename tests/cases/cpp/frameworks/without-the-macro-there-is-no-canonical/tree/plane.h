#ifndef PLANE_H
#define PLANE_H

class Plane {
public:
	static Plane *make();
	double normal[3];
};

#endif
