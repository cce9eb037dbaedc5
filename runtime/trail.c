/* The factory's side of the audit trail: from the library's words to records. */
#include "runtime/trail.h"

#include "runtime/audit.h"
#include "runtime/factory.h"

#define SETTLE_MS 5000

static const struct {
	enum eef_audit_op op;
	const char *outcome; /* NULL: "ok" */
} records[TRAIL_OP_COUNT] = {
	[TRAIL_CONFIGURED] = { EEF_AUDIT_FACTORY_CONFIGURED, NULL },
	[TRAIL_GOLDEN_PATH] = { EEF_AUDIT_GOLDEN_PATH_OK, NULL },
	[TRAIL_CREATED] = { EEF_AUDIT_ENGINE_CREATED, NULL },
	[TRAIL_DENIED] = { EEF_AUDIT_ENGINE_DENIED, "denied" },
	[TRAIL_CLEANED] = { EEF_AUDIT_ENGINE_CLEANED, NULL },
	[TRAIL_TERMINAL] = { EEF_AUDIT_RUN_TERMINAL, NULL },
	[TRAIL_ISOLATION] = { EEF_AUDIT_ISOLATION_VIOLATION, "failed" },
	[TRAIL_STALE] = { EEF_AUDIT_STALE_HANDLE, "denied" },
	[TRAIL_LIMIT] = { EEF_AUDIT_LIMIT_REJECTED, "denied" },
	[TRAIL_CONNECTED] = { EEF_AUDIT_WS_CONNECTED, NULL },
	[TRAIL_RESUMED] = { EEF_AUDIT_WS_RESUMED, NULL },
	[TRAIL_GAP] = { EEF_AUDIT_WS_GAP, "failed" },
	[TRAIL_CLOSED] = { EEF_AUDIT_WS_CLOSED, NULL },
	[TRAIL_EXPIRED] = { EEF_AUDIT_EVENTS_EXPIRED, "failed" },
	[TRAIL_CONFLICT] = { EEF_AUDIT_BRIDGE_CONFLICT, "denied" },
	[TRAIL_ALERT] = { EEF_AUDIT_ALERT, NULL },
	[TRAIL_SHUTDOWN] = { EEF_AUDIT_SHUTDOWN, NULL },
};

static struct eef_audit_log *log_of(const eef_factory *factory)
{
	return (struct eef_audit_log *)factory->trail;
}

eef_status trail_open(eef_factory *factory, const eef_config *config)
{
	struct eef_audit_options options;
	struct eef_audit_log *log;

	if (!config->audit_dir)
		return EEF_OK;
	eef_audit_options_init(&options);
	options.dir = config->audit_dir;
	options.key_file = config->audit_key_file;
	options.mode = config->audit_sync == EEF_AUDIT_SYNC ? EEF_AUDIT_MODE_SYNC
		: config->audit_sync == EEF_AUDIT_NONE      ? EEF_AUDIT_MODE_NONE
							    : EEF_AUDIT_MODE_INTERVAL;
	options.on_failure = config->audit_on_failure == EEF_FAIL_OPEN ? EEF_AUDIT_FAIL_OPEN : EEF_AUDIT_FAIL_CLOSED;
	if (eef_audit_log_open(&options, &log) != EEF_AUDIT_OK)
		return EEF_E_AUDIT;
	factory->trail = (struct trail *)log;
	return EEF_OK;
}

eef_status trail_close(eef_factory *factory)
{
	struct eef_audit_log *log = log_of(factory);

	factory->trail = NULL;
	return eef_audit_log_close(log) == EEF_AUDIT_OK ? EEF_OK : EEF_E_AUDIT;
}

