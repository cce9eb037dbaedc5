#ifndef KETTLE_IMPL_H
#define KETTLE_IMPL_H

struct kettle {
	const char *name;
	int size, heat;
};

#endif
