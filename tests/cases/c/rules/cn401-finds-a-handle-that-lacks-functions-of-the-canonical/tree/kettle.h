#ifndef KETTLE_H
#define KETTLE_H

/* Nobody but its own file knows what is in it. */
struct kettle;

struct kettle *kettle_new(const char *name, int size);
void kettle_free(struct kettle *kettle);
int kettle_configure(struct kettle *kettle, int heat, const char *key);
int kettle_heat(const struct kettle *kettle);
void kettle_log(const char *text);

#endif
