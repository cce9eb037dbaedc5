#ifndef OBJECTS_H
#define OBJECTS_H

struct newt_grid {
	int columns;
};

#define NEWT_GRID(object) ((struct newt_grid *)(object))

void *newt_grid_new(void);
struct newt_grid *newt_make_grid(int columns);

#endif
