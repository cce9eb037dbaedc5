/* The section `arguments` of canonry.yaml: what becomes of keywords that a callable takes no more. */
#include "base/base.h"
#include "analyzers/config_impl.h"

static bool is_word(struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];
		bool is_letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';

		if (!(c == '_' || c >= 0x80 || is_letter || (i > 0 && c >= '0' && c <= '9')))
			return false;
	}
	return text.len > 0;
}

static bool check_word(struct schema *s, const struct yaml_node *value)
{
	if (value->kind != YAML_SCALAR)
		return schema_refuse(s, value, "expected the name of a keyword");
	return is_word(value->text) ||
		schema_refuse(s, value, "\"%s\" is no keyword's name", schema_shown(s, value->text));
}

/* What is done with the keyword already, or NULL. */
static const char *fate_of(const struct config_argument *m, struct str keyword)
{
	for (size_t i = 0; i < m->rename_count; i++)
		if (str_eq(m->renames[i].from, keyword))
			return "renamed";
	for (size_t i = 0; i < m->drop_count; i++)
		if (str_eq(m->drops[i], keyword))
			return "dropped";
	for (size_t i = 0; i < m->move_count; i++)
		if (str_eq(m->moves[i].from, keyword))
			return "moved";
	return NULL;
}

/* One thing is done with one keyword. */
static bool check_keyword(struct schema *s, const struct yaml_node *value, const struct config_argument *m)
{
	const char *fate;

	if (!check_word(s, value))
		return false;
	fate = fate_of(m, value->text);
	return !fate || schema_refuse(s, value, "\"%s\" is %s already", schema_shown(s, value->text), fate);
}

static bool read_callable(struct schema *s, const struct yaml_node *value, void *into)
{
	struct config_argument *m = into;

	return config_read_path(s, value, &m->module, &m->name);
}

static bool read_rename(struct schema *s, const struct yaml_node *value, void *into)
{
	struct config_argument *m = into;

	if (schema_is_null(value))
		return true;
	if (value->kind != YAML_MAPPING)
		return schema_refuse(s, value, "expected a mapping, such as \"{user: user_id}\"");
	m->renames = arena_array(s->arena, struct config_pair, value->count);
	for (size_t i = 0; i < value->count; i++) {
		const struct yaml_node *to = &value->items[i];

		if (!check_keyword(s, &value->keys[i], m) || !check_word(s, to))
			return false;
		if (str_eq(value->keys[i].text, to->text))
			return schema_refuse(s, to, "\"%s\" is its name already", schema_shown(s, to->text));
		m->renames[m->rename_count++] = (struct config_pair){ value->keys[i].text, to->text };
	}
	return true;
}

static bool check_list(struct schema *s, const struct yaml_node *value, const char *example)
{
	return value->kind == YAML_SEQUENCE || schema_refuse(s, value, "expected a list of keywords, such as \"%s\"", example);
}

static bool read_drop(struct schema *s, const struct yaml_node *value, void *into)
{
	struct config_argument *m = into;

	if (schema_is_null(value))
		return true;
	if (!check_list(s, value, "[session_id]"))
		return false;
	m->drops = arena_array(s->arena, struct str, value->count);
	for (size_t i = 0; i < value->count; i++) {
		if (!check_keyword(s, &value->items[i], m))
			return false;
		m->drops[m->drop_count++] = value->items[i].text;
	}
	return true;
}

static bool read_moves_into(
	struct schema *s, const struct yaml_node *key, const struct yaml_node *list, struct config_argument *m)
{
	if (!check_word(s, key) || !check_list(s, list, "metadata: [trace]"))
		return false;
	for (size_t i = 0; i < list->count; i++) {
		if (!check_keyword(s, &list->items[i], m))
			return false;
		if (str_eq(list->items[i].text, key->text))
			return schema_refuse(
				s, &list->items[i], "\"%s\" cannot move into itself", schema_shown(s, key->text));
		m->moves[m->move_count++] = (struct config_pair){ list->items[i].text, key->text };
	}
	return true;
}

static bool read_into(struct schema *s, const struct yaml_node *value, void *into)
{
	struct config_argument *m = into;
	size_t count = 0;

	if (schema_is_null(value))
		return true;
	if (value->kind != YAML_MAPPING)
		return schema_refuse(s, value, "expected a mapping, such as \"{metadata: [trace]}\"");
	for (size_t i = 0; i < value->count; i++)
		count += value->items[i].count;
	m->moves = arena_array(s->arena, struct config_pair, count);
	for (size_t i = 0; i < value->count; i++)
		if (!read_moves_into(s, &value->keys[i], &value->items[i], m))
			return false;
	return true;
}

static bool read_reason(struct schema *s, const struct yaml_node *value, void *into)
{
	return schema_read_text(s, value, &((struct config_argument *)into)->reason);
}

static bool read_until(struct schema *s, const struct yaml_node *value, void *into)
{
	return config_read_date(s, value, &((struct config_argument *)into)->until);
}

static const struct schema_key keys[] = {
	{ "callable", read_callable },
	{ "rename", read_rename },
	{ "drop", read_drop },
	{ "into", read_into },
	{ "reason", read_reason },
	{ "until", read_until },
	{ NULL, NULL },
};

/* What comes out of one change would be the subject of another: which of them holds depends on the order. */
static bool check_chain(struct schema *s, const struct yaml_node *node, const struct config_argument *m)
{
	for (size_t i = 0; i < m->rename_count; i++)
		if (fate_of(m, m->renames[i].to))
			return schema_refuse(s, node, "\"%s\" becomes \"%s\", which is itself %s",
				schema_shown(s, m->renames[i].from), schema_shown(s, m->renames[i].to),
				fate_of(m, m->renames[i].to));
	for (size_t i = 0; i < m->move_count; i++)
		if (fate_of(m, m->moves[i].to))
			return schema_refuse(s, node, "\"%s\" moves into \"%s\", which is itself %s",
				schema_shown(s, m->moves[i].from), schema_shown(s, m->moves[i].to),
				fate_of(m, m->moves[i].to));
	return true;
}

static bool read_argument(
	struct schema *s, const struct yaml_node *node, const struct config *c, struct config_argument *ret)
{
	ret->line = node->line;
	if (!schema_read_mapping(s, node, keys, ret))
		return false;
	if (!ret->name.len)
		return schema_refuse(s, node, "a map of arguments needs a callable");
	if (!ret->rename_count && !ret->drop_count && !ret->move_count)
		return schema_refuse(s, node, "a map of arguments needs one of rename, drop and into");
	for (const struct config_argument *other = c->arguments; other < ret; other++)
		if (str_eq(other->module, ret->module) && str_eq(other->name, ret->name))
			return schema_refuse(s, node, "a second map for \"%s\"; the first is in line %u",
				schema_shown(s, ret->name), other->line);
	return check_chain(s, node, ret);
}

bool config_read_arguments(struct schema *s, const struct yaml_node *value, void *into)
{
	struct config *c = into;
	size_t count;

	if (!schema_count(s, value, "expected a list of maps, such as \"- callable: app.context:UserContext\"", &count))
		return false;
	c->arguments = arena_array(s->arena, struct config_argument, count);
	c->argument_count = count;
	for (size_t i = 0; i < count; i++)
		if (!read_argument(s, &value->items[i], c, &c->arguments[i]))
			return false;
	return true;
}
