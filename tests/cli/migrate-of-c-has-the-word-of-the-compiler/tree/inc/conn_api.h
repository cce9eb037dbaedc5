#ifndef CONN_API_H
#define CONN_API_H
#include "conn.h"
#endif
