#include <string.h>

#include "check.h"
#include "core/pool.h"
#include "plugins/plugins.h"

static void check_sensor(struct sensor *s)
{
	CHECK(s && !strcmp(s->label, "t") && sensor_read(s, 20) == 19.5);
	sensor_free(s);
}

static void check_rules(void)
{
	struct alarm *plain = rule_start("plain", 30), *frost = rule_start("frost", -1), *storm = rule_start("storm", 9);
	CHECK(alarm_see(plain, 31) && !alarm_see(plain, 32) && plain->times == 1);
	CHECK(alarm_see(frost, 0) && !alarm_see(storm, 10));
	alarm_free(plain);
	alarm_free(frost);
	alarm_free(storm);
	CHECK(!rule_start("hail", 1));
}

int main(void)
{
	static const char *const sources[] = { "live", "archive", "log", "tape", "disk" };
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
		struct series *s = source_find(sources[i])("s", 5);
		CHECK(s && s->capacity == 5 && !strcmp(s->name, "s"));
		series_free(s);
	}
	CHECK(!source_find("radio"));
	check_sensor(sensor_new("t", QUANTITY_TEMPERATURE));
	check_sensor(probe_create("t", QUANTITY_TEMPERATURE));
	CHECK(plugin_find("probe") && plugin_find("sensor_new") && !plugin_find("no_such_sensor"));
	check_sensor(plugin_find("probe")("t", QUANTITY_TEMPERATURE));
	check_rules();
	struct block *b = block_new(8);
	CHECK(block_take(b, 8) && !block_take(b, 1));
	block_free(b);
	puts("plugins ok");
	return 0;
}
