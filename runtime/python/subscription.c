/* Subscription: one connection's place in one user's events. */
#include "runtime/python/binding.h"

#define HELLO_ROOM 256

static eef_status open_sub(struct bridge *bridge, const char *user, const char *epoch, uint64_t after, eef_sub **ret,
	eef_hello *ret_hello)
{
	eef_sink *sink = eef_bridge_sink(bridge->bridge);

	if (bridge->forks != binding.forks)
		return EEF_E_FORKED;
	return sink ? eef_sub_open(sink, user, NULL, epoch, after, ret, ret_hello) : EEF_E_NOT_READY;
}

static int enlist(struct subscription *x)
{
	PyObject *key = PyLong_FromVoidPtr(x->sub);
	int rc = key ? PyDict_SetItem(x->bridge->subs, key, (PyObject *)x) : -1;

	Py_XDECREF(key);
	return rc;
}

static void delist(struct subscription *x)
{
	PyObject *key = PyLong_FromVoidPtr(x->sub), *kind, *value, *trace;

	PyErr_Fetch(&kind, &value, &trace);
	if (key && PyDict_DelItem(x->bridge->subs, key) < 0)
		PyErr_Clear();
	PyErr_Restore(kind, value, trace);
	Py_XDECREF(key);
}

PyObject *subscription_new(struct bridge *bridge, const char *user, const char *epoch, uint64_t after)
{
	struct subscription *x;
	eef_sub *sub;
	eef_hello hello;
	eef_status st = open_sub(bridge, user, epoch, after, &sub, &hello);

	if (st != EEF_OK)
		return raise_status(st, ERROR_CONTEXT, NULL);
	x = PyObject_New(struct subscription, subscription_type);
	if (!x) {
		eef_sub_close(sub, 1013);
		return NULL;
	}
	x->sub = sub;
	x->hello = hello;
	x->bridge = bridge;
	Py_INCREF(bridge);
	if (enlist(x) == 0)
		return (PyObject *)x;
	subscription_close(x, 1013);
	Py_DECREF(x);
	return NULL;
}

/* The bridge's reference may be the last one: the caller has another. */
void subscription_close(struct subscription *x, int code)
{
	eef_sub *sub = x->sub;

	if (!sub)
		return;
	Py_INCREF(x);
	delist(x);
	x->sub = NULL;
	eef_sub_close(sub, code);
	Py_DECREF(x);
}

static eef_sub *sub_of(PyObject *self)
{
	struct subscription *x = (struct subscription *)self;

	if (x->sub && x->bridge->forks == binding.forks)
		return x->sub;
	raise_status(x->sub ? EEF_E_FORKED : EEF_E_STALE, ERROR_ANY, x->sub ? NULL : "the subscription is closed");
	return NULL;
}

static PyObject *sub_next(PyObject *self, PyObject *none)
{
	eef_sub *sub = sub_of(self);
	const void *text;
	size_t len;
	uint64_t offset;
	eef_status st;

	if (!sub)
		return NULL;
	st = eef_sub_next(sub, &text, &len, &offset);
	if (st == EEF_PENDING)
		Py_RETURN_NONE;
	if (st != EEF_OK)
		return raise_status(st, ERROR_ANY, NULL);
	return Py_BuildValue("(Ks#)", (unsigned long long)offset, (const char *)text, (Py_ssize_t)len);
}

static int offset_of(PyObject *arg, uint64_t *ret)
{
	unsigned long long offset = PyLong_AsUnsignedLongLong(arg);

	*ret = offset;
	return offset == (unsigned long long)-1 && PyErr_Occurred() ? -1 : 0;
}

static PyObject *sub_sent(PyObject *self, PyObject *arg)
{
	eef_sub *sub = sub_of(self);
	uint64_t offset;

	if (!sub || offset_of(arg, &offset) < 0)
		return NULL;
	eef_sub_sent(sub, offset);
	Py_RETURN_NONE;
}

