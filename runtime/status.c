/* What a status says, in words for people and for the audit trail. */
#include "runtime/trail.h"

struct name {
	eef_status status;
	const char *text, *word;
};

static const struct name names[] = {
	{ EEF_OK, "ok", "ok" },
	{ EEF_PENDING, "begun, not finished", "pending" },
	{ EEF_ALREADY, "it was so before", "already" },
	{ EEF_E_INVAL, "an argument is wrong", "invalid" },
	{ EEF_E_NOMEM, "the system gives no more memory, threads or descriptors", "memory" },
	{ EEF_E_NOT_READY, "the factory is not ready", "not_ready" },
	{ EEF_E_SHUTDOWN, "the factory is shut down", "shutdown" },
	{ EEF_E_CONFLICT, "another bridge was there first", "conflict" },
	{ EEF_E_USER_LIMIT, "the user has as many engines as allowed", "user_limit" },
	{ EEF_E_FACTORY_FULL, "all engines are in use", "factory_full" },
	{ EEF_E_DUPLICATE_RUN, "the user has an engine for this run", "duplicate_run" },
	{ EEF_E_STALE, "the engine is closed or never was", "stale" },
	{ EEF_E_FOREIGN, "it belongs to another user", "foreign" },
	{ EEF_E_LEGACY_FIELD, "thread_id and session_id have no place in the metadata", "legacy_field" },
	{ EEF_E_PLACEHOLDER, "the id stands for no one", "placeholder" },
	{ EEF_E_ORDER, "the event cannot come here in its run", "order" },
	{ EEF_E_BACKPRESSURE, "the user's outbox is full", "backpressure" },
	{ EEF_E_QUOTA, "a limit of the engine or user is reached", "quota" },
	{ EEF_E_TOO_BIG, "too big", "too_big" },
	{ EEF_E_JSON, "not acceptable as JSON", "json" },
	{ EEF_E_AUDIT, "the audit trail cannot record it", "audit" },
	{ EEF_E_BRIDGE, "the bridge refused", "bridge" },
	{ EEF_E_GOLDEN_PATH, "the factory's self-test failed", "golden_path" },
	{ EEF_E_TIMEOUT, "not in time", "timeout" },
	{ EEF_E_FORKED, "this process is a fork of the factory's", "forked" },
	{ EEF_E_CORRUPT, "the engine's memory was overwritten from outside", "corrupt" },
	{ EEF_E_IO, "input or output failed", "io" },
	{ EEF_E_GAP, "events expired before they were delivered", "gap" },
	{ EEF_E_ABI, "made for another version of the library", "abi" },
};

static const struct name *find(eef_status status)
{
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (names[i].status == status)
			return &names[i];
	return NULL;
}

const char *eef_strstatus(eef_status status)
{
	const struct name *name = find(status);

	return name ? name->text : "unknown status";
}

const char *trail_word(eef_status st)
{
	const struct name *name = find(st);

	return name ? name->word : "unknown";
}

const char *trail_reason(int reason)
{
	static const char *const reasons[EEF_CLEAN_COUNT] = {
		[EEF_CLEAN_DONE] = "done",
		[EEF_CLEAN_ERROR] = "error",
		[EEF_CLEAN_CANCELLED] = "cancelled",
		[EEF_CLEAN_IDLE] = "idle",
		[EEF_CLEAN_DEADLINE] = "deadline",
		[EEF_CLEAN_SHUTDOWN] = "shutdown",
		[EEF_CLEAN_LEAKED] = "leaked",
	};

	return reasons[reason];
}

const char *eef_version(void)
{
	return EEF_VERSION;
}
