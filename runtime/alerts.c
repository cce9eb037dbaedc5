/* Alerts: said once when a limit is passed, and again only after the value was well within it. */
#include "runtime/life.h"
#include "runtime/metrics.h"
#include "runtime/trail.h"

#define HYSTERESIS 0.9  /* an alert is over when the value is this much better than its limit */
#define LEAST_SAMPLE 20 /* ratios of fewer say nothing */

struct reading {
	const char *name;
	double value, limit;
	bool below; /* alert when the value is below the limit */
};
#define READINGS 9

static double ratio(uint64_t part, uint64_t whole, double if_few)
{
	return whole < LEAST_SAMPLE ? if_few : (double)part / (double)whole;
}

static void read_all(const eef_factory *factory, const struct snapshot *s, struct reading ret[READINGS])
{
	const eef_alerts *a = &factory->config.alert;
	uint64_t failures = snapshot_sum(s, COUNT_FAILED_INVALID, COUNT_FAILED_STATE);
	uint64_t upgrades = snapshot_sum(s, COUNT_UPGRADE_101, COUNT_UPGRADE_OTHER);
	uint64_t runs = snapshot_sum(s, COUNT_RUN_OK, COUNT_RUN_TIMEOUT);
	const struct reading readings[READINGS] = {
		{ "create_p99_ns", (double)histogram_quantile(&s->created, 0.99), (double)a->create_p99_ns, false },
		{ "ws_1011", (double)s->of[COUNT_CLOSE_1011], (double)a->ws_1011, false },
		{ "audit_lag", (double)s->audit_lag, (double)a->audit_lag, false },
		{ "replay_gaps", (double)s->of[COUNT_REPLAY_GAP], (double)a->replay_gaps, false },
		{ "error_rate", ratio(failures, failures + s->of[COUNT_CREATED], 0), a->error_rate, false },
		{ "ws_success", ratio(s->of[COUNT_UPGRADE_101], upgrades, 1), a->ws_success, true },
		{ "golden_path", ratio(s->of[COUNT_RUN_OK], runs, 1), a->golden_path, true },
		{ "fill", (double)s->engines / (double)factory->config.max_engines, a->fill, false },
		{ "scopes_leaked", (double)s->of[COUNT_LEAKED], 1, false },
	};

	memcpy(ret, readings, sizeof(readings));
}

static bool is_past(const struct reading *r)
{
	return r->limit > 0 && (r->below ? r->value < r->limit : r->value >= r->limit);
}

static bool is_well_within(const struct reading *r)
{
	return r->below ? 1 - r->value < (1 - r->limit) * HYSTERESIS : r->value < r->limit * HYSTERESIS;
}

static void say(eef_factory *factory, const struct reading *r)
{
	const eef_config *config = &factory->config;

	trail_add(factory, &(struct trail_entry){ .op = TRAIL_ALERT, .word = r->name });
	if (config->on_alert)
		config->on_alert(config->alert_ud, r->name, r->value, r->limit);
}

void alerts_check(eef_factory *factory)
{
	struct reading readings[READINGS];
	struct snapshot snapshot;
	uint32_t *on = &factory->sweeper.alerts_on;

	snapshot_take(factory, &snapshot);
	read_all(factory, &snapshot, readings);
	for (size_t i = 0; i < READINGS; i++) {
		if (!(*on & 1u << i) && is_past(&readings[i])) {
			*on |= 1u << i;
			say(factory, &readings[i]);
		} else if (*on & 1u << i && is_well_within(&readings[i])) {
			*on &= ~(1u << i);
		}
	}
}
