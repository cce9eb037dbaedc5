/* The extension eef._lws: the WebSocket bridge of libeef-lws, in a capsule that eef.Bridge takes. */
#include "runtime/python/binding.h"

#include <unistd.h>

#include "runtime/include/eef_lws.h"

/*
 * A module of its own, so that who has no libwebsockets can import eef.
 *
 * There is no `authorize` in Python: the service thread decides on it, and would wait for the interpreter's lock. Python
 * hands out tokens beforehand.
 */

#define CAPSULE "eef_bridge"
#define ORIGINS_MAX 64

/* Takes `value`. */
static int set(PyObject *error, const char *name, PyObject *value)
{
	int rc = value ? PyObject_SetAttrString(error, name, value) : -1;

	Py_XDECREF(value);
	return rc;
}

/* Raises one of eef's exceptions; `word` is what it calls the status. NULL always. */
static PyObject *fail(eef_status st, const char *class, const char *word, const char *why)
{
	PyObject *module = PyImport_ImportModule("eef._eef"), *type = NULL, *error = NULL;

	if (module)
		type = PyObject_GetAttrString(module, class);
	if (type)
		error = PyObject_CallFunction(type, "s", why);
	if (error && set(error, "code", PyLong_FromLong(st)) == 0 && set(error, "status", PyUnicode_FromString(word)) == 0)
		PyErr_SetObject(type, error);
	Py_XDECREF(error);
	Py_XDECREF(type);
	Py_XDECREF(module);
	return NULL;
}

static PyObject *fail_status(eef_status st)
{
	switch (st) {
	case EEF_E_NOMEM:
		return PyErr_NoMemory();
	case EEF_E_QUOTA:
		return fail(st, "LimitError", "quota", "65536 tokens are valid: that is all there is room for");
	case EEF_E_IO:
		return fail(st, "ConfigError", "io", "the bridge cannot listen there: the port may be in use");
	default:
		return fail(st, "ConfigError", "invalid", "that is no value for it: see the documentation of eef.WebSocketBridge");
	}
}

/* --- Open and close --- */

/* The service thread never waits for Python. What a parent opened is not its child's. */
static void destroy(PyObject *capsule)
{
	eef_bridge *bridge = PyCapsule_GetPointer(capsule, CAPSULE);

	if (PyCapsule_GetContext(capsule) != (void *)(intptr_t)getpid())
		return;
	Py_BEGIN_ALLOW_THREADS
	eef_bridge_free(bridge);
	Py_END_ALLOW_THREADS
}

/* They point into `tuple`. */
static int read_origins(PyObject *tuple, const char **ret)
{
	Py_ssize_t count = PyTuple_Size(tuple);

	if (count > ORIGINS_MAX) {
		PyErr_Format(PyExc_ValueError, "at most %d origins", ORIGINS_MAX);
		return -1;
	}
	for (Py_ssize_t i = 0; i < count; i++) {
		ret[i] = PyUnicode_AsUTF8AndSize(PyTuple_GetItem(tuple, i), NULL);
		if (!ret[i])
			return -1;
	}
	ret[count] = NULL;
	return 0;
}

static PyObject *wrap(eef_bridge *bridge)
{
	PyObject *capsule = PyCapsule_New(bridge, CAPSULE, destroy);

	if (!capsule)
		eef_bridge_free(bridge);
	else
		PyCapsule_SetContext(capsule, (void *)(intptr_t)getpid());
	return capsule;
}

static PyObject *open_bridge(PyObject *module, PyObject *args)
{
	const char *origins[ORIGINS_MAX + 1];
	PyObject *tuple = NULL, *numbers;
	eef_lws_config config;
	eef_bridge *bridge;
	eef_status st;

	eef_lws_config_init(&config);
	if (!PyArg_ParseTuple(args, "zisOO!:open", &config.address, &config.port, &config.path, &tuple, &PyTuple_Type, &numbers) ||
		!PyArg_ParseTuple(numbers, "IIIIIII", &config.max_connections, &config.stall_ms, &config.linger_ms, &config.ping_s,
			&config.hangup_s, &config.send_buffer_bytes, &config.retry_after_s))
		return NULL;
	if (tuple != Py_None) {
		if (!PyTuple_Check(tuple) || read_origins(tuple, origins) < 0)
			return PyErr_Occurred() ? NULL : PyErr_Format(PyExc_TypeError, "origins is a tuple of strings");
		config.origins = origins;
	}
	Py_BEGIN_ALLOW_THREADS
	st = eef_bridge_lws_new(&config, &bridge);
	Py_END_ALLOW_THREADS
	return st == EEF_OK ? wrap(bridge) : fail_status(st);
}

