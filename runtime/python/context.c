/* UserExecutionContext: who runs, for which run, with what; frozen, and checked when it is made. */
#include "runtime/python/binding.h"

#include <string.h>

static const char *const legacy[] = { "thread_id", "session_id" };

/* --- What the library is shown --- */

static int text_of(PyObject *text, const char *what, const char **ret)
{
	Py_ssize_t len;

	if (!PyUnicode_Check(text)) {
		PyErr_Format(PyExc_TypeError, "%s must be str, not %R", what, Py_TYPE(text));
		return -1;
	}
	*ret = PyUnicode_AsUTF8AndSize(text, &len);
	if (!*ret)
		return -1;
	if (strlen(*ret) != (size_t)len) {
		raise_error(ERROR_CONTEXT, EEF_E_INVAL, "an id holds no zero bytes");
		return -1;
	}
	return 0;
}

int context_fill(const struct context *context, eef_context *ret)
{
	Py_ssize_t len = 0;

	*ret = (eef_context)EEF_CONTEXT_INIT;
	if (text_of(context->user, "user_id", &ret->user_id) < 0 || text_of(context->run, "run_id", &ret->run_id) < 0)
		return -1;
	if (context->parent && text_of(context->parent, "the parent's run_id", &ret->parent_run_id) < 0)
		return -1;
	if (!context->metadata)
		return 0;
	ret->metadata_json = PyUnicode_AsUTF8AndSize(context->metadata, &len);
	ret->metadata_len = (size_t)len;
	return ret->metadata_json ? 0 : -1;
}

bool context_is(PyObject *object)
{
	if (Py_IS_TYPE(object, context_type))
		return true;
	PyErr_Format(PyExc_TypeError, "a UserExecutionContext is wanted, not %R", Py_TYPE(object));
	return false;
}

/* --- Making one --- */

static PyObject *make(PyObject *user, PyObject *run, PyObject *parent, PyObject *metadata)
{
	struct context *x = PyObject_New(struct context, context_type);
	eef_context view;
	char why[160] = "";
	eef_status st;

	if (!x)
		return NULL;
	x->user = Py_NewRef(user);
	x->run = Py_NewRef(run);
	x->parent = Py_XNewRef(parent);
	x->metadata = Py_XNewRef(metadata);
	st = context_fill(x, &view) == 0 ? eef_context_check(&binding.config, &view, why, sizeof(why)) : EEF_E_NOMEM;
	if (st == EEF_OK)
		return (PyObject *)x;
	if (!PyErr_Occurred())
		raise_status(st, ERROR_CONTEXT, why);
	Py_DECREF(x);
	return NULL;
}

static PyObject *too_many(Py_ssize_t count)
{
	char why[160];

	PyOS_snprintf(why, sizeof(why),
		"UserExecutionContext takes user_id and run_id and then keywords, but %zd positional arguments were given; "
		"there is no thread_id between them",
		count);
	return raise_error(ERROR_LEGACY_FIELD, EEF_E_LEGACY_FIELD, why);
}

/* A new reference to the n-th argument, by place or taken out of the keywords. */
static PyObject *argument(PyObject *args, Py_ssize_t n, PyObject *keywords, const char *name)
{
	PyObject *value = n < PyTuple_Size(args) ? PyTuple_GetItem(args, n) : NULL;
	PyObject *named = keywords ? PyDict_GetItemString(keywords, name) : NULL;

	if (!value == !named) {
		PyErr_Format(PyExc_TypeError, value ? "%s is given twice" : "UserExecutionContext wants %s", name);
		return NULL;
	}
	if (value)
		return Py_NewRef(value);
	Py_INCREF(named);
	if (PyDict_DelItemString(keywords, name) < 0)
		Py_CLEAR(named);
	return named;
}

static int warn_of(const char *name)
{
	char symbol[64];

	PyOS_snprintf(symbol, sizeof(symbol), "UserExecutionContext(%s=)", name);
	eef_shim_hit(eef_shim_id(symbol, "user_id and run_id"));
	return PyErr_WarnFormat(PyExc_DeprecationWarning, 1,
		"%s names no user and routes nothing; it is kept as metadata[\"legacy_%s\"]", name, name);
}

