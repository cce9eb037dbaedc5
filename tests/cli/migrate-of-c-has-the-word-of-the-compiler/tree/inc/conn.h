#ifndef CONN_H
#define CONN_H
#define CONN_MAX 10
struct conn;
struct conn *conn_new(int size);
#endif
