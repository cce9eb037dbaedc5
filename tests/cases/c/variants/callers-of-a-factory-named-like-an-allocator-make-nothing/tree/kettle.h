#ifndef KETTLE_H
#define KETTLE_H

struct kettle {
	int litres;
	int heat;
	const char *maker;
};

struct kettle *alloc_kettle(int litres);
void kettle_free(struct kettle *k);

#endif