/* In compatible mode the library keeps a legacy field under another name, which says that nothing is routed by it. */
static int check_legacy(PyObject *keywords)
{
	char why[160];

	for (size_t i = 0; i < COUNT_OF(legacy); i++) {
		if (!PyDict_GetItemString(keywords, legacy[i]))
			continue;
		if (binding.config.flags & EEF_F_COMPAT_LEGACY) {
			if (warn_of(legacy[i]) < 0)
				return -1;
			continue;
		}
		PyOS_snprintf(why, sizeof(why),
			"%s is no argument of a context: it names no user, and nothing is routed by it", legacy[i]);
		raise_error(ERROR_LEGACY_FIELD, EEF_E_LEGACY_FIELD, why);
		return -1;
	}
	return 0;
}

/* JSON text of a dict; NULL without an exception for an empty one. */
static PyObject *encode(PyObject *metadata)
{
	PyObject *text, *kind, *value, *trace;

	if (!metadata || PyDict_Size(metadata) == 0)
		return NULL;
	text = PyObject_CallFunctionObjArgs(binding.encode, metadata, NULL);
	if (text || !(PyErr_ExceptionMatches(PyExc_TypeError) || PyErr_ExceptionMatches(PyExc_ValueError) ||
			    PyErr_ExceptionMatches(PyExc_RecursionError)))
		return text;
	PyErr_Fetch(&kind, &value, &trace);
	raise_error(ERROR_CONTEXT, EEF_E_JSON, "metadata holds what JSON cannot say");
	Py_XDECREF(kind);
	Py_XDECREF(value);
	Py_XDECREF(trace);
	return NULL;
}

static PyObject *make_with(PyObject *user, PyObject *run, PyObject *parent, PyObject *keywords)
{
	PyObject *metadata = NULL, *made;

	if (keywords && PyDict_Size(keywords) > 0) {
		if (check_legacy(keywords) < 0)
			return NULL;
		metadata = encode(keywords);
		if (!metadata)
			return NULL;
	}
	made = make(user, run, parent, metadata);
	Py_XDECREF(metadata);
	return made;
}

static PyObject *context_new(PyTypeObject *type, PyObject *args, PyObject *given)
{
	PyObject *keywords = NULL, *user = NULL, *run = NULL, *made = NULL;

	if (PyTuple_Size(args) > 2)
		return too_many(PyTuple_Size(args));
	if (given && !(keywords = PyDict_Copy(given)))
		return NULL;
	user = argument(args, 0, keywords, "user_id");
	run = user ? argument(args, 1, keywords, "run_id") : NULL;
	if (run)
		made = make_with(user, run, NULL, keywords);
	Py_XDECREF(user);
	Py_XDECREF(run);
	Py_XDECREF(keywords);
	return made;
}

/* --- Reading one --- */

/* A fresh copy, with the names that were given. */
static PyObject *metadata_of(const struct context *x)
{
	return x->metadata ? PyObject_CallFunctionObjArgs(binding.decode, x->metadata, NULL) : PyDict_New();
}

static PyObject *context_metadata(PyObject *self, void *closure)
{
	PyObject *metadata = metadata_of((struct context *)self);
	char name[32];

	for (size_t i = 0; metadata && i < COUNT_OF(legacy); i++) {
		PyObject *value = PyDict_GetItemString(metadata, legacy[i]);

		if (!value)
			continue;
		PyOS_snprintf(name, sizeof(name), "legacy_%s", legacy[i]);
		if (PyDict_SetItemString(metadata, name, value) < 0 || PyDict_DelItemString(metadata, legacy[i]) < 0)
			Py_CLEAR(metadata);
	}
	return metadata;
}

static PyObject *context_user(PyObject *self, void *closure)
{
	return Py_NewRef(((struct context *)self)->user);
}

static PyObject *context_run(PyObject *self, void *closure)
{
	return Py_NewRef(((struct context *)self)->run);
}

static PyObject *context_parent(PyObject *self, void *closure)
{
	PyObject *parent = ((struct context *)self)->parent;

	return Py_NewRef(parent ? parent : Py_None);
}

