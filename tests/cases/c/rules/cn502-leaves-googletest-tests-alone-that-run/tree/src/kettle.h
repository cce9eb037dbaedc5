#ifndef KETTLE_H
#define KETTLE_H

struct kettle {
	int litres, degrees;
};

#ifdef __cplusplus
extern "C" {
#endif
struct kettle *kettle_new(int litres);
int kettle_boil(struct kettle *k);
void kettle_free(struct kettle *k);
#ifdef __cplusplus
}
#endif

#endif
