#ifndef KETTLE_H
#define KETTLE_H
struct kettle { int litres; };
struct kettle *kettle_new(int litres);
#endif
