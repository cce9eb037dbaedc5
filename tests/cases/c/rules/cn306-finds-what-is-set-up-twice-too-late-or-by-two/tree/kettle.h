#ifndef KETTLE_H
#define KETTLE_H

struct boiler {
	int heat;
};

struct kettle {
	int size, heat;
};

/* One factory for everybody; it has to be set up first. */
void kettle_factory_init(const struct boiler *boiler, int limit);
void kettle_factory_setup(int limit);
struct kettle_factory *kettle_factory(void);
struct kettle *kettle_new(int size);
struct kettle *kettle_fill(int size);
void kettle_free(struct kettle *kettle);

#endif
