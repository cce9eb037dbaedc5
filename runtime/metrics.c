/* Metrics: adding up, the struct, JSON. The Prometheus text is in prometheus.c. */
#include "runtime/metrics.h"

#include "runtime/sub.h"

#include "runtime/clock.h"
#include "runtime/json.h"
#include "runtime/trail.h"

/* Events in outboxes are those put minus those gone. */
static uint64_t waiting_events(const struct snapshot *s)
{
	return snapshot_sum(s, COUNT_EMITTED_STARTED, COUNT_EMITTED_COMPLETED) - s->of[COUNT_ACKED] -
		s->of[COUNT_EXPIRED];
}

static void add_shard(struct shard *shard, struct snapshot *ret)
{
	pthread_mutex_lock(&shard->lock);
	for (size_t i = 0; i < COUNTER_COUNT; i++)
		ret->of[i] += counter_get(&shard->counters, (enum counter)i);
	ret->engines += shard->engines;
	ret->users += shard->users;
	histogram_add_to(&shard->created, &ret->created);
	histogram_add_to(&shard->scoped, &ret->scoped);
	pthread_mutex_unlock(&shard->lock);
}

static void add_sink(eef_sink *sink, struct snapshot *ret)
{
	pthread_mutex_lock(&sink->lock);
	for (const eef_sub *sub = sink->subs.first; sub; sub = sub->next)
		ret->subs++;
	pthread_mutex_unlock(&sink->lock);
}

void snapshot_take(eef_factory *factory, struct snapshot *ret)
{
	*ret = (struct snapshot){ 0 };
	for (size_t i = 0; i < SHARD_COUNT; i++)
		add_shard(&factory->shards[i], ret);
	add_sink(&factory->sink, ret);
	ret->outbox_events = waiting_events(ret);
	if (guest_enter(factory, 0) != EEF_OK)
		return;
	ret->audit = factory->trail != NULL;
	ret->audit_lag = trail_lag(factory);
	ret->audit_records = trail_records(factory);
	ret->arena_bytes = factory->pool.stride * factory->pool.slots;
	guest_leave(factory, 0);
}

uint64_t snapshot_sum(const struct snapshot *snapshot, enum counter first, enum counter last)
{
	uint64_t sum = 0;

	for (enum counter i = first; i <= last; i++)
		sum += snapshot->of[i];
	return sum;
}

uint64_t snapshot_cleaned(const struct snapshot *snapshot)
{
	return snapshot_sum(snapshot, COUNT_CLEANED_DONE, COUNT_CLEANED_LEAKED);
}

void snapshot_gauges(const struct snapshot *s, struct gauge ret[GAUGE_COUNT])
{
	const struct gauge gauges[GAUGE_COUNT] = {
		{ "eef_engines_active", "Engines that are not wiped yet.", s->engines },
		{ "eef_users_active", "Users that are remembered.", s->users },
		{ "eef_outbox_events", "Events that wait for a client.", s->outbox_events },
		{ "eef_ws_connections", "Connections that are open.", s->subs },
		{ "eef_arena_bytes", "Address space of all engines.", s->arena_bytes },
		{ "eef_audit_enabled", "1 when there is an audit trail.", s->audit },
		{ "eef_audit_lag_records", "Records that are not written yet.", s->audit_lag },
		{ "eef_audit_records", "Records of the audit trail since configure.", s->audit_records },
		{ "eef_invariant_broken", "1 when created is not cleaned plus active.",
			s->of[COUNT_CREATED] != snapshot_cleaned(s) + s->engines },
		{ "eef_engines_retired", "Slots out of use because their memory was overwritten.",
			s->of[COUNT_ISOLATION] },
	};

	memcpy(ret, gauges, sizeof(gauges));
}

