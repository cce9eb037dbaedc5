#ifndef KETTLE_H
#define KETTLE_H

struct kettle {
	int litres;
	int heat;
	const char *maker;
};

struct kettle *kettle_parse(const char *text);
struct kettle *kettle_get_installed(void);
struct kettle *kettle_new_empty(void);

#endif
