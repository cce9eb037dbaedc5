#ifndef PART_H
#define PART_H
struct conn;
#endif