static void fill(const struct snapshot *s, eef_metrics *m)
{
	m->engines_created = s->of[COUNT_CREATED];
	m->engines_cleaned = snapshot_cleaned(s);
	m->engines_active = s->engines;
	m->users_active = s->users;
	m->create_failures = snapshot_sum(s, COUNT_FAILED_INVALID, COUNT_FAILED_STATE);
	m->scopes_leaked = s->of[COUNT_LEAKED];
	m->isolation_violations = s->of[COUNT_ISOLATION];
	m->stale_handles = s->of[COUNT_STALE];
	m->events_emitted = snapshot_sum(s, COUNT_EMITTED_STARTED, COUNT_EMITTED_COMPLETED);
	m->events_sent = s->of[COUNT_SENT];
	m->events_acked = s->of[COUNT_ACKED];
	m->events_rejected = snapshot_sum(s, COUNT_REJECTED_ORDER, COUNT_REJECTED_OTHER);
	m->events_expired = s->of[COUNT_EXPIRED];
	m->outbox_events = s->outbox_events;
	m->runs_ok = s->of[COUNT_RUN_OK];
	m->runs_error = s->of[COUNT_RUN_ERROR];
	m->runs_cancelled = s->of[COUNT_RUN_CANCELLED];
	m->runs_timeout = s->of[COUNT_RUN_TIMEOUT];
	m->replay_recovered = s->of[COUNT_REPLAY_RECOVERED];
	m->replay_gaps = s->of[COUNT_REPLAY_GAP];
	m->configure_conflicts = s->of[COUNT_CONFLICTS];
	m->bridge_attached = s->of[COUNT_ATTACHED];
	m->bridge_reinit_attempts = s->of[COUNT_REINIT];
	m->legacy_fields = s->of[COUNT_LEGACY];
	m->arena_bytes = s->arena_bytes;
	m->create_p50_ns = histogram_quantile(&s->created, 0.5);
	m->create_p99_ns = histogram_quantile(&s->created, 0.99);
}

eef_status eef_metrics_get(eef_factory *factory, eef_metrics *ret_metrics)
{
	struct snapshot snapshot;
	eef_status st = enter(factory);

	if (st != EEF_OK || !ret_metrics)
		return st != EEF_OK ? st : EEF_E_INVAL;
	if (ret_metrics->size < sizeof(*ret_metrics))
		return EEF_E_ABI;
	snapshot_take(factory, &snapshot);
	*ret_metrics = (eef_metrics){ .size = ret_metrics->size };
	fill(&snapshot, ret_metrics);
	return EEF_OK;
}

static void write_number(struct json_out *out, const char *name, const char *label, uint64_t value)
{
	char key[128];
	size_t len = strlen(name);

	memcpy(key, name, len);
	if (*label) {
		key[len++] = '{';
		memcpy(key + len, label, strlen(label));
		len += strlen(label);
		key[len++] = '}';
	}
	json_text(out, out->len > 1 ? "," : "");
	json_string(out, key, len);
	json_text(out, ":");
	json_u64(out, value);
}

size_t eef_metrics_json(eef_factory *factory, char *buf, size_t cap)
{
	struct json_out out = { buf, cap, 0 };
	struct gauge gauges[GAUGE_COUNT];
	struct snapshot s;

	if (enter(factory) != EEF_OK)
		return 0;
	snapshot_take(factory, &s);
	snapshot_gauges(&s, gauges);
	json_text(&out, "{");
	for (size_t i = 0; i < GAUGE_COUNT; i++)
		write_number(&out, gauges[i].name, "", gauges[i].value);
	for (size_t i = 0; i < COUNTER_COUNT; i++)
		write_number(&out, counter_infos[i].family, counter_infos[i].label, s.of[i]);
	write_number(&out, "eef_create_p50_ns", "", histogram_quantile(&s.created, 0.5));
	write_number(&out, "eef_create_p99_ns", "", histogram_quantile(&s.created, 0.99));
	write_number(&out, "eef_scope_p50_ns", "", histogram_quantile(&s.scoped, 0.5));
	write_number(&out, "eef_scope_p99_ns", "", histogram_quantile(&s.scoped, 0.99));
	json_text(&out, "}");
	return json_end(&out);
}
