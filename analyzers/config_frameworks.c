/* The section `frameworks` of canonry.yaml: macros of C and C++ that define, or name, what makes a type. */
#include "base/base.h"
#include "analyzers/config_impl.h"

static bool read_macro(struct schema *s, const struct yaml_node *value, void *into)
{
	return schema_read_text(s, value, &((struct config_framework *)into)->macro);
}

/* Text with at least one of $0 ... $9. */
static bool read_pattern(struct schema *s, const struct yaml_node *value, struct str *ret)
{
	if (!schema_read_text(s, value, ret))
		return false;
	for (size_t i = 0; i + 1 < ret->len; i++)
		if (ret->ptr[i] == '$' && ret->ptr[i + 1] >= '0' && ret->ptr[i + 1] <= '9')
			return true;
	return schema_refuse(s, value, "\"%s\" names no argument: $1 is the first one, $0 the class around", schema_shown(s, *ret));
}

static bool read_product(struct schema *s, const struct yaml_node *value, void *into)
{
	return read_pattern(s, value, &((struct config_framework *)into)->product);
}

static bool read_canonical(struct schema *s, const struct yaml_node *value, void *into)
{
	return read_pattern(s, value, &((struct config_framework *)into)->canonical);
}

static bool read_defines(struct schema *s, const struct yaml_node *value, void *into)
{
	return schema_read_bool(s, value, &((struct config_framework *)into)->defines);
}

static const struct schema_key keys[] = {
	{ "macro", read_macro },
	{ "product", read_product },
	{ "canonical", read_canonical },
	{ "defines", read_defines },
	{ NULL, NULL },
};

static bool read_framework(struct schema *s, const struct yaml_node *node, struct config_framework *ret)
{
	*ret = (struct config_framework){ .product = STR("$1"), .defines = true, .line = node->line };
	if (!schema_read_mapping(s, node, keys, ret))
		return false;
	return (ret->macro.len && ret->canonical.len) || schema_refuse(s, node, "an entry of frameworks needs a macro and a canonical");
}

bool config_read_frameworks(struct schema *s, const struct yaml_node *value, void *into)
{
	struct config *c = into;
	size_t count;

	if (!schema_count(s, value, "expected a list of macros, such as \"- macro: ACME_OBJECT\"", &count))
		return false;
	c->frameworks = arena_array(s->arena, struct config_framework, count);
	c->framework_count = count;
	for (size_t i = 0; i < count; i++)
		if (!read_framework(s, &value->items[i], &c->frameworks[i]))
			return false;
	return true;
}
