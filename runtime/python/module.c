/* The extension module: its start, the life of the factory, the counters of deprecated names. */
#include "runtime/python/binding.h"

struct binding binding;
PyTypeObject *context_type, *engine_type, *scope_type, *deferred_type, *factory_type, *bridge_type, *subscription_type;

/* The limited API lacks it. Takes `by`. */
static void replace(PyObject **at, PyObject *by)
{
	PyObject *before = *at;

	*at = by;
	Py_XDECREF(before);
}

/* --- The factory --- */

/* A child that configures is done with its parent's factory. */
static int leave_parent(void)
{
	eef_status st = eef_after_fork_child();

	if (st == EEF_OK || st == EEF_ALREADY)
		return 0;
	raise_status(st, ERROR_CONFIG, NULL);
	return -1;
}

static PyObject *configured(struct bridge *bridge, const eef_config *config, PyObject *kept)
{
	replace(&binding.kept, Py_NewRef(kept));
	replace(&binding.bridge, Py_NewRef((PyObject *)bridge));
	binding.config = *config;
	binding.is_sync = config->audit_dir && config->audit_sync == EEF_AUDIT_SYNC;
	if (!binding.factory)
		binding.factory = (PyObject *)PyObject_New(PyObject, factory_type);
	return Py_XNewRef(binding.factory);
}

static PyObject *configure(PyObject *module, PyObject *args)
{
	PyObject *object, *keywords, *kept, *factory;
	struct bridge *bridge;
	eef_config config;
	eef_status st;

	if (!PyArg_ParseTuple(args, "OO!:configure", &object, &PyDict_Type, &keywords))
		return NULL;
	if (!Py_IS_TYPE(object, bridge_type)) {
		PyErr_SetString(PyExc_TypeError, "configure() wants a Bridge");
		return NULL;
	}
	if (leave_parent() < 0 || config_read(keywords, &config, &kept) < 0)
		return NULL;
	bridge = (struct bridge *)object;
	Py_BEGIN_ALLOW_THREADS
	st = bridge->forks == binding.forks ? eef_configure(&config, bridge->bridge, &binding.core) : EEF_E_FORKED;
	Py_END_ALLOW_THREADS
	if (st == EEF_ALREADY)
		factory = Py_NewRef(binding.factory);
	else
		factory = st == EEF_OK ? configured(bridge, &config, kept) : raise_status(st, ERROR_CONFIG, NULL);
	Py_DECREF(kept);
	return factory;
}

static PyObject *get(PyObject *module, PyObject *none)
{
	if (!eef_get() || !binding.factory)
		return raise_error(ERROR_NOT_READY, EEF_E_NOT_READY,
			"there is no factory: await configure_execution_engine_factory(bridge) once, at start");
	return Py_NewRef(binding.factory);
}

static PyObject *state(PyObject *module, PyObject *none)
{
	static const char *const names[] = { "unconfigured", "configuring", "probing", "ready", "draining", "stopped" };
	int now = eef_factory_state(binding.core);

	return PyUnicode_FromString(now >= 0 && now < (int)COUNT_OF(names) ? names[now] : "unknown");
}

/* Blocks without the interpreter's lock; the bridge's connections are to be closed by another thread meanwhile. */
static PyObject *shutdown_now(PyObject *module, PyObject *arg)
{
	unsigned long ms = PyLong_AsUnsignedLong(arg);
	eef_status st = EEF_ALREADY;

	if (ms == (unsigned long)-1 && PyErr_Occurred())
		return NULL;
	if (binding.core) {
		Py_BEGIN_ALLOW_THREADS
		st = eef_shutdown(binding.core, (uint32_t)ms);
		Py_END_ALLOW_THREADS
	}
	engines_release_closed();
	if (st < EEF_OK)
		return raise_status(st, ERROR_ANY, NULL);
	if (eef_factory_state(binding.core) == EEF_STATE_STOPPED)
		Py_CLEAR(binding.bridge);
	return PyBool_FromLong(st == EEF_OK);
}

