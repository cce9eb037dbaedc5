#ifndef KETTLE_H
#define KETTLE_H

struct kettle {
	int size;
	int is_hot;
};

struct kettle *kettle_new(int size);
void kettle_free(struct kettle *k);

#endif
