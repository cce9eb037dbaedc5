#ifndef KETTLE_H
#define KETTLE_H

struct kettle {
	int litres, degrees;
};

struct kettle *kettle_new(int litres);
int kettle_boil(struct kettle *k);
int kettle_pour(struct kettle *k, int user_id);
int kettle_count(void);
void kettle_free(struct kettle *k);

#endif
