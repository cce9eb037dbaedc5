/* ExecutionEngineFactory: there is one object of it, whoever asks and however. */
#include "runtime/python/binding.h"

PyObject *forward(const char *function, PyObject *self, PyObject *args, PyObject *keywords)
{
	PyObject *module = PyImport_ImportModule("eef._aio"), *target = NULL, *all = NULL, *said = NULL;
	Py_ssize_t count = PyTuple_Size(args);

	if (module)
		target = PyObject_GetAttrString(module, function);
	if (target)
		all = PyTuple_New(count + 1);
	if (all && PyTuple_SetItem(all, 0, Py_NewRef(self)) == 0) {
		for (Py_ssize_t i = 0; i < count; i++)
			PyTuple_SetItem(all, i + 1, Py_NewRef(PyTuple_GetItem(args, i)));
		said = PyObject_Call(target, all, keywords);
	}
	Py_XDECREF(all);
	Py_XDECREF(target);
	Py_XDECREF(module);
	return said;
}

/* Code that used to build a factory gets the one there is; with another bridge it is told so. */
static PyObject *factory_new(PyTypeObject *type, PyObject *args, PyObject *keywords)
{
	char *names[] = { (char[]){ "bridge" }, NULL };
	PyObject *bridge = Py_None, *module, *same;

	if (!PyArg_ParseTupleAndKeywords(args, keywords, "|O:ExecutionEngineFactory", names, &bridge))
		return NULL;
	if (!eef_get())
		return raise_error(ERROR_NOT_READY, EEF_E_NOT_READY,
			"there is no factory yet: await configure_execution_engine_factory(bridge) once, at start");
	if (bridge != Py_None) {
		module = PyImport_ImportModule("eef._aio");
		same = module ? PyObject_CallMethod(module, "is_bridge", "O", bridge) : NULL;
		Py_XDECREF(module);
		if (!same)
			return NULL;
		Py_DECREF(same);
		if (same != Py_True)
			return raise_error(ERROR_CONFIG, EEF_E_CONFLICT, "the factory was configured with another bridge");
	}
	return Py_NewRef(binding.factory);
}

static PyObject *create_now(PyObject *self, PyObject *context)
{
	return engine_create(context);
}

/* What gives the engine on must be awaited; where records are synced first, a thread does the waiting. */
static PyObject *create_for_user(PyObject *self, PyObject *context)
{
	PyObject *args, *said;

	if (!context_is(context))
		return NULL;
	if (!binding.is_sync)
		return deferred_new(create_now, self, context);
	args = PyTuple_Pack(1, context);
	said = args ? forward("create_slowly", self, args, NULL) : NULL;
	Py_XDECREF(args);
	return said;
}

static PyObject *user_execution_scope(PyObject *self, PyObject *context)
{
	return scope_new(context);
}

