/* libeef: one execution-engine factory per process, whose engines belong to exactly one user and one run. */
/*
 * The shape of it
 * factory   the one canonical factory; static storage, so a stale pointer to it is always safe to pass
 * engine    what a run works with: a small memory of its own, a few values, its events. A value handle, no pointer
 * outbox    the ordered events of one *user*; outlives the engines, so the last event survives the end of a scope
 * bridge    what carries events to clients; it pulls with subscriptions (eef_sub), the library never calls clients
 *
 * Rules that hold everywhere
 * - Every function returns eef_status unless noted. Outputs are written only on EEF_OK, EEF_PENDING or EEF_ALREADY.
 * - Strings and structs that go in are copied. What comes out is copied into your buffer, or is a view whose life is stated.
 * - Text is UTF-8. Sizes are bytes, times are milliseconds of the monotonic clock unless the name says otherwise.
 * - No callback is invoked with a lock of the library held.
 * - A public struct starts with `size`, set by its EEF_..._INIT or eef_..._init: newer libraries accept older callers.
 * - [M] any thread at any time. [I] start and end; any thread, serialised inside. [P] only while you hold the pin.
 *   [B] by the bridge; calls on one eef_sub from one thread at a time.
 * - After fork() every function fails with EEF_E_FORKED in the child, until eef_after_fork_child().
 */
#ifndef EEF_H
#define EEF_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

#define EEF_VERSION "0.1.0"

typedef struct eef_factory eef_factory;
typedef struct eef_bridge eef_bridge;
typedef struct eef_sink eef_sink; /* what a bridge pulls from */
typedef struct eef_sub eef_sub;   /* one connection's place in one user's outbox */

/* slot:16 | generation:48; {0} is no engine. Not a secret, not a pointer; never valid again once its engine is cleaned. */
typedef struct eef_engine {
	uint64_t v;
} eef_engine;

typedef enum eef_status {
	EEF_OK = 0,
	EEF_PENDING = 1,          /* begun; somebody else will finish it, or nothing to read yet */
	EEF_ALREADY = 2,          /* it was so before the call */
	EEF_E_INVAL = -1,         /* an argument that no state could make right */
	EEF_E_NOMEM = -2,         /* the system gave no memory, thread or descriptor */
	EEF_E_NOT_READY = -3,     /* not configured yet, or being configured */
	EEF_E_SHUTDOWN = -4,      /* shut down, or shutting down */
	EEF_E_CONFLICT = -5,      /* another bridge is or was there first */
	EEF_E_USER_LIMIT = -6,    /* the user has max_engines_per_user */
	EEF_E_FACTORY_FULL = -7,  /* max_engines are in use */
	EEF_E_DUPLICATE_RUN = -8, /* the user has an engine for this run */
	EEF_E_STALE = -9,         /* the handle's engine is closed, or never was */
	EEF_E_FOREIGN = -10,      /* belongs to another user */
	EEF_E_LEGACY_FIELD = -11, /* thread_id or session_id in the metadata, and EEF_F_COMPAT_LEGACY is off */
	EEF_E_PLACEHOLDER = -12,  /* an id that stands for no one, like "default" */
	EEF_E_ORDER = -13,        /* the event cannot come here in its run */
	EEF_E_BACKPRESSURE =
		-14,             /* the user's outbox is full until a client confirms; try again, see eef_emit_wait() */
	EEF_E_QUOTA = -15,       /* a limit per engine or user other than the ones above */
	EEF_E_TOO_BIG = -16,     /* longer than its limit */
	EEF_E_JSON = -17,        /* not valid JSON, too deep, too many or repeated keys */
	EEF_E_AUDIT = -18,       /* the audit trail cannot record, and it is fail-closed */
	EEF_E_BRIDGE = -19,      /* the bridge refused */
	EEF_E_GOLDEN_PATH = -20, /* the self-test at configure failed */
	EEF_E_TIMEOUT = -21,
	EEF_E_FORKED = -22,  /* in a child process that has not called eef_after_fork_child() */
	EEF_E_CORRUPT = -23, /* memory of an engine was overwritten from outside; its slot is out of use for good */
	EEF_E_IO = -24,
	EEF_E_GAP = -25, /* events expired before they were delivered */
	EEF_E_ABI = -26  /* a struct or a bridge of another version */
} eef_status;

