/* Bridge: what an event loop pulls events from; a file descriptor says when there are some. */
#include "runtime/python/binding.h"

#include <unistd.h>

#define NEWS_AT_ONCE 256

#define CAPSULE "eef_bridge" /* of a bridge that another extension made; it lives as long as the capsule */

static struct bridge *make(PyTypeObject *type)
{
	struct bridge *x = PyObject_New(struct bridge, type);

	if (!x)
		return NULL;
	x->bridge = NULL;
	x->fd = -1;
	x->owner = NULL;
	x->forks = binding.forks;
	x->subs = PyDict_New();
	if (!x->subs)
		Py_CLEAR(x);
	return x;
}

static PyObject *bridge_new(PyTypeObject *type, PyObject *args, PyObject *keywords)
{
	char *names[] = { (char[]){ "capsule" }, NULL };
	PyObject *capsule = Py_None;
	struct bridge *x;
	eef_status st = EEF_OK;

	if (!PyArg_ParseTupleAndKeywords(args, keywords, "|O:Bridge", names, &capsule) || !(x = make(type)))
		return NULL;
	if (capsule != Py_None) {
		x->bridge = PyCapsule_GetPointer(capsule, CAPSULE);
		x->owner = Py_NewRef(capsule);
	} else {
		st = eef_bridge_fd_new(&x->bridge, &x->fd);
	}
	if (x->bridge && st == EEF_OK)
		return (PyObject *)x;
	Py_DECREF(x);
	return st == EEF_OK ? NULL : raise_status(st, ERROR_CONFIG, NULL);
}

/* --- News --- */

static void drain_fd(int fd)
{
	uint64_t count;

	if (fd >= 0 && read(fd, &count, sizeof(count)) != (ssize_t)sizeof(count))
		return;
}

static int list_subs(struct bridge *x, eef_sub *const *subs, size_t count, PyObject *list)
{
	for (size_t i = 0; i < count; i++) {
		PyObject *key = PyLong_FromVoidPtr(subs[i]), *sub = key ? PyDict_GetItemWithError(x->subs, key) : NULL;

		Py_XDECREF(key);
		if ((!sub && PyErr_Occurred()) || (sub && PyList_Append(list, sub) < 0))
			return -1;
	}
	return 0;
}

/* Those with news since they were last given out. */
static PyObject *bridge_dirty(PyObject *self, PyObject *none)
{
	struct bridge *x = (struct bridge *)self;
	PyObject *list = PyList_New(0);
	eef_sub *subs[NEWS_AT_ONCE];
	eef_sink *sink;
	size_t count;

	if (x->forks != binding.forks) {
		Py_XDECREF(list);
		return raise_status(EEF_E_FORKED, ERROR_ANY, NULL);
	}
	drain_fd(x->fd);
	sink = eef_bridge_sink(x->bridge);
	while (list && sink && (count = eef_sink_dirty(sink, subs, NEWS_AT_ONCE)) > 0) {
		if (count > NEWS_AT_ONCE)
			count = NEWS_AT_ONCE;
		if (list_subs(x, subs, count, list) < 0)
			Py_CLEAR(list);
		if (count < NEWS_AT_ONCE)
			break;
	}
	return list;
}

static PyObject *bridge_fileno(PyObject *self, PyObject *none)
{
	return PyLong_FromLong(((struct bridge *)self)->fd);
}

static PyObject *bridge_open(PyObject *self, PyObject *args, PyObject *keywords)
{
	char *names[] = { (char[]){ "user_id" }, (char[]){ "epoch" }, (char[]){ "after" }, NULL };
	const char *user, *epoch = NULL;
	unsigned long long after = 0;

	if (!PyArg_ParseTupleAndKeywords(args, keywords, "s|zK:open", names, &user, &epoch, &after))
		return NULL;
	return subscription_new((struct bridge *)self, user, epoch, after);
}

static PyObject *bridge_upgrade(PyObject *self, PyObject *arg)
{
	struct bridge *x = (struct bridge *)self;
	long status = PyLong_AsLong(arg);
	eef_sink *sink = x->forks == binding.forks ? eef_bridge_sink(x->bridge) : NULL;

	if (status == -1 && PyErr_Occurred())
		return NULL;
	if (sink)
		eef_sink_upgrade(sink, (int)status);
	Py_RETURN_NONE;
}

void bridge_close_all(PyObject *self, int code)
{
	struct bridge *x = (struct bridge *)self;
	PyObject *subs = PyDict_Values(x->subs);

	for (Py_ssize_t i = 0; subs && i < PyList_Size(subs); i++)
		subscription_close((struct subscription *)PyList_GetItem(subs, i), code);
	Py_XDECREF(subs);
}

/* A bridge that the library still has is kept by the binding, so it is free here; in a child it stays where it is. */
static void bridge_dealloc(PyObject *self)
{
	struct bridge *x = (struct bridge *)self;
	PyTypeObject *type = Py_TYPE(self);

	if (x->bridge && x->fd >= 0 && x->forks == binding.forks)
		eef_bridge_free(x->bridge);
	Py_XDECREF(x->owner);
	Py_XDECREF(x->subs);
	PyObject_Free(self);
	Py_DECREF(type);
}

static PyMethodDef methods[] = {
	{ "fileno", bridge_fileno, METH_NOARGS, "Readable when there is news; -1 when the bridge is another library's." },
	{ "dirty", bridge_dirty, METH_NOARGS, "The subscriptions with news since they were last given out." },
	{ "open", METHOD(bridge_open), METH_VARARGS | METH_KEYWORDS,
		"open(user_id, epoch=None, after=0)\n\nA subscription to the events of a user whom you have authenticated." },
	{ "count_upgrade", bridge_upgrade, METH_O, "Counts an upgrade by its HTTP status: 101, 401, 403, 503." },
	{ NULL, NULL, 0, NULL },
};

static PyType_Slot slots[] = {
	TYPE_SLOT(Py_tp_doc, "Bridge(capsule=None)\n--\n\nWhat an event loop pulls events from. AsyncioBridge drives one."),
	TYPE_SLOT(Py_tp_new, bridge_new),
	TYPE_SLOT(Py_tp_dealloc, bridge_dealloc),
	TYPE_SLOT(Py_tp_methods, methods),
	{ 0, NULL },
};

PyType_Spec bridge_spec = {
	.name = "eef.Bridge",
	.basicsize = sizeof(struct bridge),
	.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
	.slots = slots,
};
