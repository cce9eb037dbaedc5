#ifndef KETTLE_H
#define KETTLE_H

struct kettle {
	int litres, degrees;
};

struct kettle *kettle_new(int litres);
int kettle_boil(struct kettle *k);
int kettle_boil_(struct kettle *k); /* for the library itself */
void kettle_free(struct kettle *k);

#endif
