#ifndef LAMP_H
#define LAMP_H

struct lamp {
	int watts;
};

struct lamp *lamp_new(int watts);
struct lamp *lamp_create(int watts);
struct lamp *lamp_dim(void);

#endif