static PyObject *sub_ack(PyObject *self, PyObject *arg)
{
	eef_sub *sub = sub_of(self);
	uint64_t offset;

	if (!sub || offset_of(arg, &offset) < 0)
		return NULL;
	eef_sub_ack(sub, offset);
	Py_RETURN_NONE;
}

static PyObject *sub_message(PyObject *self, PyObject *args)
{
	eef_sub *sub = sub_of(self);
	const char *text;
	Py_ssize_t len;
	eef_status st;

	if (!sub || !PyArg_ParseTuple(args, "s#:message", &text, &len))
		return NULL;
	st = eef_sub_message(sub, text, (size_t)len);
	if (st != EEF_OK)
		return raise_status(st, ERROR_EVENT, NULL);
	Py_RETURN_NONE;
}

/* As it is now, for a connection that missed something; else as it was when it was opened. */
static PyObject *sub_hello(PyObject *self, PyObject *args)
{
	struct subscription *x = (struct subscription *)self;
	char text[HELLO_ROOM];
	int again = 0;
	eef_status st;
	size_t len;

	if (!PyArg_ParseTuple(args, "|p:hello", &again))
		return NULL;
	if (again) {
		eef_sub *sub = sub_of(self);

		if (!sub)
			return NULL;
		st = eef_sub_hello(sub, &x->hello);
		if (st != EEF_OK)
			return raise_status(st, ERROR_ANY, NULL);
	}
	len = eef_hello_json(&x->hello, text, sizeof(text));
	return PyUnicode_FromStringAndSize(text, (Py_ssize_t)(len < sizeof(text) ? len : sizeof(text) - 1));
}

static PyObject *sub_close(PyObject *self, PyObject *args)
{
	int code = 1000;

	if (!PyArg_ParseTuple(args, "|i:close", &code))
		return NULL;
	subscription_close((struct subscription *)self, code);
	Py_RETURN_NONE;
}

static PyObject *sub_closed(PyObject *self, void *closure)
{
	return PyBool_FromLong(!((struct subscription *)self)->sub);
}

static void sub_dealloc(PyObject *self)
{
	struct subscription *x = (struct subscription *)self;
	PyTypeObject *type = Py_TYPE(self);

	if (x->sub)
		eef_sub_close(x->sub, CODE_LOST);
	Py_XDECREF((PyObject *)x->bridge);
	PyObject_Free(self);
	Py_DECREF(type);
}

static PyMethodDef methods[] = {
	{ "next", sub_next, METH_NOARGS,
		"(offset, text) of the next event, the same until sent(); None when there is none. GapError: the next ones "
		"expired, say hello(True) and go on." },
	{ "sent", sub_sent, METH_O, "sent(offset)\n--\n\nHanded to the kernel." },
	{ "ack", sub_ack, METH_O, "ack(offset)\n--\n\nThe client has everything up to here." },
	{ "message", sub_message, METH_VARARGS, "message(text)\n--\n\nWhat a client said: {\"op\":\"ack\",\"offset\":N}." },
	{ "hello", sub_hello, METH_VARARGS, "hello(again=False)\n--\n\nThe first message of a connection, as text." },
	{ "close", sub_close, METH_VARARGS, "close(code=1000)\n--\n\nEnds it; a second time does nothing." },
	{ NULL, NULL, 0, NULL },
};

static PyGetSetDef getset[] = {
	{ "closed", sub_closed, NULL, "Whether it was closed.", NULL },
	{ NULL, NULL, NULL, NULL, NULL },
};

static PyType_Slot slots[] = {
	TYPE_SLOT(Py_tp_doc, "One connection's place in one user's events; made by Bridge.open()."),
	TYPE_SLOT(Py_tp_dealloc, sub_dealloc),
	TYPE_SLOT(Py_tp_methods, methods),
	TYPE_SLOT(Py_tp_getset, getset),
	{ 0, NULL },
};

PyType_Spec subscription_spec = {
	.name = "eef.Subscription",
	.basicsize = sizeof(struct subscription),
	.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE,
	.slots = slots,
};