eef_status trail_add(eef_factory *factory, const struct trail_entry *entry)
{
	struct eef_audit_record record;

	if (!factory->trail)
		return EEF_OK;
	record = (struct eef_audit_record){
		.op = records[entry->op].op,
		.engine = entry->engine,
		.user = eef_audit_text_of(entry->user),
		.run = eef_audit_text_of(entry->run),
		.outcome = eef_audit_text_of(records[entry->op].outcome),
		.word = eef_audit_text_of(entry->word),
		.numbers = { entry->numbers[0], entry->numbers[1] },
	};
	if (eef_audit_log_append(log_of(factory), &record, NULL) == EEF_AUDIT_OK)
		return EEF_OK;
	count(factory->counters, COUNT_AUDIT_ERRORS);
	return EEF_E_AUDIT;
}

eef_status trail_settle(eef_factory *factory)
{
	if (!factory->trail || factory->config.audit_sync != EEF_AUDIT_SYNC)
		return EEF_OK;
	if (eef_audit_log_flush(log_of(factory), SETTLE_MS) == EEF_AUDIT_OK ||
		factory->config.audit_on_failure == EEF_FAIL_OPEN)
		return EEF_OK;
	count(factory->counters, COUNT_AUDIT_ERRORS);
	return EEF_E_AUDIT;
}

static struct eef_audit_stats stats_of(eef_factory *factory)
{
	struct eef_audit_stats stats = { 0 };

	if (factory->trail)
		eef_audit_log_stats(log_of(factory), &stats);
	return stats;
}

uint64_t trail_lag(eef_factory *factory)
{
	struct eef_audit_stats stats = stats_of(factory);

	return stats.records - stats.written;
}

uint64_t trail_records(eef_factory *factory)
{
	return stats_of(factory).records;
}

/* The engine lends its user and run; without an engine the record is the process's. */
static eef_status append(
	eef_factory *factory, const struct slot *slot, eef_engine engine, struct eef_audit_record *record)
{
	int st;

	record->op = EEF_AUDIT_APP;
	record->engine = engine.v;
	if (slot) {
		record->user = (struct eef_audit_text){ slot->user->id, slot->user->len };
		record->run = (struct eef_audit_text){ slot->run_id, slot->run_len };
	}
	if (!factory->trail)
		return EEF_OK;
	st = eef_audit_log_append(log_of(factory), record, NULL);
	return st == EEF_AUDIT_OK ? EEF_OK : st == EEF_AUDIT_E_INVAL ? EEF_E_INVAL : EEF_E_AUDIT;
}

eef_status eef_audit(
	eef_factory *factory, eef_engine engine, const char *action, const char *outcome, const char *detail_json)
{
	struct eef_audit_record record = {
		.action = eef_audit_text_of(action),
		.outcome = eef_audit_text_of(outcome),
		.detail = eef_audit_text_of(detail_json),
	};
	struct slot *slot = NULL;
	eef_status st = engine.v ? enter_pinned(factory, engine, &slot) : enter(factory);

	if (st == EEF_OK && !slot)
		st = guest_enter(factory, 0);
	if (st != EEF_OK)
		return st;
	st = append(factory, slot, engine, &record);
	if (slot)
		leave_pinned(factory, slot);
	else
		guest_leave(factory, 0);
	return st;
}

eef_status eef_audit_flush(eef_factory *factory, uint32_t ms)
{
	eef_status st = enter(factory);

	if (st == EEF_OK)
		st = guest_enter(factory, 0);
	if (st != EEF_OK)
		return st;
	if (factory->trail)
		st = (eef_status)eef_audit_log_flush(log_of(factory), ms);
	guest_leave(factory, 0);
	return st;
}

eef_status eef_audit_head(eef_factory *factory, uint64_t *ret_seq, uint8_t ret_hash[32])
{
	eef_status st = enter(factory);

	if (st == EEF_OK)
		st = ret_seq && ret_hash ? guest_enter(factory, 0) : EEF_E_INVAL;
	if (st != EEF_OK)
		return st;
	if (factory->trail)
		eef_audit_log_head(log_of(factory), ret_seq, ret_hash);
	else
		st = EEF_E_AUDIT;
	guest_leave(factory, 0);
	return st;
}
