/* The section `tests` of canonry.yaml: places that count as tests, as a list or by their kind. */
#include "base/base.h"
#include "analyzers/config_impl.h"

#include <string.h>

static bool read_places(struct schema *s, const struct yaml_node *value, struct config *c, int category)
{
	struct str *items, *all;
	size_t count;

	if (!schema_read_list(s, value, &items, &count))
		return false;
	if (category >= 0) {
		c->test_categories[category] = items;
		c->test_category_counts[category] = count;
	}
	all = arena_array(s->arena, struct str, c->test_count + count + 1);
	for (size_t i = 0; i < c->test_count + count; i++)
		all[i] = i < c->test_count ? c->tests[i] : items[i - c->test_count];
	c->tests = all;
	c->test_count += count;
	return true;
}

static bool read_paths(struct schema *s, const struct yaml_node *value, void *into)
{
	return read_places(s, value, into, -1);
}

static bool read_unit(struct schema *s, const struct yaml_node *value, void *into)
{
	return read_places(s, value, into, 0);
}

static bool read_integration(struct schema *s, const struct yaml_node *value, void *into)
{
	return read_places(s, value, into, 1);
}

static bool read_end_to_end(struct schema *s, const struct yaml_node *value, void *into)
{
	return read_places(s, value, into, 2);
}

static bool read_critical(struct schema *s, const struct yaml_node *value, void *into)
{
	return read_places(s, value, into, 3);
}

static const struct schema_key keys[] = {
	{ "paths", read_paths },
	{ "unit", read_unit },
	{ "integration", read_integration },
	{ "end-to-end", read_end_to_end },
	{ "critical", read_critical },
	{ NULL, NULL },
};

bool config_read_tests(struct schema *s, const struct yaml_node *value, void *into)
{
	return value->kind == YAML_MAPPING ? schema_read_mapping(s, value, keys, into) : read_places(s, value, into, -1);
}
