#ifndef PEER_H
#define PEER_H

struct conn;

/* A connection to a peer. */
struct conn *peer_open(const char *name, int number);
int peer_count(void);

#define PEER_LOCAL(n) peer_open("localhost", (n))
#define APPLY(f, a, b) f(a, b)

#endif
