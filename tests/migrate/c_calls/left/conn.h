#ifndef CONN_H
#define CONN_H

struct conn {
	int port;
	char *host;
	struct conn *next;
};

/* Makes one; NULL when there is no memory. */
struct conn *conn_new(const char *host, int port);
void conn_free(struct conn *c);
int conn_total(void);

#endif
