#ifndef KETTLE_H
#define KETTLE_H

struct kettle {
	int litres, degrees;
};

struct kettle *kettle_new(int litres);
#define old_kettle(litres) kettle_new(litres)
int kettle_boil(struct kettle *k);
void kettle_free(struct kettle *k);

#endif
