/* UserExecutionEngine: created for a context, closed once, and with it whatever Python keeps there. */
#include "runtime/python/binding.h"

#include <structmember.h>

/* The limited API's own formatting is younger than 3.10 where it knows of widths. */
struct id {
	char text[17];
};

static struct id id_of(const struct engine *x)
{
	struct id id;

	PyOS_snprintf(id.text, sizeof(id.text), "%016llx", (unsigned long long)x->handle.v);
	return id;
}

/* --- The list of those that are not closed --- */

static void enlist(struct engine *x)
{
	x->prev = NULL;
	x->next = binding.engines;
	if (x->next)
		x->next->prev = x;
	binding.engines = x;
}

static void delist(struct engine *x)
{
	if (x->prev)
		x->prev->next = x->next;
	else if (binding.engines == x)
		binding.engines = x->next;
	if (x->next)
		x->next->prev = x->prev;
	x->prev = x->next = NULL;
}

/* --- Life --- */

static eef_status create(const eef_context *view, eef_engine *ret)
{
	eef_status st;

	if (!binding.is_sync)
		return eef_create_for_user(binding.core, view, ret);
	Py_BEGIN_ALLOW_THREADS
	st = eef_create_for_user(binding.core, view, ret);
	Py_END_ALLOW_THREADS
	return st;
}

static struct engine *make(struct context *context, eef_engine handle)
{
	struct engine *x = PyObject_GC_New(struct engine, engine_type);

	if (!x)
		return NULL;
	x->handle = handle;
	x->context = context;
	Py_INCREF(context);
	x->state = x->attached = x->weakrefs = NULL;
	x->forks = binding.forks;
	x->failed = 0;
	x->closed = false;
	enlist(x);
	PyObject_GC_Track(x);
	return x;
}

/* The bridge of an application is told of its users before anybody emits. */
static int announce(struct engine *engine)
{
	PyObject *said = PyObject_CallFunctionObjArgs(binding.on_create, engine->context->user, NULL);

	if (!said)
		return -1;
	Py_DECREF(said);
	return 0;
}

PyObject *engine_create(PyObject *object)
{
	struct context *context = (struct context *)object;
	struct engine *engine;
	eef_context view;
	eef_engine handle;
	eef_status st;

	if (!context_is(object) || context_fill(context, &view) < 0)
		return NULL;
	if (!binding.core)
		return raise_status(EEF_E_NOT_READY, ERROR_ANY, NULL);
	st = create(&view, &handle);
	if (st != EEF_OK)
		return raise_status(st, ERROR_CONTEXT, NULL);
	engine = make(context, handle);
	if (!engine)
		eef_cleanup_engine(binding.core, handle, EEF_CLEAN_ERROR);
	else if (binding.on_create && announce(engine) < 0) {
		engine_close(engine, EEF_CLEAN_ERROR);
		Py_CLEAR(engine);
	}
	return (PyObject *)engine;
}

static void drop_state(struct engine *x)
{
	PyObject *state = x->state;

	x->state = NULL;
	if (state)
		PyDict_Clear(state);
	Py_XDECREF(state);
}

int engine_close(struct engine *x, int reason)
{
	eef_status st = EEF_E_STALE;

	if (x->closed)
		return 0;
	x->closed = true;
	delist(x);
	if (x->forks == binding.forks)
		st = eef_cleanup_engine(binding.core, x->handle, x->failed ? x->failed : reason);
	engine_detach_all(x);
	drop_state(x);
	if (st != EEF_E_CORRUPT)
		return 0;
	raise_status(st, ERROR_ANY, NULL);
	return -1;
}

static bool is_live(const struct engine *x)
{
	eef_info info = { .size = sizeof(info) };

	return !x->closed && x->forks == binding.forks && eef_engine_info(binding.core, x->handle, &info) == EEF_OK &&
		!info.closing;
}

int engine_alive(const struct engine *x)
{
	if (x->forks != binding.forks)
		raise_status(EEF_E_FORKED, ERROR_ANY, NULL);
	else if (!is_live(x))
		raise_status(EEF_E_STALE, ERROR_ANY, NULL);
	else
		return 0;
	return -1;
}

void engines_release_closed(void)
{
	PyObject *all = PyList_New(0);

	for (struct engine *x = binding.engines; all && x; x = x->next)
		if (!is_live(x) && PyList_Append(all, (PyObject *)x) < 0)
			break;
	for (Py_ssize_t i = 0; all && i < PyList_Size(all); i++)
		if (engine_close((struct engine *)PyList_GetItem(all, i), EEF_CLEAN_SHUTDOWN) < 0)
			PyErr_WriteUnraisable(all);
	Py_XDECREF(all);
	PyErr_Clear();
}

/* The parent closes them; here they are what they were, closed. What they keep goes when they go. */
void engines_forget(void)
{
	while (binding.engines) {
		struct engine *x = binding.engines;

		x->closed = true;
		delist(x);
	}
}