const char *eef_strstatus(eef_status status); /* [M] a static string, also for unknown numbers */
const char *eef_version(void);                /* [M] of the library that is loaded */

/* ---- configuration and life of the factory ------------------------------------------------------------------------ */

enum {
	EEF_F_COMPAT_LEGACY = 1, /* thread_id and session_id in metadata are kept as legacy_..., and counted */
	EEF_F_MLOCK = 2,         /* the engines' memory is never swapped out */
	EEF_F_NO_GUARD = 4,      /* no guard pages; needed above 30,000 engines (each guard is two mappings) */
	EEF_F_STRICT_FIVE = 8    /* agent_completed needs a thought and a tool pair before it */
};
enum { EEF_AUDIT_NONE, EEF_AUDIT_INTERVAL, EEF_AUDIT_SYNC }; /* when records reach the disk */
enum { EEF_FAIL_CLOSED, EEF_FAIL_OPEN };                     /* what happens when they cannot */

/* A value of 0 in a limit of `alert` turns that alert off. */
typedef struct eef_alerts {
	uint64_t create_p99_ns; /* 25 ms */
	uint64_t ws_1011;       /* closes with 1011, alert above (limit - 1): 1 */
	uint64_t audit_lag;     /* records: 4096 */
	uint64_t replay_gaps;   /* 1 */
	double error_rate;      /* failed creates of all: 0.001 */
	double ws_success;      /* upgrades accepted of all, alert below: 0.995 */
	double golden_path;     /* runs completed of all ended, alert below: 0.99 */
	double fill;            /* engines in use of max_engines: 0.9 */
} eef_alerts;

typedef struct eef_config {
	size_t size;
	uint32_t max_engines;          /* 4096, 1..65535 */
	uint32_t max_engines_per_user; /* 2, 1..64 */
	uint32_t arena_bytes;          /* 16384 per engine, a multiple of the page */
	uint32_t engine_quota_bytes;   /* 262144: arena and larger blocks of one engine together */
	uint32_t idle_timeout_ms; /* 300000 without pin, event or touch; 0 = never. Not age: a busy engine lives on */
	uint32_t run_deadline_ms; /* 0 = none: an engine is closed at this age, busy or not */
	uint32_t sweep_ms;        /* 1000 between two rounds of the sweeper */
	uint32_t outbox_events;   /* 1024 per user, 16.. */
	uint32_t outbox_bytes;    /* 1 MiB per user */
	uint32_t replay_ttl_ms;   /* 120000: how long unconfirmed events wait for their client */
	uint32_t event_max_bytes; /* 65536 of data_json */
	uint32_t metadata_max_bytes; /* 8192 */
	uint32_t flags;              /* EEF_F_... */
	const char *audit_dir;       /* NULL = no audit trail (eef_audit_enabled 0) */
	int audit_sync;              /* EEF_AUDIT_INTERVAL */
	int audit_on_failure;        /* EEF_FAIL_CLOSED */
	const char *audit_key_file;  /* NULL, or a file with a 32-byte key: the trail is then keyed */
	const char *const
		*placeholders; /* NULL-terminated list of refused ids, whole and caseless; NULL = the built-in 8 */
	eef_alerts alert;
	void (*on_alert)(void *ud, const char *name, double value, double limit); /* by the sweeper's thread */
	void *alert_ud;
} eef_config;

void eef_config_init(eef_config *config); /* [M] the defaults above */

/*
 * Builds the factory, all or nothing: [I]
 *	1 the bridge must be ready         EEF_E_NOT_READY, EEF_E_ABI, EEF_E_INVAL without a bridge or with a wrong limit
 *	2 memory, audit trail, sweeper     EEF_E_NOMEM, EEF_E_AUDIT
 *	3 the bridge is attached, once     EEF_E_CONFLICT, EEF_E_BRIDGE
 *	4 a probe run goes all the way     EEF_E_GOLDEN_PATH
 * Only then eef_get() gives it out. Of concurrent callers one does the work: those with the same bridge wait and get
 * EEF_ALREADY and the same factory, those with another bridge EEF_E_CONFLICT, and nothing changes.
 * The bridge is borrowed until eef_shutdown() has returned EEF_OK.
 */
eef_status eef_configure(const eef_config *config, eef_bridge *bridge, eef_factory **ret_factory);

eef_factory *eef_get(void); /* [M] NULL unless ready; one atomic load */

