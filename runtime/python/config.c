/* Keywords of configure(): one table of what there is, by kind. */
#include "runtime/python/binding.h"

#include <stddef.h>

enum kind { KIND_NUMBER, KIND_FLAG, KIND_PATH, KIND_WORD, KIND_NAMES, KIND_ALERTS };

struct word {
	const char *text;
	int value;
};

static const struct word syncs[] = { { "none", EEF_AUDIT_NONE }, { "interval", EEF_AUDIT_INTERVAL },
	{ "sync", EEF_AUDIT_SYNC }, { NULL, 0 } };
static const struct word failures[] = { { "closed", EEF_FAIL_CLOSED }, { "open", EEF_FAIL_OPEN }, { NULL, 0 } };

#define NUMBER(name) { #name, KIND_NUMBER, offsetof(eef_config, name), 0, NULL }
#define FLAG(name, flag) { name, KIND_FLAG, 0, flag, NULL }

static const struct key {
	const char *name;
	enum kind kind;
	size_t offset;
	uint32_t flag;
	const struct word *words;
} keys[] = {
	NUMBER(max_engines),
	NUMBER(max_engines_per_user),
	NUMBER(arena_bytes),
	NUMBER(engine_quota_bytes),
	NUMBER(idle_timeout_ms),
	NUMBER(run_deadline_ms),
	NUMBER(sweep_ms),
	NUMBER(outbox_events),
	NUMBER(outbox_bytes),
	NUMBER(replay_ttl_ms),
	NUMBER(event_max_bytes),
	NUMBER(metadata_max_bytes),
	FLAG("compat_legacy", EEF_F_COMPAT_LEGACY),
	FLAG("mlock", EEF_F_MLOCK),
	FLAG("no_guard", EEF_F_NO_GUARD),
	FLAG("strict_five", EEF_F_STRICT_FIVE),
	{ "audit_dir", KIND_PATH, offsetof(eef_config, audit_dir), 0, NULL },
	{ "audit_key_file", KIND_PATH, offsetof(eef_config, audit_key_file), 0, NULL },
	{ "audit_sync", KIND_WORD, offsetof(eef_config, audit_sync), 0, syncs },
	{ "audit_on_failure", KIND_WORD, offsetof(eef_config, audit_on_failure), 0, failures },
	{ "placeholders", KIND_NAMES, offsetof(eef_config, placeholders), 0, NULL },
	{ "alerts", KIND_ALERTS, 0, 0, NULL },
};

/* Keeps a reference for as long as the configuration is used. */
static int keep(PyObject *kept, PyObject *object)
{
	int rc = object ? PyList_Append(kept, object) : -1;

	Py_XDECREF(object);
	return rc;
}

static int read_number(const struct key *key, PyObject *value, eef_config *ret)
{
	unsigned long long number = PyLong_AsUnsignedLongLong(value);

	if (number == (unsigned long long)-1 && PyErr_Occurred())
		return -1;
	if (number > UINT32_MAX) {
		PyErr_Format(PyExc_OverflowError, "%s is too large", key->name);
		return -1;
	}
	*(uint32_t *)(void *)((char *)ret + key->offset) = (uint32_t)number;
	return 0;
}

static int read_flag(const struct key *key, PyObject *value, eef_config *ret)
{
	int is = PyObject_IsTrue(value);

	if (is > 0)
		ret->flags |= key->flag;
	return is < 0 ? -1 : 0;
}

static int read_path(const struct key *key, PyObject *value, eef_config *ret, PyObject *kept)
{
	PyObject *bytes = NULL;

	if (value == Py_None)
		return 0;
	if (!PyUnicode_FSConverter(value, &bytes))
		return -1;
	*(const char **)(void *)((char *)ret + key->offset) = PyBytes_AsString(bytes);
	return keep(kept, bytes);
}

static int read_word(const struct key *key, PyObject *value, eef_config *ret)
{
	for (const struct word *word = key->words; PyUnicode_Check(value) && word->text; word++)
		if (PyUnicode_CompareWithASCIIString(value, word->text) == 0) {
			*(int *)(void *)((char *)ret + key->offset) = word->value;
			return 0;
		}
	PyErr_Format(PyExc_ValueError, "%s cannot be %R", key->name, value);
	return -1;
}