static PyObject *cleanup_now(PyObject *self, PyObject *engine)
{
	if (!Py_IS_TYPE(engine, engine_type)) {
		PyErr_Format(PyExc_TypeError, "a UserExecutionEngine is wanted, not %R", Py_TYPE(engine));
		return NULL;
	}
	if (engine_close((struct engine *)engine, EEF_CLEAN_DONE) < 0)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *cleanup_engine(PyObject *self, PyObject *engine)
{
	return deferred_new(cleanup_now, self, engine);
}

static PyObject *cleanup_user_now(PyObject *self, PyObject *user)
{
	const char *text = PyUnicode_AsUTF8AndSize(user, NULL);
	uint32_t count = 0;
	eef_status st;

	if (!text)
		return NULL;
	st = eef_cleanup_user(binding.core, text, &count);
	if (st != EEF_OK && st != EEF_PENDING)
		return raise_status(st, ERROR_CONTEXT, NULL);
	engines_release_closed();
	return PyLong_FromUnsignedLong(count);
}

static PyObject *cleanup_user(PyObject *self, PyObject *user)
{
	return deferred_new(cleanup_user_now, self, user);
}

static PyObject *text_by(size_t (*render)(eef_factory *factory, char *buf, size_t cap))
{
	size_t need = render(binding.core, NULL, 0), cap = need + 4096;
	char *buf = need ? PyMem_Malloc(cap) : NULL;
	PyObject *text;

	if (!need)
		return raise_status(EEF_E_NOT_READY, ERROR_ANY, NULL);
	if (!buf)
		return PyErr_NoMemory();
	need = render(binding.core, buf, cap);
	text = PyUnicode_DecodeUTF8(buf, (Py_ssize_t)(need < cap ? need : cap - 1), "replace");
	PyMem_Free(buf);
	return text;
}

static PyObject *metrics_text(PyObject *self, PyObject *none)
{
	return text_by(eef_metrics_prometheus);
}

static PyObject *metrics_json(PyObject *self, PyObject *none)
{
	return text_by(eef_metrics_json);
}

static PyObject *ids_of(const eef_info *infos, size_t count)
{
	PyObject *ids = PyList_New(0), *id;
	char text[17];

	for (size_t i = 0; ids && i < count; i++) {
		PyOS_snprintf(text, sizeof(text), "%016llx", (unsigned long long)infos[i].engine.v);
		id = PyUnicode_FromString(text);
		if (!id || PyList_Append(ids, id) < 0)
			Py_CLEAR(ids);
		Py_XDECREF(id);
	}
	return ids;
}

static PyObject *active_ids(PyObject *self, PyObject *none)
{
	size_t cap = binding.config.max_engines, count = 0;
	eef_info *infos = PyMem_Calloc(cap, sizeof(*infos));
	eef_status st;
	PyObject *ids;

	if (!infos)
		return PyErr_NoMemory();
	for (size_t i = 0; i < cap; i++)
		infos[i].size = sizeof(*infos);
	st = eef_list(binding.core, infos, cap, &count);
	ids = st == EEF_OK ? ids_of(infos, count < cap ? count : cap) : raise_status(st, ERROR_ANY, NULL);
	PyMem_Free(infos);
	return ids;
}

static PyObject *audit_flush(PyObject *self, PyObject *arg)
{
	unsigned long ms = PyLong_AsUnsignedLong(arg);
	eef_status st;

	if (ms == (unsigned long)-1 && PyErr_Occurred())
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	st = eef_audit_flush(binding.core, (uint32_t)ms);
	Py_END_ALLOW_THREADS
	if (st != EEF_OK)
		return raise_status(st, ERROR_AUDIT, NULL);
	Py_RETURN_NONE;
}

static PyObject *shutdown_factory(PyObject *self, PyObject *args, PyObject *keywords)
{
	return forward("shutdown", self, args, keywords);
}

static PyObject *metrics(PyObject *self, PyObject *args)
{
	return forward("metrics", self, args, NULL);
}

static PyObject *metrics_without_args(PyObject *self, PyObject *none)
{
	PyObject *args = PyTuple_New(0), *said = args ? metrics(self, args) : NULL;

	Py_XDECREF(args);
	return said;
}

static void factory_dealloc(PyObject *self)
{
	PyTypeObject *type = Py_TYPE(self);

	PyObject_Free(self);
	Py_DECREF(type);
}

static PyMethodDef methods[] = {
	{ "create_for_user", create_for_user, METH_O,
		"create_for_user(context)\n--\n\nAn awaitable of a new engine, which is yours to clean up." },
	{ "create_for_user_nowait", create_now, METH_O,
		"create_for_user_nowait(context)\n--\n\nThe same at once, without await." },
	{ "user_execution_scope", user_execution_scope, METH_O,
		"user_execution_scope(context)\n--\n\nA context manager, `with` or `async with`, of an engine that is closed at "
		"the end of the block, whatever ends it." },
	{ "cleanup_engine", cleanup_engine, METH_O,
		"cleanup_engine(engine)\n--\n\nAn awaitable: closes it. A second time does nothing." },
	{ "cleanup_engine_nowait", cleanup_now, METH_O,
		"cleanup_engine_nowait(engine)\n--\n\nThe same at once, without await." },
	{ "cleanup_user", cleanup_user, METH_O,
		"cleanup_user(user_id)\n--\n\nAn awaitable: closes all engines of the user; gives how many." },
	{ "shutdown", METHOD(shutdown_factory), METH_VARARGS | METH_KEYWORDS,
		"shutdown(grace=5.0)\n\nAwait the end of the factory: no new engines, a terminal event for every open run, "
		"clients flushed and told to come back." },
	{ "get_factory_metrics", metrics_without_args, METH_NOARGS, "All metrics as a dict; no ids of users in it." },
	{ "metrics_text", metrics_text, METH_NOARGS, "All metrics as Prometheus text." },
	{ "audit_flush", audit_flush, METH_O, "audit_flush(ms)\n--\n\nWaits until all records are on the disk." },
	{ "_metrics_json", metrics_json, METH_NOARGS, NULL },
	{ "_active_ids", active_ids, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static PyType_Slot slots[] = {
	TYPE_SLOT(Py_tp_doc, "ExecutionEngineFactory(bridge=None)\n--\n\nThe one factory of the process. Calling the class gives "
			     "the factory that was configured, or raises."),
	TYPE_SLOT(Py_tp_new, factory_new),
	TYPE_SLOT(Py_tp_dealloc, factory_dealloc),
	TYPE_SLOT(Py_tp_methods, methods),
	{ 0, NULL },
};

PyType_Spec factory_spec = {
	.name = "eef.ExecutionEngineFactory",
	.basicsize = sizeof(PyObject),
	.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
	.slots = slots,
};
