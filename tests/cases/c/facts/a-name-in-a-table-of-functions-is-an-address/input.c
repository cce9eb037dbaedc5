#include <stdlib.h>

struct port {
	int number;
};

struct port_ops {
	struct port *(*create)(int number);
	void (*destroy)(struct port *port);
};

static struct port *port_create(int number)
{
	struct port *port = malloc(sizeof(struct port));

	port->number = number;
	return port;
}

static void port_destroy(struct port *port)
{
	free(port);
}

static const struct port_ops ops = {
	.create = port_create,
	.destroy = &port_destroy,
};

struct port_ops *ops_new(void)
{
	struct port_ops *mine = calloc(1, sizeof(*mine));

	mine->create = port_create;
	return ops.create ? mine : NULL;
}
