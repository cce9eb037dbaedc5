/* The section `suppress` of canonry.yaml: findings of whole places that are meant to be so, or are debts. */
#include "base/base.h"
#include "analyzers/config_impl.h"

static bool read_path(struct schema *s, const struct yaml_node *value, void *into)
{
	return schema_read_text(s, value, &((struct config_suppress *)into)->path);
}

static bool read_rules(struct schema *s, const struct yaml_node *value, void *into)
{
	struct config_suppress *c = into;

	return schema_read_list(s, value, &c->rules, &c->rule_count);
}

static bool read_reason(struct schema *s, const struct yaml_node *value, void *into)
{
	return schema_read_text(s, value, &((struct config_suppress *)into)->reason);
}

static bool read_until(struct schema *s, const struct yaml_node *value, void *into)
{
	return config_read_date(s, value, &((struct config_suppress *)into)->until);
}

static bool read_intent(struct schema *s, const struct yaml_node *value, void *into)
{
	static const char *const intents[] = { "ignore", "fixme", NULL };
	struct config_suppress *c = into;
	struct str intent;

	if (!schema_read_name(s, value, "intent", intents, &intent))
		return false;
	c->is_fixme = str_is(intent, "fixme");
	return true;
}

static const struct schema_key keys[] = {
	{ "path", read_path },
	{ "rules", read_rules },
	{ "reason", read_reason },
	{ "until", read_until },
	{ "intent", read_intent },
	{ NULL, NULL },
};

static bool read_entry(struct schema *s, const struct yaml_node *node, struct config_suppress *ret)
{
	ret->line = node->line;
	ret->column = node->column;
	if (!schema_read_mapping(s, node, keys, ret))
		return false;
	if (!ret->path.len || !ret->reason.len || !ret->rule_count)
		return schema_refuse(s, node, "an entry of suppress needs a path, rules and a reason");
	return true;
}

bool config_read_suppress(struct schema *s, const struct yaml_node *value, void *into)
{
	struct config *c = into;
	size_t count;

	if (!schema_count(s, value, "expected a list of places, such as \"- path: legacy/**\"", &count))
		return false;
	c->suppress = arena_array(s->arena, struct config_suppress, count);
	c->suppress_count = count;
	for (size_t i = 0; i < count; i++)
		if (!read_entry(s, &value->items[i], &c->suppress[i]))
			return false;
	return true;
}
