#ifndef POOL_H
#define POOL_H
int pool_fill(int n);
#endif
