#ifndef BOILER_H
#define BOILER_H

struct boiler {
	int litres;
	int is_lit;
};

struct boiler *boiler_new(int litres);

#endif
