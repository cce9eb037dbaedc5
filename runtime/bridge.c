/* Bridges: from a table of functions, the two that come with the library, and the codes of closing. */
#include "runtime/factory.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include "runtime/json.h"
#include "runtime/life.h"
#include "runtime/sub.h"

eef_status eef_bridge_from_ops(const eef_bridge_ops *ops, void *self, eef_bridge **ret_bridge)
{
	eef_bridge *bridge;

	if (!ops || !ret_bridge)
		return EEF_E_INVAL;
	if (ops->size < sizeof(*ops) || ops->abi != EEF_BRIDGE_ABI)
		return EEF_E_ABI;
	if (!ops->ready || !ops->attach || !ops->wake || !ops->drain || !ops->detach || !ops->destroy)
		return EEF_E_INVAL;
	bridge = calloc(1, sizeof(*bridge));
	if (!bridge)
		return EEF_E_NOMEM;
	bridge->ops = *ops;
	bridge->self = self;
	*ret_bridge = bridge;
	return EEF_OK;
}

eef_status eef_bridge_free(eef_bridge *bridge)
{
	if (!bridge)
		return EEF_OK;
	if (atomic_load(&bridge->taken))
		return EEF_E_CONFLICT;
	bridge->ops.destroy(bridge->self);
	free(bridge);
	return EEF_OK;
}

eef_sink *eef_bridge_sink(eef_bridge *bridge)
{
	return bridge ? atomic_load(&bridge->sink) : NULL;
}

void *eef_bridge_self(const eef_bridge *bridge, void (*destroy)(void *self))
{
	return bridge && bridge->ops.destroy == destroy ? bridge->self : NULL;
}

eef_status bridge_check(const eef_bridge *bridge)
{
	return bridge->ops.ready(bridge->self) == 1 ? EEF_OK : EEF_E_NOT_READY;
}

eef_status bridge_attach(eef_bridge *bridge, eef_sink *sink)
{
	eef_status st;

	if (atomic_exchange(&bridge->taken, true))
		return EEF_E_CONFLICT;
	atomic_store(&bridge->sink, sink);
	st = bridge->ops.attach(bridge->self, sink);
	if (st == EEF_OK)
		return EEF_OK;
	atomic_store(&bridge->sink, NULL);
	atomic_store(&bridge->taken, false);
	return st == EEF_E_CONFLICT ? st : EEF_E_BRIDGE;
}

void bridge_detach(eef_bridge *bridge)
{
	bridge->ops.detach(bridge->self);
	atomic_store(&bridge->sink, NULL);
	atomic_store(&bridge->taken, false);
}

/* The bridge from which the host pulls: with an eventfd that says when, or without. */
struct pulled {
	_Atomic(eef_sink *) sink;
	int fd; /* -1: none */
};

static int pulled_ready(void *self)
{
	return 1;
}

static eef_status pulled_attach(void *self, eef_sink *sink)
{
	struct pulled *pulled = self;

	atomic_store(&pulled->sink, sink);
	return EEF_OK;
}

/* A full counter is readable all the same. */
static void pulled_wake(void *self)
{
	struct pulled *pulled = self;
	uint64_t one = 1;

	if (pulled->fd >= 0 && write(pulled->fd, &one, sizeof(one)) != (ssize_t)sizeof(one))
		return;
}

static bool no_subs(eef_factory *factory, void *arg)
{
	return !subs_open(factory);
}

/* The host sees the fd and the state DRAINING, sends what is left and closes; without fd there is nothing to wait for. */
static eef_status pulled_drain(void *self, int reason, uint32_t ms)
{
	struct pulled *pulled = self;

	pulled_wake(self);
	if (pulled->fd < 0)
		return EEF_OK;
	return factory_wait(atomic_load(&pulled->sink)->factory, ms, no_subs, NULL) ? EEF_OK : EEF_E_TIMEOUT;
}

static void pulled_detach(void *self)
{
	struct pulled *pulled = self;

	atomic_store(&pulled->sink, NULL);
	pulled_wake(self);
}

static void pulled_destroy(void *self)
{
	struct pulled *pulled = self;

	if (pulled->fd >= 0)
		close(pulled->fd);
	free(pulled);
}

static const eef_bridge_ops pulled_ops = {
	.size = sizeof(eef_bridge_ops),
	.abi = EEF_BRIDGE_ABI,
	.ready = pulled_ready,
	.attach = pulled_attach,
	.wake = pulled_wake,
	.drain = pulled_drain,
	.detach = pulled_detach,
	.destroy = pulled_destroy,
};

static eef_status pulled_new(int fd, eef_bridge **ret_bridge)
{
	struct pulled *pulled = calloc(1, sizeof(*pulled));
	eef_status st = pulled ? EEF_OK : EEF_E_NOMEM;

	if (pulled) {
		pulled->fd = fd;
		st = eef_bridge_from_ops(&pulled_ops, pulled, ret_bridge);
	}
	if (st != EEF_OK)
		free(pulled);
	return st;
}

eef_status eef_bridge_mem_new(eef_bridge **ret_bridge)
{
	return ret_bridge ? pulled_new(-1, ret_bridge) : EEF_E_INVAL;
}

eef_status eef_bridge_fd_new(eef_bridge **ret_bridge, int *ret_eventfd)
{
	int fd;
	eef_status st;

	if (!ret_bridge || !ret_eventfd)
		return EEF_E_INVAL;
	fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (fd < 0)
		return EEF_E_NOMEM;
	st = pulled_new(fd, ret_bridge);
	if (st != EEF_OK) {
		close(fd);
		return st;
	}
	*ret_eventfd = fd;
	return EEF_OK;
}
