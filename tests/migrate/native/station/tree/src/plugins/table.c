#include <string.h>

#include "archive/archive.h"
#include "plugins/plugins.h"
#include "station/series.h"

extern struct alarm *alarm_new(double limit);

static const char *const names[] = {
#define SOURCE(name, function) name,
#include "plugins/sources.h"
#undef SOURCE
};

static source_maker *const makers[] = {
#define SOURCE(name, function) function,
#include "plugins/sources.h"
#undef SOURCE
};

#define RULE(kind) { #kind, kind##_alarm }

static const struct {
	const char *name;
	struct alarm *(*start)(double limit);
} rules[] = {
	{ "plain", alarm_new },
	RULE(frost),
	RULE(storm),
};

source_maker *source_find(const char *name)
{
	static const struct {
		const char *old_name;
		source_maker *make;
	} old[] = { { "tape", archive_series }, { "disk", &archive_series } };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!strcmp(names[i], name))
			return makers[i];
	for (size_t i = 0; i < sizeof old / sizeof *old; i++)
		if (!strcmp(old[i].old_name, name))
			return old[i].make;
	return NULL;
}

const char *source_name(size_t index)
{
	return index < sizeof names / sizeof *names ? names[index] : NULL;
}

struct alarm *rule_start(const char *rule, double limit)
{
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (!strcmp(rules[i].name, rule))
			return rules[i].start(limit);
	return NULL;
}
