#ifndef KETTLE_H
#define KETTLE_H

#include <stddef.h>

struct stove;

struct kettle {
	const char *name;
	size_t size;
	int width, height;
};

typedef struct kettle *kettle_ref;
typedef int mm;

struct kettle *kettle_new(const char *name, size_t size, int width, int height, struct stove *stove);
struct kettle *swapped_kettle_new(const char *name, size_t size, int height, int width, struct stove *stove);
struct kettle *long_kettle_new(const char *name, long size, mm width, mm height, struct stove *stove);
struct kettle *moved_kettle_new(size_t size, int width, int height, struct stove *stove, const char *name);
struct kettle *dotted_kettle_new(const char *name, size_t size, ...);
int given_kettle_new(struct kettle **out, const char *name, size_t size, int width, int height, struct stove *stove);
const struct kettle *fixed_kettle_new(const char *name, size_t size, int width, int height, struct stove *stove);
struct kettle *open_kettle_new(char *name, size_t size, int width, int height, struct stove *stove);
kettle_ref plain_kettle_new(const char *name, size_t size, mm width, mm height, struct stove *stove);

#endif
