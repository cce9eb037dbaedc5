/* The exceptions, and which of them a status of the library becomes. */
#include "runtime/python/binding.h"

static const struct {
	const char *name, *doc;
	enum error_class base;
	PyObject **builtin; /* a second base */
} classes[ERROR_COUNT] = {
	[ERROR_ANY] = { "eef.EEFError", "What the library refuses; `status` says it in a word, `code` as a number.", 0, NULL },
	[ERROR_AUDIT] = { "eef.AuditError", "The audit trail cannot record, and it is fail-closed.", 0, NULL },
	[ERROR_BACKPRESSURE] = { "eef.BackpressureError", "The user's outbox is full until a client confirms; see drain().",
		0, NULL },
	[ERROR_CONFIG] = { "eef.ConfigError", "The factory cannot be configured so, or was configured otherwise.", 0,
		NULL },
	[ERROR_CONTEXT] = { "eef.ContextError", "The context names nobody, or holds what cannot be kept.", 0,
		&PyExc_ValueError },
	[ERROR_EVENT] = { "eef.EventError", "The event is none: unknown, incomplete, too big, not JSON.", 0,
		&PyExc_ValueError },
	[ERROR_FORKED] = { "eef.ForkedError", "This process is a fork of the factory's; configure a factory of its own.", 0,
		NULL },
	[ERROR_GAP] = { "eef.GapError", "Events expired before they were delivered.", 0, NULL },
	[ERROR_ISOLATION] = { "eef.IsolationError", "It belongs to another user, or memory was overwritten.", 0, NULL },
	[ERROR_LEGACY_FIELD] = { "eef.LegacyFieldError", "thread_id or session_id, which name no user.", 0,
		&PyExc_TypeError },
	[ERROR_LIMIT] = { "eef.LimitError", "A limit of the user, the engine or the factory is reached.", 0, NULL },
	[ERROR_NOT_READY] = { "eef.NotReadyError", "There is no factory yet.", 0, NULL },
	[ERROR_ORDER] = { "eef.OrderError", "The event cannot come here in its run.", 0, NULL },
	[ERROR_SHUTDOWN] = { "eef.ShutdownError", "The factory is shut down, or shutting down.", ERROR_NOT_READY, NULL },
	[ERROR_STALE] = { "eef.StaleEngineError", "The engine is closed.", 0, NULL },
	[ERROR_TIMEOUT] = { "eef.EEFTimeoutError", "Not in time.", 0, &PyExc_TimeoutError },
};

static PyObject *errors[ERROR_COUNT];

static PyObject *bases_of(size_t i)
{
	PyObject *base = i == ERROR_ANY ? PyExc_Exception : errors[classes[i].base];

	return classes[i].builtin ? PyTuple_Pack(2, base, *classes[i].builtin) : PyTuple_Pack(1, base);
}

static int add(PyObject *module, size_t i)
{
	PyObject *bases = bases_of(i);

	if (!bases)
		return -1;
	errors[i] = PyErr_NewExceptionWithDoc(classes[i].name, classes[i].doc, bases, NULL);
	Py_DECREF(bases);
	return errors[i] ? PyModule_AddObjectRef(module, strchr(classes[i].name, '.') + 1, errors[i]) : -1;
}

/* Each after its base: ShutdownError is the only one whose base is not the first, and stands behind it. */
int errors_add(PyObject *module)
{
	for (size_t i = 0; i < ERROR_COUNT; i++)
		if (add(module, i) < 0)
			return -1;
	return 0;
}

static const struct {
	eef_status status;
	enum error_class raises;
	const char *word;
} meanings[] = {
	{ EEF_E_INVAL, ERROR_COUNT, "invalid" },
	{ EEF_E_NOT_READY, ERROR_NOT_READY, "not_ready" },
	{ EEF_E_SHUTDOWN, ERROR_SHUTDOWN, "shutdown" },
	{ EEF_E_CONFLICT, ERROR_CONFIG, "conflict" },
	{ EEF_E_USER_LIMIT, ERROR_LIMIT, "user_limit" },
	{ EEF_E_FACTORY_FULL, ERROR_LIMIT, "factory_full" },
	{ EEF_E_DUPLICATE_RUN, ERROR_CONTEXT, "duplicate_run" },
	{ EEF_E_STALE, ERROR_STALE, "stale" },
	{ EEF_E_FOREIGN, ERROR_ISOLATION, "foreign" },
	{ EEF_E_LEGACY_FIELD, ERROR_LEGACY_FIELD, "legacy_field" },
	{ EEF_E_PLACEHOLDER, ERROR_CONTEXT, "placeholder" },
	{ EEF_E_ORDER, ERROR_ORDER, "order" },
	{ EEF_E_BACKPRESSURE, ERROR_BACKPRESSURE, "backpressure" },
	{ EEF_E_QUOTA, ERROR_LIMIT, "quota" },
	{ EEF_E_TOO_BIG, ERROR_COUNT, "too_big" },
	{ EEF_E_JSON, ERROR_COUNT, "json" },
	{ EEF_E_AUDIT, ERROR_AUDIT, "audit" },
	{ EEF_E_BRIDGE, ERROR_CONFIG, "bridge" },
	{ EEF_E_GOLDEN_PATH, ERROR_CONFIG, "golden_path" },
	{ EEF_E_TIMEOUT, ERROR_TIMEOUT, "timeout" },
	{ EEF_E_FORKED, ERROR_FORKED, "forked" },
	{ EEF_E_CORRUPT, ERROR_ISOLATION, "corrupt" },
	{ EEF_E_IO, ERROR_AUDIT, "io" },
	{ EEF_E_GAP, ERROR_GAP, "gap" },
	{ EEF_E_ABI, ERROR_CONFIG, "abi" },
};

static const char *word_of(eef_status status)
{
	for (size_t i = 0; i < COUNT_OF(meanings); i++)
		if (meanings[i].status == status)
			return meanings[i].word;
	return "unknown";
}

static int set_attributes(PyObject *error, eef_status status)
{
	PyObject *word = PyUnicode_FromString(word_of(status)), *code = PyLong_FromLong(status);
	int rc = word && code && PyObject_SetAttrString(error, "status", word) == 0 &&
			PyObject_SetAttrString(error, "code", code) == 0
		? 0
		: -1;

	Py_XDECREF(word);
	Py_XDECREF(code);
	return rc;
}

PyObject *raise_error(enum error_class which, eef_status status, const char *why)
{
	PyObject *error = PyObject_CallFunction(errors[which], "s", why ? why : eef_strstatus(status));

	if (error && set_attributes(error, status) == 0)
		PyErr_SetObject(errors[which], error);
	Py_XDECREF(error);
	return NULL;
}

PyObject *raise_status(eef_status status, enum error_class otherwise, const char *why)
{
	if (status == EEF_E_NOMEM)
		return PyErr_NoMemory();
	for (size_t i = 0; i < COUNT_OF(meanings); i++)
		if (meanings[i].status == status && meanings[i].raises != ERROR_COUNT)
			return raise_error(meanings[i].raises, status, why);
	return raise_error(otherwise, status, why);
}
