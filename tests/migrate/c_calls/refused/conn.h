#ifndef CONN_H
#define CONN_H

struct conn {
	int port;
};

struct conn *conn_new(int port);
int conn_made(void);

#endif