/* An engine that nobody closed and nobody has any more. */
static void finalize(PyObject *self)
{
	struct engine *x = (struct engine *)self;
	PyObject *kind, *value, *trace;

	if (x->closed)
		return;
	PyErr_Fetch(&kind, &value, &trace);
	if (is_live(x) && PyErr_WarnFormat(PyExc_ResourceWarning, 1,
				  "engine %s was never cleaned up; use `async with factory.user_execution_scope(context)`",
				  id_of(x).text) < 0)
		PyErr_WriteUnraisable((PyObject *)engine_type);
	if (engine_close(x, EEF_CLEAN_LEAKED) < 0)
		PyErr_WriteUnraisable((PyObject *)engine_type);
	PyErr_Restore(kind, value, trace);
}

static int engine_traverse(PyObject *self, visitproc visit, void *arg)
{
	struct engine *x = (struct engine *)self;

	Py_VISIT(Py_TYPE(self));
	Py_VISIT((PyObject *)x->context);
	Py_VISIT(x->state);
	Py_VISIT(x->attached);
	return 0;
}

static int engine_clear(PyObject *self)
{
	struct engine *x = (struct engine *)self;

	Py_CLEAR(x->state);
	Py_CLEAR(x->attached);
	return 0;
}

static void engine_dealloc(PyObject *self)
{
	struct engine *x = (struct engine *)self;
	PyTypeObject *type = Py_TYPE(self);

	PyObject_GC_UnTrack(self);
	if (x->weakrefs)
		PyObject_ClearWeakRefs(self);
	finalize(self);
	delist(x);
	engine_clear(self);
	Py_CLEAR(x->context);
	PyObject_GC_Del(self);
	Py_DECREF(type);
}


/* --- What it says --- */

static PyObject *engine_is_active(PyObject *self, PyObject *none)
{
	return PyBool_FromLong(is_live((struct engine *)self));
}

static PyObject *engine_context(PyObject *self, PyObject *none)
{
	return Py_NewRef((PyObject *)((struct engine *)self)->context);
}

static PyObject *engine_id(PyObject *self, void *closure)
{
	return PyUnicode_FromString(id_of((struct engine *)self).text);
}

static PyObject *engine_user(PyObject *self, void *closure)
{
	return Py_NewRef(((struct engine *)self)->context->user);
}

static PyObject *engine_run_id(PyObject *self, void *closure)
{
	return Py_NewRef(((struct engine *)self)->context->run);
}

static PyObject *engine_state(PyObject *self, void *closure)
{
	struct engine *x = (struct engine *)self;

	if (!x->state && engine_alive(x) == 0)
		x->state = PyDict_New();
	return Py_XNewRef(x->state);
}

static PyObject *engine_repr(PyObject *self)
{
	const struct engine *x = (struct engine *)self;

	return PyUnicode_FromFormat("<UserExecutionEngine %s%s>", id_of(x).text, x->closed ? " closed" : "");
}

static PyObject *engine_touch(PyObject *self, PyObject *none)
{
	struct engine *x = (struct engine *)self;
	eef_status st = x->forks == binding.forks ? eef_touch(binding.core, x->handle) : EEF_E_FORKED;

	if (st != EEF_OK)
		return raise_status(st, ERROR_ANY, NULL);
	Py_RETURN_NONE;
}

static PyObject *engine_delivered(PyObject *self, PyObject *arg)
{
	struct engine *x = (struct engine *)self;
	unsigned long long seq = PyLong_AsUnsignedLongLong(arg);
	eef_status st;

	if (seq == (unsigned long long)-1 && PyErr_Occurred())
		return NULL;
	st = x->forks == binding.forks ? eef_delivered(binding.core, x->handle, seq) : EEF_E_FORKED;
	if (st < EEF_OK)
		return raise_status(st, ERROR_EVENT, NULL);
	return PyBool_FromLong(st == EEF_OK);
}

/* Waits outside of the interpreter's lock; for a thread that is not the loop's. */
static PyObject *engine_wait_room(PyObject *self, PyObject *arg)
{
	struct engine *x = (struct engine *)self;
	unsigned long ms = PyLong_AsUnsignedLong(arg);
	eef_status st = EEF_E_FORKED;

	if (ms == (unsigned long)-1 && PyErr_Occurred())
		return NULL;
	if (x->forks == binding.forks) {
		Py_BEGIN_ALLOW_THREADS
		st = eef_emit_wait(binding.core, x->handle, (uint32_t)ms);
		Py_END_ALLOW_THREADS
	}
	if (st != EEF_OK && st != EEF_E_TIMEOUT)
		return raise_status(st, ERROR_ANY, NULL);
	return PyBool_FromLong(st == EEF_OK);
}

