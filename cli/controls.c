/* Reading the mapping of controls. */
#include "base/base.h"
#include "cli/controls.h"

#include "analyzers/schema.h"
#include "rules/finding.h"

const char *const control_fact_names[FACT_COUNT + 1] = {
	[FACT_ONE_IMPLEMENTATION] = "one-implementation",
	[FACT_ONE_WAY] = "one-way",
	[FACT_READ_WHOLE] = "read-whole",
	[FACT_RECORDED_STATE] = "recorded-state",
	[FACT_REASONS_GIVEN] = "reasons-given",
	[FACT_CHAINED] = "chained",
};

static bool read_framework(struct schema *s, const struct yaml_node *value, void *into)
{
	return schema_read_text(s, value, &((struct control *)into)->framework);
}

static bool read_id(struct schema *s, const struct yaml_node *value, void *into)
{
	return schema_read_text(s, value, &((struct control *)into)->id);
}

static bool read_title(struct schema *s, const struct yaml_node *value, void *into)
{
	return schema_read_text(s, value, &((struct control *)into)->title);
}

static bool read_statement(struct schema *s, const struct yaml_node *value, void *into)
{
	return schema_read_text(s, value, &((struct control *)into)->statement);
}

static bool read_products(struct schema *s, const struct yaml_node *value, void *into)
{
	struct control *c = into;

	return schema_read_list(s, value, &c->products, &c->product_count);
}

static bool read_against(struct schema *s, const struct yaml_node *value, void *into)
{
	struct control *c = into;
	struct str *names;

	if (!schema_read_list(s, value, &names, &c->against_count))
		return false;
	c->against = arena_array(s->arena, const struct rule *, c->against_count + 1);
	for (size_t i = 0; i < c->against_count; i++) {
		const struct yaml_node *node = value->kind == YAML_SEQUENCE ? &value->items[i] : value;

		c->against[i] = rule_find(names[i]);
		if (!c->against[i])
			return schema_refuse(s, node, "unknown rule \"%s\"; canonry rules lists them", schema_shown(s, names[i]));
	}
	return true;
}

static bool read_fact(struct schema *s, const struct yaml_node *node, enum control_fact *ret)
{
	struct str name;

	if (!schema_read_name(s, node, "fact", control_fact_names, &name))
		return false;
	for (int i = 0; i < FACT_COUNT; i++)
		if (str_is(name, control_fact_names[i]))
			*ret = (enum control_fact)i;
	return true;
}

static bool read_for(struct schema *s, const struct yaml_node *value, void *into)
{
	struct control *c = into;

	if (value->kind != YAML_SEQUENCE)
		return schema_refuse(s, value, "expected a list of facts, such as [one-implementation]");
	c->facts = arena_array(s->arena, enum control_fact, value->count + 1);
	c->fact_count = value->count;
	for (size_t i = 0; i < value->count; i++)
		if (!read_fact(s, &value->items[i], &c->facts[i]))
			return false;
	return true;
}

static const struct schema_key control_keys[] = {
	{ "framework", read_framework },
	{ "id", read_id },
	{ "title", read_title },
	{ "statement", read_statement },
	{ "products", read_products },
	{ "against", read_against },
	{ "for", read_for },
	{ NULL, NULL },
};

/* --- The file --- */

static bool read_control(struct schema *s, const struct yaml_node *node, struct control *ret)
{
	if (!schema_read_mapping(s, node, control_keys, ret))
		return false;
	if (!ret->framework.len || !ret->id.len || !ret->title.len)
		return schema_refuse(s, node, "a control needs a framework, an id and a title");
	if (!ret->against_count && !ret->fact_count)
		return schema_refuse(s, node, "nothing speaks for or against this control: give it `against` or `for`");
	return true;
}

struct mapping {
	bool has_version;
	struct controls controls;
};

static bool read_version(struct schema *s, const struct yaml_node *value, void *into)
{
	((struct mapping *)into)->has_version = true;
	return (value->kind == YAML_SCALAR && str_is(value->text, "1")) || schema_refuse(s, value, "this program reads version 1");
}

static bool read_controls(struct schema *s, const struct yaml_node *value, void *into)
{
	struct controls *c = &((struct mapping *)into)->controls;

	if (value->kind != YAML_SEQUENCE || value->count == 0)
		return schema_refuse(s, value, "expected a list of controls");
	c->items = arena_array(s->arena, struct control, value->count);
	c->len = value->count;
	for (size_t i = 0; i < value->count; i++)
		if (!read_control(s, &value->items[i], &c->items[i]))
			return false;
	return true;
}

static const struct schema_key file_keys[] = {
	{ "version", read_version },
	{ "controls", read_controls },
	{ NULL, NULL },
};

bool controls_parse(struct arena *a, const char *name, struct str text, struct controls *ret, struct err *err)
{
	struct schema s = { .arena = a, .name = name, .err = err };
	struct mapping file = { 0 };
	struct yaml_node root;

	if (!yaml_parse(a, name, text, &root, err) || !schema_read_mapping(&s, &root, file_keys, &file))
		return false;
	if (!file.has_version || !file.controls.len)
		return schema_refuse(&s, &root, "a mapping needs `version: 1` and `controls`");
	*ret = file.controls;
	return true;
}