/* What is left at the end of the program: nobody pulls any more, so nobody is waited for. */
static PyObject *at_exit(PyObject *module, PyObject *none)
{
	if (eef_factory_state(binding.core) == EEF_STATE_READY) {
		if (binding.bridge)
			bridge_close_all(binding.bridge, eef_close_code(EEF_CLOSE_RESTART));
		Py_BEGIN_ALLOW_THREADS
		eef_shutdown(binding.core, 1000);
		Py_END_ALLOW_THREADS
		engines_release_closed();
	}
	Py_RETURN_NONE;
}

/* The parent's factory, engines and connections are not this process's; nothing of them is freed or closed. */
static PyObject *after_fork(PyObject *module, PyObject *none)
{
	binding.forks++;
	engines_forget();
	PyDict_Clear(binding.owners);
	Py_CLEAR(binding.on_create);
	binding.bridge = NULL;
	Py_RETURN_NONE;
}

/* --- Small ones --- */

static PyObject *set_on_create(PyObject *module, PyObject *call)
{
	replace(&binding.on_create, call == Py_None ? NULL : Py_NewRef(call));
	Py_RETURN_NONE;
}

static PyObject *set_compat(PyObject *module, PyObject *arg)
{
	int is = PyObject_IsTrue(arg);

	if (is < 0)
		return NULL;
	binding.config.flags &= ~(uint32_t)EEF_F_COMPAT_LEGACY;
	if (is > 0)
		binding.config.flags |= EEF_F_COMPAT_LEGACY;
	Py_RETURN_NONE;
}

static PyObject *release_closed(PyObject *module, PyObject *none)
{
	engines_release_closed();
	Py_RETURN_NONE;
}

static PyObject *is_bridge(PyObject *module, PyObject *arg)
{
	return PyBool_FromLong(binding.bridge && arg == binding.bridge);
}

/* Shutting down, and every engine has said its last: what is in the outboxes now is all there will be. */
static PyObject *is_drained(PyObject *module, PyObject *none)
{
	eef_metrics metrics = { .size = sizeof(metrics) };

	if (eef_factory_state(binding.core) != EEF_STATE_DRAINING)
		Py_RETURN_FALSE;
	return PyBool_FromLong(eef_metrics_get(binding.core, &metrics) == EEF_OK && metrics.engines_active == 0);
}

static PyObject *close_code(PyObject *module, PyObject *arg)
{
	static const char *const names[EEF_CLOSE_COUNT] = { "normal", "protocol", "bad_text", "too_big", "restart",
		"not_ready", "overload", "slow", "no_memory", "auth_expired", "auth_revoked", "replaced", "broken" };

	for (size_t i = 0; PyUnicode_Check(arg) && i < COUNT_OF(names); i++)
		if (PyUnicode_CompareWithASCIIString(arg, names[i]) == 0)
			return PyLong_FromLong(eef_close_code((eef_close_reason)i));
	PyErr_Format(PyExc_ValueError, "connections are not closed for %R", arg);
	return NULL;
}

static PyObject *shim_id(PyObject *module, PyObject *args)
{
	const char *symbol, *replacement;

	if (!PyArg_ParseTuple(args, "ss:shim_id", &symbol, &replacement))
		return NULL;
	return PyLong_FromLong(eef_shim_id(symbol, replacement));
}

static PyObject *shim_hit(PyObject *module, PyObject *arg)
{
	long id = PyLong_AsLong(arg);

	if (id == -1 && PyErr_Occurred())
		return NULL;
	eef_shim_hit((int)id);
	Py_RETURN_NONE;
}

static PyObject *shim_report(PyObject *module, PyObject *none)
{
	size_t need = eef_shim_report(NULL, 0), cap = need + 4096;
	char *buf = PyMem_Malloc(cap);
	PyObject *text;

	if (!buf)
		return PyErr_NoMemory();
	need = eef_shim_report(buf, cap);
	text = PyUnicode_DecodeUTF8(buf, (Py_ssize_t)(need < cap ? need : cap - 1), "replace");
	PyMem_Free(buf);
	return text;
}

