#ifndef KETTLE_H
#define KETTLE_H

struct kettle {
	int litres;
	int heat;
	const char *maker;
};

struct kettle *kettle_new(int litres);

#endif
