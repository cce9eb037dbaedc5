#ifndef CONN_H
#define CONN_H
struct conn *conn_new(int size);
#endif
