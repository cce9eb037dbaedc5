/* What can be awaited and never waits: a call that is made when it is awaited, or a value that is there already. */
#include "runtime/python/binding.h"

/*
 * It has the methods of a coroutine, so that tasks, gather() and wait_for() take it for one. Awaited, it never gives up
 * control: there is no point at which a cancellation could come between what was opened and who is to close it.
 */
struct deferred {
	PyObject_HEAD
	deferred_fn fn; /* NULL: `arg` is the value */
	PyObject *self, *arg;
	bool spent;
};

static int deferred_traverse(PyObject *self, visitproc visit, void *arg)
{
	struct deferred *x = (struct deferred *)self;

	Py_VISIT(Py_TYPE(self));
	Py_VISIT(x->self);
	Py_VISIT(x->arg);
	return 0;
}

static int deferred_clear(PyObject *self)
{
	struct deferred *x = (struct deferred *)self;

	Py_CLEAR(x->self);
	Py_CLEAR(x->arg);
	return 0;
}

/* A forgotten `await` is heard of, as with coroutines. A value that nobody took was given by a call that is done. */
static void deferred_dealloc(PyObject *self)
{
	struct deferred *x = (struct deferred *)self;
	PyTypeObject *type = Py_TYPE(self);
	PyObject *kind, *value, *trace;

	PyObject_GC_UnTrack(self);
	if (x->fn && !x->spent) {
		PyErr_Fetch(&kind, &value, &trace);
		if (PyErr_WarnEx(PyExc_RuntimeWarning, "a call of eef was never awaited, and not made", 1) < 0)
			PyErr_WriteUnraisable((PyObject *)type);
		PyErr_Restore(kind, value, trace);
	}
	deferred_clear(self);
	PyObject_GC_Del(self);
	Py_DECREF(type);
}

static PyObject *make(deferred_fn fn, PyObject *self, PyObject *arg)
{
	struct deferred *x = PyObject_GC_New(struct deferred, deferred_type);

	if (!x)
		return NULL;
	x->fn = fn;
	x->self = Py_XNewRef(self);
	x->arg = Py_XNewRef(arg);
	x->spent = false;
	PyObject_GC_Track(x);
	return (PyObject *)x;
}

PyObject *deferred_new(deferred_fn fn, PyObject *self, PyObject *arg)
{
	return make(fn, self, arg);
}

PyObject *deferred_value(PyObject *value)
{
	PyObject *x = value ? make(NULL, NULL, value) : NULL;

	Py_XDECREF(value);
	return x;
}

/* The one that gives None is shared, and never spent. */
static PyObject *take(struct deferred *x)
{
	PyObject *value;

	if ((PyObject *)x == binding.done)
		Py_RETURN_NONE;
	if (x->spent) {
		PyErr_SetString(PyExc_RuntimeError, "cannot await what was awaited already");
		return NULL;
	}
	x->spent = true;
	value = x->fn ? x->fn(x->self, x->arg) : Py_NewRef(x->arg);
	deferred_clear((PyObject *)x);
	return value;
}

static PySendResult deferred_am_send(PyObject *self, PyObject *sent, PyObject **ret)
{
	*ret = take((struct deferred *)self);
	return *ret ? PYGEN_RETURN : PYGEN_ERROR;
}

static PyObject *stop_with(PyObject *value)
{
	PyObject *stop = value ? PyObject_CallFunctionObjArgs(PyExc_StopIteration, value, NULL) : NULL;

	if (stop)
		PyErr_SetObject(PyExc_StopIteration, stop);
	Py_XDECREF(stop);
	Py_XDECREF(value);
	return NULL;
}

static PyObject *deferred_next(PyObject *self)
{
	return stop_with(take((struct deferred *)self));
}

static PyObject *deferred_send(PyObject *self, PyObject *sent)
{
	return deferred_next(self);
}

static void spend(PyObject *self)
{
	if (self == binding.done)
		return;
	((struct deferred *)self)->spent = true;
	deferred_clear(self);
}

/* throw(type), throw(value), throw(type, value[, traceback]); the call is not made. */
static PyObject *deferred_throw(PyObject *self, PyObject *args)
{
	PyObject *type, *value = NULL, *trace = NULL;

	if (!PyArg_UnpackTuple(args, "throw", 1, 3, &type, &value, &trace))
		return NULL;
	spend(self);
	if (PyExceptionInstance_Check(type))
		PyErr_SetObject(PyExceptionInstance_Class(type), type);
	else if (PyExceptionClass_Check(type))
		PyErr_SetObject(type, value && value != Py_None ? value : NULL);
	else
		PyErr_SetString(PyExc_TypeError, "throw() wants an exception");
	return NULL;
}

static PyObject *deferred_close(PyObject *self, PyObject *none)
{
	spend(self);
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "send", deferred_send, METH_O, "As of a coroutine." },
	{ "throw", deferred_throw, METH_VARARGS, "As of a coroutine; what was not begun is not done." },
	{ "close", deferred_close, METH_NOARGS, "As of a coroutine; what was not begun is not done." },
	{ NULL, NULL, 0, NULL },
};

static PyType_Slot slots[] = {
	TYPE_SLOT(Py_tp_doc, "What can be awaited once, and never waits."),
	TYPE_SLOT(Py_tp_traverse, deferred_traverse),
	TYPE_SLOT(Py_tp_clear, deferred_clear),
	TYPE_SLOT(Py_tp_dealloc, deferred_dealloc),
	TYPE_SLOT(Py_tp_methods, methods),
	TYPE_SLOT(Py_tp_iter, PyObject_SelfIter),
	TYPE_SLOT(Py_tp_iternext, deferred_next),
	TYPE_SLOT(Py_am_await, PyObject_SelfIter),
	TYPE_SLOT(Py_am_send, deferred_am_send),
	{ 0, NULL },
};

PyType_Spec deferred_spec = {
	.name = "eef.Deferred",
	.basicsize = sizeof(struct deferred),
	.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION,
	.slots = slots,
};
