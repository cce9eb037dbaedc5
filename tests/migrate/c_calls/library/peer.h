#ifndef PEER_H
#define PEER_H

struct conn;

/* A connection to a peer. */
struct conn *peer_open(const char *name, int number);
int peer_ports(int count);

#endif