static PyMethodDef functions[] = {
	{ "configure", configure, METH_VARARGS, "configure(bridge, keywords)" },
	{ "get_execution_engine_factory", get, METH_NOARGS, "The factory, or NotReadyError." },
	{ "factory_state", state, METH_NOARGS, "unconfigured, configuring, probing, ready, draining or stopped." },
	{ "shutdown_now", shutdown_now, METH_O, "shutdown_now(ms): blocks; True when this call did it." },
	{ "close_code", close_code, METH_O, "The WebSocket code for a reason: normal, restart, slow, ..." },
	{ "shim_id", shim_id, METH_VARARGS, "shim_id(symbol, replacement): registers a deprecated name; -1: 256 are taken." },
	{ "shim_hit", shim_hit, METH_O, "shim_hit(id): counts a use." },
	{ "shim_report", shim_report, METH_NOARGS, "JSON: what was used how often, since when." },
	{ "_at_exit", at_exit, METH_NOARGS, NULL },
	{ "_after_fork", after_fork, METH_NOARGS, NULL },
	{ "_set_on_create", set_on_create, METH_O, NULL },
	{ "_set_compat", set_compat, METH_O, NULL },
	{ "_is_bridge", is_bridge, METH_O, NULL },
	{ "_is_drained", is_drained, METH_NOARGS, NULL },
	{ "_release_closed", release_closed, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

/* --- Start --- */

static int add_types(PyObject *module)
{
	const struct {
		PyTypeObject **type;
		PyType_Spec *spec;
	} types[] = {
		{ &context_type, &context_spec },
		{ &engine_type, &engine_spec },
		{ &scope_type, &scope_spec },
		{ &deferred_type, &deferred_spec },
		{ &factory_type, &factory_spec },
		{ &bridge_type, &bridge_spec },
		{ &subscription_type, &subscription_spec },
	};

	for (size_t i = 0; i < COUNT_OF(types); i++) {
		*types[i].type = (PyTypeObject *)PyType_FromSpec(types[i].spec);
		if (!*types[i].type || PyModule_AddType(module, *types[i].type) < 0)
			return -1;
	}
	return 0;
}

/* Compact, and without NaN, which is no JSON. */
static int find_json(void)
{
	PyObject *json = PyImport_ImportModule("json"), *encoder = NULL, *args = NULL, *keywords = NULL, *made = NULL;

	if (json)
		encoder = PyObject_GetAttrString(json, "JSONEncoder");
	args = PyTuple_New(0);
	keywords = Py_BuildValue("{sOsOs(ss)}", "allow_nan", Py_False, "ensure_ascii", Py_False, "separators", ",", ":");
	if (encoder && args && keywords)
		made = PyObject_Call(encoder, args, keywords);
	if (made) {
		binding.encode = PyObject_GetAttrString(made, "encode");
		binding.decode = PyObject_GetAttrString(json, "loads");
	}
	Py_XDECREF(made);
	Py_XDECREF(keywords);
	Py_XDECREF(args);
	Py_XDECREF(encoder);
	Py_XDECREF(json);
	return binding.encode && binding.decode ? 0 : -1;
}

static int start(PyObject *module)
{
	if (PyInterpreterState_GetID(PyInterpreterState_Get()) != 0) {
		PyErr_SetString(PyExc_ImportError, "eef holds the one factory of the process: it loads in the main interpreter only");
		return -1;
	}
	if (binding.done) {
		PyErr_SetString(PyExc_ImportError, "eef cannot be loaded twice in one process");
		return -1;
	}
	eef_config_init(&binding.config);
	if (errors_add(module) < 0 || add_types(module) < 0 || find_json() < 0)
		return -1;
	binding.owners = PyDict_New();
	binding.done = deferred_new(NULL, NULL, Py_None);
	if (!binding.owners || !binding.done || PyModule_AddStringConstant(module, "__version__", eef_version()) < 0)
		return -1;
	return PyModule_AddIntConstant(module, "CLEAN_ERROR", EEF_CLEAN_ERROR) < 0 ||
			PyModule_AddIntConstant(module, "CLEAN_CANCELLED", EEF_CLEAN_CANCELLED) < 0
		? -1
		: 0;
}

static PyModuleDef_Slot slots[] = {
	TYPE_SLOT(Py_mod_exec, start),
	{ 0, NULL },
};

static PyModuleDef definition = {
	PyModuleDef_HEAD_INIT,
	.m_name = "eef._eef",
	.m_doc = "The C half of eef.",
	.m_methods = functions,
	.m_slots = slots,
};

PyMODINIT_FUNC PyInit__eef(void);
PyMODINIT_FUNC PyInit__eef(void)
{
	return PyModuleDef_Init(&definition);
}
