#ifndef LIST_H
#define LIST_H

void list_drop(int *list);

#endif