/* A NULL-terminated array in a bytes object, and a tuple that holds its strings. */
static int read_names(const struct key *key, PyObject *value, eef_config *ret, PyObject *kept)
{
	PyObject *names = PySequence_Tuple(value), *array;
	Py_ssize_t count = names ? PyTuple_Size(names) : 0;
	const char **to;

	if (!names || keep(kept, names) < 0)
		return -1;
	array = PyBytes_FromStringAndSize(NULL, (count + 1) * (Py_ssize_t)sizeof(char *));
	if (keep(kept, array) < 0)
		return -1;
	to = (const char **)(void *)PyBytes_AsString(array);
	for (Py_ssize_t i = 0; i < count; i++)
		if (!(to[i] = PyUnicode_AsUTF8AndSize(PyTuple_GetItem(names, i), NULL)))
			return -1;
	to[count] = NULL;
	*(const char *const **)(void *)((char *)ret + key->offset) = to;
	return 0;
}

static const struct {
	const char *name;
	size_t offset;
	bool is_share; /* a double */
} limits[] = {
	{ "create_p99_ns", offsetof(eef_alerts, create_p99_ns), false },
	{ "ws_1011", offsetof(eef_alerts, ws_1011), false },
	{ "audit_lag", offsetof(eef_alerts, audit_lag), false },
	{ "replay_gaps", offsetof(eef_alerts, replay_gaps), false },
	{ "error_rate", offsetof(eef_alerts, error_rate), true },
	{ "ws_success", offsetof(eef_alerts, ws_success), true },
	{ "golden_path", offsetof(eef_alerts, golden_path), true },
	{ "fill", offsetof(eef_alerts, fill), true },
};

static int read_limit(PyObject *name, PyObject *value, eef_alerts *ret)
{
	for (size_t i = 0; PyUnicode_Check(name) && i < COUNT_OF(limits); i++) {
		char *to = (char *)ret + limits[i].offset;

		if (PyUnicode_CompareWithASCIIString(name, limits[i].name) != 0)
			continue;
		if (limits[i].is_share)
			*(double *)(void *)to = PyFloat_AsDouble(value);
		else
			*(uint64_t *)(void *)to = PyLong_AsUnsignedLongLong(value);
		return PyErr_Occurred() ? -1 : 0;
	}
	PyErr_Format(PyExc_TypeError, "there is no alert %R", name);
	return -1;
}

static int read_alerts(PyObject *value, eef_config *ret)
{
	PyObject *name, *limit;
	Py_ssize_t at = 0;

	if (!PyDict_Check(value)) {
		PyErr_SetString(PyExc_TypeError, "alerts must be a dict of limits");
		return -1;
	}
	while (PyDict_Next(value, &at, &name, &limit))
		if (read_limit(name, limit, &ret->alert) < 0)
			return -1;
	return 0;
}

static int read_value(const struct key *key, PyObject *value, eef_config *ret, PyObject *kept)
{
	switch (key->kind) {
	case KIND_NUMBER: return read_number(key, value, ret);
	case KIND_FLAG: return read_flag(key, value, ret);
	case KIND_PATH: return read_path(key, value, ret, kept);
	case KIND_WORD: return read_word(key, value, ret);
	case KIND_NAMES: return read_names(key, value, ret, kept);
	case KIND_ALERTS: return read_alerts(value, ret);
	}
	return -1;
}

static int read_key(PyObject *name, PyObject *value, eef_config *ret, PyObject *kept)
{
	for (size_t i = 0; PyUnicode_Check(name) && i < COUNT_OF(keys); i++)
		if (PyUnicode_CompareWithASCIIString(name, keys[i].name) == 0)
			return read_value(&keys[i], value, ret, kept);
	PyErr_Format(PyExc_TypeError, "configure() has no argument %R", name);
	return -1;
}

int config_read(PyObject *keywords, eef_config *ret, PyObject **ret_kept)
{
	PyObject *kept = PyList_New(0), *name, *value;
	Py_ssize_t at = 0;
	int rc = kept ? 0 : -1;

	eef_config_init(ret);
	while (rc == 0 && PyDict_Next(keywords, &at, &name, &value))
		rc = read_key(name, value, ret, kept);
	if (rc == 0) {
		*ret_kept = kept;
		return 0;
	}
	Py_XDECREF(kept);
	return -1;
}