/*
 * Ends the factory: [I] no new engines; every open run gets its terminal event (cancelled, reason shutdown); waits up to
 * grace_ms for pins; lets the bridge flush and close; wipes and unmaps. EEF_ALREADY when it was down before.
 * EEF_E_TIMEOUT when engines are still pinned: their memory stays, nothing dangles; call again to finish.
 * Not from within on_alert, a callback of eef_defer(), or a bridge.
 */
eef_status eef_shutdown(eef_factory *factory, uint32_t grace_ms);

enum {
	EEF_STATE_UNCONFIGURED,
	EEF_STATE_CONFIGURING,
	EEF_STATE_PROBING,
	EEF_STATE_READY,
	EEF_STATE_DRAINING,
	EEF_STATE_STOPPED
};
int eef_factory_state(const eef_factory *factory); /* [M] NULL gives EEF_STATE_UNCONFIGURED */

/*
 * In the child, after fork(), with no other thread: forgets the parent's factory without freeing anything (the parent's
 * bridge is not touched), so that eef_configure() works again. EEF_ALREADY in a process that is no such child.
 */
eef_status eef_after_fork_child(void);

/* ---- context and engines ------------------------------------------------------------------------------------------- */

typedef struct eef_context {
	size_t size;
	const char *user_id;       /* 1..128 bytes, no control characters, no placeholder */
	const char *run_id;        /* likewise; one live engine per user and run */
	const char *metadata_json; /* NULL, or an object: 64 keys in all, depth 16, no key twice in one object */
	size_t metadata_len;
	const char *parent_run_id; /* NULL, or as run_id */
} eef_context;
#define EEF_CONTEXT_INIT                                       \
	{                                                      \
		sizeof(eef_context), NULL, NULL, NULL, 0, NULL \
	}

/* Why an engine was closed; decides the status of the terminal event of an unfinished run. */
enum {
	EEF_CLEAN_DONE,      /* the scope ended; unfinished: "error", reason "unfinished" */
	EEF_CLEAN_ERROR,     /* "error", reason "failed" */
	EEF_CLEAN_CANCELLED, /* "cancelled", reason "cancelled" */
	EEF_CLEAN_IDLE,      /* "timeout", reason "idle" */
	EEF_CLEAN_DEADLINE,  /* "timeout", reason "deadline" */
	EEF_CLEAN_SHUTDOWN,  /* "cancelled", reason "shutdown" */
	EEF_CLEAN_LEAKED,    /* "error", reason "leaked": found by a finalizer, counted as a leaked scope */
	EEF_CLEAN_COUNT
};

#define EEF_ID_MAX 128

typedef struct eef_info {
	size_t size;
	eef_engine engine;
	char user_id[EEF_ID_MAX + 1], run_id[EEF_ID_MAX + 1];
	uint32_t pins;
	int closing;
	uint64_t age_ms, idle_ms, events, bytes;
} eef_info;

/* [M] What create would say of the context; no side effects. `why` (may be NULL) gets a sentence on failure. */
eef_status eef_context_check(const eef_config *config, const eef_context *context, char *why, size_t cap);

/* [M] A new engine. On any failure nothing is left behind: no engine, no count against the user. */
eef_status eef_create_for_user(eef_factory *factory, const eef_context *context, eef_engine *ret_engine);

/*
 * [M] Closes an engine: from here on its handle is stale, its run gets its terminal event, its memory is wiped.
 * EEF_OK: this call did all of it. EEF_PENDING: this call closed it, the last unpin wipes. EEF_E_STALE: it was closed.
 * EEF_E_CORRUPT: closed and wiped, but the memory had been overwritten.
 */
eef_status eef_cleanup_engine(eef_factory *factory, eef_engine engine, int reason);
eef_status eef_cleanup_wait(
	eef_factory *factory, eef_engine engine, uint32_t ms); /* [M] until it is wiped, or EEF_E_TIMEOUT */
eef_status eef_cleanup_user(eef_factory *factory, const char *user_id, uint32_t *ret_closed); /* [M] ret may be NULL */
eef_status eef_engine_info(eef_factory *factory, eef_engine engine, eef_info *ret_info);      /* [M] */
eef_status eef_touch(eef_factory *factory, eef_engine engine);                                /* [M] it is not idle */

