#ifndef OTHERS_H
#define OTHERS_H

struct conn *global_open(int port);
int global_made(void);

#endif
