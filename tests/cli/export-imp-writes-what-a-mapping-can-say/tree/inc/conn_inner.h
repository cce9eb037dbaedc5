/* IWYU pragma: private, include "conn.h" */
#ifndef CONN_INNER_H
#define CONN_INNER_H
struct conn;
#endif