/* [M] Copies at most `cap` engines, *ret_count is how many there are; for administration, in no order. */
eef_status eef_list(eef_factory *factory, eef_info *ret_infos, size_t cap, size_t *ret_count);

/* ---- pins: the only way to an engine's memory ------------------------------------------------------------------------ */

/* Everything it points to belongs to the engine and lives until eef_unpin(). */
typedef struct eef_view {
	eef_factory *factory;
	eef_engine engine;
	const char *user_id, *run_id, *parent_run_id; /* the last is NULL when there is none */
	const char *metadata_json;                    /* "{}" when there is none */
	size_t metadata_len;
} eef_view;

/* [M] Holds the engine's memory; does not keep anybody from closing it. At most 4094 at once (EEF_E_QUOTA). */
eef_status eef_pin(eef_factory *factory, eef_engine engine, eef_view *ret_view);
void eef_unpin(eef_view *view);                             /* [P] the last one of a closed engine wipes it */
void *eef_alloc(eef_view *view, size_t size, size_t align); /* [P] zeroed; NULL at the quota; dies with the engine */
eef_status eef_defer(eef_view *view, void (*fn)(void *arg), void *arg); /* [P] at the end, last first, exactly once */
eef_status eef_set(eef_view *view, const char *key, const char *json, size_t len); /* [P] at most 64 keys */
/* [P] Copies the value; *len is the room before and the size after. EEF_E_TOO_BIG with the size when it does not fit,
 * EEF_E_STALE when there is no such key. */
eef_status eef_get_value(eef_view *view, const char *key, char *buf, size_t *len);

/* ---- scopes: an engine that is closed on every way out ----------------------------------------------------------------- */

typedef struct eef_scope_ {
	eef_factory *f;
	eef_engine e;
	eef_status st;
} eef_scope_;
eef_scope_ eef_scope_begin_(eef_factory *factory, const eef_context *context);
void eef_scope_end_(eef_scope_ *scope);

/*
 * EEF_SCOPE(factory, &context, job) { ... job_s.e is the engine ... }
 * Closed on return, break, continue, goto and at the end; not on longjmp. The block is skipped when there is no engine.
 */