static PyObject *engine_fail(PyObject *self, PyObject *arg)
{
	long reason = PyLong_AsLong(arg);

	if (reason == -1 && PyErr_Occurred())
		return NULL;
	((struct engine *)self)->failed = (int)reason;
	Py_RETURN_NONE;
}

static PyObject *engine_audit(PyObject *self, PyObject *args)
{
	struct engine *x = (struct engine *)self;
	const char *action, *outcome, *detail = NULL;
	eef_status st;

	if (!PyArg_ParseTuple(args, "ss|z:_audit", &action, &outcome, &detail))
		return NULL;
	st = x->forks == binding.forks ? eef_audit(binding.core, x->handle, action, outcome, detail) : EEF_E_FORKED;
	if (st != EEF_OK)
		return raise_status(st, ERROR_EVENT, NULL);
	Py_RETURN_NONE;
}

static PyObject *engine_run(PyObject *self, PyObject *args, PyObject *keywords)
{
	return forward("run", self, args, keywords);
}

static PyObject *engine_drain(PyObject *self, PyObject *args, PyObject *keywords)
{
	return forward("drain", self, args, keywords);
}

static PyObject *engine_app_audit(PyObject *self, PyObject *args, PyObject *keywords)
{
	return forward("audit", self, args, keywords);
}

static PyMethodDef methods[] = {
	{ "is_active", engine_is_active, METH_NOARGS, "Whether it is not closed, by whomever." },
	{ "get_user_context", engine_context, METH_NOARGS, "The context that it was created for." },
	{ "emit", METHOD(engine_emit), METH_FASTCALL | METH_KEYWORDS,
		"emit(type, *, agent=None, tool=None, call_id=None, **data)\n\nAn awaitable: puts the event into the outbox "
		"of the engine's user; gives its number in the run." },
	{ "emit_nowait", METHOD(engine_emit_now), METH_FASTCALL | METH_KEYWORDS, "emit() at once, without await." },
	{ "delivered", engine_delivered, METH_O,
		"Whether every client confirmed the event of that number; GapError when it expired." },
	{ "drain", METHOD(engine_drain), METH_VARARGS | METH_KEYWORDS,
		"drain(timeout=None)\n\nAwait until the outbox has room for an event." },
	{ "run", METHOD(engine_run), METH_VARARGS | METH_KEYWORDS,
		"run(agent, **data)\n\nA run as a context manager: agent_started, and at the end agent_completed." },
	{ "audit", METHOD(engine_app_audit), METH_VARARGS | METH_KEYWORDS,
		"audit(action, outcome=\"ok\", **detail)\n\nA record of the application's own in the audit trail." },
	{ "touch", engine_touch, METH_NOARGS, "It is not idle." },
	{ "attach", METHOD(engine_attach), METH_VARARGS | METH_KEYWORDS,
		"attach(name, object, close=None)\n\nKeeps it with the engine and calls close() at its end, last first. What is "
		"attached to another user's engine is refused." },
	{ "get", METHOD(engine_get), METH_VARARGS, "get(name, default=None)\n\nWhat is attached by that name." },
	{ "_wait_room", engine_wait_room, METH_O, NULL },
	{ "_fail", engine_fail, METH_O, NULL },
	{ "_audit", engine_audit, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static PyGetSetDef getset[] = {
	{ "engine_id", engine_id, NULL, "Opaque, and never used again.", NULL },
	{ "user_id", engine_user, NULL, "Whose it is.", NULL },
	{ "run_id", engine_run_id, NULL, "What it works for.", NULL },
	{ "context", (getter)engine_context, NULL, "The context that it was created for.", NULL },
	{ "state", engine_state, NULL, "A dict of the run's own, emptied when the engine is closed.", NULL },
	{ NULL, NULL, NULL, NULL, NULL },
};

static PyMemberDef members[] = {
	{ "__weaklistoffset__", T_PYSSIZET, offsetof(struct engine, weakrefs), READONLY, NULL },
	{ NULL, 0, 0, 0, NULL },
};

static PyType_Slot slots[] = {
	TYPE_SLOT(Py_tp_doc, "One user's engine for one run; made by ExecutionEngineFactory."),
	TYPE_SLOT(Py_tp_traverse, engine_traverse),
	TYPE_SLOT(Py_tp_clear, engine_clear),
	TYPE_SLOT(Py_tp_finalize, finalize),
	TYPE_SLOT(Py_tp_dealloc, engine_dealloc),
	TYPE_SLOT(Py_tp_repr, engine_repr),
	TYPE_SLOT(Py_tp_methods, methods),
	TYPE_SLOT(Py_tp_members, members),
	TYPE_SLOT(Py_tp_getset, getset),
	{ 0, NULL },
};

PyType_Spec engine_spec = {
	.name = "eef.UserExecutionEngine",
	.basicsize = sizeof(struct engine),
	.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE,
	.slots = slots,
};
