/* A scope: an engine that is closed on every way out of its block, `with` and `async with`. */
#include "runtime/python/binding.h"

struct scope {
	PyObject_HEAD
	PyObject *context;
	struct engine *engine; /* NULL: not entered, or left */
	bool entered;
};

PyObject *scope_new(PyObject *context)
{
	struct scope *x;

	if (!context_is(context))
		return NULL;
	x = PyObject_GC_New(struct scope, scope_type);
	if (!x)
		return NULL;
	x->context = Py_NewRef(context);
	x->engine = NULL;
	x->entered = false;
	PyObject_GC_Track(x);
	return (PyObject *)x;
}

static PyObject *scope_enter(PyObject *self, PyObject *none)
{
	struct scope *x = (struct scope *)self;

	if (x->entered) {
		PyErr_SetString(PyExc_RuntimeError, "a scope is entered once");
		return NULL;
	}
	x->engine = (struct engine *)engine_create(x->context);
	x->entered = x->engine != NULL;
	return Py_XNewRef((PyObject *)x->engine);
}

/* Why it ended. What ends a task, a generator or the program is no error of the run. */
static int reason_of(PyObject *kind)
{
	PyObject *name;
	bool cancelled;

	if (kind == Py_None)
		return EEF_CLEAN_DONE;
	if (PyErr_GivenExceptionMatches(kind, PyExc_GeneratorExit) ||
		PyErr_GivenExceptionMatches(kind, PyExc_KeyboardInterrupt) ||
		PyErr_GivenExceptionMatches(kind, PyExc_SystemExit))
		return EEF_CLEAN_CANCELLED;
	if (PyErr_GivenExceptionMatches(kind, PyExc_Exception))
		return EEF_CLEAN_ERROR;
	name = PyObject_GetAttrString(kind, "__name__");
	cancelled = name && PyUnicode_Check(name) && PyUnicode_CompareWithASCIIString(name, "CancelledError") == 0;
	Py_XDECREF(name);
	PyErr_Clear();
	return cancelled ? EEF_CLEAN_CANCELLED : EEF_CLEAN_ERROR;
}

static PyObject *leave(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
	struct scope *x = (struct scope *)self;
	struct engine *engine = x->engine;
	int rc;

	if (!engine)
		Py_RETURN_NONE;
	x->engine = NULL;
	rc = engine_close(engine, count > 0 ? reason_of(args[0]) : EEF_CLEAN_DONE);
	Py_DECREF(engine);
	if (rc < 0)
		return NULL;
	Py_RETURN_NONE;
}

/* Opened and closed at the call: between it and the `await` nothing can come. */
static PyObject *scope_aenter(PyObject *self, PyObject *none)
{
	PyObject *place, *entered;

	if (!binding.is_sync)
		return deferred_value(scope_enter(self, NULL));
	place = PyTuple_New(0);
	entered = place ? forward("enter_slowly", self, place, NULL) : NULL;
	Py_XDECREF(place);
	return entered;
}

static PyObject *scope_aexit(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
	PyObject *left = leave(self, args, count);

	if (!left)
		return NULL;
	Py_DECREF(left);
	return Py_NewRef(binding.done);
}

static int scope_traverse(PyObject *self, visitproc visit, void *arg)
{
	struct scope *x = (struct scope *)self;

	Py_VISIT(Py_TYPE(self));
	Py_VISIT(x->context);
	Py_VISIT((PyObject *)x->engine);
	return 0;
}

static int scope_clear(PyObject *self)
{
	struct scope *x = (struct scope *)self;

	Py_CLEAR(x->context);
	Py_CLEAR(x->engine);
	return 0;
}

static void scope_dealloc(PyObject *self)
{
	PyTypeObject *type = Py_TYPE(self);

	PyObject_GC_UnTrack(self);
	scope_clear(self);
	PyObject_GC_Del(self);
	Py_DECREF(type);
}

static PyMethodDef methods[] = {
	{ "__enter__", scope_enter, METH_NOARGS, NULL },
	{ "__exit__", METHOD(leave), METH_FASTCALL, NULL },
	{ "__aenter__", scope_aenter, METH_NOARGS, NULL },
	{ "__aexit__", METHOD(scope_aexit), METH_FASTCALL, NULL },
	{ NULL, NULL, 0, NULL },
};

static PyType_Slot slots[] = {
	TYPE_SLOT(Py_tp_doc, "An engine for a block; made by user_execution_scope()."),
	TYPE_SLOT(Py_tp_traverse, scope_traverse),
	TYPE_SLOT(Py_tp_clear, scope_clear),
	TYPE_SLOT(Py_tp_dealloc, scope_dealloc),
	TYPE_SLOT(Py_tp_methods, methods),
	{ 0, NULL },
};

PyType_Spec scope_spec = {
	.name = "eef.Scope",
	.basicsize = sizeof(struct scope),
	.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE,
	.slots = slots,
};
