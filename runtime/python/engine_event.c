/* Emitting: keywords become an event of the library. */
#include "runtime/python/binding.h"

static const char *const types[] = {
	[EEF_EV_AGENT_STARTED] = "agent_started",
	[EEF_EV_AGENT_THINKING] = "agent_thinking",
	[EEF_EV_TOOL_EXECUTING] = "tool_executing",
	[EEF_EV_TOOL_COMPLETED] = "tool_completed",
	[EEF_EV_AGENT_COMPLETED] = "agent_completed",
};

static int type_of(PyObject *name, eef_event_type *ret)
{
	char why[120];

	for (size_t i = 0; PyUnicode_Check(name) && i < COUNT_OF(types); i++)
		if (PyUnicode_CompareWithASCIIString(name, types[i]) == 0) {
			*ret = (eef_event_type)i;
			return 0;
		}
	PyOS_snprintf(why, sizeof(why),
		"an event is agent_started, agent_thinking, tool_executing, tool_completed or agent_completed");
	raise_error(ERROR_EVENT, EEF_E_INVAL, why);
	return -1;
}

/* The part of the event that the keyword names; NULL when it is data. */
static const char **part_of(eef_event *event, PyObject *name)
{
	if (PyUnicode_CompareWithASCIIString(name, "agent") == 0)
		return &event->agent;
	if (PyUnicode_CompareWithASCIIString(name, "tool") == 0)
		return &event->tool;
	return PyUnicode_CompareWithASCIIString(name, "call_id") == 0 ? &event->call_id : NULL;
}

static int set_part(const char **part, PyObject *name, PyObject *value)
{
	if (value == Py_None)
		return 0;
	if (!PyUnicode_Check(value)) {
		PyErr_Format(PyExc_TypeError, "%U must be str, not %R", name, Py_TYPE(value));
		return -1;
	}
	*part = PyUnicode_AsUTF8AndSize(value, NULL);
	return *part ? 0 : -1;
}

/* Takes the keywords apart; *ret_data is a new dict, or NULL. Names and values outlive the event. */
static int read_keywords(eef_event *event, PyObject *const *values, PyObject *names, PyObject **ret_data)
{
	Py_ssize_t count = names ? PyTuple_Size(names) : 0;

	for (Py_ssize_t i = 0; i < count; i++) {
		PyObject *name = PyTuple_GetItem(names, i);
		const char **part = part_of(event, name);

		if (part) {
			if (set_part(part, name, values[i]) < 0)
				return -1;
			continue;
		}
		if (!*ret_data && !(*ret_data = PyDict_New()))
			return -1;
		if (PyDict_SetItem(*ret_data, name, values[i]) < 0)
			return -1;
	}
	return 0;
}

static PyObject *encode(PyObject *data)
{
	PyObject *text = PyObject_CallFunctionObjArgs(binding.encode, data, NULL);

	if (!text && (PyErr_ExceptionMatches(PyExc_TypeError) || PyErr_ExceptionMatches(PyExc_ValueError))) {
		PyErr_Clear();
		raise_error(ERROR_EVENT, EEF_E_JSON, "the event's data holds what JSON cannot say");
	}
	return text;
}

static PyObject *say(struct engine *engine, eef_event *event, PyObject *data)
{
	PyObject *text = data ? encode(data) : NULL;
	Py_ssize_t len = 0;
	uint64_t seq;
	eef_status st = EEF_E_FORKED;

	if (data && (!text || !(event->data_json = PyUnicode_AsUTF8AndSize(text, &len)))) {
		Py_XDECREF(text);
		return NULL;
	}
	event->data_len = (size_t)len;
	if (engine->forks == binding.forks)
		st = eef_emit(binding.core, engine->handle, event, &seq);
	Py_XDECREF(text);
	return st == EEF_OK ? PyLong_FromUnsignedLongLong(seq) : raise_status(st, ERROR_EVENT, NULL);
}

PyObject *engine_emit_now(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names)
{
	eef_event event = EEF_EVENT_INIT;
	PyObject *data = NULL, *said = NULL;

	if (count != 1) {
		PyErr_SetString(PyExc_TypeError, "emit() takes the event's type, and keywords");
		return NULL;
	}
	if (type_of(args[0], &event.type) == 0 && read_keywords(&event, args + 1, names, &data) == 0)
		said = say((struct engine *)self, &event, data);
	Py_XDECREF(data);
	return said;
}

static PyObject *emit_of(PyObject *self, PyObject *call)
{
	PyObject *emit = PyObject_GetAttrString(self, "emit_nowait"), *said = NULL;

	if (emit)
		said = PyObject_Call(emit, PyTuple_GetItem(call, 0), PyTuple_GetItem(call, 1));
	Py_XDECREF(emit);
	return said;
}

/* Arguments are kept until it is awaited. */
PyObject *engine_emit(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names)
{
	PyObject *places = PyTuple_New(count), *keywords = PyDict_New(), *call = NULL, *deferred = NULL;
	int rc = places && keywords ? 0 : -1;

	for (Py_ssize_t i = 0; rc == 0 && i < count; i++)
		rc = PyTuple_SetItem(places, i, Py_NewRef(args[i]));
	for (Py_ssize_t i = 0; rc == 0 && names && i < PyTuple_Size(names); i++)
		rc = PyDict_SetItem(keywords, PyTuple_GetItem(names, i), args[count + i]);
	if (rc == 0)
		call = PyTuple_Pack(2, places, keywords);
	if (call)
		deferred = deferred_new(emit_of, self, call);
	Py_XDECREF(places);
	Py_XDECREF(keywords);
	Py_XDECREF(call);
	return deferred;
}
