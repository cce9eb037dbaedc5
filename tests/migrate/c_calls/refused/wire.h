#ifndef WIRE_H
#define WIRE_H

struct wire {
	int port, line;
};

struct wire *wire_new(int port);
struct wire *wire_open(int port);
struct wire *wire_noted(int port);
struct wire *wire_more(int port);
extern int wires;

#endif
