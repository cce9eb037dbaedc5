/* Objects that live as long as an engine, and the check that no two users share one. */
#include "runtime/python/binding.h"

#define ATTACHED_MAX 64

/*
 * An object belongs to the user to whose engine it is attached. References are strong, so an address is not used again
 * while it stands here: there are no false alarms. What cannot hold anybody's state may be shared.
 */
static bool is_shareable(PyObject *object)
{
	PyTypeObject *const types[] = { &PyUnicode_Type, &PyLong_Type, &PyFloat_Type, &PyBytes_Type, &PyBool_Type,
		&PyComplex_Type, &PyModule_Type, &PyType_Type, &PyCFunction_Type };

	if (object == Py_None || object == Py_Ellipsis || PyType_Check(object))
		return true;
	for (size_t i = 0; i < COUNT_OF(types); i++)
		if (Py_IS_TYPE(object, types[i]))
			return true;
	return false;
}

/* Counts the object for the user; +1, or -1. */
static int own(PyObject *object, PyObject *user, long by)
{
	PyObject *key = PyLong_FromVoidPtr(object), *entry = NULL;
	PyObject *before = key ? PyDict_GetItemWithError(binding.owners, key) : NULL;
	long count = before ? PyLong_AsLong(PyTuple_GetItem(before, 1)) : 0;
	int rc = -1;

	if (key && count + by <= 0)
		rc = before ? PyDict_DelItem(binding.owners, key) : 0;
	else if (key && (entry = Py_BuildValue("(Ol)", user, count + by)))
		rc = PyDict_SetItem(binding.owners, key, entry);
	Py_XDECREF(entry);
	Py_XDECREF(key);
	return rc;
}

/* 1: nobody else's. 0 with an exception: another user's. */
static int may_own(struct engine *engine, PyObject *object)
{
	PyObject *key = PyLong_FromVoidPtr(object), *entry;
	int same;

	if (!key)
		return 0;
	entry = PyDict_GetItemWithError(binding.owners, key);
	Py_DECREF(key);
	if (!entry)
		return !PyErr_Occurred();
	same = PyUnicode_Compare(PyTuple_GetItem(entry, 0), engine->context->user) == 0;
	if (!same && !PyErr_Occurred()) {
		eef_audit(binding.core, engine->handle, "isolation_violation", "refused", NULL);
		raise_error(ERROR_ISOLATION, EEF_E_FOREIGN, "the object is attached to an engine of another user");
	}
	return same;
}

static int keep(struct engine *x, PyObject *name, PyObject *object, PyObject *close)
{
	PyObject *entry;
	int rc;

	if (!x->attached && !(x->attached = PyDict_New()))
		return -1;
	if (PyDict_Contains(x->attached, name) != 0) {
		if (!PyErr_Occurred())
			PyErr_Format(PyExc_KeyError, "%R is attached already", name);
		return -1;
	}
	if (PyDict_Size(x->attached) >= ATTACHED_MAX) {
		raise_error(ERROR_LIMIT, EEF_E_QUOTA, "64 objects are attached to the engine");
		return -1;
	}
	entry = PyTuple_Pack(2, object, close);
	rc = entry && (is_shareable(object) || own(object, x->context->user, 1) == 0) ?
		PyDict_SetItem(x->attached, name, entry) : -1;
	Py_XDECREF(entry);
	return rc;
}

PyObject *engine_attach(PyObject *self, PyObject *args, PyObject *keywords)
{
	char *names[] = { (char[]){ "name" }, (char[]){ "object" }, (char[]){ "close" }, NULL };
	struct engine *x = (struct engine *)self;
	PyObject *name, *object, *close = Py_None;

	if (!PyArg_ParseTupleAndKeywords(args, keywords, "UO|O:attach", names, &name, &object, &close))
		return NULL;
	if (close != Py_None && !PyCallable_Check(close)) {
		PyErr_SetString(PyExc_TypeError, "close must be callable");
		return NULL;
	}
	if (engine_alive(x) < 0 || (!is_shareable(object) && !may_own(x, object)) || keep(x, name, object, close) < 0)
		return NULL;
	return Py_NewRef(object);
}

PyObject *engine_get(PyObject *self, PyObject *args)
{
	struct engine *x = (struct engine *)self;
	PyObject *name, *otherwise = Py_None, *entry;

	if (!PyArg_ParseTuple(args, "U|O:get", &name, &otherwise))
		return NULL;
	entry = x->attached ? PyDict_GetItemWithError(x->attached, name) : NULL;
	if (!entry && PyErr_Occurred())
		return NULL;
	return Py_NewRef(entry ? PyTuple_GetItem(entry, 0) : otherwise);
}

static void let_go(struct engine *x, PyObject *entry)
{
	PyObject *object = PyTuple_GetItem(entry, 0), *close = PyTuple_GetItem(entry, 1), *said;

	if (!is_shareable(object) && own(object, x->context->user, -1) < 0)
		PyErr_WriteUnraisable(object);
	if (close == Py_None)
		return;
	said = PyObject_CallNoArgs(close);
	if (!said)
		PyErr_WriteUnraisable(close);
	Py_XDECREF(said);
}

void engine_detach_all(struct engine *x)
{
	PyObject *attached = x->attached, *entries, *kind, *value, *trace;

	if (!attached)
		return;
	x->attached = NULL;
	PyErr_Fetch(&kind, &value, &trace);
	entries = PyDict_Values(attached);
	if (!entries)
		PyErr_WriteUnraisable(attached);
	for (Py_ssize_t i = entries ? PyList_Size(entries) : 0; i > 0; i--)
		let_go(x, PyList_GetItem(entries, i - 1));
	Py_XDECREF(entries);
	Py_DECREF(attached);
	PyErr_Restore(kind, value, trace);
}