/* NULL with an exception; ForkedError in a child of the process that opened it. */
static eef_bridge *bridge_in(PyObject *capsule)
{
	eef_bridge *bridge = PyCapsule_GetPointer(capsule, CAPSULE);

	if (!bridge || PyCapsule_GetContext(capsule) == (void *)(intptr_t)getpid())
		return bridge;
	fail(EEF_E_FORKED, "ForkedError", "forked", "the bridge belongs to the parent of this process");
	return NULL;
}

/* --- What it does --- */

static PyObject *port(PyObject *module, PyObject *capsule)
{
	eef_bridge *bridge = bridge_in(capsule);

	return bridge ? PyLong_FromLong(eef_lws_port(bridge)) : NULL;
}

static PyObject *token_put(PyObject *module, PyObject *args)
{
	const char *token, *user;
	PyObject *capsule;
	unsigned int ms;
	eef_bridge *bridge;
	eef_status st;

	if (!PyArg_ParseTuple(args, "OssI:token_put", &capsule, &token, &user, &ms) || !(bridge = bridge_in(capsule)))
		return NULL;
	st = eef_lws_token_put(bridge, token, user, ms);
	return st == EEF_OK ? Py_NewRef(Py_None) : fail_status(st);
}

static PyObject *token_revoke(PyObject *module, PyObject *args)
{
	const char *token;
	PyObject *capsule;
	eef_bridge *bridge;
	eef_status st;

	if (!PyArg_ParseTuple(args, "Os:token_revoke", &capsule, &token) || !(bridge = bridge_in(capsule)))
		return NULL;
	st = eef_lws_token_revoke(bridge, token);
	return st == EEF_OK || st == EEF_E_STALE ? PyBool_FromLong(st == EEF_OK) : fail_status(st);
}

static PyObject *close_user(PyObject *module, PyObject *args)
{
	static const struct {
		const char *name;
		eef_close_reason reason;
	} reasons[] = { { "normal", EEF_CLOSE_NORMAL }, { "auth_expired", EEF_CLOSE_AUTH_EXPIRED },
		{ "auth_revoked", EEF_CLOSE_AUTH_REVOKED }, { "replaced", EEF_CLOSE_REPLACED } };
	const char *user, *why;
	PyObject *capsule;
	eef_bridge *bridge;

	if (!PyArg_ParseTuple(args, "Oss:close_user", &capsule, &user, &why) || !(bridge = bridge_in(capsule)))
		return NULL;
	for (size_t i = 0; i < COUNT_OF(reasons); i++)
		if (strcmp(why, reasons[i].name) == 0) {
			eef_status st = eef_lws_close_user(bridge, user, reasons[i].reason);

			return st == EEF_OK ? Py_NewRef(Py_None) : fail_status(st);
		}
	return PyErr_Format(PyExc_ValueError, "a user's connections are not closed for '%s'", why);
}

static PyMethodDef functions[] = {
	{ "open", open_bridge, METH_VARARGS, "open(address, port, path, origins, numbers): a capsule for eef.Bridge." },
	{ "port", port, METH_O, "The port that it listens on." },
	{ "token_put", token_put, METH_VARARGS, "token_put(capsule, token, user_id, ms)" },
	{ "token_revoke", token_revoke, METH_VARARGS, "token_revoke(capsule, token): False when there is none." },
	{ "close_user", close_user, METH_VARARGS, "close_user(capsule, user_id, reason)" },
	{ NULL, NULL, 0, NULL },
};

static PyModuleDef definition = {
	PyModuleDef_HEAD_INIT,
	.m_name = "eef._lws",
	.m_doc = "The WebSocket bridge; see eef.WebSocketBridge.",
	.m_size = -1,
	.m_methods = functions,
};

PyMODINIT_FUNC PyInit__lws(void);
PyMODINIT_FUNC PyInit__lws(void)
{
	return PyModule_Create(&definition);
}
