/* Metrics as Prometheus reads them, text format 0.0.4. No id of a user or run ever comes here. */
#include "runtime/json.h"
#include "runtime/metrics.h"
#include "runtime/shim.h"

const struct counter_info counter_infos[COUNTER_COUNT] = {
#define COUNTER(id, family, label, help) { family, label, help },
#include "runtime/counters.def"
#undef COUNTER
};

static const struct {
	uint64_t ns;
	const char *seconds;
} limits[] = {
	{ 250, "2.5e-07" },
	{ 500, "5e-07" },
	{ 1000, "1e-06" },
	{ 2500, "2.5e-06" },
	{ 5000, "5e-06" },
	{ 10000, "1e-05" },
	{ 25000, "2.5e-05" },
	{ 100000, "0.0001" },
	{ 1000000, "0.001" },
	{ 5000000, "0.005" },
	{ 25000000, "0.025" },
};

static void write_head(struct json_out *out, const char *name, const char *help, const char *type)
{
	json_text(out, "# HELP ");
	json_text(out, name);
	json_text(out, " ");
	json_text(out, help);
	json_text(out, "\n# TYPE ");
	json_text(out, name);
	json_text(out, type);
}

static void write_sample(struct json_out *out, const char *name, const char *label, uint64_t value)
{
	json_text(out, name);
	if (*label) {
		json_text(out, "{");
		json_text(out, label);
		json_text(out, "}");
	}
	json_text(out, " ");
	json_u64(out, value);
	json_text(out, "\n");
}

static void write_counters(struct json_out *out, const struct snapshot *s)
{
	const char *family = "";

	for (size_t i = 0; i < COUNTER_COUNT; i++) {
		const struct counter_info *info = &counter_infos[i];

		if (strcmp(family, info->family) != 0)
			write_head(out, info->family, info->help, " counter\n");
		family = info->family;
		write_sample(out, info->family, info->label, s->of[i]);
	}
}

static void write_gauges(struct json_out *out, const struct snapshot *s)
{
	struct gauge gauges[GAUGE_COUNT];

	snapshot_gauges(s, gauges);
	for (size_t i = 0; i < GAUGE_COUNT; i++) {
		write_head(out, gauges[i].name, gauges[i].help, " gauge\n");
		write_sample(out, gauges[i].name, "", gauges[i].value);
	}
}

static void write_bucket(struct json_out *out, const char *name, const char *limit, uint64_t count)
{
	json_text(out, name);
	json_text(out, "_bucket{le=\"");
	json_text(out, limit);
	json_text(out, "\"} ");
	json_u64(out, count);
	json_text(out, "\n");
}

static void write_histogram(struct json_out *out, const char *name, const char *help, const struct histogram_sum *sum)
{
	write_head(out, name, help, " histogram\n");
	for (size_t i = 0; i < COUNT_OF(limits); i++)
		write_bucket(out, name, limits[i].seconds, histogram_below(sum, limits[i].ns));
	write_bucket(out, name, "+Inf", sum->count);
	json_text(out, name);
	json_text(out, "_sum ");
	json_double(out, (double)sum->sum / 1e9);
	json_text(out, "\n");
	json_text(out, name);
	json_text(out, "_count ");
	json_u64(out, sum->count);
	json_text(out, "\n");
}

/* As label values are escaped: backslash, quote, and nothing else that a symbol may hold. */
static void write_shim(void *arg, const struct shim_use *use)
{
	struct json_out *out = arg;

	json_text(out, "eef_deprecated_calls_total{symbol=");
	json_string(out, use->symbol, strlen(use->symbol));
	json_text(out, "} ");
	json_u64(out, use->count);
	json_text(out, "\n");
}

size_t eef_metrics_prometheus(eef_factory *factory, char *buf, size_t cap)
{
	struct json_out out = { buf, cap, 0 };
	struct snapshot s;

	if (enter(factory) != EEF_OK)
		return 0;
	snapshot_take(factory, &s);
	write_head(&out, "eef_build_info", "The version of the library.", " gauge\n");
	write_sample(&out, "eef_build_info", "version=\"" EEF_VERSION "\"", 1);
	write_gauges(&out, &s);
	write_counters(&out, &s);
	write_histogram(&out, "eef_create_duration_seconds", "Of one create in 16.", &s.created);
	write_histogram(&out, "eef_scope_duration_seconds", "From create to wiped, of the same engines.", &s.scoped);
	write_head(&out, "eef_deprecated_calls_total", "Uses of deprecated names.", " counter\n");
	shim_each(write_shim, &out);
	return json_end(&out);
}
