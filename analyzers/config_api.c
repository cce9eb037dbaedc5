/* The section `api` of canonry.yaml: the public surface that every member of a family must have. */
#include "base/base.h"
#include "analyzers/config_impl.h"

static bool is_method_name(struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];
		bool is_letter = c == '_' || c >= 0x80 || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');

		if (!is_letter && !(i > 0 && c >= '0' && c <= '9'))
			return false;
	}
	return text.len > 0;
}

static bool read_product(struct schema *s, const struct yaml_node *value, void *into)
{
	return schema_read_text(s, value, &((struct config_api *)into)->product);
}

static bool read_methods(struct schema *s, const struct yaml_node *value, void *into)
{
	struct config_api *api = into;

	if (!schema_read_list(s, value, &api->methods, &api->method_count))
		return false;
	for (size_t i = 0; i < api->method_count; i++) {
		if (!is_method_name(api->methods[i]))
			return schema_refuse(s, &value->items[i], "\"%s\" is no method's name", schema_shown(s, api->methods[i]));
		for (size_t k = 0; k < i; k++)
			if (str_eq(api->methods[k], api->methods[i]))
				return schema_refuse(s, &value->items[i], "\"%s\" is listed twice", schema_shown(s, api->methods[i]));
	}
	return true;
}

static const struct schema_key keys[] = {
	{ "product", read_product },
	{ "methods", read_methods },
	{ NULL, NULL },
};

static bool read_api(struct schema *s, const struct yaml_node *node, const struct config *c, struct config_api *ret)
{
	ret->line = node->line;
	ret->column = node->column;
	if (!schema_read_mapping(s, node, keys, ret))
		return false;
	if (!ret->product.len)
		return schema_refuse(s, node, "an API needs a product");
	if (!ret->method_count)
		return schema_refuse(s, node, "an API needs methods, such as \"methods: [create, close]\"");
	for (const struct config_api *other = c->apis; other < ret; other++)
		if (str_eq(other->product, ret->product))
			return schema_refuse(s, node, "a second API of \"%s\"; the first is in line %u", schema_shown(s, ret->product), other->line);
	return true;
}

bool config_read_api(struct schema *s, const struct yaml_node *value, void *into)
{
	struct config *c = into;
	size_t count;

	if (!schema_count(s, value, "expected a list, such as \"- product: Engine\"", &count))
		return false;
	c->apis = arena_array(s->arena, struct config_api, count);
	c->api_count = count;
	for (size_t i = 0; i < count; i++)
		if (!read_api(s, &value->items[i], c, &c->apis[i]))
			return false;
	return true;
}