#define EEF_SCOPE(F, CTX, E)                                                                           \
	for (eef_scope_ E##_s __attribute__((cleanup(eef_scope_end_))) = eef_scope_begin_((F), (CTX)), \
			      *E##_p = &E##_s;                                                         \
		E##_p && E##_s.st == EEF_OK; E##_p = NULL)

/* [M] Creates, pins, calls fn, unpins, closes (fn's result not 0: EEF_CLEAN_ERROR). *ret_rc is fn's result. */
eef_status eef_scope_run(
	eef_factory *factory, const eef_context *context, int (*fn)(eef_view *view, void *arg), void *arg, int *ret_rc);

/* ---- events --------------------------------------------------------------------------------------------------------- */

typedef enum eef_event_type {
	EEF_EV_AGENT_STARTED, /* first, once; `agent` required */
	EEF_EV_AGENT_THINKING,
	EEF_EV_TOOL_EXECUTING, /* `tool` and a new `call_id` required; at most 64 open */
	EEF_EV_TOOL_COMPLETED, /* `call_id` of an open one required */
	EEF_EV_AGENT_COMPLETED /* last, once; open tools are completed as "aborted" before it */
} eef_event_type;

typedef struct eef_event {
	size_t size;
	eef_event_type type;
	const char *agent, *tool, *call_id; /* NULL or 1..128 bytes as ids */
	const char *data_json;              /* NULL, or any JSON value */
	size_t data_len;
} eef_event;
#define EEF_EVENT_INIT                                                             \
	{                                                                          \
		sizeof(eef_event), EEF_EV_AGENT_STARTED, NULL, NULL, NULL, NULL, 0 \
	}

/*
 * [M] Puts an event into the outbox of the engine's user; there is no way to name another one. Never waits, never drops:
 * EEF_E_ORDER, EEF_E_BACKPRESSURE and the rest leave the run as it was. *ret_seq (may be NULL): 1, 2, 3 ... in the run.
 * A closed engine whose run has begun gets its agent_completed from the library, for which room is set aside at the start.
 */
eef_status eef_emit(eef_factory *factory, eef_engine engine, const eef_event *event, uint64_t *ret_seq);
eef_status eef_emit_wait(eef_factory *factory, eef_engine engine, uint32_t ms); /* [M] until what it refused last has room */
/* [M] EEF_OK confirmed by every client that was there, EEF_PENDING waiting, EEF_E_GAP expired before. Engine must live. */
eef_status eef_delivered(eef_factory *factory, eef_engine engine, uint64_t seq);

/* ---- bridges -------------------------------------------------------------------------------------------------------- */

#define EEF_BRIDGE_ABI 1

/* Why connections end; eef_close_code() is the only place that knows WebSocket codes. */
typedef enum eef_close_reason {
	EEF_CLOSE_NORMAL,
	EEF_CLOSE_PROTOCOL,
	EEF_CLOSE_BAD_TEXT,
	EEF_CLOSE_TOO_BIG,
	EEF_CLOSE_RESTART,
	EEF_CLOSE_NOT_READY,
	EEF_CLOSE_OVERLOAD,
	EEF_CLOSE_SLOW,
	EEF_CLOSE_NO_MEMORY,
	EEF_CLOSE_AUTH_EXPIRED,
	EEF_CLOSE_AUTH_REVOKED,
	EEF_CLOSE_REPLACED,
	EEF_CLOSE_BROKEN, /* an invariant of the library: the only 1011 */
	EEF_CLOSE_COUNT
} eef_close_reason;
int eef_close_code(eef_close_reason reason); /* [M] 1000, 1012, ...; 1011 also for reasons that are none */

/* Each function gets `self`. All are required. */
typedef struct eef_bridge_ops {
	size_t size;
	uint32_t abi;                                     /* EEF_BRIDGE_ABI */
	int (*ready)(void *self);                         /* [M] 1 or 0, no side effects */
	eef_status (*attach)(void *self, eef_sink *sink); /* once per configure; anything but EEF_OK fails it */
	void (*wake)(void *self);                         /* [M] there may be news; must not block; may be spurious */
	eef_status (*drain)(
		void *self, int reason, uint32_t ms); /* flush, then close all with eef_close_code(reason) */
	void (*detach)(void *self);                   /* after its return the sink is not used again */
	void (*destroy)(void *self);
} eef_bridge_ops;

eef_status eef_bridge_from_ops(const eef_bridge_ops *ops, void *self, eef_bridge **ret_bridge);
eef_status eef_bridge_mem_new(eef_bridge **ret_bridge);                  /* no wake-ups: whoever pulls, pulls */
eef_status eef_bridge_fd_new(eef_bridge **ret_bridge, int *ret_eventfd); /* readable = news; the bridge owns the fd */
eef_status eef_bridge_free(eef_bridge *bridge); /* [I] EEF_E_CONFLICT while a factory has it; NULL is EEF_OK */
eef_sink *eef_bridge_sink(eef_bridge *bridge);  /* [M] for those who pull; NULL while not attached */
/* [M] The `self` of a bridge whose ops have this destroy(), else NULL: how the functions of a kind of bridge know their own. */
void *eef_bridge_self(const eef_bridge *bridge, void (*destroy)(void *self));

/* What a connection hears first. */
typedef struct eef_hello {
	char epoch[17];          /* 16 hex digits; offsets mean something only within one epoch */
	uint64_t oldest, newest; /* offsets still kept: newest < oldest when there are none */
	int recovered;           /* 0: events after the client's place are lost, or its epoch is over */
} eef_hello;
size_t eef_hello_json(const eef_hello *hello, char *buf, size_t cap); /* as snprintf: the size it needs */

/*
 * [B] A place in the outbox of `user`, whom the bridge has authenticated. epoch_hex NULL: a new client, gets all that is
 * kept; else it resumes after offset `after`, which confirms everything up to there. run_filter must be NULL (reserved).
 * EEF_E_NOT_READY, EEF_E_SHUTDOWN; EEF_E_QUOTA at 16 of one user.
 */
eef_status eef_sub_open(eef_sink *sink, const char *user, const char *run_filter, const char *epoch_hex, uint64_t after,
	eef_sub **ret_sub, eef_hello *ret_hello);
/*
 * [B] The next event to send, the same until eef_sub_sent(); the text lives until the next call on this sub. EEF_PENDING:
 * none. EEF_E_GAP: the next ones expired; the place is now before the oldest, send *ret_hello-like news by
 * eef_sub_hello(). EEF_E_SHUTDOWN after the factory's end.
 */
eef_status eef_sub_next(eef_sub *sub, const void **ret_json, size_t *ret_len, uint64_t *ret_offset);
void eef_sub_sent(eef_sub *sub, uint64_t offset); /* [B] handed to the kernel; the place moves on */
void eef_sub_ack(eef_sub *sub, uint64_t offset); /* [B] the client has all up to here; frees what every sub confirmed */
eef_status eef_sub_hello(eef_sub *sub, eef_hello *ret_hello); /* [B] as at open, for now; recovered is 0 */
/* [B] A client's text: {"op":"ack","offset":N}. EEF_E_JSON, EEF_E_INVAL, EEF_E_TOO_BIG (4 KiB): close it. */
eef_status eef_sub_message(eef_sub *sub, const char *json, size_t len);
void eef_sub_close(
	eef_sub *sub, int ws_code); /* [B] required for every opened sub, also after shutdown; NULL is fine */
size_t eef_sink_dirty(
	eef_sink *sink, eef_sub **ret_subs, size_t cap); /* [B] subs with news since they were last given out */
void eef_sub_set_data(eef_sub *sub, void *data);         /* [B] the bridge's own mark, to find its connection by */
void *eef_sub_data(const eef_sub *sub);                  /* [B] NULL until set */
void eef_sink_upgrade(eef_sink *sink, int http_status);  /* [B] counts an upgrade: 101, 401, 403, 503 */

/* ---- audit, metrics, shims --------------------------------------------------------------------------------------------- */

/* [M] A record of the application's own: op "app:<action>", action and outcome 1..64 bytes, detail an object or NULL. */
eef_status eef_audit(
	eef_factory *factory, eef_engine engine, const char *action, const char *outcome, const char *detail_json);
eef_status eef_audit_flush(eef_factory *factory, uint32_t ms);
eef_status eef_audit_head(eef_factory *factory, uint64_t *ret_seq, uint8_t ret_hash[32]);

typedef struct eef_metrics {
	size_t size;
	uint64_t engines_created, engines_cleaned, engines_active; /* created == cleaned + active, always */
	uint64_t users_active;                                     /* users that the library holds a record of */
	uint64_t create_failures, scopes_leaked, isolation_violations, stale_handles;
	uint64_t events_emitted, events_sent, events_acked, events_rejected, events_expired, outbox_events;
	uint64_t runs_ok, runs_error, runs_cancelled, runs_timeout;
	uint64_t replay_recovered, replay_gaps;
	uint64_t configure_conflicts, bridge_attached, bridge_reinit_attempts;
	uint64_t legacy_fields, arena_bytes;   /* address space of all engines */
	uint64_t create_p50_ns, create_p99_ns; /* of one create in 16 */
} eef_metrics;
eef_status eef_metrics_get(eef_factory *factory, eef_metrics *ret_metrics); /* [M] set size before */
size_t eef_metrics_json(eef_factory *factory, char *buf, size_t cap);       /* [M] as snprintf; 0 on failure */
size_t eef_metrics_prometheus(eef_factory *factory, char *buf, size_t cap); /* [M] text format 0.0.4 */

/*
 * Deprecated names count their uses; the report says when one may go. Works before configure and after shutdown. When the
 * program ends, the counts are appended to the file that the environment variable CANONRY_USES names (or, where
 * that is a directory, to a file of the process in it), a line for each:
 * {"symbol":"...","replacement":"...","uses":3,"first":1767220000,"last":1767225600}. A child after fork counts its own.
 */
int eef_shim_id(const char *symbol, const char *replacement); /* [M] the same for the same symbol; -1: 256 are taken */
void eef_shim_hit(int id);                                    /* [M] one relaxed add; wrong ids are ignored */
size_t eef_shim_report(
	char *buf, size_t cap); /* [M] [{"symbol","replacement","count","first","last"}], seconds of UTC */

#define EEF_DEPRECATED(sym, repl)                                                                            \
	do {                                                                                                 \
		static int eef_id_ = -2;                                                                     \
		int eef_now_ = __atomic_load_n(&eef_id_, __ATOMIC_RELAXED);                                  \
		if (eef_now_ == -2)                                                                          \
			__atomic_store_n(&eef_id_, eef_now_ = eef_shim_id((sym), (repl)), __ATOMIC_RELAXED); \
		eef_shim_hit(eef_now_);                                                                      \
	} while (0)

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
