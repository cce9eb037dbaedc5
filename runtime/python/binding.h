/* The Python binding as a whole: its types, its one state, and what its files offer each other. */
/*
 * Rules that hold everywhere
 * - CPython's limited API of 3.10, so that one file serves every Python from 3.10 on.
 * - The library never calls Python: news comes as an eventfd, and no thread of the library waits for the interpreter's lock.
 *   So a call into the library may be made with that lock held, and is, unless it takes long.
 * - What is opened is closed without an `await` in between: a cancelled task has no place to leave something behind.
 * - The state is one per process, as the factory is; a second interpreter is refused.
 * - Functions that return PyObject * give a new reference, or NULL with an exception set; `int` is 0 or -1 with one set.
 */
#ifndef RUNTIME_PYTHON_BINDING_H
#define RUNTIME_PYTHON_BINDING_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdbool.h>

#include "runtime/include/eef.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define TYPE_SLOT(id, what) { id, (void *)(uintptr_t)(what) } /* functions, too: ISO C has no other way */
#define METHOD(fn) ((PyCFunction)(void (*)(void))(fn))
#define CODE_LOST 1006 /* of a connection that went without a word */

/* Who runs, for which run, with what: frozen. `parent` and `metadata` (JSON text) may be NULL. */
struct context {
	PyObject_HEAD
	PyObject *user, *run, *parent, *metadata;
};

/* One engine. What Python keeps with it lives here, and goes when it is closed, by whomever. */
struct engine {
	PyObject_HEAD
	eef_engine handle;
	struct context *context;
	PyObject *state;    /* dict, or NULL */
	PyObject *attached; /* dict of name: (object, close or None), or NULL */
	PyObject *weakrefs;
	struct engine *prev, *next; /* of all that are not closed */
	unsigned forks;             /* binding.forks when it was made */
	int failed;                 /* EEF_CLEAN_... that a run inside has ended with; 0: none */
	bool closed;
};

struct bridge {
	PyObject_HEAD
	eef_bridge *bridge;
	int fd;         /* of the bridge; -1: another library's, which nobody pulls from here */
	PyObject *owner; /* the capsule that it came in, or NULL */
	PyObject *subs; /* dict of address: subscription */
	unsigned forks;
};

struct subscription {
	PyObject_HEAD
	eef_sub *sub; /* NULL: closed */
	struct bridge *bridge;
	eef_hello hello;
};

struct binding {
	eef_factory *core;  /* NULL before the first configure */
	eef_config config;  /* what contexts are checked against; its strings belong to `kept` */
	PyObject *kept;     /* what config points into */
	PyObject *factory;  /* the one factory object */
	PyObject *bridge;   /* held while the library holds it */
	PyObject *on_create; /* NULL, or called with the user's id after each create */
	PyObject *owners;   /* dict of address: (user_id, how often attached) */
	PyObject *encode, *decode; /* JSON */
	PyObject *done;     /* awaiting it gives None */
	struct engine *engines;
	unsigned forks; /* how often this process is a child */
	bool is_sync;   /* records are on the disk before a create returns */
};

extern struct binding binding;
extern PyTypeObject *context_type, *engine_type, *scope_type, *deferred_type, *factory_type, *bridge_type, *subscription_type;

/* --- errors.c: exceptions --- */

enum error_class {
	ERROR_ANY,
	ERROR_AUDIT,
	ERROR_BACKPRESSURE,
	ERROR_CONFIG,
	ERROR_CONTEXT,
	ERROR_EVENT,
	ERROR_FORKED,
	ERROR_GAP,
	ERROR_ISOLATION,
	ERROR_LEGACY_FIELD,
	ERROR_LIMIT,
	ERROR_NOT_READY,
	ERROR_ORDER,
	ERROR_SHUTDOWN,
	ERROR_STALE,
	ERROR_TIMEOUT,
	ERROR_COUNT
};
int errors_add(PyObject *module);
/* Raises what fits the status, `otherwise` for those that say only that something was wrong. NULL always. */
PyObject *raise_status(eef_status status, enum error_class otherwise, const char *why);
PyObject *raise_error(enum error_class which, eef_status status, const char *why);

/* --- deferred.c: what can be awaited, and never waits --- */

typedef PyObject *(*deferred_fn)(PyObject *self, PyObject *arg);
extern PyType_Spec deferred_spec;
PyObject *deferred_new(deferred_fn fn, PyObject *self, PyObject *arg); /* runs when it is awaited; arg may be NULL */
PyObject *deferred_value(PyObject *value);                            /* takes `value`; NULL stays NULL */

/* --- context.c --- */

extern PyType_Spec context_spec;
bool context_is(PyObject *object); /* with a TypeError when it is none */
int context_fill(const struct context *context, eef_context *ret);

/* --- config.c --- */

/* Reads keywords into a configuration whose strings stay alive as long as *ret_kept. */
int config_read(PyObject *keywords, eef_config *ret, PyObject **ret_kept);

/* --- engine.c, engine_event.c, attach.c --- */

extern PyType_Spec engine_spec;
PyObject *engine_create(PyObject *context);
int engine_close(struct engine *engine, int reason); /* -1 when its memory was overwritten; a second time does nothing */
void engines_release_closed(void);                   /* what Python keeps of engines that the library closed itself */
void engines_forget(void);                           /* in a child after fork */
PyObject *engine_emit_now(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names);
PyObject *engine_emit(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names);
int engine_alive(const struct engine *engine); /* StaleEngineError */

PyObject *engine_attach(PyObject *self, PyObject *args, PyObject *keywords);
PyObject *engine_get(PyObject *self, PyObject *args);
void engine_detach_all(struct engine *engine); /* last first, each close once; what they raise is reported, not raised */

/* --- scope.c, factory.c, bridge.c, subscription.c --- */

extern PyType_Spec scope_spec, factory_spec, bridge_spec, subscription_spec;
PyObject *scope_new(PyObject *context);
PyObject *forward(const char *function, PyObject *self, PyObject *args, PyObject *keywords); /* to eef._aio */
PyObject *subscription_new(struct bridge *bridge, const char *user, const char *epoch, uint64_t after);
void subscription_close(struct subscription *subscription, int code);
void bridge_close_all(PyObject *bridge, int code);

#endif
