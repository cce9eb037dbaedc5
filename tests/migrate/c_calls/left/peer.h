#ifndef PEER_H
#define PEER_H

struct conn;

struct conn *peer_open(const char *name, int number);

#define NAMED(function) #function, function
#define GLUE(a, b) a##_##b

struct entry {
	const char *name;
	struct conn *(*make)(const char *, int);
};

#endif
