#ifndef KETTLE_H
#define KETTLE_H

struct kettle {
	int litres;
	int heat;
	const char *maker;
};

struct kettle *kettle_prepare_steel(int litres);
struct kettle *kettle_prepare_glass(int litres);
struct kettle *kettle_prepare_clay(int litres);
struct kettle *kettle_new(int litres);

#endif
