#ifndef KETTLE_H
#define KETTLE_H

struct kettle {
	int litres;
	int heat;
	const char *maker;
};

#endif
