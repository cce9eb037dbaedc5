/* The section `headers` of canonry.yaml: canonical headers of C and C++, and what stands in their place. */
#include "base/base.h"
#include "analyzers/config_impl.h"

static bool read_canonical(struct schema *s, const struct yaml_node *value, void *into)
{
	return schema_read_text(s, value, &((struct config_header *)into)->canonical);
}

static bool read_replaces(struct schema *s, const struct yaml_node *value, void *into)
{
	struct config_header *h = into;

	return schema_read_list(s, value, &h->replaces, &h->replace_count);
}

static const struct schema_key keys[] = {
	{ "canonical", read_canonical },
	{ "replaces", read_replaces },
	{ NULL, NULL },
};

static bool is_replaced(const struct config_header *h, struct str path)
{
	for (size_t i = 0; i < h->replace_count; i++)
		if (str_eq(h->replaces[i], path))
			return true;
	return false;
}

/* One header stands in the place of one other; a canonical one stands in nobody's. */
static bool check_others(struct schema *s, const struct yaml_node *node, const struct config *c, const struct config_header *h)
{
	if (is_replaced(h, h->canonical))
		return schema_refuse(s, node, "\"%s\" cannot stand in its own place", schema_shown(s, h->canonical));
	for (const struct config_header *other = c->headers; other < h; other++) {
		if (str_eq(other->canonical, h->canonical))
			return schema_refuse(s, node, "a second entry for \"%s\"; the first is in line %u", schema_shown(s, h->canonical),
				other->line);
		if (is_replaced(other, h->canonical) || is_replaced(h, other->canonical))
			return schema_refuse(s, node, "\"%s\" and \"%s\" replace one another or a third", schema_shown(s, h->canonical),
				schema_shown(s, other->canonical));
	}
	return true;
}

static bool read_header(struct schema *s, const struct yaml_node *node, const struct config *c, struct config_header *ret)
{
	ret->line = node->line;
	if (!schema_read_mapping(s, node, keys, ret))
		return false;
	if (!ret->canonical.len)
		return schema_refuse(s, node, "an entry of headers needs a canonical");
	return check_others(s, node, c, ret);
}

bool config_read_headers(struct schema *s, const struct yaml_node *value, void *into)
{
	struct config *c = into;

	if (schema_is_null(value))
		return true;
	if (value->kind != YAML_SEQUENCE)
		return schema_refuse(s, value, "expected a list of headers, such as \"- canonical: include/conn.h\"");
	c->headers = arena_array(s->arena, struct config_header, value->count);
	c->header_count = value->count;
	for (size_t i = 0; i < value->count; i++)
		if (!read_header(s, &value->items[i], c, &c->headers[i]))
			return false;
	return true;
}
