#ifndef LEGACY_H
#define LEGACY_H
struct conn;
#endif