static PyObject *context_child(PyObject *self, PyObject *args, PyObject *given)
{
	const struct context *x = (struct context *)self;
	PyObject *run, *metadata, *made = NULL;

	if (!PyArg_ParseTuple(args, "U:child", &run))
		return NULL;
	metadata = metadata_of(x);
	if (metadata && (!given || PyDict_Update(metadata, given) == 0))
		made = make_with(x->user, run, x->run, metadata);
	Py_XDECREF(metadata);
	return made;
}

static PyObject *context_itself(PyObject *self, PyObject *args)
{
	return Py_NewRef(self);
}

/* Metadata stays out: a repr ends in logs. */
static PyObject *context_repr(PyObject *self)
{
	const struct context *x = (struct context *)self;

	return PyUnicode_FromFormat("UserExecutionContext(%R, %R)", x->user, x->run);
}

/* user, run, parent, metadata; new. */
static PyObject *key_of(const struct context *x)
{
	return PyTuple_Pack(4, x->user, x->run, x->parent ? x->parent : Py_None, x->metadata ? x->metadata : Py_None);
}

static Py_hash_t context_hash(PyObject *self)
{
	PyObject *key = key_of((struct context *)self);
	Py_hash_t hash = key ? PyObject_Hash(key) : -1;

	Py_XDECREF(key);
	return hash;
}

static PyObject *context_compare(PyObject *left, PyObject *right, int op)
{
	PyObject *a, *b, *result = NULL;

	if (!Py_IS_TYPE(right, context_type) || (op != Py_EQ && op != Py_NE))
		Py_RETURN_NOTIMPLEMENTED;
	a = key_of((struct context *)left);
	b = key_of((struct context *)right);
	if (a && b)
		result = PyObject_RichCompare(a, b, op);
	Py_XDECREF(a);
	Py_XDECREF(b);
	return result;
}

static void context_dealloc(PyObject *self)
{
	struct context *x = (struct context *)self;
	PyTypeObject *type = Py_TYPE(self);

	Py_CLEAR(x->user);
	Py_CLEAR(x->run);
	Py_CLEAR(x->parent);
	Py_CLEAR(x->metadata);
	PyObject_Free(self);
	Py_DECREF(type);
}

static PyMethodDef methods[] = {
	{ "child", METHOD(context_child), METH_VARARGS | METH_KEYWORDS,
		"child(run_id, **metadata)\n--\n\nA context of the same user for a run within this one; metadata is added to." },
	{ "__copy__", context_itself, METH_NOARGS, "Itself: it cannot change." },
	{ "__deepcopy__", context_itself, METH_O, "Itself: it cannot change." },
	{ NULL, NULL, 0, NULL },
};

static PyGetSetDef getset[] = {
	{ "user_id", context_user, NULL, "Whose run it is; events go to nobody else.", NULL },
	{ "run_id", context_run, NULL, "Of one live engine of the user.", NULL },
	{ "parent_run_id", context_parent, NULL, "Of the run that this one is part of, or None.", NULL },
	{ "metadata", context_metadata, NULL, "A fresh copy each time.", NULL },
	{ NULL, NULL, NULL, NULL, NULL },
};

static PyType_Slot slots[] = {
	TYPE_SLOT(Py_tp_doc, "UserExecutionContext(user_id, run_id, **metadata)\n--\n\n"
			     "Who runs, for which run, with what. Metadata is what JSON can say, and is copied."),
	TYPE_SLOT(Py_tp_new, context_new),
	TYPE_SLOT(Py_tp_dealloc, context_dealloc),
	TYPE_SLOT(Py_tp_repr, context_repr),
	TYPE_SLOT(Py_tp_hash, context_hash),
	TYPE_SLOT(Py_tp_richcompare, context_compare),
	TYPE_SLOT(Py_tp_methods, methods),
	TYPE_SLOT(Py_tp_getset, getset),
	{ 0, NULL },
};

PyType_Spec context_spec = {
	.name = "eef.UserExecutionContext",
	.basicsize = sizeof(struct context),
	.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
	.slots = slots,
};
